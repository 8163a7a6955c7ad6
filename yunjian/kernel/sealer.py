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

What is sealed is added in a table of its own and changes no entry; no lock is taken that a writer wants: writers never
wait for the sealer. ``Sweep`` keeps it from looking again at what is sealed: who draws an id holds the lock of an
INSERT from before that to the end of its transaction, so once every transaction that held one at a moment has ended,
whatever will ever be seen of the ids drawn until then is seen.
"""

import json
import struct
from collections.abc import Sequence

import orjson
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from yunjian_verify.tiles import Tree

from . import tiles, tree
from .action import fall_silent
from .ledger import canonical
from .models import SEALING, Checkpoint, Entry, Seal, Sweep

BATCH = 10_000
_AT_ONCE = 500  # entries that come together
_LOCK = 0x59554E_0001  # the letters YUN, and 1 for the sealer
_ENTRY, _SEAL, _SWEEP = Entry._meta.db_table, Seal._meta.db_table, Sweep._meta.db_table
# A sort would take the whole backlog for every batch; without one the database follows the index.
_BEGIN = f"""
    select pg_try_advisory_xact_lock({_LOCK}),
    set_config('yunjian.action', '{SEALING}', true), set_config('enable_sort', 'off', true)
"""
_DRAWN = f"select case when is_called then last_value else 0 end from {_ENTRY}_id_seq"
_RUNNING = f"""
    select coalesce(array_agg(distinct virtualtransaction), '{{}}') from pg_locks
    where relation = '{_ENTRY}'::regclass and mode = 'RowExclusiveLock' and pid is distinct from pg_backend_pid()
"""
_WAITING = """
    select action, actor, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), id, kind, payload::text,
    subject {unsealed} order by id limit %s
"""
_KEEP = f"copy {_SEAL} (entry_id, position, leaf_hash) from stdin (format binary)"
_HEAD, _TAIL = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_row = struct.Struct("!hiqiqi32s").pack  # three fields, each behind its length
_SWEPT = f"""
    insert into {_SWEEP} (id, settled, drawn, running) values (1, %(settled)s, %(drawn)s, %(running)s)
    on conflict (id) do update set settled = %(settled)s, drawn = %(drawn)s, running = %(running)s
"""


def seal(*, batch: int = BATCH) -> int:
    """Seal everything that is committed and not sealed yet, batch by batch; return how many entries."""
    total = 0
    while sealed := _seal_batch(batch):
        total += sealed
        if sealed < batch:
            break
    return total


def settled() -> int:
    """The id below which no entry waits or will wait for the sealer."""
    return Sweep.objects.values_list("settled", flat=True).first() or 0


def unsealed(since: int) -> str:
    """``from … where …`` in SQL: the entries that wait for the sealer, as ``entry``; since is ``settled()`` or less.

    The number stands in the text: with its value the database sees how little there is to look at.
    """
    return (
        f"from {_ENTRY} entry where id >= {since:d} and not exists"
        f" (select from {_SEAL} seal where seal.entry_id = entry.id and seal.entry_id >= {since:d})"
    )


def _seal_batch(size: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BEGIN)
        alone, *_ = cursor.fetchone()
        waiting = _sweep(cursor, size) if alone else []
        if waiting:
            begins = _size()
            hashes = [leaf for _, leaf in waiting]
            _keep(cursor, begins, [id for id, _ in waiting], hashes)
            ends = begins + len(hashes)
            tiles.keep(ends, _leaves(begins, hashes))
            Checkpoint.objects.create(size=ends, root_hash=Tree(ends, tiles.reader()).root_of(0, ends))
    fall_silent()
    return len(waiting)


def _sweep(cursor: CursorWrapper, size: int) -> list[tuple[int, bytes]]:
    """The ids and leaf hashes of the next entries to seal; it is noted how far nothing else is to come.

    They are hashed as they come, while the database reads on.
    """
    last = Sweep.objects.first() or Sweep()
    drawn, running = _one(cursor, _DRAWN), _one(cursor, _RUNNING)  # in this order: who drew one holds the lock
    come = not set(last.running) & set(running)
    waiting = [
        (id, tree.leaf_hash(canonical(action, actor, at, id, kind, orjson.loads(payload), subject)))
        for action, actor, at, id, kind, payload, subject in cursor.stream(
            _WAITING.format(unsealed=unsealed(last.settled)), [size], size=_AT_ONCE
        )
    ]
    if come:
        seen = waiting[-1][0] + 1 if len(waiting) == size else last.drawn + 1
        now = Sweep(settled=max(last.settled, min(seen, last.drawn + 1)), drawn=drawn, running=running)
        if (now.settled, now.drawn) != (last.settled, last.drawn):
            values = {"settled": now.settled, "drawn": drawn, "running": json.dumps(running)}
            cursor.execute(_SWEPT, values)
    return waiting


def _keep(cursor: CursorWrapper, begins: int, ids: Sequence[int], hashes: Sequence[bytes]) -> None:
    """The seals of these entries, from this position on."""
    rows = [_row(3, 8, id, 8, begins + place, 32, hashes[place]) for place, id in enumerate(ids)]
    with cursor.copy(_KEEP) as copy:
        copy.write(b"".join((_HEAD, *rows, _TAIL)))


def _size() -> int:
    return Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0


def _leaves(begins: int, hashes: list[bytes]) -> tiles.Leaves:
    """Leaf hashes by position: those of this batch are at hand, those before it are in the database."""

    def leaves(start: int, end: int) -> list[bytes]:
        before = tiles.leaves_kept(start, min(end, begins)) if start < begins else []
        return before + hashes[max(0, start - begins) : max(0, end - begins)]

    return leaves


def _one(cursor: CursorWrapper, question: str):
    cursor.execute(question)
    return cursor.fetchone()[0]
