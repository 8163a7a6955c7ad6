"""Tiles of the tree by C2SP tlog-tiles: where they lie, and the proofs that are put together from them.

A tile of level ``l`` holds up to 256 hashes of subtrees of 256^l leaves. Whoever has the tiles of a tree, from a
database, a folder or a web server, can prove anything about it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from .merkle import EMPTY_ROOT, LENGTH, Frontier, Wrong, node_hash

WIDTH = 256
LEVELS = 8  # 256^8 = 2^64 leaves
# Hands out the hashes of one tile, at least ``width`` of them.
Reader = Callable[[int, int, int], Sequence[bytes]]
_PATH = re.compile(r"tile/(entries|0|[1-9]\d?)/((?:x\d{3}/)*)(\d{3})(?:\.p/([1-9]\d{0,2}))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile's place; ``level`` -1 is a bundle of entries, ``width`` 256 a full tile."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """``tile/0/x001/x234/067``, and ``….p/17`` where it is not full."""
        number = f"{self.index:03}"
        groups = [number[max(0, at - 3) : at].zfill(3) for at in range(len(number), 0, -3)][::-1]
        place = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
        level = "entries" if self.level < 0 else str(self.level)
        return f"tile/{level}/{place}" + ("" if self.width == WIDTH else f".p/{self.width}")

    @property
    def full(self) -> "Tile":
        return Tile(self.level, self.index)


def tile_at(path: str) -> Tile | None:
    """The tile a path names; None when it names none as the specification writes them."""
    matched = _PATH.fullmatch(path)
    if not matched or len(path) > 100:
        return None
    level = -1 if matched[1] == "entries" else int(matched[1])
    found = Tile(level, int(matched[2].replace("x", "").replace("/", "") + matched[3]), int(matched[4] or WIDTH))
    return found if level < 64 and found.path == path and (not matched[4] or found.width < WIDTH) else None


def tiles_of(size: int) -> Iterator[Tile]:
    """Every hash tile of a tree, level by level, the last of each level perhaps partial."""
    level = 0
    while count := size >> 8 * level:
        yield from (Tile(level, index) for index in range(count // WIDTH))
        if count % WIDTH:
            yield Tile(level, count // WIDTH, count % WIDTH)
        level += 1


def bundles_of(size: int) -> Iterator[Tile]:
    """Every bundle of entries."""
    return (Tile(-1, tile.index, tile.width) for tile in tiles_of(size) if tile.level == 0)


def width_in(tile: Tile, size: int) -> int:
    """How many hashes this tile has in a tree of this size."""
    return max(0, min(WIDTH, (size >> 8 * max(0, tile.level)) - tile.index * WIDTH))


def hashes_in(data: bytes) -> list[bytes]:
    return [data[at : at + LENGTH] for at in range(0, len(data), LENGTH)]


def tile_root(hashes: Sequence[bytes]) -> bytes:
    """The root over a full tile."""
    row = b"".join(hashes)
    while len(row) > LENGTH:
        pairs = [row[at : at + 2 * LENGTH] for at in range(0, len(row), 2 * LENGTH)]
        row = b"".join([sha256(b"\x01" + pair).digest() for pair in pairs])
    return row


def full_tiles(leaves: Sequence[bytes]) -> Reader:
    """A reader over a tree in memory."""
    rows = [list(leaves)]
    while len(rows[-1]) >= WIDTH:
        row = rows[-1]
        rows.append([tile_root(row[at : at + WIDTH]) for at in range(0, len(row) - WIDTH + 1, WIDTH)])
    return lambda level, index, width: rows[level][index * WIDTH : index * WIDTH + width]


class Tree:
    """A tree of one size, read tile by tile, each once."""

    def __init__(self, size: int, read: Reader):
        self.size, self._read = size, read
        self._tiles: dict[tuple[int, int], list[Sequence[bytes]]] = {}

    def node(self, height: int, place: int) -> bytes:
        """The root of the perfect subtree of 2^height leaves at that place of its height."""
        level, rest = divmod(height, 8)
        tile, within = divmod(place << rest, WIDTH)
        row = self._rows(level, tile)
        while len(row) <= rest:
            below = row[-1]
            row.append([node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])
        try:
            return row[rest][within >> rest]
        except IndexError:
            raise Wrong(f"{Tile(level, tile).path} is missing or too short") from None

    def root_of(self, start: int, end: int) -> bytes:
        """The root over the leaves from ``start`` to ``end``, which begin a subtree as RFC 6962 splits them."""
        if start >= end:
            return EMPTY_ROOT
        peaks, at = [], start
        while at < end:
            height = (end - at).bit_length() - 1
            peaks.append(self.node(height, at >> height))
            at += 1 << height
        return Frontier(end - start, tuple(peaks)).root

    def peaks(self, end: int) -> tuple[bytes, ...]:
        """The frontier at a size: the roots of its perfect subtrees, largest first."""
        found, at = [], 0
        while at < end:
            height = (end - at).bit_length() - 1
            found.append(self.node(height, at >> height))
            at += 1 << height
        return tuple(found)

    def _rows(self, level: int, tile: int) -> list[Sequence[bytes]]:
        if (level, tile) not in self._tiles:
            width = width_in(Tile(level, tile), self.size)
            self._tiles[level, tile] = [list(self._read(level, tile, width))[:width]]
        return self._tiles[level, tile]


def inclusion_proof(index: int, size: int, read: Reader) -> list[bytes]:
    """RFC 6962 §2.1.1: from the leaf's sibling up; Wrong when the tree has no such leaf."""
    if not 0 <= index < size:
        raise Wrong(f"leaf {index} does not stand in a tree of {size}")
    tree, proof = Tree(size, read), []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(tree.root_of(middle, end))
            end = middle
        else:
            proof.append(tree.root_of(start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(old: int, new: int, read: Reader) -> list[bytes]:
    """RFC 6962 §2.1.2; nothing is to be proven from an empty tree, or from one to itself."""
    if not 0 <= old <= new:
        raise Wrong(f"a tree of {old} is no beginning of a tree of {new}")
    if old in (0, new):
        return []
    tree, proof = Tree(new, read), []
    start, end = 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(tree.root_of(middle, end))
            end = middle
        else:
            proof.append(tree.root_of(start, middle))
            start = middle
    if start:
        proof.append(tree.root_of(start, end))
    return proof[::-1]


def _split(count: int) -> int:
    """The largest power of two smaller than the count."""
    return 1 << (count - 1).bit_length() - 1
