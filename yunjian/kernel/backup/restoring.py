"""Restoring a backup into an empty place, and proving that the copy is equal."""

import os
import tempfile
from pathlib import Path

from .. import tree
from ..invariants import broken_of_the_ledger
from ..ledger import leaf_data, recorded
from ..models import Entry
from . import database
from .keys import BackupTrouble
from .making import PARTS
from .store import Kept, Manifest, Store


def restore(store: Store, manifest: Manifest, data_folder: Path, programs: Path) -> None:
    """Put a backup back. What is there already is never overwritten: the database and the folder must be empty."""
    if not database.is_empty():
        raise BackupTrouble("目标数据库里已经有表，没有恢复。请用 DATABASE_URL 指向一个空数据库。")
    for part in PARTS:
        if (data_folder / part).exists():
            raise BackupTrouble(f"{data_folder / part} 已经存在，没有恢复。请用 YUNJIAN_DATA 指向一个空文件夹。")
    store.verify(manifest)
    data_folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore-in-progress-", dir=data_folder) as name:
        stage = Path(name)
        for kept in manifest.database:
            _write(store, kept, stage / "dump")
        for kept in manifest.files:
            _write(store, kept, stage / "kept")
        database.restore(stage / "dump", programs)
        if differences := compare(manifest):
            raise BackupTrouble("恢复出来的数据与备份不一致：" + "；".join(differences))
        for part in PARTS:
            if (stage / "kept" / part).exists():
                (stage / "kept" / part).rename(data_folder / part)


def compare(manifest: Manifest) -> list[str]:
    """In what the database differs from the backup: rows of every table, the ledger hashed anew from its entries."""
    found = database.present_figures()
    differences = [
        f"表 {table} 应有 {manifest.counts.get(table, 0)} 行，现有 {found.counts.get(table, 0)} 行"
        for table in sorted({*manifest.counts, *found.counts})
        if manifest.counts.get(table) != found.counts.get(table)
    ]
    size, root = _root_from_entries()
    if manifest.ledger_size and (size, root) != (manifest.ledger_size, manifest.ledger_root):
        wanted = f"账本应有 {manifest.ledger_size} 条、根为 {manifest.ledger_root}"
        differences.append(f"{wanted}，现有 {size} 条、根为 {root}")
    return differences + [f"{each.invariant}：{each.found}" for each in broken_of_the_ledger()]


def _root_from_entries() -> tuple[int, str]:
    sealed = Entry.objects.filter(seal__isnull=False).order_by("seal__position").iterator(chunk_size=2000)
    frontier = tree.Frontier().extended(tree.leaf_hash(leaf_data(recorded(entry))) for entry in sealed)
    return frontier.size, frontier.root.hex()


def _write(store: Store, kept: Kept, folder: Path) -> None:
    path = (folder / kept.path).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise BackupTrouble(f"备份里的文件名“{kept.path}”指向文件夹之外，没有恢复。")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, kept.mode)
    with os.fdopen(descriptor, "wb") as target:
        store.get_file(kept, target)
