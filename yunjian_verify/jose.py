"""Signed JSON (JWS, RFC 7515; JWK, RFC 7517) read strictly: one form, named algorithms only, every refusal a sentence.

Nothing a token says chooses how it is checked: the reader names the algorithms it takes and brings the keys; addresses
and keys inside a header (``jku``, ``x5u``, ``jwk``) are never followed for an issuer's signature. Ed25519 goes by the
registered name ``Ed25519`` (RFC 9864), and is read by its older name ``EdDSA`` too. SM2 with SM3 has no registered
name: it goes by its object identifier, a collision-resistant private name as RFC 7515 asks, and is taken only where the
reader holds an SM2 key of the issuer.
"""

import json
import math
import secrets
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from .keys import VerificationKey, from_material
from .sm2 import OID as SM2_OID

MAX_TOKEN = 64 * 1024  # characters of one signed token
MAX_KEYS = 16  # of one issuer
MAX_DEPTH = 24  # objects and arrays within one another
SM2 = f"urn:oid:{SM2_OID}"
SM2_CURVE = "urn:oid:1.2.156.10197.1.301"
ALGORITHMS: Mapping[str, str] = {"ES256": "ES256", "EdDSA": "Ed25519", "Ed25519": "Ed25519", SM2: "SM2"}
HEADER_NAME: Mapping[str, str] = {"ES256": "ES256", "Ed25519": "Ed25519", "SM2": SM2}  # what we write for a key of ours
_P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")  # SubjectPublicKeyInfo up to x and y

_FROM_URL = bytes.maketrans(b"-_", b"+/")
_TO_URL = bytes.maketrans(b"+/", b"-_")
_PADDING = (b"", b"", b"==", b"=")
_LAST = (b"", b"", b"AQgw", b"AEIMQUYcgkosw048")  # a last mark with no bit left over


class Refused(ValueError):
    """What was shown is not accepted: ``code`` is stable, the text says in a sentence why."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Signed(NamedTuple):
    """A token taken apart, its signature not yet checked."""

    header: dict[str, Any]
    payload: dict[str, Any]
    algorithm: str
    message: bytes
    signature: bytes
    with_it: list[Any]  # the JSON that came along

    def signed_by(self, key: VerificationKey) -> bool:
        """Whether the key is of the token's algorithm and its owner signed the token."""
        return key.algorithm == self.algorithm and key.verify(self.message, self.signature)


def encode(data: bytes) -> str:
    """Base64url without padding."""
    return b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=").decode("ascii")


def decode(text: str, what: str) -> bytes:
    """Base64url without padding, in its one canonical form."""
    return decode_all((text,), what)[0]


def decode_all(texts: Sequence[str], what: str) -> list[bytes]:
    """The same for many texts, none of which holds a tilde."""
    try:
        joined = "~".join(texts).encode("ascii")
        if b"+" in joined or b"/" in joined or b"=" in joined:
            raise ValueError
        made = []
        for part in joined.translate(_FROM_URL).split(b"~"):
            if rest := len(part) & 3:
                if part[-1] not in _LAST[rest]:
                    raise ValueError
                part += _PADDING[rest]
            made.append(a2b_base64(part, strict_mode=True) if part else b"")
    except ValueError:
        raise Refused("encoding", f"{what} is not base64url.") from None
    if len(made) != len(texts):
        raise Refused("encoding", f"{what} is not base64url.")
    return made


class _TwiceError(ValueError):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _TwiceError
    return made


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError(text)
    return number


_scan = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite).scan_once  # type: ignore[attr-defined]
_MARK = secrets.token_hex(16)
_BETWEEN = f',"{_MARK}",'.encode()
_END = f',"{_MARK}"]'.encode()


def read_json(data: bytes, what: str) -> Any:
    """JSON with every key once in its object, finite numbers and bounded depth."""
    return read_all((data,), what)[0]


def read_all(datas: Sequence[bytes], what: str) -> list[Any]:
    """The same for many pieces, read in one go.

    They are read as one list with a text nobody can guess after every piece. What is not one whole value by itself
    moves that text from its place or swallows it, so nothing passes that would not pass alone.
    """
    try:
        text = (b"[" + _BETWEEN.join(datas) + _END).decode("utf-8")
        made, end = _scan(text, 0)
    except RecursionError:
        raise Refused("depth", f"{what} is nested too deeply.") from None
    except (ValueError, StopIteration) as problem:
        reason = "names a key twice" if isinstance(problem, _TwiceError) else "is not JSON"
        raise Refused("json", f"{what} {reason}.") from None
    found = made[::2]
    if end != len(text) or len(found) != len(datas) or made[1::2] != [_MARK] * len(datas):
        raise Refused("json", f"{what} is not JSON.")
    # A list or an object has one bracket at least; only where a piece may have too many is it walked.
    if text.count("[") + text.count("{") > MAX_DEPTH + len(datas) and not all(
        _shallow(one, MAX_DEPTH) for one in found
    ):
        raise Refused("depth", f"{what} is nested too deeply.")
    return found


def _shallow(value: Any, left: int) -> bool:
    if not isinstance(value, (dict, list)):
        return True
    return left > 0 and all(_shallow(item, left - 1) for item in (value.values() if type(value) is dict else value))


