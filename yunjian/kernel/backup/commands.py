"""``yunjian backup`` and ``yunjian restore``: what they print, and how they end: 0 done, 1 not done."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path

from .keys import BackupTrouble, Keys, new_key
from .store import Store

Command = Callable[..., int]


def _told(command: Callable[..., None]) -> Command:
    """A trouble is a sentence and exit status 1."""

    @wraps(command)
    def perform(*args: object, **kwargs: object) -> int:
        try:
            command(*args, **kwargs)
        except BackupTrouble as trouble:
            print(trouble, file=sys.stderr)
            return 1
        return 0

    return perform


@_told
def key(path: Path) -> None:
    """Make a key."""
    new_key(path)
    print(f"备份密钥已写入 {path}。请另存一份到别处：没有它，备份读不出来。")


@_told
def backup(folder: Path, keys: Keys, data_folder: Path, programs: Path) -> None:
    """Make a backup, and note it in the ledger."""
    from ..actor import SYSTEM
    from ..operation.actions import note_backup
    from .making import make

    store = Store.opened(folder.absolute(), keys, create=True)
    at = datetime.now(UTC)
    made = make(store, data_folder, programs, at=at)
    note_backup(made.name, made.ledger_size, made.ledger_root, made.bytes, by=SYSTEM, at=at)
    print(f"备份 {made.name} 已完成：{_size(made.bytes)}，新写入 {_size(store.written)}。")
    print(f"账本 {made.ledger_size} 条，根 {made.ledger_root or '（空）'}。")


@_told
def restore(folder: Path, name: str, keys: Keys, data_folder: Path, programs: Path) -> None:
    """Restore a backup into an empty database and folder, and prove it equal."""
    from .restoring import restore as put_back

    store = Store.opened(folder.absolute(), keys)
    manifest = store.manifest(name)
    put_back(store, manifest, data_folder, programs)
    rows = sum(manifest.counts.values())
    print(f"备份 {manifest.name} 已恢复：{len(manifest.counts)} 张表 {rows} 行、{len(manifest.files)} 个文件。")
    print(f"已证实与备份一致：账本 {manifest.ledger_size} 条，由记录重新算出的根 {manifest.ledger_root or '（空）'}。")


@_told
def list_backups(folder: Path, keys: Keys) -> None:
    store = Store.opened(folder.absolute(), keys)
    for name in store.names():
        made = store.manifest(name)
        print(f"{name}  {_size(made.bytes):>10}  账本 {made.ledger_size} 条  云间 {made.versions['yunjian']}")
    if not store.names():
        print("还没有完整的备份。")


@_told
def verify(folder: Path, name: str, keys: Keys) -> None:
    """Open and hash every chunk of one backup, or of all."""
    store = Store.opened(folder.absolute(), keys)
    for each in [name] if name else store.names():
        print(f"{each} 完好：{store.verify(store.manifest(each))} 块都能解开。")


@_told
def prune(folder: Path, keep: int, keys: Keys) -> None:
    """Keep the newest backups only."""
    store = Store.opened(folder.absolute(), keys)
    with store.alone():
        dropped, deleted = store.prune(keep)
    print(f"删去 {len(dropped)} 个旧备份、{deleted} 块数据，留下 {len(store.names())} 个备份。")


def _size(number: int) -> str:
    amount = float(number)
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 1024:
            return f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} TB"
