"""A random draw that anybody can recompute (RFC 3797): from a list made public before the numbers were known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import md5

MOST = 65_535  # what two octets count


@dataclass(frozen=True, slots=True)
class Pick:
    """One drawn: the digest, what it was divided by, the place in the list as it was numbered from 1."""

    digest: str
    divisor: int
    place: int


def seed(sources: Iterable[Sequence[int]]) -> str:
    """The numbers of each public source, in order of size, each with a point; a stroke after each source."""
    return "".join("".join(f"{number}." for number in sorted(source)) + "/" for source in sources)


def picks(key: str, size: int, wanted: int) -> tuple[Pick, ...]:
    """So many places of a list of so many, none twice; the same for everybody who has the key."""
    left, found = list(range(1, size + 1)), []
    for number in range(min(wanted, size, MOST)):
        count = number.to_bytes(2, "big")
        # MD5 is what the RFC prescribes; that nobody could choose the numbers is what the draw rests on.
        digest = md5(count + key.encode() + count, usedforsecurity=False).hexdigest().upper()
        divisor = len(left)
        found.append(Pick(digest, divisor, left.pop(int(digest, 16) % divisor)))
    return tuple(found)
