"""Verify a published list of states: Token Status List, draft-ietf-oauth-status-list-21.

One list tells the state of many credentials, so that who asks for it does not tell which one is meant. A list that
cannot be trusted (signature, address, age) leaves the state unknown, and unknown is refused, never taken for valid.
"""

import zlib
from dataclasses import dataclass

from .jose import Refused, among, decode, moment, read_compact, within
from .keys import VerificationKey
from .sd_jwt import StatusReference

TYPE = "statuslist+jwt"
VALID, INVALID, SUSPENDED = 0, 1, 2
MAX_BYTES = 4 * 1024 * 1024  # of a list once opened
MAX_AGE = 24 * 60 * 60  # of a list that does not say itself until when it may be used


@dataclass(frozen=True)
class StatusList:
    """An opened list whose signature was checked."""

    uri: str
    bits: int
    states: bytes
    made_at: int
    good_until: int

    def state_of(self, index: int) -> int:
        """The state at a place; a place outside the list is refused."""
        place, shift = divmod(index * self.bits, 8)
        if index < 0 or place >= len(self.states):
            raise Refused("status", "The list of states does not reach to this credential.")
        return self.states[place] >> shift & ((1 << self.bits) - 1)


def open_states(listed: object) -> tuple[int, bytes]:
    """The bits a state takes, and the states, of a ``status_list`` object."""
    if not isinstance(listed, dict):
        raise Refused("status list", "The list of states has no content.")
    bits, text = listed.get("bits"), listed.get("lst")
    if isinstance(bits, bool) or bits not in (1, 2, 4, 8) or not isinstance(text, str):
        raise Refused("status list", "The list of states does not say how it is packed.")
    unpack = zlib.decompressobj()
    try:
        states = unpack.decompress(decode(text, "The list of states"), MAX_BYTES + 1)
    except zlib.error:
        raise Refused("status list", "The list of states cannot be unpacked.") from None
    if len(states) > MAX_BYTES:
        raise Refused("size", f"The list of states unpacks to more than {MAX_BYTES} bytes.")
    if not unpack.eof or unpack.unused_data:
        raise Refused("status list", "The list of states is cut off or has something behind it.")
    return int(bits), states


def read(token: str, *, uri: str, keys: tuple[VerificationKey, ...], now: int, leeway: int = 60) -> StatusList:
    """The list published at an address, when it is signed by one of the keys and is still good."""
    what = "The list of states"
    signed = read_compact(token, types=(TYPE,), what=what)
    among(keys, signed, what)
    if signed.payload.get("sub") != uri:
        raise Refused("status list", "The list of states was made for another address.")
    made = moment(signed.payload, "iat", what)
    if made is None:
        raise Refused("status list", "The list of states does not say when it was made.")
    try:
        within(signed.payload, what, now=now, leeway=leeway)
    except Refused as problem:
        raise Refused("status list " + problem.code, problem.sentence) from None
    expires = moment(signed.payload, "exp", what)
    if expires is None and now > made + MAX_AGE + leeway:
        raise Refused("status list expired", "The list of states is older than a day and does not say it still holds.")
    ttl = moment(signed.payload, "ttl", what)
    if ttl is not None and ttl <= 0:
        raise Refused("status list", "The time to live of the list of states is not a time.")
    ends = [made + MAX_AGE if expires is None else expires, *([] if ttl is None else [now + ttl])]
    return StatusList(uri, *open_states(signed.payload.get("status_list")), int(made), int(min(ends)))


def require_valid(reference: StatusReference, listed: StatusList) -> None:
    """Refuse a credential that was revoked or suspended, or whose state has no meaning here."""
    if reference.uri != listed.uri:
        raise Refused("status list", "The list of states is not the one the credential names.")
    state = listed.state_of(reference.index)
    if state == INVALID:
        raise Refused("revoked", "The credential has been revoked.")
    if state == SUSPENDED:
        raise Refused("suspended", "The credential is suspended.")
    if state != VALID:
        raise Refused("status", "The credential is in a state that is not understood.")
