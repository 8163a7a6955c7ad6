"""Tokens, signatures and the times of another try: pure functions."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

TOKEN = "yj"  # noqa: S105 - what every key begins with, so that one left lying about is recognised
PREFIX_LENGTH = 8
LONGEST = timedelta(days=366)
MOST_PER_MINUTE = 6000
OVERLAP = timedelta(hours=24)  # how long the secret before still signs beside the new one
PATIENCE = timedelta(days=5)  # how long an address may take nothing before it is disabled
# The waits between two tries, as Standard Webhooks proposes them: about three days in all.
WAITS = tuple(timedelta(seconds=s) for s in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400))
PING = "gateway.webhook.ping"


def new_token() -> tuple[str, str]:
    """A fresh key and its prefix: 256 random bits, so that a plain digest of it cannot be searched."""
    prefix = secrets.token_hex(PREFIX_LENGTH // 2)
    return f"{TOKEN}_{prefix}_{secrets.token_urlsafe(32)}", prefix


def prefix_of(token: str) -> str:
    """The part by which a key is found; empty when it is none of ours."""
    parts = token.split("_", 2)
    return parts[1] if len(parts) == 3 and parts[0] == TOKEN and len(parts[1]) == PREFIX_LENGTH else ""


def is_outside(owner: str) -> bool:
    """Whether it names an organisation outside the district."""
    return owner.startswith("organisation:") and owner.removeprefix("organisation:").isdecimal()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(token: str, digest: str) -> bool:
    """Compare without telling by the time how much was right."""
    return hmac.compare_digest(digest_of(token), digest)


def secret_of(master: bytes, webhook: int, number: int) -> bytes:
    """The signing secret of an address: derived from the installation's key, so that the database holds none."""
    return hmac.digest(master, f"yunjian.gateway.webhook:{webhook}:{number}".encode(), "sha256")


def shown_secret(secret: bytes) -> str:
    """A secret as Standard Webhooks writes it."""
    return "whsec_" + base64.b64encode(secret).decode()


def signature(secret: bytes, message: str, timestamp: int, body: str) -> str:
    """One signature of Standard Webhooks: HMAC-SHA256 of id, time and body."""
    signed = f"{message}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.digest(secret, signed, "sha256")).decode()


def headers(secrets_: Iterable[bytes], message: str, timestamp: int, body: str) -> dict[str, str]:
    """What is sent with a notice."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Yunjian-Webhooks/1",
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(secret, message, timestamp, body) for secret in secrets_),
    }


def notice(kind: str, at: datetime, data: Mapping[str, Any]) -> str:
    """The body of a notice."""
    when = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return json.dumps({"type": kind, "timestamp": when, "data": dict(data)}, ensure_ascii=False, sort_keys=True)


def next_try(tries: int, at: datetime) -> datetime | None:
    """When to try again after so many tries; None when it is given up."""
    return at + WAITS[tries - 1] if tries <= len(WAITS) else None
