"""Proofs: that an entry stands in the tree, that a tree continues another, and both as a file to keep.

Hashes tell nothing, so proofs are everybody's. An entry names who did what: it is given to whoever may read the ledger,
and to those it is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from yunjian_verify import tiles as public
from yunjian_verify.proof import write_proof

from .. import policy, tiles
from ..actor import Actor
from ..errors import Declined, Forbidden, Invalid, NotFound
from ..ledger import leaf_data, recorded
from ..models import Checkpoint, Entry, SignedCheckpoint
from . import checkpoints


class NotYetSigned(Declined):
    """这条记录还没有进入签名的检查点，请一分钟后再来。"""


class NoSuchTree(Invalid):
    """没有这样大小的账本：大小要是整数，不小于起点，也不大于现在的账本。"""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """An entry's place and leaf hash, with its proof in a tree of a size."""

    index: int
    size: int
    leaf: bytes
    hashes: tuple[bytes, ...]


def size() -> int:
    """How many entries the newest signed checkpoint covers."""
    newest = checkpoints.newest()
    return newest.size if newest else 0


def inclusion(index: int, *, size: int | None = None, reader: Actor) -> Inclusion:
    """The proof that the entry at this place stands in the tree of that size; of the newest signed one by default."""
    limit = _sealed()
    if size is None:
        covering = checkpoints.newest(covering=index)
        size = covering.size if covering else 0
    if not 0 <= index < limit:
        raise NotFound()
    if size <= index:
        raise NotYetSigned()
    if size > limit:
        raise NoSuchTree(str(size))
    [leaf] = tiles.leaves_kept(index, index + 1)
    return Inclusion(index, size, leaf, tuple(public.inclusion_proof(index, size, tiles.reader())))


def consistency(old: int, new: int, *, reader: Actor) -> tuple[bytes, ...]:
    """The proof that the tree of the new size begins with the tree of the old."""
    if not 0 <= old <= new <= _sealed():
        raise NoSuchTree(f"{old}–{new}")
    return tuple(public.consistency_proof(old, new, tiles.reader()))


def proof_file(index: int, *, reader: Actor) -> str:
    """Everything about one entry in one file (C2SP tlog-proof): with the entry itself for those who may have it."""
    entry = Entry.objects.filter(seal__position=index).first()
    if entry is None:
        raise NotFound()
    checkpoint = checkpoints.newest(covering=index)
    if checkpoint is None:
        raise NotYetSigned()
    return _file(entry, checkpoint, with_entry=may_read(entry, reader))


def proof_file_of(entry_id: int) -> str:
    """The same for a floor that hands its holder an entry: the floor has decided who may have it."""
    return proof_files_of([entry_id])[0]


def proof_files_of(entry_ids: Sequence[int]) -> list[str]:
    """The same for several entries, in the order given and under one checkpoint."""
    found = Entry.objects.in_bulk(entry_ids)
    places = [found[each].position for each in entry_ids]
    sealed = [place for place in places if place is not None]
    checkpoint = checkpoints.newest(covering=max(sealed)) if sealed and len(sealed) == len(places) else None
    if checkpoint is None:
        raise NotYetSigned()
    return [_file(found[each], checkpoint, with_entry=True) for each in entry_ids]


def require_entry(index: int, *, reader: Actor) -> None:
    """Forbidden unless the reader may have the entry itself."""
    entry = Entry.objects.filter(seal__position=index).first()
    if entry is None or not may_read(entry, reader):
        raise Forbidden()


def may_read(entry: Entry, reader: Actor) -> bool:
    """Whoever reads the ledger, whoever did it, and whom it is about."""
    if policy.may(reader, policy.READ_LEDGER):
        return True
    return not reader.is_anonymous and (entry.actor == reader.id or entry.subject in {reader.id, *reader.owns})


def _file(entry: Entry, checkpoint: SignedCheckpoint, *, with_entry: bool) -> str:
    index = entry.position or 0
    hashes = public.inclusion_proof(index, checkpoint.size, tiles.reader())
    leaf = leaf_data(recorded(entry)) if with_entry else None
    return write_proof(index, hashes, checkpoints.note_of(checkpoint), leaf)


def _sealed() -> int:
    last = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first()
    return last or 0
