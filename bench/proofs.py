"""What proofs cost: the tree beside bare hashing, and any proof in a ledger of a million and of ten million entries.

Run with ``python -m bench.proofs``.
"""

import os
import random
from hashlib import sha256

from .frame import django_setup, finish, measure_pair, report, seconds

WIDTH = 256
PROOFS = 200


def main() -> None:
    """Every measure of the proofs."""
    tree()
    django_setup()
    for size in (1_000_192, 10_000_128):
        fill(size)
        prove(size)
    finish()


def tree() -> None:
    """What the sealer does to leaves but for the database, beside hashing them bare, in turn."""
    from yunjian_verify.merkle import leaf_hash
    from yunjian_verify.tiles import Tree, full_tiles

    for size in (WIDTH * 200, WIDTH * 1000):
        entries = [b'{"id":%d,"kind":"bench.row.measured"}' % number for number in range(size)]

        def bare(entries: list[bytes] = entries) -> None:
            row = [sha256(b"\x00" + entry).digest() for entry in entries]
            while len(row) > 1:
                row = [sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row) - 1, 2)]

        def sealed(entries: list[bytes] = entries) -> None:
            reader = full_tiles([leaf_hash(entry) for entry in entries])
            Tree(len(entries), reader).root_of(0, len(entries))

        without, ours = measure_pair(bare, sealed, repeat=7)
        print(f"  {size:,} entries: bare {size / without:,.0f}/s, with tiles {size / ours:,.0f}/s")
        report(f"tree of {size:,} entries beside bare hashing", without / ours, 0.5, at_least=True)


def fill(size: int) -> None:
    """Full tiles for a ledger of this size, of chance: what a proof costs does not depend on what it says."""
    from django.db import transaction

    from yunjian.kernel.action import announce, fall_silent
    from yunjian.kernel.models import SEALING, Tile

    level, count = 0, size
    while count := count // WIDTH:
        first = Tile.objects.filter(level=level).count()
        for start in range(first, count, 1000):
            rows = [
                Tile(level=level, index=index, root_hash=os.urandom(32), hashes=os.urandom(32 * WIDTH))
                for index in range(start, min(start + 1000, count))
            ]
            with transaction.atomic():
                announce(SEALING)
                Tile.objects.bulk_create(rows)
            fall_silent()
        level += 1


def prove(size: int) -> None:
    """The slowest kind and the middle one of many proofs, each with a reader of its own as a request has."""
    from yunjian.kernel import tiles
    from yunjian_verify.tiles import consistency_proof, inclusion_proof

    dice = random.Random(size)
    size -= size % WIDTH
    for name, prove in (
        ("inclusion", lambda: inclusion_proof(dice.randrange(size), size, tiles.reader())),
        ("consistency", lambda: consistency_proof(WIDTH * dice.randrange(1, size // WIDTH), size, tiles.reader())),
    ):
        taken = sorted(seconds(prove) for _ in range(PROOFS))
        print(f"  {name} in {size:,}: median {taken[PROOFS // 2] * 1e3:.2f} ms, slowest {taken[-1] * 1e3:.2f} ms")
        report(f"{name} proof in {size:,} entries, 95 of 100", taken[PROOFS * 95 // 100] * 1e3, 5, "ms")


if __name__ == "__main__":
    main()
