"""Receipts of materials: that this very file was handed in to the district, when, and under which entry of its ledger.

A receipt holds the file's digest, a salt, and a proof file of the ledger's entry. The entry holds a commitment: SHA-256
over salt and digest. Nothing else stands in a receipt, so that nothing in it is without proof.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .entry import read_entry, read_object
from .merkle import Wrong
from .proof import MOST_BYTES, Proof, read_proof

FORMAT = "yunjian material receipt 1"
ENTRY = "materials.material.kept"
WAYS = {
    "SELF": ("本人交存", "by its holder"),
    "COUNTER": ("窗口代收", "at a counter"),
    "PROGRAM": ("接口交存", "by a program"),
}
_FIELDS = {"format", "sha256", "salt", "proof"}
_HASH = re.compile(r"[0-9a-f]{64}")
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """What the ledger's entry says: which material, whose, of which type, when, how."""

    material: int
    holder: str
    type: str
    way: str
    at: str
    commitment: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as it was read; nothing in it is verified yet."""

    digest: bytes
    salt: bytes
    proof: Proof

    def verify(self) -> Kept:
        """What the ledger says of it; Wrong unless digest, entry and proof belong together. Who signed is apart."""
        self.proof.verify()
        kept = _kept(self.proof.entry or b"")
        if commitment(self.salt, self.digest) != kept.commitment:
            raise Wrong("the digest and the salt are not those the ledger's entry commits to")
        return kept

    def is_of(self, path: Path) -> bool:
        """Whether the file is the one that was handed in, byte for byte."""
        return digest_of(path) == self.digest


def commitment(salt: bytes, digest: bytes) -> str:
    """What the ledger holds of a material: it finds no file, and a receipt proves it."""
    return sha256(FORMAT.encode() + b"\0" + salt + digest).hexdigest()


def write_receipt(digest: bytes, salt: bytes, proof: str) -> str:
    """The receipt; ``proof`` is a proof file with its entry."""
    said = {"format": FORMAT, "sha256": digest.hex(), "salt": salt.hex(), "proof": proof}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def read_receipt(data: bytes) -> Receipt:
    """Wrong when it is no receipt."""
    if len(data) > MOST_BYTES:
        raise Wrong("the file is too large")
    said = read_object(data)
    if said is None or said.get("format") != FORMAT:
        raise Wrong("no receipt")
    if said.keys() != _FIELDS or not all(isinstance(value, str) for value in said.values()):
        raise Wrong("the receipt holds something else than digest, salt and proof")
    return Receipt(_hash(said["sha256"]), _hash(said["salt"]), read_proof(said["proof"].encode("utf-8", "replace")))


def digest_of(path: Path) -> bytes:
    """The SHA-256 of a file of any size."""
    found = sha256()
    for piece in _pieces(path):
        found.update(piece)
    return found.digest()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _kept(leaf: bytes) -> Kept:
    """The entry, where it says that a material was kept."""
    entry = read_entry(leaf)
    holder, type_, way, salted = (entry.text(name) for name in ("holder", "type", "way", "commitment"))
    number = entry.payload.get("material")
    if entry.kind != ENTRY or type(number) is not int or entry.subject != f"materials.material:{number}":
        raise Wrong("the ledger's entry is not about a material that was kept")
    return Kept(number, holder, type_, way, entry.at, salted)


def _hash(text: str) -> bytes:
    if not _HASH.fullmatch(text):
        raise Wrong("no hash")
    return bytes.fromhex(text)
