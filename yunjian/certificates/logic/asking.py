"""Ask a wallet for a presentation (OpenID4VP 1.0): what is asked (DCQL), the signed request, what came back."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from cryptography.x509.oid import NameOID

from yunjian_verify.jose import Refused, encode, read_json
from yunjian_verify.sd_jwt import TYPE

from .sd_jwt import Signer, sign

REQUEST = "oauth-authz-req+jwt"
QUERY = "certificate"  # the one credential asked for
AUDIENCE = "https://self-issued.me/v2"  # of a request whose wallet is not known beforehand
_CERTIFICATE_YEARS = 2


def self_issued(signer: Signer, public_key: bytes, name: str, *, at: datetime) -> bytes:
    """A certificate (X.509, DER) for a signing key that may lie in a device: signed by that key through its signer.

    The body is written by the library with a key of the moment; only its signature is put in the place of that one.
    """
    throwaway: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
    throwaway = ec.generate_private_key(ec.SECP256R1())
    algorithm: SHA256 | None = SHA256()
    if signer.algorithm == "Ed25519":
        throwaway, algorithm = ed25519.Ed25519PrivateKey.generate(), None
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(load_der_public_key(public_key))  # type: ignore[arg-type]
        .serial_number(x509.random_serial_number())
        .not_valid_before(at.astimezone(UTC) - timedelta(hours=1))
        .not_valid_after(at.astimezone(UTC) + timedelta(days=365 * _CERTIFICATE_YEARS))
        .sign(throwaway, algorithm)
    )
    signature = signer.sign(made.tbs_certificate_bytes)
    if signer.algorithm == "ES256":
        signature = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    whole = made.public_bytes(Encoding.DER)
    tbs, theirs = made.tbs_certificate_bytes, _bits(made.signature)
    start = whole.index(tbs) + len(tbs)
    kind = whole[start : len(whole) - len(theirs)]  # the name of the algorithm
    return _tagged(0x30, tbs + kind + _bits(signature))


def _bits(signature: bytes) -> bytes:
    return _tagged(0x03, b"\0" + signature)


def _tagged(tag: int, body: bytes) -> bytes:
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + body


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
