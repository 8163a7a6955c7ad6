"""The tree's tiles as the database keeps them: full ones only, written by the sealer; all others follow from below.

What is missing, because a version that knew no tiles sealed, is made up by the next batch that fills a tile.
"""

from collections.abc import Callable, Sequence

from django.db import connection

from yunjian_verify.tiles import WIDTH, Reader, hashes_in, tile_root

from .models import Seal, Tile

_SEAL, _TILE = Seal._meta.db_table, Tile._meta.db_table
_LEAVES = f"select leaf_hash from {_SEAL} where position >= %s and position < %s order by position"
_ROOTS = f"select root_hash from {_TILE} where level = %s and index >= %s and index < %s order by index"
_FULL = f"select hashes from {_TILE} where level = %s and index = %s"
_NEXT = f"select coalesce(max(index) + 1, 0) from {_TILE} where level = %s"
_AT_ONCE = 256  # tiles made and written together

Leaves = Callable[[int, int], Sequence[bytes]]


def keep(size: int, leaves: Leaves) -> int:
    """Write every full tile of a tree of this size that is not there yet; return how many. For the sealer alone."""
    made = level = 0
    while count := size >> 8 * (level + 1):
        source = leaves if level == 0 else _roots_of(level - 1)
        first = _number(_NEXT, level)
        for start in range(first, count, _AT_ONCE):
            made += _write(level, start, min(start + _AT_ONCE, count), source)
        level += 1
    return made


def reader() -> Reader:
    """Reads any tile: a full one as it is kept, a partial one from what lies below."""

    def read(level: int, index: int, width: int) -> Sequence[bytes]:
        if width == WIDTH and (row := _row(_FULL, level, index)):
            return hashes_in(bytes(row[0]))
        source = leaves_kept if level == 0 else _roots_of(level - 1)
        return source(index * WIDTH, index * WIDTH + width)

    return read


def leaves_kept(start: int, end: int) -> list[bytes]:
    """The leaf hashes of sealed entries, by their positions."""
    return _column(_LEAVES, start, end)


def roots_kept(level: int, start: int, end: int) -> list[bytes]:
    """The roots of full tiles of one level."""
    return _column(_ROOTS, level, start, end)


def _roots_of(level: int) -> Leaves:
    return lambda start, end: roots_kept(level, start, end)


def _write(level: int, start: int, end: int, source: Leaves) -> int:
    hashes = source(start * WIDTH, end * WIDTH)
    rows = []
    for place in range(end - start):
        row = hashes[place * WIDTH : (place + 1) * WIDTH]
        rows.append(Tile(level=level, index=start + place, root_hash=tile_root(row), hashes=b"".join(row)))
    Tile.objects.bulk_create(rows)
    return len(rows)


def _column(question: str, *values: int) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return [bytes(row[0]) for row in cursor.fetchall()]


def _row(question: str, *values: int) -> tuple | None:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchone()


def _number(question: str, *values: int) -> int:
    row = _row(question, *values)
    return row[0] if row else 0
