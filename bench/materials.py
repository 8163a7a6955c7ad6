"""Keeping a file (digest, sniff, seal, write) and reading it back, beside the bare work, in the same run.

Run with ``python -m bench.materials``. Bare keeping is SHA-256, AES-256-GCM by ``cryptography`` in the same segments
and one file written and put on the disk for good; bare reading is reading that file and decrypting it. Two sizes: a
photo of 2 MB, a bundle of drawings of 64 MB. Ours also draws a key of its own for every file, derives from it, closes
an envelope, looks at the beginning, gives the file its place by one move and has the folder written too.
"""

import os
import secrets
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yunjian.materials.logic.sealing import SEGMENT, TAG

from .frame import finish, measure_pair, report

MEGABYTE = 1 << 20
# Times the bare work, at most, by megabytes. A small file waits for the disk twice: for itself and for its folder.
LIMITS = {2: 2.0, 64: 1.5}


def pieces(data: bytes) -> Iterator[bytes]:
    """As a request brings them."""
    for start in range(0, len(data), SEGMENT):
        yield data[start : start + SEGMENT]


class Bare:
    """The same work with nothing around it."""

    def __init__(self, path: Path):
        self.path, self.seal = path, AESGCM(secrets.token_bytes(32))

    def keep(self, data: bytes) -> None:
        digest = sha256()
        with self.path.open("wb") as file:
            for number, piece in enumerate(pieces(data)):
                digest.update(piece)
                file.write(self.seal.encrypt(number.to_bytes(12), piece, b""))
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> int:
        size = 0
        with self.path.open("rb") as file:
            for number, piece in enumerate(iter(lambda: file.read(SEGMENT + TAG), b"")):
                size += len(self.seal.decrypt(number.to_bytes(12), piece, b""))
        return size


def size(megabytes: int, folder: Path) -> None:
    """Measure with a file of so many megabytes."""
    from yunjian.materials.logic.envelopes import DistrictKey, Keyring
    from yunjian.materials.logic.sealing import AES
    from yunjian.materials.logic.storing import Folder
    from yunjian.materials.models import Vault

    data = b"%PDF-1.7\n" + secrets.token_bytes(megabytes * MEGABYTE - 9)
    safe = Vault(Folder(folder / "store"), Keyring((DistrictKey(secrets.token_bytes(32)),)), AES)
    bare, times = Bare(folder / "bare"), max(1, 32 // megabytes)
    kept = safe.keep(pieces(data), most=len(data))

    def keep_ours() -> None:
        for _ in range(times):
            safe.store.delete(safe.keep(pieces(data), most=len(data)).place)

    def keep_bare() -> None:
        for _ in range(times):
            bare.keep(data)
            bare.path.unlink()

    def read_ours() -> None:
        for _ in range(times):
            assert sum(map(len, safe.read(kept.envelope, kept.place))) == len(data)

    def read_bare() -> None:
        for _ in range(times):
            assert bare.read() == len(data)

    for name, ours, theirs in (("keeping", keep_ours, keep_bare), ("reading back", read_ours, read_bare)):
        if name == "reading back":
            bare.keep(data)
        took, without = measure_pair(ours, theirs)
        amount = megabytes * times
        print(f"  {name} {megabytes} MB: ours {amount / took:,.0f} MB/s, bare {amount / without:,.0f} MB/s")
        report(f"{name} a file of {megabytes} MB beside the bare work", took / without, LIMITS[megabytes])


def main() -> None:
    """Measure at two sizes."""
    os.environ.setdefault("YUNJIAN_SECRET_KEY", "only-for-benches")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjian.site.settings")
    import django

    django.setup()
    with tempfile.TemporaryDirectory(prefix="yunjian-bench-") as folder:
        for megabytes in LIMITS:
            size(megabytes, Path(folder))
    finish()


if __name__ == "__main__":
    main()
