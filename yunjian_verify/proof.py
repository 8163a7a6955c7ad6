"""Self-contained proofs by C2SP tlog-proof: one entry stands in a tree that a signed checkpoint names.

The extra data is the entry itself, where the holder may have it: then the file proves what was recorded, not only that
something was.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from .checkpoint import Checkpoint, number_from, read_checkpoint
from .merkle import LONGEST, Wrong, leaf_hash, verify_inclusion
from .note import from_base64, hash_from

FIRST = "c2sp.org/tlog-proof@v1"
MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry's place, its inclusion proof, and the checkpoint it leads to."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Checkpoint
    entry: bytes | None = None

    def verify(self, leaf: bytes | None = None) -> None:
        """Wrong unless the entry (or the one with this leaf hash) stands there. Who signed is asked separately."""
        if leaf is None:
            if self.entry is None:
                raise Wrong("the file does not hold the entry, and its hash was not given")
            leaf = leaf_hash(self.entry)
        elif self.entry is not None and leaf_hash(self.entry) != leaf:
            raise Wrong("the entry in the file has another hash")
        verify_inclusion(leaf, self.index, self.checkpoint.size, self.hashes, self.checkpoint.root)


def write_proof(index: int, hashes: Sequence[bytes], checkpoint: str, entry: bytes | None = None) -> str:
    """The file; ``checkpoint`` is the signed note."""
    extra = [] if entry is None else [f"extra {base64.b64encode(entry).decode()}"]
    lines = [FIRST, *extra, f"index {index}", *(base64.b64encode(each).decode() for each in hashes), "", checkpoint]
    return "\n".join(lines)


def read_proof(data: bytes) -> Proof:
    """Wrong when it is no proof file."""
    if len(data) > MOST_BYTES:
        raise Wrong("the file is too large")
    head, found, rest = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise Wrong("no proof") from None
    entry = None
    if not found or lines.pop(0) != FIRST or not lines:
        raise Wrong("no proof")
    if lines[0].startswith("extra "):
        entry = from_base64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index ") or len(lines) > LONGEST + 1:
        raise Wrong("no proof")
    index = number_from(lines[0].removeprefix("index "))
    return Proof(index, tuple(map(hash_from, lines[1:])), read_checkpoint(rest), entry)
