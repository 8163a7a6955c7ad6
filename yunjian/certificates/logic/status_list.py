"""Publish the state of many certificates in one signed list (Token Status List, draft-ietf-oauth-status-list-21).

A certificate gets a random free place in a block of places, so that its place tells neither when nor in which order it
was issued, and a list always has the length of whole blocks, so that it does not tell how many there are.
"""

import zlib
from collections.abc import Iterable, Mapping
from random import Random

from yunjian_verify.jose import encode
from yunjian_verify.status_list import TYPE

from .sd_jwt import Signer, sign

BITS = 2  # valid, revoked, suspended
BLOCK = 4096  # places given out before the next block is begun
LIST = 64 * BLOCK  # places of one list: 64 KiB before it is packed


def shuffled(choose: Random) -> bytes:
    """The places of a block in the order they are given out, two bytes each.

    ``choose`` is a system random generator outside tests: who knows some places of a block learns nothing of others.
    """
    order = list(range(BLOCK))
    choose.shuffle(order)
    return b"".join(number.to_bytes(2, "big") for number in order)


def place(block: int, order: bytes, given: int) -> tuple[int, int] | None:
    """The list and the place in it that come next in a block; None when all of it is given."""
    if given >= BLOCK:
        return None
    number, first = divmod(block * BLOCK, LIST)
    return number, first + int.from_bytes(order[2 * given : 2 * given + 2], "big")


def pack(states: Iterable[tuple[int, int]], *, places: int, bits: int = BITS) -> str:
    """The states (place and state; all others valid) as the packed text of a list of so many places."""
    if bits not in (1, 2, 4, 8):
        raise ValueError("A state takes 1, 2, 4 or 8 bits.")
    packed = bytearray((places * bits + 7) // 8)
    for index, state in states:
        if not 0 <= index < places or not 0 <= state < 1 << bits:
            raise ValueError("A state does not fit into its list.")
        byte, shift = divmod(index * bits, 8)
        packed[byte] |= state << shift
    return encode(zlib.compress(bytes(packed), 9))


def publish(
    states: Mapping[int, int], *, uri: str, signer: Signer, at: int, good_for: int, ttl: int, places: int = LIST
) -> str:
    """The signed list of an address; good for so many seconds, to be asked for anew after ``ttl``."""
    listed = {"bits": BITS, "lst": pack(states.items(), places=places)}
    claims = {"sub": uri, "iat": at, "exp": at + good_for, "ttl": ttl, "status_list": listed}
    return sign(claims, signer=signer, type_=TYPE)
