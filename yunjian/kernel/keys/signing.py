"""Making keys and signing, by algorithm: Ed25519 and ES256 by ``cryptography``, SM2 by the system's OpenSSL."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_ec_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from yunjian_verify.keys import Algorithm, VerificationKey

from . import openssl
from .trouble import KeyUnreadable

_SM2_KEY = bytes.fromhex("301306072a8648ce3d020106082a811ccf5501822d")  # the algorithm of an SM2 key in PKCS #8
_ES256 = ECDSA(SHA256())
_PROOF = b"yunjian: is this key whole?"


@dataclass(frozen=True)
class Signer:
    """A private key in use. Signatures are raw: 64 bytes, for ES256 (as JOSE has it) and SM2 r ‖ s."""

    public_key: bytes
    sign: Callable[[bytes], bytes] = field(repr=False)

    def __post_init__(self) -> None:
        # A private half that is damaged, or another key's, shows itself before it signs anything that counts.
        if not self.verification_key.verify(_PROOF, self.sign(_PROOF)):
            raise KeyUnreadable(self.key_id)

    @cached_property
    def verification_key(self) -> VerificationKey:
        return VerificationKey(self.public_key)

    @cached_property
    def key_id(self) -> str:
        return self.verification_key.key_id

    @property
    def algorithm(self) -> Algorithm:
        return self.verification_key.algorithm


def generate(algorithm: str) -> bytes:
    """A new private key as PKCS #8 (DER)."""
    if algorithm == "SM2":
        return openssl.generate()
    key = Ed25519PrivateKey.generate() if algorithm == "Ed25519" else new_ec_key(SECP256R1())
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def signer_of(private_key: bytes) -> Signer:
    """A signer with this key (PKCS #8, DER)."""
    if _SM2_KEY in private_key[:40]:
        try:
            return Signer(openssl.public_key(private_key), lambda message: openssl.sign(private_key, message))
        except ValueError:
            raise KeyUnreadable() from None
    try:
        key = load_der_private_key(private_key, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyUnreadable() from None
    if isinstance(key, Ed25519PrivateKey):
        return Signer(_public(key), key.sign)
    if isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1):
        return Signer(_public(key), lambda message: raw(key.sign(message, _ES256)))
    raise KeyUnreadable()


def raw(signature: bytes) -> bytes:
    """r ‖ s of an ECDSA signature in DER."""
    r, s = decode_dss_signature(signature)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _public(key: Ed25519PrivateKey | EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
