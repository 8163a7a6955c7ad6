"""What must always be true: questions that find nothing, asked every night and after journeys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import Count

from yunjian_verify.checkpoint import read_checkpoint
from yunjian_verify.merkle import Frontier, Wrong
from yunjian_verify.note import NoteKey
from yunjian_verify.tiles import LEVELS, WIDTH, Tree, tile_root

from . import tiles, tree
from .keys.noted import log_keys
from .ledger import leaf_data, recorded
from .models import Checkpoint, Cursor, Entry, Seal, SignedCheckpoint, Tile, WitnessState
from .rooms import load, name_of

MOST = 20  # how many violations of one invariant are named
SIGNED_LOOKED_AT = 1000  # the newest signed checkpoints: each covers all before it


@dataclass(frozen=True, slots=True)
class Broken:
    """One violation: the invariant's name and what was found."""

    invariant: str
    found: str


_invariants: dict[str, Callable[[], Iterator[str]]] = {}


def invariant(function: Callable[[], Iterator[str]]) -> Callable[[], Iterator[str]]:
    """Register a question of a domain's ``invariants.py``; its name is the sentence that must hold."""
    _invariants[name_of(function)] = function
    return function


def broken() -> list[Broken]:
    """Everything found by every invariant of every domain."""
    load("invariants")
    return _asked(_invariants)


def broken_of_the_ledger() -> list[Broken]:
    """The kernel's own questions only: is the ledger whole?"""
    ours = name_of(broken).rpartition(".")[0]
    return _asked({name: question for name, question in _invariants.items() if name.startswith(f"{ours}.")})


def _asked(questions: dict[str, Callable[[], Iterator[str]]]) -> list[Broken]:
    found = []
    for name, question in sorted(questions.items()):
        for number, violation in enumerate(question()):
            if number == MOST:
                found.append(Broken(name, "…"))
                break
            found.append(Broken(name, violation))
    return found


@invariant
def positions_have_no_gap() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select position, expected from (select position, row_number() over (order by position) - 1 as expected"
            " from kernel_seal) as placed where position <> expected limit %s",
            [MOST],
        )
        for position, expected in cursor.fetchall():
            yield f"position {position} stands where {expected} belongs"


@invariant
def the_last_checkpoint_covers_all_that_is_sealed() -> Iterator[str]:
    sealed = Seal.objects.count()
    last = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
    if sealed != last:
        yield f"{sealed} entries are sealed, the last checkpoint counts {last}"


@invariant
def every_sealed_entry_still_hashes_to_its_leaf() -> Iterator[str]:
    sealed = Entry.objects.filter(seal__isnull=False).order_by("seal__position")
    for entry in sealed.iterator(chunk_size=2000):
        if tree.leaf_hash(leaf_data(recorded(entry))) != bytes(entry.seal.leaf_hash):
            yield f"entry {entry.pk} at position {entry.position} is not what was sealed"


@invariant
def every_checkpoint_has_the_root_of_the_leaves_below_it() -> Iterator[str]:
    leaves = Seal.objects.order_by("position").values_list("leaf_hash", flat=True).iterator(chunk_size=5000)
    frontier = tree.Frontier()
    for checkpoint in Checkpoint.objects.order_by("size").iterator():
        grown = [bytes(leaf) for _, leaf in zip(range(checkpoint.size - frontier.size), leaves, strict=False)]
        frontier = frontier.extended(grown)
        if (checkpoint.size, bytes(checkpoint.root_hash)) != (frontier.size, frontier.root):
            yield f"the checkpoint of {checkpoint.size} leaves has another root"


@invariant
def every_tile_holds_the_hashes_below_it() -> Iterator[str]:
    for tile in Tile.objects.order_by("level", "index").iterator(chunk_size=64):
        start, end = tile.index * WIDTH, (tile.index + 1) * WIDTH
        below = tiles.leaves_kept(start, end) if tile.level == 0 else tiles.roots_kept(tile.level - 1, start, end)
        if b"".join(below) != bytes(tile.hashes):
            yield f"tile {tile.level}/{tile.index} is not what lies below it"
        elif tile_root(below) != bytes(tile.root_hash):
            yield f"tile {tile.level}/{tile.index} has another root"


@invariant
def no_tile_is_missing_or_too_many() -> Iterator[str]:
    size = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
    kept = dict(Tile.objects.values_list("level").annotate(n=Count("pk")))
    for level in sorted({*kept, *(each for each in range(LEVELS) if size >> 8 * (each + 1))}):
        wanted = size >> 8 * (level + 1)
        if kept.get(level, 0) != wanted:
            yield f"level {level} has {kept.get(level, 0)} tiles, {wanted} belong there"


@invariant
def what_was_signed_is_the_beginning_of_what_is_sealed() -> Iterator[str]:
    """A signed tree that ours does not begin with: a part of ours was lost, or it was rewritten."""
    sealed = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
    tree = Tree(sealed, tiles.reader())
    signed = SignedCheckpoint.objects.filter(origin=settings.LEDGER_ORIGIN).order_by("-size")
    keys = log_keys(settings.LEDGER_ORIGIN)
    for each in signed[:SIGNED_LOOKED_AT]:
        try:
            wrong = _wrong(each, sealed, tree, keys)
        except Wrong as trouble:
            wrong = str(trouble)
        if wrong:
            yield f"the checkpoint of {each.size} entries: {wrong}"


def _wrong(signed: SignedCheckpoint, sealed: int, tree: Tree, keys: tuple[NoteKey, ...]) -> str:
    found = read_checkpoint(signed.note.encode())
    if not found.signers(keys):
        return "it is signed by no key of ours"
    if signed.size > sealed:
        return f"it was signed, {sealed} are sealed: a part of the ledger is lost"
    if (Frontier(signed.size, tree.peaks(signed.size)).root, found.size) != (found.root, signed.size):
        return "it was signed with another root: the ledger was rewritten"
    return ""


@invariant
def no_witness_has_seen_another_ledger() -> Iterator[str]:
    """A witness that saw more, or something else: a backup behind it was put back, or the ledger was rewritten."""
    for state in WitnessState.objects.filter(origin=settings.LEDGER_ORIGIN):
        if state.trouble == WitnessState.Trouble.AHEAD:
            yield f"{state.witness} has seen {state.said} entries, more than there are: a backup behind it was restored"
        elif state.trouble == WitnessState.Trouble.DIFFERENT:
            yield f"{state.witness} has seen another history: {state.said}"


@invariant
def no_cursor_stands_behind_the_last_sealed_entry() -> Iterator[str]:
    sealed = Seal.objects.count()
    for cursor in Cursor.objects.filter(position__gt=sealed):
        yield f"{cursor.subscriber} has read {cursor.position} of {sealed} entries"
