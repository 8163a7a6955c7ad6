"""Tile folders: the static files of C2SP tlog-tiles as they lie on a disk, recomputed from the leaves up."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from .checkpoint import Checkpoint, read_checkpoint
from .merkle import LENGTH, Wrong, leaf_hash
from .note import MOST_BYTES
from .tiles import WIDTH, Tile, Tree, bundles_of, hashes_in, tile_root, tiles_of

MOST_TILES = 4_000_000  # of a billion entries
LARGEST_BUNDLE = WIDTH * (65_535 + 2)


def checkpoint_in(folder: Path) -> Checkpoint:
    """The checkpoint of a tile folder."""
    return read_checkpoint(read_bounded(folder / "checkpoint", MOST_BYTES))


def verify_folder(folder: Path) -> tuple[Checkpoint, int]:
    """Recompute every tile; Wrong unless all are there and lead to the checkpoint. Also: how many bundles were there.

    A folder without entries proves the tree; a bundle that is there must hold the entries of its tile.
    """
    checkpoint = checkpoint_in(folder)
    if checkpoint.size > MOST_TILES * WIDTH:
        raise Wrong("the tree is larger than what is checked here")
    for tile in tiles_of(checkpoint.size):
        if tile.level and (wrong := _differing(folder, tile)):
            raise Wrong(wrong)

    def read(level: int, index: int, width: int) -> Sequence[bytes]:
        return hashes_of(folder, Tile(level, index, width))

    if checkpoint.size and Tree(checkpoint.size, read).root_of(0, checkpoint.size) != checkpoint.root:
        raise Wrong("the tiles lead to another root than the checkpoint's")
    bundles = 0
    for tile in bundles_of(checkpoint.size):
        path = _there(folder, tile)
        if path is not None:
            bundles += 1
            leaves = [leaf_hash(entry) for entry in entries_in(read_bounded(path, LARGEST_BUNDLE))][: tile.width]
            if leaves != list(hashes_of(folder, Tile(0, tile.index, tile.width))):
                raise Wrong(f"{tile.path} does not hold the entries of its tile")
    return checkpoint, bundles


def hashes_of(folder: Path, tile: Tile) -> Sequence[bytes]:
    """The hashes of a tile, from the partial file or the full one that replaced it."""
    path = _there(folder, tile)
    if path is None:
        raise Wrong(f"{tile.path} is missing")
    data = read_bounded(path, WIDTH * LENGTH)
    if len(data) < tile.width * LENGTH or len(data) % LENGTH:
        raise Wrong(f"{tile.path} is too short")
    return hashes_in(data)[: tile.width]


def entries_in(bundle: bytes) -> Iterator[bytes]:
    """The entries of a bundle: each behind its length in two bytes."""
    at = 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at : at + 2], "big")
        entry = bundle[at + 2 : at + 2 + length]
        if len(entry) < length or at + 2 > len(bundle):
            raise Wrong("a bundle ends in the middle of an entry")
        yield entry
        at += 2 + length


def bundle_of(entries: Sequence[bytes]) -> bytes:
    """ValueError (OverflowError) when an entry is too long for the form."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def read_bounded(path: Path, most: int) -> bytes:
    """A file's bytes; Wrong when it is missing or larger than it can be."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError:
        raise Wrong(f"{path.name} cannot be read") from None
    if len(data) > most:
        raise Wrong(f"{path.name} is too large")
    return data


def _differing(folder: Path, tile: Tile) -> str:
    """In what a tile differs from those below it."""
    for place, kept in enumerate(hashes_of(folder, tile)):
        below = Tile(tile.level - 1, tile.index * WIDTH + place)
        if tile_root(hashes_of(folder, below)) != kept:
            return f"{below.path} does not lead to {tile.path}"
    return ""


def _there(folder: Path, tile: Tile) -> Path | None:
    for path in (folder / tile.path, folder / tile.full.path):
        if path.is_file():
            return path
    return None
