"""Public keys as SubjectPublicKeyInfo (DER), and verifying by them: Ed25519, ES256 and SM2 behind one door."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Literal

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from . import sm2

Algorithm = Literal["Ed25519", "ES256", "SM2"]
ALGORITHMS: tuple[Algorithm, ...] = ("Ed25519", "ES256", "SM2")
LARGEST = 200  # bytes of a public key of these kinds, with room to spare
_ES256 = ECDSA(SHA256())
Loaded = Ed25519PublicKey | EllipticCurvePublicKey | bytes


def key_id_of(public_key: bytes) -> str:
    """A key's stable name: the first 16 hexadecimal digits of its SHA-256."""
    return sha256(public_key).hexdigest()[:16]


@dataclass(frozen=True)
class VerificationKey:
    """A public key. Signatures are raw: 64 bytes, for ES256 and SM2 r ‖ s."""

    public_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _load(self.public_key)

    @property
    def key_id(self) -> str:
        return key_id_of(self.public_key)

    @cached_property
    def algorithm(self) -> Algorithm:
        loaded = self._loaded
        if isinstance(loaded, bytes):
            return "SM2"
        return "Ed25519" if isinstance(loaded, Ed25519PublicKey) else "ES256"

    @property
    def material(self) -> bytes:
        """The key alone: 32 bytes of Ed25519, the uncompressed point of the curves."""
        loaded = self._loaded
        if isinstance(loaded, bytes):
            return loaded
        if isinstance(loaded, Ed25519PublicKey):
            return loaded.public_bytes(Encoding.Raw, PublicFormat.Raw)
        return loaded.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether this key signed the message so."""
        loaded = self._loaded
        if len(signature) != 64:
            return False
        if isinstance(loaded, bytes):
            return sm2.verify(loaded, message, signature)
        try:
            if isinstance(loaded, Ed25519PublicKey):
                loaded.verify(signature, message)
            else:
                r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
                loaded.verify(encode_dss_signature(r, s), message, _ES256)
        except InvalidSignature:
            return False
        return True

    @cached_property
    def _loaded(self) -> Loaded:
        return _load(self.public_key)


@lru_cache(maxsize=256)
def _load(public_key: bytes) -> Loaded:
    """ValueError unless it is a key of one of the three kinds."""
    if len(public_key) > LARGEST:
        raise ValueError("no public key of a known kind")
    if public_key.startswith(sm2.PREFIX):
        return sm2.point_of(public_key)
    try:
        found = load_der_public_key(public_key)
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("no public key of a known kind") from None
    if isinstance(found, Ed25519PublicKey):
        return found
    if isinstance(found, EllipticCurvePublicKey) and isinstance(found.curve, SECP256R1):
        return found
    raise ValueError("no public key of a known kind")


def from_material(algorithm: str, material: bytes) -> VerificationKey:
    """A key from its bare material; ValueError when it is none."""
    if algorithm == "SM2":
        return VerificationKey(sm2.PREFIX + material)
    if algorithm == "Ed25519" and len(material) == 32:
        return VerificationKey(bytes.fromhex("302a300506032b6570032100") + material)
    raise ValueError("no public key of a known kind")
