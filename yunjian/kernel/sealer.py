"""The sealer: gives committed entries their position and leaf hash, in commit order, and keeps the tree's root.

Serial ids are drawn when an entry is written, not when it is committed: id 7 may become visible after id 8 was read.
A reader that follows ids would miss it. So readers follow positions, and positions are given afterwards:

* one sealer at a time (a transaction-level advisory lock; whoever does not get it does nothing);
* a batch takes unsealed entries that are visible, that is committed, in the order of their ids, and gives them the
  next positions without a gap.

Then, whenever one entry was committed before another was recorded, the first has the lower position: it has the lower
id (ids come from one uncached sequence), so no batch that sees both takes the second first; and a batch that sees
only one of them sees the first. An entry that commits late goes behind everything already sealed; what has a position
keeps it. Only transactions that overlapped can stand either way, and neither of them could have known of the other.

The sealer updates rows nobody else can touch any more and takes no lock that a writer wants: writers never wait for it.
"""

import json

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from . import tiles, tree
from .action import fall_silent
from .ledger import canonical
from .models import SEALING, Checkpoint, Entry

BATCH = 10_000
_LOCK = 0x59554E_0001  # the letters YUN, and 1 for the sealer
_ENTRY = Entry._meta.db_table
_BEGIN = f"select pg_try_advisory_xact_lock({_LOCK}), set_config('yunjian.action', '{SEALING}', true)"
_WAITING = f"""
    select action, actor, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), id, kind, payload, subject
    from {_ENTRY} where position is null order by id limit %s
"""
# The hashes travel as one string of bytes; each row cuts out its own 32.
_SEAL = f"""
    update {_ENTRY} entry set position = %s + place - 1, leaf_hash = substring(%s from 32 * place::int - 31 for 32)
    from unnest(%s::bigint[]) with ordinality as sealed(id, place)
    where entry.id = sealed.id and entry.position is null and entry.id between %s and %s
"""
_read_json = json.JSONDecoder().raw_decode


def seal(*, batch: int = BATCH) -> int:
    """Seal everything that is committed and not sealed yet, batch by batch; return how many entries."""
    total = 0
    while sealed := _seal_batch(batch):
        total += sealed
        if sealed < batch:
            break
    return total


def frontier() -> tree.Frontier:
    """The tree as the last batch left it."""
    last = Checkpoint.objects.order_by("-size").first()
    return tree.Frontier.from_bytes(last.size, bytes(last.frontier)) if last else tree.Frontier()


def _seal_batch(size: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BEGIN)
        alone, _ = cursor.fetchone()
        waiting = _waiting(cursor, size) if alone else []
        if waiting:
            before = frontier()
            hashes = [tree.leaf_hash(leaf) for _, leaf in waiting]
            after = before.extended(hashes)
            ids = [id for id, _ in waiting]
            cursor.execute(_SEAL, [before.size, b"".join(hashes), ids, ids[0], ids[-1]])
            tiles.keep(after.size, _leaves(before.size, hashes))
            Checkpoint.objects.create(size=after.size, root_hash=after.root, frontier=after.to_bytes())
    fall_silent()
    return len(waiting)


def _leaves(begins: int, hashes: list[bytes]) -> tiles.Leaves:
    """Leaf hashes by position: those of this batch are at hand, those before it are in the database."""

    def leaves(start: int, end: int) -> list[bytes]:
        before = tiles.leaves_kept(start, min(end, begins)) if start < begins else []
        return before + hashes[max(0, start - begins) : max(0, end - begins)]

    return leaves


def _waiting(cursor: CursorWrapper, size: int) -> list[tuple[int, bytes]]:
    """The ids and leaves of the next entries to seal."""
    cursor.execute(_WAITING, [size])
    return [
        (id, canonical(action, actor, at, id, kind, _read_json(payload)[0], subject))
        for action, actor, at, id, kind, payload, subject in cursor.fetchall()
    ]