@lru_cache(maxsize=256)
def _header(text: str, what: str) -> dict[str, Any]:
    """The header, read once: an issuer writes the same one again and again. Nobody changes it."""
    header = read_json(decode(text, f"The header of {what}"), f"The header of {what}")
    if not isinstance(header, dict):
        raise Refused("shape", f"The header of {what} is not an object.")
    return header


def read_compact(token: str, *, types: tuple[str, ...], what: str, with_it: Sequence[str] = ()) -> Signed:
    """Take a compact token apart: size, three parts, ``typ`` and ``alg`` as expected, nothing critical unknown.

    ``with_it`` is base64url of JSON that goes with the token; it is read in one go with the token's content.
    """
    if len(token) > MAX_TOKEN:
        raise Refused("size", f"{what} is longer than {MAX_TOKEN} characters.")
    parts = token.split(".")
    if len(parts) != 3:
        raise Refused("shape", f"{what} is not a signed token of three parts.")
    header = _header(parts[0], what)
    algorithm = ALGORITHMS.get(header["alg"]) if isinstance(header.get("alg"), str) else None
    if algorithm is None:
        raise Refused(
            "algorithm", f"{what} names an algorithm that is not accepted; accepted: {', '.join(ALGORITHMS)}."
        )
    if header.get("typ") not in types:
        raise Refused("type", f"{what} is not of the type {types[0]}.")
    if "crit" in header:
        raise Refused("critical", f"{what} demands an extension that is not understood.")
    signature, *datas = decode_all((parts[2], parts[1], *with_it), what)
    payload, *others = read_all(datas, what)
    if not isinstance(payload, dict):
        raise Refused("shape", f"The content of {what} is not an object.")
    return Signed(header, payload, algorithm, token[: token.rindex(".")].encode("ascii"), signature, others)


def key_from_jwk(jwk: object, what: str) -> VerificationKey:
    """The public key of a JWK; a private or symmetric one, or one of another curve, is refused."""
    if not isinstance(jwk, Mapping):
        raise Refused("key", f"{what} is not a key.")
    if "d" in jwk or "k" in jwk:
        raise Refused("key", f"{what} holds a secret.")
    kind, curve = jwk.get("kty"), jwk.get("crv")
    x, y = (decode(jwk[name], what) if isinstance(jwk.get(name), str) else b"" for name in "xy")
    try:
        if kind == "OKP" and curve == "Ed25519":
            return from_material("Ed25519", x)
        if kind == "EC" and len(x) == len(y) == 32 and curve == "P-256":
            return VerificationKey(_P256 + x + y)
        if kind == "EC" and len(x) == len(y) == 32 and curve == SM2_CURVE:
            return from_material("SM2", b"\x04" + x + y)
    except ValueError:
        pass
    raise Refused("key", f"{what} is not a P-256 or Ed25519 public key.")


def jwk_of(key: VerificationKey) -> dict[str, str]:
    """The public key as a JWK, without its name."""
    if key.algorithm == "Ed25519":
        return {"kty": "OKP", "crv": "Ed25519", "x": encode(key.material)}
    curve = "P-256" if key.algorithm == "ES256" else SM2_CURVE
    return {"kty": "EC", "crv": curve, "x": encode(key.material[1:33]), "y": encode(key.material[33:])}


def keys_of_set(document: object) -> tuple[VerificationKey, ...]:
    """The keys of a JWK set that can be used here; a set without any is refused."""
    listed = document.get("keys") if isinstance(document, Mapping) else None
    if not isinstance(listed, list):
        raise Refused("key", "The key set has no list of keys.")
    found = []
    for jwk in listed[:MAX_KEYS]:
        try:
            found.append(key_from_jwk(jwk, "A key of the set"))
        except Refused:
            continue  # a set may hold keys for other uses
    if not found:
        raise Refused("key", "The key set has no P-256, Ed25519 or SM2 public key.")
    return tuple(found)


def moment(payload: Mapping[str, Any], name: str, what: str) -> float | None:
    """A NumericDate of a token, when it has one."""
    if name not in payload:
        return None
    value = payload[name]
    if type(value) is int or type(value) is float:
        return value
    raise Refused("time", f"The {name} of {what} is not a time.")


def within(payload: Mapping[str, Any], what: str, *, now: int, leeway: int) -> None:
    """Refuse what has expired, is not valid yet, or was made in the future."""
    expires, begins, made = (moment(payload, name, what) for name in ("exp", "nbf", "iat"))
    if expires is not None and now >= expires + leeway:
        raise Refused("expired", f"{what} has expired.")
    if begins is not None and now + leeway < begins:
        raise Refused("early", f"{what} is not valid yet.")
    if made is not None and now + leeway < made:
        raise Refused("future", f"{what} was made in the future.")


def among(keys: tuple[VerificationKey, ...], signed: Signed, what: str) -> VerificationKey:
    """The one of an issuer's keys that signed the token; the one it names is tried first."""
    named = signed.header.get("kid")
    tried = sorted(keys, key=lambda one: one.key_id != named) if len(keys) > 1 else keys
    for key in tried[:MAX_KEYS]:
        if signed.signed_by(key):
            return key
    raise Refused("signature", f"The signature of {what} is not its issuer's.")
