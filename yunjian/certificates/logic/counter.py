"""Make a counter code: the few words a phone shows for a minute, signed, as a picture."""

from dataclasses import dataclass
from urllib.parse import urlencode

import segno

from yunjian_verify.counter import TYPE

from .sd_jwt import Signer, sign


@dataclass(frozen=True, slots=True)
class Said:
    """What a code says of a certificate: no number, no field, the name masked."""

    type: str
    title: str
    name: str
    state: str


def code(said: Said, *, base: str, nonce: str, at: int, until: int, signer: Signer) -> str:
    """The token."""
    payload = {
        "iss": base, "type": said.type, "title": said.title, "name": said.name, "state": said.state,
        "iat": at, "exp": until, "jti": nonce,
    }  # fmt: skip
    return sign(payload, signer=signer, type_=TYPE, header={"kid": signer.key_id})


def address(check: str, token: str) -> str:
    """What the picture holds: the check page with the code, so that any telephone's camera leads there."""
    return f"{check}?{urlencode({'shown': token})}"


def picture(text: str) -> str:
    """A QR code as a picture in the page."""
    return segno.make(text, error="l", micro=False).svg_data_uri(scale=4, border=4, light="#fff")
