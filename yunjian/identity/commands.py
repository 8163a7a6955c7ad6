"""What whoever runs the installation does from the command line: take in a file of personnel, seal secrets anew."""

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


def reseal() -> int:
    """Say what was brought under the present key: 0 nothing needs the former ones, 1 something does."""
    try:
        found = actions.reseal(by=SYSTEM, at=timezone.now())
    except Declined as refusal:
        print(refusal)
        return 0
    print(
        f"已用现在的签名密钥重新封存：第二重验证 {found.factors} 个，手机 {found.phones} 个，"
        f"加密的字段 {found.values} 处。"
    )
    if found.is_whole:
        print("没有剩下的。过一天（等旧会话都结束、订阅方都取走新的签名密钥），执行 yunjian secret forget。")
        return 0
    print(
        f"还有第二重验证 {found.left_factors} 个打不开，手机 {found.left_phones} 个要等本人再登录一次，"
        f"加密的字段 {found.left_values} 处打不开。换用前的密钥先留着；忘掉它们以后，这些人要重新绑定。",
        file=sys.stderr,
    )
    return 1
