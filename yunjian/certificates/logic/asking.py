"""Ask a wallet for a presentation (OpenID4VP 1.0): what is asked (DCQL), the signed request, what came back."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID

from yunjian_verify.jose import Refused, encode, read_json
from yunjian_verify.sd_jwt import TYPE

from .chain import certificate
from .sd_jwt import Signer, sign

REQUEST = "oauth-authz-req+jwt"
QUERY = "certificate"  # the one credential asked for
AUDIENCE = "https://self-issued.me/v2"  # of a request whose wallet is not known beforehand
_CERTIFICATE_YEARS = 2


def self_issued(signer: Signer, public_key: bytes, name: str, *, at: datetime) -> bytes:
    """A certificate (X.509, DER) for a signing key, by that key itself."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    return certificate(signer, subject, subject, public_key, at=at, until=at + timedelta(days=365 * _CERTIFICATE_YEARS))


def client_of(certificate: bytes) -> str:
    """How we are called as verifier: by the digest of our certificate."""
    return "x509_hash:" + encode(sha256(certificate).digest())


def query(vcts: Sequence[str], claims: Sequence[str]) -> dict[str, Any]:
    """What is asked, in DCQL: one credential of one of these types, these claims and no others.

    Who asks for no claim asks only whether the certificate holds.
    """
    asked: dict[str, Any] = {"id": QUERY, "format": TYPE, "meta": {"vct_values": list(vcts)}}
    if claims:
        asked["claims"] = [{"path": [name]} for name in claims]
    return {"credentials": [asked]}


def request(
    signer: Signer,
    certificate: bytes,
    *,
    answer_to: str,
    nonce: str,
    state: str,
    asked: dict[str, Any],
    title: str,
    at: int,
    until: int,
) -> str:
    """The signed request object a wallet fetches."""
    formats = {TYPE: {"sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["ES256", "Ed25519", "EdDSA"]}}
    payload = {
        "aud": AUDIENCE,
        "client_id": client_of(certificate),
        "response_type": "vp_token",
        "response_mode": "direct_post",
        "response_uri": answer_to,
        "nonce": nonce,
        "state": state,
        "dcql_query": asked,
        "client_metadata": {"client_name": title, "vp_formats_supported": formats},
        "iat": at,
        "exp": until,
    }
    chain = [_standard(certificate)]
    return sign(payload, signer=signer, type_=REQUEST, header={"x5c": chain})


def presentation_in(vp_token: str) -> str:
    """The one presentation of an answer: a JSON object from the query's id to a list of one."""
    if len(vp_token) > 300_000:
        raise Refused("size", "The answer is too long.")
    answer = read_json(vp_token.encode(), "The answer")
    shown = answer.get(QUERY) if isinstance(answer, dict) else None
    if not isinstance(shown, list) or len(shown) != 1 or not isinstance(shown[0], str) or len(answer) != 1:
        raise Refused("shape", "The answer does not hold the one presentation that was asked for.")
    return shown[0]


def _standard(data: bytes) -> str:
    """Base64 as x5c has it, with padding."""
    return b64encode(data).decode("ascii")
