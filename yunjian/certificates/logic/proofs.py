"""What a wallet proves when it collects a credential: that it holds a key, for us, now (OpenID4VCI, appendix F.1)."""

import hmac
import secrets
from hashlib import sha256

from yunjian_verify.jose import Refused, encode, jwk_of, key_from_jwk, moment, read_compact
from yunjian_verify.keys import VerificationKey

PROOF = "openid4vci-proof+jwt"
NONCE_SECONDS = 300
_RANDOM = 24  # characters


class NonceRefused(Refused):
    """The nonce is not one of ours, or no longer: the wallet asks for a new one and tries again."""


def new_nonce(secret: str, *, now: int) -> str:
    """A value only we can make, good for a few minutes; which ones were used is kept, not which ones were given."""
    told = f"{now:x}.{secrets.token_urlsafe(_RANDOM * 3 // 4)}"
    return f"{told}.{_sealed(secret, told)}"


def check_nonce(nonce: object, secret: str, *, now: int) -> str:
    """The digest to keep of a nonce that is ours and still good."""
    told, _, seal = nonce.rpartition(".") if isinstance(nonce, str) and nonce.isascii() else ("", "", "")
    if not told or not hmac.compare_digest(seal, _sealed(secret, told)):
        raise NonceRefused("nonce", "The nonce of the proof was not given here.")
    if now > int(told.partition(".")[0], 16) + NONCE_SECONDS:
        raise NonceRefused("nonce", "The nonce of the proof has expired.")
    return sha256(told.encode()).hexdigest()


def check_proof(proof: object, *, audience: str, now: int, leeway: int = 60) -> tuple[VerificationKey, object]:
    """The key a wallet proves to hold, and the nonce it signed."""
    what = "The proof"
    if not isinstance(proof, str) or not proof.isascii():
        raise Refused("shape", "The proof is not a signed token.")
    signed = read_compact(proof, types=(PROOF,), what=what)
    named = [name for name in ("jwk", "kid", "x5c") if name in signed.header]
    if named != ["jwk"]:
        raise Refused("key", "The proof has to name its key as jwk, and in no other way.")
    key = key_from_jwk(signed.header["jwk"], "The key of the proof")
    if key.algorithm == "SM2" or not signed.signed_by(key):
        raise Refused("signature", "The proof is not signed by the key it names.")
    if signed.payload.get("aud") != audience:
        raise Refused("audience", "The proof was made for another issuer.")
    made = moment(signed.payload, "iat", what)
    if made is None or not now - NONCE_SECONDS - leeway <= made <= now + leeway:
        raise Refused("time", "The proof was not made just now.")
    return key, signed.payload.get("nonce")


def thumbprint(key: VerificationKey) -> str:
    """The key's name by RFC 7638: what is kept of a wallet's key."""
    inner = ",".join(f'"{name}":"{value}"' for name, value in sorted(jwk_of(key).items()))
    return encode(sha256(f"{{{inner}}}".encode()).digest())


def _sealed(secret: str, told: str) -> str:
    return encode(hmac.digest(secret.encode(), told.encode(), "sha256"))
