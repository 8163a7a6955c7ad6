"""Verify a signed PDF (PAdES, ETSI EN 319 142-1; ISO 32000-2, 12.8): that the whole file is what its signer signed.

The file is not read as PDF beyond its signature: there is no need. The signature has to cover every byte but its own
hexadecimal text, so nothing anywhere can be changed, added behind, or hidden in a gap, whatever a reader makes of it.
A file to which something was added after it was signed is refused, even where the addition might be harmless.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from cryptography import x509

from .cms import HASHES, read_envelope
from .jose import Refused
from .x509_path import path

FIRST = b"%PDF-"
MOST_BYTES = 128 * 1024 * 1024
_MOST_HEX = 256 * 1024
_MOST_SIGNATURES = 32
_RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}0\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{0,9}\]")
_KIND = re.compile(rb"/SubFilter\s{0,9}/([A-Za-z0-9.]{1,40})")
_MOMENT = re.compile(rb"/M\s{0,9}\(([^()]{1,120})\)")
_CLAIMED = re.compile(rb"D:(\d{14})(?:Z|([+-])(\d{2})'(\d{2})'?)")
_ESCAPED = re.compile(rb"\\([0-3][0-7]{2})")
_BASIC, _PADES = b"adbe.pkcs7.detached", b"ETSI.CAdES.detached"
_HEX = re.compile(rb"[0-9a-f]*|[0-9A-F]*")


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A whole file its signer signed, and the way from the signer to a given root."""

    path: tuple[x509.Certificate, ...]
    claimed_at: datetime | None  # by the signer's own word
    is_pades: bool
    earlier: int  # signatures below the last one, not looked at
    has_unsigned: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the signature lies: the gap between what is signed."""

    start: int
    end: int
    about: bytes  # the object around it


def verify(data: bytes, roots: Sequence[x509.Certificate]) -> SignedPaper:
    """The signed paper; ``Refused`` says what is wrong. Whether its certificates hold at a moment is asked apart."""
    place, earlier = _place(data)
    found = _KIND.search(place.about)
    kind = found[1] if found else b""
    if kind not in (_BASIC, _PADES):
        raise Refused("type", "The last signature of the file is of a kind that is not judged here.")
    envelope = read_envelope(_contents(data[place.start : place.end]))
    digests = {name: _digest(data, place, name) for name in HASHES.values() if name == envelope.hash}
    envelope.verify(digests, names_certificate=kind == _PADES)
    way = path(envelope.signer, envelope.certificates, roots)
    return SignedPaper(way, _claimed(place.about), kind == _PADES, earlier, envelope.has_unsigned)


def _place(data: bytes) -> tuple[_Place, int]:
    """The one signature that covers the whole file, and how many there are before it."""
    ranges = []
    for match in _RANGE.finditer(data):
        ranges.append((match.start(), *map(int, match.groups())))
        if len(ranges) > _MOST_SIGNATURES:
            raise Refused("size", f"The file has more than {_MOST_SIGNATURES} signatures.")
    if not ranges:
        raise Refused("not signed", "The file is not signed.")
    whole = [each for each in ranges if each[2] + each[3] == len(data)]
    if not whole:
        last = max(behind + length for _, _, behind, length in ranges)
        if last < len(data):
            raise Refused("appended", f"{len(data) - last} bytes were added to the file after it was signed.")
        raise Refused("range", "The signature does not say properly which part of the file is signed.")
    if len(whole) != 1:
        raise Refused("range", "Two signatures say that they cover the whole file.")
    [(at, start, end, _)] = whole
    begin, finish = data.rfind(b" obj", 0, start), data.find(b"endobj", end)
    inside = 0 <= begin < at and at < finish and not start <= at < end
    if not inside or not start < end <= len(data) or not data[begin:start].rstrip().endswith(b"/Contents"):
        raise Refused("range", "The signature leaves out something else than itself.")
    return _Place(start, end, data[begin:start] + data[end:finish]), len(ranges) - 1


def _contents(gap: bytes) -> bytes:
    """The signature in the gap: nothing but its hexadecimal text in one case of letters."""
    if len(gap) > _MOST_HEX or len(gap) % 2 or gap[:1] + gap[-1:] != b"<>" or not _HEX.fullmatch(gap[1:-1]):
        raise Refused("range", "The signature leaves out something else than itself.")
    return bytes.fromhex(gap[1:-1].decode("ascii"))


def _digest(data: bytes, place: _Place, name: str) -> bytes:
    made = hashlib.new(name, memoryview(data)[: place.start])
    made.update(memoryview(data)[place.end :])
    return made.digest()


def _claimed(about: bytes) -> datetime | None:
    """When the signer says to have signed."""
    written = _MOMENT.search(about)
    text = _ESCAPED.sub(lambda each: bytes([int(each[1], 8)]), written[1]) if written else b""
    match = _CLAIMED.match(text)
    if match is None:
        return None
    away = timedelta(hours=int(match[3] or 0), minutes=int(match[4] or 0))
    try:
        zone = timezone(-away if match[2] == b"-" else away)
        return datetime.strptime(match[1].decode("ascii"), "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except ValueError:
        return None
