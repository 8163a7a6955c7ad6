"""Issuing and verifying SD-JWT credentials, against the reference library ``sd-jwt`` and against the bare signature.

Run with ``python -m bench.credentials``. Two sizes: ten disclosures, and forty. The bare signature is ES256 by
``cryptography``, one message after another with a loaded key; its limit holds for ten disclosures, at forty it is
printed. Both sides check the issuer's signature and every disclosure; ours also checks issuer, type and dates.
"""

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

from yunjian.certificates.logic.sd_jwt import Disclosable, issue
from yunjian_verify.jose import jwk_of
from yunjian_verify.keys import VerificationKey
from yunjian_verify.sd_jwt import verify

from .frame import finish, measure_pair, report

NOW = 1_790_000_000
ISSUER = "https://songjiang.example"
OPEN = {"iss": ISSUER, "vct": f"{ISSUER}/types/food-licence", "iat": NOW, "exp": NOW + 86_400}
TIMES = 50  # of one turn: short turns, so that both meet the same moments of the machine
TURNS = 51
ES256 = ec.ECDSA(SHA256())


class Signer:
    """A loaded key."""

    key_id = ""
    algorithm = "ES256"

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        spki = self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.public = VerificationKey(spki)

    def sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self.private.sign(message, ES256))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def size(disclosures: int) -> None:
    """Measure with so many disclosures."""
    signer, holder = Signer(), jwk_of(Signer().public)
    values = {f"claim_{number}": f"第{number}项 人民北路{number}号" for number in range(disclosures)}
    issuing(signer, holder, values)
    verifying(signer, issue(OPEN | _disclosable(values), signer=signer, holder=holder), disclosures)


def _disclosable(values: dict[str, str]) -> dict[str, Disclosable]:
    return {name: Disclosable(value) for name, value in values.items()}


def issuing(signer: Signer, holder: dict[str, str], values: dict[str, str]) -> None:
    """Issuing beside ``sd-jwt``, and beside signatures alone."""
    ours, count = OPEN | _disclosable(values), len(values)
    theirs = OPEN | {SDObj(name): value for name, value in values.items()}
    their_key, their_holder = JWK.from_pyca(signer.private), JWK(**holder)
    message = bytes(400)

    def repeat_ours() -> None:
        for _ in range(TIMES):
            issue(ours, signer=signer, holder=holder)

    def repeat_theirs() -> None:
        for _ in range(TIMES // 5):
            SDJWTIssuer(theirs, their_key, their_holder)

    def repeat_bare() -> None:
        for _ in range(TIMES):
            signer.private.sign(message, ES256)

    ours_took, theirs_took = measure_pair(repeat_ours, repeat_theirs, TURNS)
    report(f"issue, {count} disclosures: rate against sd-jwt", 5 * theirs_took / ours_took, 3, at_least=True)
    ours_took, bare_took = measure_pair(repeat_ours, repeat_bare, TURNS)
    limit = 0.35 if count == 10 else None
    report(f"issue, {count} disclosures: part of the bare signing rate", bare_took / ours_took, limit, at_least=True)
    report(f"issue, {count} disclosures", TIMES / ours_took, unit="/s")
    report("bare ES256 signatures", TIMES / bare_took, unit="/s")


def verifying(signer: Signer, text: str, count: int) -> None:
    """Verifying beside ``sd-jwt``."""
    trusted, their_public = {ISSUER: (signer.public,)}, JWK(**jwk_of(signer.public))

    def verify_ours() -> None:
        for _ in range(TIMES):
            verify(text, trusted=trusted, now=NOW)

    def verify_theirs() -> None:
        for _ in range(TIMES // 5):
            SDJWTVerifier(text, lambda issuer, header: their_public).get_verified_payload()

    ours_took, theirs_took = measure_pair(verify_ours, verify_theirs, TURNS)
    # Twice is the aim, and held to. The signature alone takes more than half of that: decision 34.
    report(f"verify, {count} disclosures: rate against sd-jwt", 5 * theirs_took / ours_took, 2, at_least=True)
    report(f"verify, {count} disclosures", TIMES / ours_took, unit="/s")


def main() -> None:
    """Measure at two sizes."""
    size(10)
    size(40)
    finish()


if __name__ == "__main__":
    main()
