"""Signed notes by C2SP signed-note, and the keys that sign them.

Signature types: 0x01 Ed25519, 0x04 a witness's cosignature (C2SP tlog-cosignature), and for SM2, which has no number of
its own, 0xff followed by the OID of SM2 with SM3.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from . import sm2
from .keys import VerificationKey, from_material
from .merkle import Wrong

MOST_BYTES = 64 * 1024
MOST_SIGNATURES = 64
ED25519, COSIGNATURE, SM2 = b"\x01", b"\x04", b"\xff" + sm2.OID.encode()
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_VKEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: who says to have signed, by which key, and what."""

    name: str
    key_hash: bytes
    signed: bytes

    @property
    def line(self) -> str:
        return f"— {self.name} {base64.b64encode(self.key_hash + self.signed).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text (with its last line break) and the signatures under it, none of them checked yet."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(each.line for each in self.signatures)}"


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A key under the name it signs notes by: of a log, or of a witness that cosigns with the time."""

    name: str
    key: VerificationKey
    is_witness: bool = False

    @property
    def kind(self) -> bytes:
        if self.is_witness:
            return COSIGNATURE
        return SM2 if self.key.algorithm == "SM2" else ED25519

    @property
    def key_hash(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + self.kind + self.key.material).digest()[:4]

    def __str__(self) -> str:
        """As a *vkey*: one line to hand to whoever is to trust the key."""
        return f"{self.name}+{self.key_hash.hex()}+{base64.b64encode(self.kind + self.key.material).decode()}"

    def signature(self, signed: bytes) -> Signature:
        return Signature(self.name, self.key_hash, signed)

    def made(self, signature: Signature) -> bool:
        """Whether the line says to be by this key."""
        return (signature.name, signature.key_hash) == (self.name, self.key_hash)

    def verify(self, text: str, signature: Signature) -> int:
        """When it was signed (a witness says, a log does not: 0); Wrong when it was not."""
        at, signed, message = 0, signature.signed, text.encode()
        if self.is_witness:
            at, signed = int.from_bytes(signed[:8], "big"), signed[8:]
            message = cosigned(text, at)
        if not self.key.verify(message, signed):
            raise Wrong(f"the signature of {self.name} is false")
        return at


def cosigned(text: str, at: int) -> bytes:
    """What a witness signs of a checkpoint."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def read_vkey(line: str) -> NoteKey:
    """The key of a vkey; Wrong when it is none we can verify by."""
    matched = _VKEY.fullmatch(line.strip())
    if not matched or len(line) > 500:
        raise Wrong("no key in the form name+hash+key")
    material = from_base64(matched[3])
    for kind, algorithm in ((ED25519, "Ed25519"), (COSIGNATURE, "Ed25519"), (SM2, "SM2")):
        if material.startswith(kind):
            try:
                key = from_material(algorithm, material[len(kind) :])
            except ValueError:
                break
            found = NoteKey(matched[1], key, kind == COSIGNATURE)
            if found.key_hash.hex() == matched[2]:
                return found
            break
    raise Wrong("the key does not fit its own hash, or is of a kind not known here")


def read_vkeys(text: str) -> Iterator[NoteKey]:
    """The keys of a file: one a line, lines that begin with # are remarks."""
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield read_vkey(line)


def read_note(data: bytes) -> Note:
    """Wrong when it is no signed note, or larger than any we make."""
    if len(data) > MOST_BYTES:
        raise Wrong("the note is too large")
    try:
        whole = data.decode()
    except UnicodeDecodeError:
        raise Wrong("the note is not UTF-8") from None
    text, found, lines = whole.rpartition("\n\n")
    if not found or not lines.endswith("\n") or any(ord(sign) < 32 and sign != "\n" for sign in whole):
        raise Wrong("no signed note")
    signatures = lines[:-1].split("\n")
    if len(signatures) > MOST_SIGNATURES:
        raise Wrong("the note has too many signatures")
    return Note(text + "\n", tuple(map(read_signature, signatures)))


def read_signature(line: str) -> Signature:
    """One line under a note, without its line break."""
    matched = _LINE.fullmatch(line)
    blob = from_base64(matched[2]) if matched else b""
    if not matched or len(blob) < 5:
        raise Wrong("a line under the note is no signature")
    return Signature(matched[1], blob[:4], blob[4:])


def verified(note: Note, keys: Iterable[NoteKey]) -> list[tuple[NoteKey, int]]:
    """Which of these keys signed the note, and when; Wrong when a line says to be by one of them and is not."""
    return [(key, key.verify(note.text, line)) for line in note.signatures for key in keys if key.made(line)]


def from_base64(text: str) -> bytes:
    """Standard base 64, written the one way it can be written."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Wrong("no base 64") from None
    if base64.b64encode(found).decode() != text:
        raise Wrong("no base 64")
    return found


def hash_from(line: str) -> bytes:
    """One hash in base 64."""
    found = from_base64(line)
    if len(found) != 32:
        raise Wrong("no hash")
    return found
