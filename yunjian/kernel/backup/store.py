"""Where backups lie: sealed chunks named by their content, kept once, and a sealed manifest for each backup."""

import contextlib
import fcntl
import json
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from .keys import BackupTrouble, Keys

CHUNK = 4 * 1024 * 1024
_FORMAT = 1
_MARK = "yunjian-backup.json"
_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup: where it belongs, its size and mode, and the chunks it consists of."""

    path: str
    size: int
    mode: int
    chunks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One complete backup: what it holds, and what a restored copy is compared with."""

    name: str
    at: str
    versions: dict[str, str]
    ledger_size: int
    ledger_root: str
    counts: dict[str, int]
    database: tuple[Kept, ...] = ()
    files: tuple[Kept, ...] = ()
    format: int = field(default=_FORMAT)

    @property
    def bytes(self) -> int:
        return sum(each.size for each in (*self.database, *self.files))

    @property
    def chunks(self) -> set[str]:
        return {name for each in (*self.database, *self.files) for name in each.chunks}


class Store:
    """A folder of backups. Nothing in it is ever changed: chunks and manifests appear whole, or not at all."""

    def __init__(self, folder: Path, keys: Keys):
        self.folder, self.keys = folder, keys
        self.written = 0  # bytes this run has added

    @classmethod
    def opened(cls, folder: Path, keys: Keys, *, create: bool = False) -> "Store":
        """The store in this folder; a strange folder, or one of another key, is refused by name."""
        mark = folder / _MARK
        if not mark.exists():
            if not create:
                raise BackupTrouble(f"{folder} 里没有云间的备份（缺 {_MARK}），请检查文件夹名。")
            if folder.exists() and any(folder.iterdir()):
                raise BackupTrouble(f"{folder} 里有别的东西，没有写入。请给备份一个空文件夹。")
            _make(folder)
            _write(mark, json.dumps({"format": _FORMAT, "key": keys.mark}).encode())
        try:
            said = json.loads(mark.read_bytes())
            number, key = said["format"], said["key"]
        except (OSError, ValueError, KeyError, TypeError):
            raise BackupTrouble(f"{mark} 已损坏，请从另一份备份中恢复这个文件。") from None
        if number != _FORMAT:
            raise BackupTrouble(f"{folder} 是格式 {number} 的备份，本程序只认格式 {_FORMAT}，请用相应版本的云间。")
        if key != keys.mark:
            raise BackupTrouble(f"密钥不对：{folder} 里的备份是用另一个密钥做的。请检查 YUNJIAN_BACKUP_KEY_FILE。")
        return cls(folder, keys)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """One backup or pruning at a time."""
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BackupTrouble(f"{self.folder} 正在被另一个备份使用，请等它结束。") from None
            yield

    def put(self, content: bytes) -> str:
        """Keep a chunk, once."""
        name = self.keys.name(content)
        path = self._chunk(name)
        if not path.exists():
            _make(path.parent)
            data = self.keys.sealed(zlib.compress(content, 1), name)
            _write(path, data)
            self.written += len(data)
        return name

    def put_file(self, source: BinaryIO, path: str, mode: int) -> Kept:
        chunks, size = [], 0
        while content := source.read(CHUNK):
            chunks.append(self.put(content))
            size += len(content)
        return Kept(path, size, mode, tuple(chunks))

    def get(self, name: str, wanted_by: str) -> bytes:
        """A chunk's content; a missing or damaged one is named, with the file that needs it."""
        path = self._chunk(name)
        try:
            data = path.read_bytes()
        except OSError:
            raise BackupTrouble(f"备份缺一块：{path}（{wanted_by} 要用）。请从另一份备份恢复。") from None
        packed = self.keys.opened(data, name)
        if packed is None:
            raise BackupTrouble(f"备份有一块已损坏：{path}（{wanted_by} 要用）。请从另一份备份恢复。")
        return zlib.decompress(packed)

    def get_file(self, kept: Kept, target: BinaryIO) -> None:
        for name in kept.chunks:
            target.write(self.get(name, kept.path))

    def finish(self, manifest: Manifest) -> None:
        """The last step: from now on the backup exists."""
        data = json.dumps(asdict(manifest), ensure_ascii=False).encode()
        _make(self.folder / "backups")
        _write(self._manifest(manifest.name), self.keys.sealed(zlib.compress(data), f"manifest {manifest.name}"))

    def names(self) -> list[str]:
        """Every complete backup, oldest first."""
        found = (path.stem for path in (self.folder / "backups").glob("*.manifest"))
        return sorted(name for name in found if _NAME.fullmatch(name))

    def manifest(self, name: str = "") -> Manifest:
        """One backup, the newest when none is named."""
        names = self.names()
        if not names:
            raise BackupTrouble(f"{self.folder} 里还没有完整的备份。")
        if name and name not in names:
            raise BackupTrouble(f"{self.folder} 里没有备份“{name}”，有的是：{'、'.join(names[-5:])}。")
        name = name or names[-1]
        packed = self.keys.opened(self._manifest(name).read_bytes(), f"manifest {name}")
        if packed is None:
            raise BackupTrouble(f"备份清单已损坏：{self._manifest(name)}。请改用别的备份，或从另一份恢复。")
        return _read(json.loads(zlib.decompress(packed)))

    def verify(self, manifest: Manifest) -> int:
        """Open every chunk of a backup; how many there are."""
        for kept in (*manifest.database, *manifest.files):
            size = sum(len(self.get(name, kept.path)) for name in kept.chunks)
            if size != kept.size:
                raise BackupTrouble(f"{kept.path} 应为 {kept.size} 字节，备份里是 {size}。请从另一份备份恢复。")
        return len(manifest.chunks)

    def prune(self, keep: int) -> tuple[list[str], int]:
        """Drop all but the newest backups, then what no backup needs any more; the names dropped, chunks deleted."""
        names = self.names()
        dropped = names[:-keep] if keep < len(names) else []
        needed: set[str] = set()
        for name in names[len(dropped) :]:
            needed |= self.manifest(name).chunks  # read before anything is deleted
        for name in dropped:
            self._manifest(name).unlink()
        deleted = 0
        for path in (self.folder / "chunks").glob("*/*"):
            if path.name not in needed:
                path.unlink()
                deleted += 1
        return dropped, deleted

    def _chunk(self, name: str) -> Path:
        return self.folder / "chunks" / name[:2] / name

    def _manifest(self, name: str) -> Path:
        return self.folder / "backups" / f"{name}.manifest"


def _make(folder: Path) -> None:
    try:
        for each in (folder.parent, folder):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BackupTrouble(f"不能建立 {folder}：{error.strerror}。请检查磁盘和权限。") from None


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, also when the power fails."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise BackupTrouble(f"不能写 {path}：{error.strerror}。请检查磁盘空间和权限；以前的备份完好。") from None


def _read(said: dict[str, Any]) -> Manifest:
    for part in ("database", "files"):
        said[part] = tuple(Kept(**{**each, "chunks": tuple(each["chunks"])}) for each in said[part])
    return Manifest(**said)
