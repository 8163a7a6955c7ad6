"""Make a credential in the form SD-JWT VC (RFC 9901, draft-ietf-oauth-sd-jwt-vc-18) and show a chosen part of it.

What may be shown apart is wrapped in ``Disclosable``, at any depth, in objects and in lists. Salts are 144 random bits,
drawn for many disclosures at once; digests are sorted, so that their order tells nothing.
"""

import os
from binascii import b2a_base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from json.encoder import JSONEncoder
from typing import Any, Protocol

import orjson

from yunjian_verify.jose import HEADER_NAME, decode, encode, read_compact, read_json
from yunjian_verify.sd_jwt import NEVER_HIDDEN, TYPE, digests_of, split

SALT_BYTES = 18  # makes 24 characters of base64url without padding
SALT = SALT_BYTES * 4 // 3
_FILL = (b"", b"  ", b" ")

Path = tuple[str | int | None, ...]

_TO_URL = bytes.maketrans(b"+/", b"-_")
_PLAIN = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS
_exact = JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False).encode


class Signer(Protocol):
    """Who signs: the district's key for certificates, or a holder's key."""

    @property
    def key_id(self) -> str: ...
    @property
    def algorithm(self) -> str: ...
    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Disclosable:
    """A value its holder may show or keep back."""

    value: Any


def sign(payload: Mapping[str, Any], *, signer: Signer, type_: str, header: Mapping[str, Any] | None = None) -> str:
    """A compact signed token of this type; ``header`` says more of it."""
    if header is None:
        return _sign(dict(payload), signer, type_).decode("ascii")
    told = {"alg": HEADER_NAME[signer.algorithm], "typ": type_, **header}
    message = _base64(_json(told)) + b"." + _base64(_json(dict(payload)))
    return (message + b"." + _base64(signer.sign(message))).decode("ascii")


def issue(
    claims: Mapping[str, Any],
    *,
    signer: Signer,
    holder: Mapping[str, str] | None = None,
    type_: str = TYPE,
    decoys: int = 0,
) -> str:
    """The credential with all its disclosures; ``holder`` is the public JWK it is bound to.

    ``decoys`` adds so many digests that belong to nothing, so that their number does not tell how much there is.
    """
    if hidden := [name for name in NEVER_HIDDEN if type(claims.get(name)) is Disclosable]:
        raise ValueError(f"Claims every verifier needs cannot be hidden: {', '.join(sorted(hidden))}.")
    making = _Making()
    payload = making.object(claims)
    if decoys:
        fakes = digests_of([os.urandom(SALT_BYTES) for _ in range(decoys)])
        payload["_sd"] = sorted([*payload.get("_sd", ()), *fakes])
    if making.disclosures or decoys:
        payload["_sd_alg"] = "sha-256"
    if holder is not None:
        payload["cnf"] = {"jwk": dict(holder)}
    return b"~".join((_sign(payload, signer, type_), *making.disclosures, b"")).decode("ascii")


def _json(value: Any) -> bytes:
    """The value as JSON; ValueError for a number that JSON cannot say, which ``orjson`` alone would write as null."""
    written = orjson.dumps(value, option=_PLAIN)
    return _exact(value).encode() if b"null" in written else written


def _base64(data: bytes) -> bytes:
    return b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=")


def _digest(disclosure: bytes) -> str:
    return encode(sha256(disclosure).digest())


@lru_cache(maxsize=64)
def _header(type_: str, algorithm: str, key_id: str) -> bytes:
    named = {"kid": key_id} if key_id else {}
    return _base64(_json({"alg": HEADER_NAME[algorithm], "typ": type_, **named}))


def _sign(payload: dict[str, Any], signer: Signer, type_: str) -> bytes:
    message = _header(type_, signer.algorithm, signer.key_id) + b"." + _base64(_json(payload))
    return message + b"." + _base64(signer.sign(message))


