"""What whoever runs the installation does from the command line: make a district key, turn the envelopes to it."""

import sys
from pathlib import Path

from django.utils import timezone

from yunjian.kernel.actor import SYSTEM

from . import actions
from .logic.envelopes import KeyTrouble, new_key, read_keys


def add_key(path: Path) -> int:
    """Add a key to the file; from now on it closes, the older ones still open."""
    before = path.read_text("ascii") if path.exists() else ""
    part = path.with_name(path.name + ".part")
    part.touch(mode=0o600)
    part.write_text(before + new_key() + "\n", "ascii")
    part.replace(path)
    name = read_keys(path.read_text("ascii")).current.name
    print(f"新的区密钥 {name} 已写入 {path}，以后交存的材料用它。请备份这个文件，再执行 yunjian materials rewrap。")
    return 0


def rewrap() -> int:
    """Wrap every envelope anew by the newest key; no file is touched."""
    total = 0
    try:
        while count := actions.turn_keys(by=SYSTEM, at=timezone.now()):
            total += count
    except KeyTrouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    print(f"已用新的区密钥重新封好 {total} 个信封，材料文件没有动。旧密钥现在可以删去；旧备份要用它打开。")
    return 0
