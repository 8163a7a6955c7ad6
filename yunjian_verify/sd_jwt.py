"""Verify a credential in the form SD-JWT VC: RFC 9901 and draft-ietf-oauth-sd-jwt-vc-18, every check of both.

What comes back is what the issuer signed and the holder chose to show. Without a ``Binding`` a key binding that is
attached is still checked as far as it can be (signature, digest); that it was made for you, now, only a ``Binding``
tells.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .jose import Refused, Signed, among, encode, key_from_jwk, moment, read_compact, within
from .keys import VerificationKey

TYPE = "dc+sd-jwt"
MAX_SIZE = 256 * 1024  # characters of a presentation
MAX_DISCLOSURES = 512
MAX_DIGESTS = 4096
MAX_NESTING = 16  # objects and lists within one another, through disclosures
HASHES: Mapping[str, Callable[..., Any]] = {
    "sha-256": hashlib.sha256,
    "sha-384": hashlib.sha384,
    "sha-512": hashlib.sha512,
}
# What SD-JWT VC and RFC 9901 keep in sight: never a disclosure at the top of a credential.
NEVER_HIDDEN = frozenset({"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status", "_sd_alg"})


@dataclass(frozen=True)
class Binding:
    """What a presentation must be bound to: this verifier, this question, lately."""

    audience: str
    nonce: str
    max_age: int = 300


@dataclass(frozen=True)
class StatusReference:
    """Where the state of a credential is published."""

    uri: str
    index: int


class Verified(NamedTuple):
    """A credential that passed: its claims as far as they were shown."""

    issuer: str
    type: str  # vct
    claims: dict[str, Any]  # the processed payload
    disclosed: tuple[str, ...]  # the names of the claims that came by disclosure
    key: VerificationKey  # of the issuer
    holder_jwk: dict[str, Any] | None
    binding: str  # "none", "signature" (by the holder, but for whom and when is not known), or "full"
    status: StatusReference | None
    withheld: int  # digests without a disclosure: what was not shown, and decoys

    @property
    def holder(self) -> VerificationKey | None:
        """The key the credential is bound to, when it is bound."""
        return key_from_jwk(self.holder_jwk, "The holder's key") if self.holder_jwk is not None else None


class Parts(NamedTuple):
    """The text of a credential, split."""

    token: str
    disclosures: tuple[str, ...]
    binding: str  # "" without key binding

    @property
    def hashed(self) -> str:
        """What the key binding signs: everything before it, with the last tilde."""
        return "~".join((self.token, *self.disclosures, ""))


def split(text: str) -> Parts:
    """The signed token, the disclosures, the key binding."""
    if len(text) > MAX_SIZE:
        raise Refused("size", f"The credential is longer than {MAX_SIZE} characters.")
    if not text.isascii():
        raise Refused("encoding", "The credential holds characters that do not belong there.")
    token, *rest = text.split("~")
    if not rest:
        raise Refused("shape", "The credential has no tilde: it is a signed token, not an SD-JWT.")
    if len(rest) > MAX_DISCLOSURES + 1:
        raise Refused("size", f"The credential has more than {MAX_DISCLOSURES} disclosures.")
    if not all(rest[:-1]):
        raise Refused("shape", "The credential holds an empty disclosure.")
    return Parts(token, tuple(rest[:-1]), rest[-1])


def verify(
    text: str,
    *,
    trusted: Mapping[str, tuple[VerificationKey, ...]],
    now: int,
    leeway: int = 60,
    binding: Binding | None = None,
    types: tuple[str, ...] = (TYPE,),
    vcts: frozenset[str] | None = None,
) -> Verified:
    """The credential, when every check passes; ``Refused`` says which did not.

    ``trusted`` maps an issuer (``iss``) to its keys. ``types`` and ``vcts`` are what is accepted. Whether a binding is
    required is the caller's word, never the holder's.
    """
    parts = split(text)
    signed = read_compact(parts.token, types=types, what="The credential", with_it=parts.disclosures)
    issuer = signed.payload.get("iss")
    if not isinstance(issuer, str) or issuer not in trusted:
        raise Refused("issuer", "The issuer of the credential is not one that is trusted here.")
    key = among(trusted[issuer], signed, "The credential")
    algorithm = signed.payload.get("_sd_alg", "sha-256")
    if not isinstance(algorithm, str) or algorithm not in HASHES:
        raise Refused("digest algorithm", "The credential uses a digest algorithm that is not accepted.")
    opened = _Opened(parts.disclosures, signed.with_it, HASHES[algorithm])
    claims = opened.restore_top(signed.payload)
    within(claims, "The credential", now=now, leeway=leeway)
    vct = claims.get("vct")
    if TYPE in types and not (isinstance(vct, str) and vct):
        raise Refused("vct", "The credential does not say of which type it is (vct).")
    if vcts is not None and vct not in vcts:
        raise Refused("vct", "The credential is of another type than was asked for.")
    holder = _holder(claims)
    bound = _check_binding(parts, holder, binding, HASHES[algorithm], now=now, leeway=leeway)
    return Verified(
        issuer, str(vct or ""), claims, tuple(opened.names), key, holder, bound, _status(claims), opened.withheld
    )


def issuer_named(text: str) -> str:
    """Whom a credential names as its issuer; nothing of it is checked yet."""
    issuer = read_compact(split(text).token, types=(TYPE,), what="The credential").payload.get("iss")
    return issuer if isinstance(issuer, str) else ""


def digests_of(disclosures: Sequence[bytes], hash_: Callable[..., Any] = hashlib.sha256) -> list[str]:
    """The digests as they stand in a credential; all are put into base64url at once, a third zero byte filling each."""
    if not disclosures:
        return []
    raw = [hash_(text).digest() for text in disclosures]
    fill = -len(raw[0]) % 3
    text, step = encode((bytes(fill)).join(raw)), (len(raw[0]) + fill) // 3 * 4
    length = step - fill
    return [text[at : at + length] for at in range(0, step * len(raw), step)]


class _Opened:
    """The disclosures by digest, and the payload put together again with them (RFC 9901, section 7.1)."""

    def __init__(self, disclosures: tuple[str, ...], values: list[Any], hash_: Callable[..., Any]) -> None:
        for value in values:
            if type(value) is not list or not 2 <= len(value) <= 3 or type(value[0]) is not str:
                raise Refused("disclosure", "A disclosure is not a list of salt, name and value.")
            if len(value) == 3 and type(value[1]) is not str:
                raise Refused("disclosure", "The name of a disclosed claim is not a text.")
        texts = [text.encode("ascii") for text in disclosures]
        self._by_digest = dict(zip(digests_of(texts, hash_), values, strict=True))
        if len(self._by_digest) != len(values):
            raise Refused("duplicate", "The credential shows one disclosure twice.")
        self._seen: set[str] = set()
        self._used = 0
        self.names: list[str] = []

    @property
    def withheld(self) -> int:
        return len(self._seen) - self._used

    def restore_top(self, payload: dict[str, Any]) -> dict[str, Any]:
        """The processed payload; every digest met once, every disclosure used."""
        claims = self._object(payload, 0, NEVER_HIDDEN)
        claims.pop("_sd_alg", None)
        if self._used != len(self._by_digest):
            raise Refused("unreferenced", "The credential shows a disclosure that its issuer did not sign.")
        return claims

    def _meet(self, digests: list[Any], depth: int) -> None:
        """Note digests met at one place."""
        if not set(map(type, digests)) <= {str}:
            raise Refused("disclosure", "A digest in the credential is not a text.")
        before = len(self._seen)
        self._seen.update(digests)
        if len(self._seen) != before + len(digests):
            raise Refused("duplicate", "The credential names one digest twice.")
        if len(self._seen) > MAX_DIGESTS:
            raise Refused("size", f"The credential holds more than {MAX_DIGESTS} digests.")
        if depth > MAX_NESTING:
            raise Refused("depth", "The disclosures of the credential are nested too deeply.")

    def _value(self, value: Any, depth: int) -> Any:
        if type(value) is dict:
            return self._object(value, depth + 1)
        return self._array(value, depth + 1) if type(value) is list else value

    def _object(self, value: dict[str, Any], depth: int, kept: frozenset[str] = frozenset()) -> dict[str, Any]:
        if "..." in value:
            raise Refused("name", "A claim of the credential bears the reserved name “...”.")
        digests = value.get("_sd", [])
        if type(digests) is not list:
            raise Refused("disclosure", "The digests of the credential are not a list.")
        made = {
            name: item if type(item) is str or type(item) is int else self._value(item, depth)
            for name, item in value.items()
            if name != "_sd"
        }
        if digests:
            self._meet(digests, depth)
        for found in map(self._by_digest.get, digests):
            if found is None:
                continue
            if len(found) != 3:
                raise Refused("disclosure", "A disclosed claim has no name.")
            name = found[1]
            if name == "_sd" or name == "..." or name in kept:
                raise Refused("name", "A disclosed claim bears a reserved name.")
            if name in made:
                raise Refused("name", "A disclosed claim bears the name of another claim.")
            self._used += 1
            self.names.append(name)
            made[name] = found[2] if type(found[2]) is str else self._value(found[2], depth)
        return made

    def _array(self, value: list[Any], depth: int) -> list[Any]:
        made = []
        for item in value:
            if type(item) is not dict or "..." not in item:
                made.append(self._value(item, depth))
                continue
            if len(item) != 1:
                raise Refused("name", "A place in a list of the credential holds more than its digest.")
            self._meet([item["..."]], depth)
            if (found := self._by_digest.get(item["..."])) is None:
                continue
            if len(found) != 2:
                raise Refused("disclosure", "A disclosed place in a list bears a name.")
            self._used += 1
            made.append(self._value(found[1], depth))
        return made


def _holder(claims: Mapping[str, Any]) -> dict[str, Any] | None:
    """The holder's key as the credential names it; it is loaded when it is used."""
    if "cnf" not in claims:
        return None
    confirmation = claims["cnf"]
    jwk = confirmation.get("jwk") if isinstance(confirmation, dict) else None
    if not isinstance(jwk, dict):
        raise Refused("holder key", "The credential names its holder's key in a way that is not understood.")
    if "d" in jwk or "k" in jwk or jwk.get("kty") not in ("EC", "OKP"):
        raise Refused("key", "The holder's key in the credential is not a public key.")
    return jwk


