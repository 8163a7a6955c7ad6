"""Verify a counter code: what a holder shows on a phone for about a minute, as a signed token (JWS).

It says which type of certificate, whose (masked), how it stood when the code was made, and until when the code is good.
Alone and offline this proves that the district said so then, and that the minute is not over by your clock. That the
code was not shown twice only the district's own counter tells; who holds the phone, nothing tells.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from .jose import Refused, among, moment, read_compact, within
from .keys import VerificationKey

TYPE = "yunjian-code+jwt"
MAX_SIZE = 4096  # characters
LONGEST = 180  # seconds a code may be good for, whatever it says
_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_WHAT = "The code"


@dataclass(frozen=True)
class CounterCode:
    """A genuine code within its time."""

    issuer: str
    type: str
    title: str
    name: str  # masked
    state: str
    made_at: int
    expires_at: int
    nonce: str
    key: VerificationKey


def token_in(text: str) -> str:
    """The token of what a scanner read: itself, or the address that carries it; empty when there is none."""
    plain = text.strip()
    if len(plain) > MAX_SIZE:
        return ""
    if plain.startswith(("https://", "http://")):
        try:
            plain = parse_qs(urlsplit(plain).query, max_num_fields=10).get("shown", [""])[0]
        except ValueError:
            return ""
    return plain if _TOKEN.fullmatch(plain) else ""


def read(text: str, *, keys: tuple[VerificationKey, ...], now: int, leeway: int = 5) -> CounterCode:
    """The code, when it is signed by one of the keys and its time is not over; ``Refused`` says what is wrong."""
    token = token_in(text)
    if not token:
        raise Refused("shape", "This is not a counter code.")
    signed = read_compact(token, types=(TYPE,), what=_WHAT)
    key = among(keys, signed, _WHAT)
    made, expires = (moment(signed.payload, name, _WHAT) for name in ("iat", "exp"))
    if type(made) is not int or type(expires) is not int or not 0 < expires - made <= LONGEST:
        raise Refused("time", "The code does not say for which minute it is good.")
    within(signed.payload, _WHAT, now=now, leeway=leeway)
    said = {name: signed.payload.get(name) for name in ("iss", "type", "title", "name", "state", "jti")}
    if not all(isinstance(value, str) and value for value in said.values()):
        raise Refused("shape", "The code does not say all that a counter code says.")
    return CounterCode(
        said["iss"], said["type"], said["title"], said["name"], said["state"], made, expires, said["jti"], key
    )  # fmt: skip
