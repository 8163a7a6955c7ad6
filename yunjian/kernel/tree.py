"""The ledger's Merkle tree by RFC 6962: leaf and node hashes, and the frontier that grows to a root."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
_LENGTH = 32


def leaf_hash(data: bytes) -> bytes:
    """RFC 6962 §2.1: SHA-256(0x00 ‖ data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that is needed to go on growing a tree: its size, and the roots of its perfect subtrees, largest first.

    There is one subtree for each 1 in the binary form of the size, so a tree of a million leaves needs 20 hashes.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def extended(self, leaves: Iterable[bytes]) -> "Frontier":
        """The frontier after these leaf hashes."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            carried, rest = leaf, size
            while rest & 1:
                carried = sha256(b"\x01" + peaks.pop() + carried).digest()
                rest >>= 1
            peaks.append(carried)
            size += 1
        return Frontier(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The Merkle tree hash; of no leaves, the hash of nothing."""
        if not self.peaks:
            return EMPTY_ROOT
        *larger, root = self.peaks
        for peak in reversed(larger):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, peaks: bytes) -> "Frontier":
        """Read what ``to_bytes`` wrote; ValueError when it is no frontier of that size."""
        if size < 0 or len(peaks) != size.bit_count() * _LENGTH:
            raise ValueError(f"{len(peaks)} bytes are no frontier of {size} leaves")
        return cls(size, tuple(peaks[i : i + _LENGTH] for i in range(0, len(peaks), _LENGTH)))
