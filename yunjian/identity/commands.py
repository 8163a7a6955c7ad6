"""What whoever runs the installation does from the command line: check and take in a file of the personnel system."""

import sys
from pathlib import Path

from django.utils import timezone

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Declined

from . import actions, queries
from .logic import staff_file


def staff(path: Path, *, apply: bool, allow_many: bool = False) -> int:
    """Show every change (and make it when ``apply``): 0 done or nothing to do, 1 mistakes, 2 unreadable."""
    try:
        data = path.read_bytes()
    except OSError as trouble:
        print(f"文件 {path} 读不出来：{trouble.strerror}。", file=sys.stderr)
        return 2
    lines, mistakes = staff_file.read(data, is_json=path.suffix.lower() == ".json")
    provider = queries.provider(reader=SYSTEM)
    key, now = provider.key if provider else "", timezone.now()
    plan = queries.staff_changes(lines, key, reader=SYSTEM, at=now)
    found = sorted((*mistakes, *plan.mistakes), key=lambda each: each.line)
    if found:
        print("\n".join(f"{path}：{mistake}" for mistake in found), file=sys.stderr)
        print(f"共 {len(found)} 处有误，没有同步。", file=sys.stderr)
        return 1
    print("\n".join(str(change) for change in plan.changes) or "人员与文件一致，不用同步。")
    if not apply or not plan.changes:
        return 0
    try:
        actions.synchronise_staff(lines, key, allow_many=allow_many, by=SYSTEM, at=timezone.now())
    except Declined as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"已同步，共 {len(plan.changes)} 项。")
    return 0
