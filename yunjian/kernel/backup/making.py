"""Making a backup: a snapshot of the database first, then the files, then the manifest."""

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from . import database
from .store import Kept, Manifest, Store

# The keys of the installation go with the data: what one sealed must stay readable, what the other signed believed.
PARTS = ("files", "secret-key", "former-secret-keys", "identity-key.pem", "keys", "materials-keys")
_STAGE = "backup-in-progress"


def make(store: Store, data_folder: Path, programs: Path, *, at: datetime) -> Manifest:
    """Make one backup.

    Files are only ever added and named by their content, and a row is committed after the file it names was written:
    so the files copied after the snapshot hold every file that the snapshot names.
    """
    with store.alone(), database.snapshot() as (snapshot, figures):
        with _stage(data_folder) as stage:
            database.dump(snapshot, stage / "dump", programs)
            tables = tuple(_kept(store, stage / "dump"))
        files = tuple(each for part in PARTS for each in _kept(store, data_folder / part, part))
        name = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        manifest = Manifest(
            name=name,
            at=at.astimezone(UTC).isoformat(),
            versions={"yunjian": version("yunjian"), "postgresql": figures.server},
            ledger_size=figures.ledger_size,
            ledger_root=figures.ledger_root,
            counts=figures.counts,
            database=tables,
            files=files,
        )
        store.finish(manifest)
    return manifest


@contextlib.contextmanager
def _stage(data_folder: Path) -> Iterator[Path]:
    """A folder only we can enter, beside the data it is a copy of; what a killed backup left there is removed first."""
    data_folder.mkdir(parents=True, exist_ok=True)
    for left in data_folder.glob(f"{_STAGE}-*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{_STAGE}-", dir=data_folder) as folder:
        yield Path(folder)


def _kept(store: Store, where: Path, name: str = "") -> Iterator[Kept]:
    paths = [where] if where.is_file() else sorted(path for path in where.rglob("*") if path.is_file())
    for path in paths:
        relative = str(path.relative_to(where)) if path != where else ""
        with path.open("rb") as source:
            yield store.put_file(source, "/".join(filter(None, (name, relative))), path.stat().st_mode & 0o777)