def _status(claims: Mapping[str, Any]) -> StatusReference | None:
    if "status" not in claims:
        return None
    status = claims["status"]
    listed = status.get("status_list") if isinstance(status, dict) else None
    if not isinstance(listed, dict):
        raise Refused("status", "The credential has a state that is published in a way that is not understood.")
    index, uri = listed.get("idx"), listed.get("uri")
    if isinstance(index, bool) or not isinstance(index, int) or index < 0 or not isinstance(uri, str) or not uri:
        raise Refused("status", "The credential does not say properly where its state is published.")
    return StatusReference(uri, index)


def _check_binding(
    parts: Parts,
    holder: dict[str, Any] | None,
    wanted: Binding | None,
    hash_: Callable[..., Any],
    *,
    now: int,
    leeway: int,
) -> str:
    """RFC 9901, section 7.3, step 5."""
    if not parts.binding:
        if wanted is not None:
            raise Refused("binding missing", "The presentation is not signed by the holder of the credential.")
        return "none"
    if holder is None:
        raise Refused("holder key", "The credential is bound to no holder, but is shown with a holder's signature.")
    signed = read_compact(parts.binding, types=("kb+jwt",), what="The key binding")
    if not signed.signed_by(key_from_jwk(holder, "The holder's key")):
        raise Refused("holder signature", "The presentation is signed by another key than the holder's.")
    claims = signed.payload
    if claims.get("sd_hash") != encode(hash_(parts.hashed.encode("ascii")).digest()):
        raise Refused("holder digest", "The holder signed another selection than the one shown.")
    if moment(claims, "iat", "The key binding") is None:
        raise Refused("time", "The key binding does not say when it was made.")
    within(claims, "The key binding", now=now, leeway=leeway)
    for name in ("nonce", "aud"):
        if not isinstance(claims.get(name), str):
            raise Refused("shape", f"The key binding has no {name}.")
    if wanted is None:
        return "signature"
    _bound(signed, wanted, now=now, leeway=leeway)
    return "full"


def _bound(signed: Signed, wanted: Binding, *, now: int, leeway: int) -> None:
    if signed.payload["aud"] != wanted.audience:
        raise Refused("audience", "The presentation was made for another verifier.")
    if signed.payload["nonce"] != wanted.nonce:
        raise Refused("nonce", "The presentation answers another question: it may be a copy of an earlier one.")
    if now - signed.payload["iat"] > wanted.max_age + leeway:
        raise Refused("stale", "The presentation was made too long ago.")
