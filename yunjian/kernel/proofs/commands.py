"""``yunjian ledger``: is it whole, and the ledger as files: 0 done, 1 not."""

import sys
from pathlib import Path

from django.utils import timezone

from ..actor import SYSTEM
from ..errors import Declined
from ..invariants import broken_of_the_ledger
from . import checkpoints, exporting


def check() -> int:
    """Ask every question about the ledger now."""
    found = broken_of_the_ledger()
    for each in found:
        print(f"{each.invariant.rpartition('.')[2]}: {each.found}")
    newest = checkpoints.newest()
    if newest is None:
        print("还没有签名的检查点。")
    if found:
        print(f"账本有 {len(found)} 处不对，见上。请保存现状，再查运行手册“账本”一节。", file=sys.stderr)
        return 1
    size = newest.size if newest else 0
    print(f"账本完整：记录、哈希、瓦片、检查点、见证方一致；已签名 {size} 条，标识 {checkpoints.origin()}。")
    return 0


def export(folder: Path, with_entries: bool) -> int:
    """Write the tiles and the checkpoint as static files; with the entries for the auditor's own disk."""
    try:
        signed, new = exporting.write_folder(folder)
        if with_entries:
            new += exporting.write_bundles(folder, signed.size, reader=SYSTEM)
    except (Declined, OSError) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    print(f"{folder}：账本 {signed.size} 条，新写 {new} 个文件。核对：yunjian verify {folder}")
    return 0


def export_range(start: int, end: int, file: Path) -> int:
    """Write a range of entries that proves itself."""
    from .actions import export_ledger

    try:
        lines = export_ledger(start, end, by=SYSTEM, at=timezone.now())
        with file.open("xb") as target:
            target.writelines(lines)
    except (Declined, OSError) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    print(f"{file}：第 {start} 号到第 {end - 1} 号记录。核对：yunjian verify --key 公钥 {file}")
    return 0


def print_keys() -> int:
    """The keys to hand to witnesses and auditors."""
    for key in checkpoints.log_keys():
        print(key)
    return 0
