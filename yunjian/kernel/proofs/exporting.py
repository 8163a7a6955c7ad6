"""The ledger as files: tiles for a static host, and ranges of entries for the auditor."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from yunjian_verify import tiles as public
from yunjian_verify.folder import bundle_of
from yunjian_verify.merkle import Frontier
from yunjian_verify.ranges import write_range

from .. import policy, tiles
from ..actor import Actor
from ..errors import Declined, Invalid
from ..ledger import leaf_data, recorded
from ..models import Checkpoint, Entry, SignedCheckpoint
from . import checkpoints

_AT_ONCE = 2000


class NothingSigned(Declined):
    """还没有签名的检查点：后台进程启动后一分钟内会签第一个。"""


class NoSuchRange(Invalid):
    """没有这样的范围：起点要小于终点，终点不能大于签名的检查点。"""


def tile(wanted: public.Tile) -> bytes | None:
    """The bytes of a hash tile in the newest signed tree; None when it has none such."""
    signed = checkpoints.newest()
    if signed is None or not 0 < wanted.width <= public.width_in(wanted, signed.size):
        return None
    return b"".join(tiles.reader()(wanted.level, wanted.index, wanted.width))


def bundle(wanted: public.Tile, *, reader: Actor) -> bytes | None:
    """The entries of a tile; for the auditor: they name who did what to whom."""
    policy.require(reader, policy.READ_LEDGER)
    signed = checkpoints.newest()
    if signed is None or not 0 < wanted.width <= public.width_in(wanted, signed.size):
        return None
    start = wanted.index * public.WIDTH
    return bundle_of(list(entries(start, start + wanted.width)))


def entries(start: int, end: int) -> Iterator[bytes]:
    """The leaves from start to before end, as recorded."""
    for at in range(start, end, _AT_ONCE):
        rows = Entry.objects.filter(seal__position__gte=at, seal__position__lt=min(at + _AT_ONCE, end))
        yield from (leaf_data(recorded(entry)) for entry in rows.order_by("seal__position"))


def range_of(start: int, end: int, *, reader: Actor) -> Iterator[bytes]:
    """An exported range; for the auditor."""
    policy.require(reader, policy.READ_LEDGER)
    if checkpoints.newest() is None:
        raise NothingSigned()
    signed = checkpoints.newest(covering=end - 1) if 0 <= start < end else None
    if signed is None:
        raise NoSuchRange(f"{start}–{end}")
    tree = public.Tree(signed.size, tiles.reader())
    proof = public.consistency_proof(end, signed.size, tiles.reader())
    return write_range(Frontier(start, tree.peaks(start)), entries(start, end), end, proof, checkpoints.note_of(signed))


def sealed_between(since: datetime, until: datetime) -> tuple[int, int]:
    """The range of what was sealed in that time, as far as it is signed."""
    signed = checkpoints.newest()

    def before(moment: datetime) -> int:
        found = Checkpoint.objects.filter(at__lt=moment).order_by("-size").values_list("size", flat=True).first()
        return found or 0

    return before(since), min(before(until), signed.size if signed else 0)


def write_folder(folder: Path) -> tuple[SignedCheckpoint, int]:
    """Write the hash tiles and the checkpoint for a static host; what is there already stays. Also: how many were new.

    The checkpoint is written last: who reads it finds all its tiles.
    """
    signed = checkpoints.newest()
    if signed is None:
        raise NothingSigned()
    read, new = tiles.reader(), 0
    for each in public.tiles_of(signed.size):
        path = folder / each.path
        if not path.exists():
            new += 1
            _write(path, b"".join(read(each.level, each.index, each.width)))
    _write(folder / "checkpoint", checkpoints.note_of(signed).encode())
    return signed, new


def write_bundles(folder: Path, size: int, *, reader: Actor) -> int:
    """Write the entries too: for the auditor's own disk, never for the public."""
    policy.require(reader, policy.READ_LEDGER)
    new = 0
    for each in public.bundles_of(size):
        path = folder / each.path
        if not path.exists():
            new += 1
            start = each.index * public.WIDTH
            _write(path, bundle_of(list(entries(start, start + each.width))))
    return new


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)
