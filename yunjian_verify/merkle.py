"""The Merkle tree of RFC 6962: hashes, a frontier that grows to a root, and checking proofs by RFC 9162 §2.1.3 f."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
LENGTH = 32  # of a hash
LONGEST = 64  # hashes of a proof: a tree of 2^64 leaves needs no more


class Wrong(Exception):
    """Something does not prove what it should; the text says what."""


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
        if size < 0 or len(peaks) != size.bit_count() * LENGTH:
            raise ValueError(f"{len(peaks)} bytes are no frontier of {size} leaves")
        return cls(size, tuple(peaks[i : i + LENGTH] for i in range(0, len(peaks), LENGTH)))


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes."""
    return Frontier().extended(hashes).root


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that follows from a leaf hash and its inclusion proof (RFC 9162 §2.1.3.2); Wrong when it is no proof."""
    if not 0 <= index < size:
        raise Wrong(f"leaf {index} does not stand in a tree of {size}")
    _sound(proof)
    node, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise Wrong("the proof is too long")
        if node & 1 or node == last:
            root = node_hash(sibling, root)
            while node & 1 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise Wrong("the proof is too short")
    return root


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Wrong unless the leaf with this hash stands at this index of the tree with this size and root."""
    if root_from_inclusion(leaf, index, size, proof) != root:
        raise Wrong("the proof leads to another root")


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Wrong unless the old tree is the beginning of the new one (RFC 9162 §2.1.4.2).

    The empty tree, which the RFC leaves out, is the beginning of every tree, and needs no proof.
    """
    if not 0 <= old <= new:
        raise Wrong(f"a tree of {old} is no beginning of a tree of {new}")
    _sound(proof)
    if old in (0, new):
        if proof:
            raise Wrong("the proof is too long")
        if (old == new and old_root != new_root) or (old == 0 and old_root != EMPTY_ROOT):
            raise Wrong("two trees of one size have different roots")
        return
    if _roots_from_consistency(old, new, proof, old_root) != (old_root, new_root):
        raise Wrong("the proof leads to other roots")


def _roots_from_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes]:
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        raise Wrong("the proof is too short")
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise Wrong("the proof is too long")
        if node & 1 or node == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while node & 1 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise Wrong("the proof is too short")
    return first, second


def _sound(proof: Sequence[bytes]) -> None:
    if len(proof) > LONGEST or any(len(each) != LENGTH for each in proof):
        raise Wrong("the proof is no list of hashes")
