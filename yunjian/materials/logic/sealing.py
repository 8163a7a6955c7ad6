"""Files sealed in segments, so that neither half a gigabyte stands in memory nor a lost or moved part goes unseen.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance, CRYPTO 2015): segment ``i`` is encrypted under the nonce ``prefix ‖ i ‖ last``, where ``last`` is 1
for the last segment only. A segment left out, repeated, moved or taken from another file does not open; a file cut off
at any place ends without its last segment. The header is authenticated with every segment.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

AES, SM4 = "AES-256-GCM", "SM4-GCM"
SEGMENT = 256 * 1024
TAG = 16
_MAGIC = b"YJM1"
_NUMBERS = {AES: 1, SM4: 2}
_LENGTHS = {AES: 32, SM4: 16}
_PREFIX = 7
_HEADER = len(_MAGIC) + 2 + _PREFIX
_EXPONENT = SEGMENT.bit_length() - 1
_MOST_SEGMENTS = 2**32


class Damaged(Exception):
    """What was sealed cannot be opened: another key, or bytes changed, lost or moved."""


class Sealer(Protocol):
    """Authenticated encryption as ``cryptography`` offers it for AES."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


class SM4GCM:
    """SM4 (GB/T 32907-2016) in Galois/Counter Mode (RFC 8998), with the interface of ``AESGCM``."""

    def __init__(self, key: bytes):
        self._key = key

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        made = Cipher(algorithms.SM4(self._key), modes.GCM(nonce)).encryptor()
        made.authenticate_additional_data(associated_data or b"")
        return made.update(data) + made.finalize() + made.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        if len(data) < TAG:
            raise InvalidTag()
        made = Cipher(algorithms.SM4(self._key), modes.GCM(nonce, data[-TAG:])).decryptor()
        made.authenticate_additional_data(associated_data or b"")
        return made.update(data[:-TAG]) + made.finalize()


def sealer(cipher: str, secret: bytes, purpose: bytes) -> Sealer:
    """The cipher under a key made from ``secret`` for one purpose only."""
    key = HKDF(SHA256(), _LENGTHS[cipher], salt=None, info=b"yunjian material 1 " + purpose).derive(secret)
    return AESGCM(key) if cipher == AES else SM4GCM(key)


def sealed(content: Iterable[bytes], secret: bytes, place: str, *, cipher: str = AES) -> Iterator[bytes]:
    """The file as it lies at this place, piece by piece. Its key serves this place alone."""
    header = _MAGIC + bytes([_NUMBERS[cipher], _EXPONENT]) + secrets.token_bytes(_PREFIX)
    seal = sealer(cipher, secret, place.encode())
    yield header
    for number, (segment, is_last) in enumerate(_with_last(_segments(content))):
        yield seal.encrypt(_nonce(header, number, is_last), segment, header)


def opened(source: BinaryIO, secret: bytes, place: str) -> Iterator[bytes]:
    """What was sealed for this place, piece by piece; Damaged before any byte that is not what was sealed."""
    header = source.read(_HEADER)
    ciphers = {number: name for name, number in _NUMBERS.items()}
    if len(header) != _HEADER or header[:4] != _MAGIC or header[4] not in ciphers or not 10 <= header[5] <= 24:
        raise Damaged("no header")
    seal = sealer(ciphers[header[4]], secret, place.encode())
    for number, (segment, is_last) in enumerate(_with_last(_read(source, (1 << header[5]) + TAG))):
        try:
            yield seal.decrypt(_nonce(header, number, is_last), segment, header)
        except InvalidTag:
            raise Damaged(f"segment {number}") from None


def _nonce(header: bytes, number: int, is_last: bool) -> bytes:
    if number >= _MOST_SEGMENTS:
        raise Damaged("too many segments")
    return header[-_PREFIX:] + number.to_bytes(4) + bytes([is_last])


def _segments(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of equal length; an empty file is one empty piece."""
    kept = bytearray()
    some = False
    for piece in content:
        kept += piece
        while len(kept) >= SEGMENT:
            yield bytes(kept[:SEGMENT])
            del kept[:SEGMENT]
            some = True
    if kept or not some:
        yield bytes(kept)


def _read(source: BinaryIO, length: int) -> Iterator[bytes]:
    while piece := _exactly(source, length):
        yield piece
        if len(piece) < length:
            return


def _exactly(source: BinaryIO, length: int) -> bytes:
    """So many bytes, however few a stream gives at a time; fewer at the end only."""
    piece = source.read(length)
    if len(piece) in (0, length):
        return piece
    kept = bytearray(piece)
    while len(kept) < length and (more := source.read(length - len(kept))):
        kept += more
    return bytes(kept)


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last. Without any there is nothing to open: a cut-off file."""
    held: bytes | None = None
    for piece in pieces:
        if held is not None:
            yield held, False
        held = piece
    if held is None:
        raise Damaged("no segment")
    yield held, True
