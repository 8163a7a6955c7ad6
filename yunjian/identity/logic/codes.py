"""Codes people type, and the digests in their place: a digest tells nothing without the key of the installation."""

import hashlib
import hmac
import re
import secrets

RECOVERY_DIGITS = 8
_CLEAR = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like something else


def digest(purpose: str, text: str, key: str) -> str:
    """The keyed digest of a phone, a name or a code."""
    return hmac.new(key.encode(), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Compare two digests without telling by the time where they differ."""
    return hmac.compare_digest(one, other)


def six_digits() -> str:
    """A code for a text message."""
    return f"{secrets.randbelow(10**6):06}"


def eight_digits() -> str:
    """A code for the day the app is lost."""
    return f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}}"


def recovery_code() -> str:
    """A code to hand over: twelve clear characters in groups of four, 59 bits."""
    made = "".join(secrets.choice(_CLEAR) for _place in range(12))
    return f"{made[:4]}-{made[4:8]}-{made[8:]}"


def plain(code: str) -> str:
    """A code as typed, without spaces and hyphens, in capitals, full-width digits made plain."""
    narrow = code.translate({full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)})
    return re.sub(r"[\s\-—]", "", narrow).upper()