class _Making:
    """The disclosures of one credential, as they come."""

    def __init__(self) -> None:
        self.disclosures: list[bytes] = []

    def hide(self, contents: Sequence[list[Any]]) -> list[str]:
        """The digests of disclosures with these contents: name and value, or a value alone; the salt goes before.

        Spaces, which JSON allows at its end, make each a multiple of three bytes, so that all are written at once.
        """
        salts, made, ends, end = encode(os.urandom(SALT_BYTES * len(contents))), [], [0], 0
        for at, content in enumerate(contents):
            text = _json([salts[at * SALT : (at + 1) * SALT], *content])
            text += _FILL[len(text) % 3]
            end += len(text) // 3 * 4
            made.append(text)
            ends.append(end)
        written = _base64(b"".join(made))
        disclosures = [written[start:end] for start, end in pairwise(ends)]
        self.disclosures += disclosures
        return digests_of(disclosures)

    def _value(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return self.object(value)
        if isinstance(value, list | tuple):
            return self._list(value)
        return value

    def object(self, value: Mapping[str, Any]) -> dict[str, Any]:
        if "_sd" in value or "..." in value:
            raise ValueError("No claim may be called “_sd” or “...”.")
        made: dict[str, Any] = {}
        hidden = []
        for name, item in value.items():
            if type(item) is str:
                made[name] = item
            elif type(item) is Disclosable:
                shown = item.value
                hidden.append([name, shown if type(shown) is str else self._value(shown)])
            else:
                made[name] = self._value(item)
        if hidden:
            made["_sd"] = sorted(self.hide(hidden))
        return made

    def _list(self, value: Sequence[Any]) -> list[Any]:
        hidden = [[self._value(item.value)] for item in value if type(item) is Disclosable]
        digests = iter(self.hide(hidden)) if hidden else iter(())
        return [{"...": next(digests)} if type(item) is Disclosable else self._value(item) for item in value]


# A holder's part: to show a chosen part, and to sign that it is shown to this verifier now.


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    disclosure: str
    above: tuple[str, ...]  # the disclosures it lies in


def present(credential: str, show: Iterable[Sequence[str | int | None]]) -> str:
    """The credential with only what is needed for these claim paths; ``None`` stands for every place of a list.

    A path brings everything below it and the disclosures it lies in. A path that leads nowhere brings nothing.
    """
    parts = split(credential)
    chosen: set[str] = set()
    paths = [tuple(path) for path in show]
    for place in _places(parts.token, parts.disclosures):
        if any(_meets(place.path, path) for path in paths):
            chosen.update((*place.above, place.disclosure))
    return parts._replace(disclosures=tuple(text for text in parts.disclosures if text in chosen), binding="").hashed


def bind(presentation: str, *, holder: Signer, audience: str, nonce: str, at: int) -> str:
    """The presentation signed by its holder for one verifier and one question."""
    digest = _digest(presentation.encode("ascii"))
    payload = {"iat": at, "aud": audience, "nonce": nonce, "sd_hash": digest}
    message = _header("kb+jwt", holder.algorithm, "") + b"." + _base64(_json(payload))
    return presentation + (message + b"." + _base64(holder.sign(message))).decode("ascii")


def _meets(place: Path, wanted: Path) -> bool:
    """Whether a place lies on the way to a wanted path, is it, or lies below it."""
    return all(
        want == step or (want is None and isinstance(step, int)) for step, want in zip(place, wanted, strict=False)
    )


def _places(token: str, disclosures: Sequence[str]) -> Iterator[_Place]:
    signed = read_compact(token, types=(TYPE,), what="The credential")
    by_digest = {
        _digest(text.encode("ascii")): (text, read_json(decode(text, "A disclosure"), "A disclosure"))
        for text in disclosures
    }
    yield from _walk(signed.payload, (), (), by_digest)


def _walk(value: Any, path: Path, above: tuple[str, ...], by_digest: dict[str, tuple[str, Any]]) -> Iterator[_Place]:
    if isinstance(value, dict):
        for digest in value.get("_sd", ()):
            if found := by_digest.pop(digest, None):
                text, (_, name, inner) = found
                yield _Place((*path, name), text, above)
                yield from _walk(inner, (*path, name), (*above, text), by_digest)
        for name, inner in value.items():
            if name != "_sd":
                yield from _walk(inner, (*path, name), above, by_digest)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            here = (*path, index)
            if isinstance(item, dict) and "..." in item:
                if found := by_digest.pop(item["..."], None):
                    text, (_, inner) = found
                    yield _Place(here, text, above)
                    yield from _walk(inner, here, (*above, text), by_digest)
            else:
                yield from _walk(item, here, above, by_digest)
