"""An issuer, a holder and a stranger with keys; a certificate of theirs."""

from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from yunjian.certificates.logic.sd_jwt import Disclosable, issue
from yunjian_verify.jose import jwk_of
from yunjian_verify.keys import VerificationKey

NOW = 1_790_000_000
ISSUER = "https://songjiang.example"
VCT = "https://songjiang.example/certificates/types/food-licence/2026-01-01"


@dataclass(frozen=True)
class Party:
    """Somebody with a key."""

    private: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey

    @cached_property
    def public(self) -> VerificationKey:
        der = self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return VerificationKey(der)

    @property
    def key_id(self) -> str:
        return self.public.key_id

    @property
    def algorithm(self) -> str:
        return self.public.algorithm

    @property
    def jwk(self) -> dict[str, str]:
        return jwk_of(self.public)

    def sign(self, message: bytes) -> bytes:
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return self.private.sign(message)
        r, s = decode_dss_signature(self.private.sign(message, ec.ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)


def es256() -> Party:
    return Party(ec.generate_private_key(ec.SECP256R1()))


def eddsa() -> Party:
    return Party(ed25519.Ed25519PrivateKey.generate())


DISTRICT, ZHANG, STRANGER = es256(), es256(), es256()
TRUSTED = {ISSUER: (DISTRICT.public,)}


def claims(**more: object) -> dict[str, object]:
    """The claims of a licence: flat, nested and listed ones to show apart."""
    return {
        "iss": ISSUER,
        "vct": VCT,
        "iat": NOW - 100,
        "exp": NOW + 86_400,
        "name": Disclosable("云间小吃店"),
        "licence": Disclosable("JY23101170000001"),
        "premises": Disclosable({"district": "松江区", "street": Disclosable("人民北路1号")}),
        "scope": [Disclosable("热食类"), Disclosable("冷食类"), "糕点类"],
        **more,
    }


def licence(**more: object) -> str:
    return issue(claims(**more), signer=DISTRICT, holder=ZHANG.jwk)
