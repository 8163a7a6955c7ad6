"""What binds a consent, what is signed and sent, and what makes the use of a day unusual."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from yunjian_verify.disclosure import TYPE
from yunjian_verify.jose import HEADER_NAME

VOLUME, REFUSALS, UNKNOWN, NIGHT = "VOLUME", "REFUSALS", "UNKNOWN", "NIGHT"
NIGHT_HOURS = frozenset({23, 0, 1, 2, 3, 4, 5})
FETCH_WITHIN = timedelta(hours=24)
JWS, SD_JWT = "jws", "sd-jwt"  # the forms an organisation may have its answer in


def canonical(thing: Any) -> bytes:
    return json.dumps(thing, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def commitment(salt: str, certificate: int) -> str:
    """Which certificate it is, for who has the salt: to others two commitments tell nothing."""
    return hashlib.sha256(f"yunjian.disclosed:{salt}:{certificate}".encode()).hexdigest()


def asked_of(secret: bytes, organisation: int, number: str) -> str:
    """Whom an asking is about, for counting: with our key, so that nobody else can try numbers against it."""
    return hmac.digest(secret, f"yunjian.asking:{organisation}:{number}".encode(), "sha256").hex()


def code_digest(secret: bytes, code: str) -> str:
    return hmac.digest(secret, f"yunjian.shown-code:{code}".encode(), "sha256").hex()


def signed(payload: Mapping[str, Any], *, key_id: str, algorithm: str, sign: Callable[[bytes], bytes]) -> str:
    """A compact JWS of the payload; every JOSE library verifies it with the published key."""
    header = {"alg": HEADER_NAME[algorithm], "kid": key_id, "typ": TYPE}
    text = f"{_part(canonical(header))}.{_part(canonical(dict(payload)))}"
    return f"{text}.{_part(sign(text.encode()))}"


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Use:
    """How an organisation used a scenario on a day, and how often on the same weekday of the four weeks before."""

    asked: int
    refused: int
    unknown: int
    night: int
    before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """From when on use is unusual."""

    least: int
    volume_times: int
    refused_percent: int
    unknown_percent: int
    night_percent: int


def unusual(use: Use, bounds: Bounds) -> tuple[tuple[str, int, int], ...]:
    """What is unusual: kind, how much it was, how much it may be. A day of few askings is never unusual.

    Against its own past only where there is one: an organisation's first weeks have nothing to be compared with.
    """
    if use.asked < bounds.least:
        return ()
    found = []
    if any(use.before):
        most = bounds.volume_times * max(sum(use.before) // len(use.before), 1)
        found += [(VOLUME, use.asked, most)] if use.asked > most else []
    shares = (
        (REFUSALS, use.refused, bounds.refused_percent),
        (UNKNOWN, use.unknown, bounds.unknown_percent),
        (NIGHT, use.night, bounds.night_percent),
    )
    for kind, count, percent in shares:
        most = use.asked * percent // 100
        found += [(kind, count, most)] if count > most else []
    return tuple(found)
