"""The states of a certificate, which step leads from which to which, and how one stands on a day."""

from datetime import date
from typing import Literal

# What is kept
VALID, SUSPENDED, REVOKED, ARCHIVED = "VALID", "SUSPENDED", "REVOKED", "ARCHIVED"
# What it amounts to on a day, beside these
PENDING, EXPIRED = "PENDING", "EXPIRED"
Step = Literal["RENEW", "AMEND", "REPLACE", "SUSPEND", "RESUME", "REVOKE", "ARCHIVE"]

# Each step: the standings it starts from, the state it leads to. A suspended certificate is not changed under the
# suspension; one that ran out is issued anew, because the law wants renewal asked for before the end
# (Administrative Licence Law, article 50).
STEPS: dict[str, tuple[frozenset[str], str]] = {
    "RENEW": (frozenset({VALID, PENDING}), VALID),
    "AMEND": (frozenset({VALID, PENDING}), VALID),
    "REPLACE": (frozenset({VALID, PENDING}), VALID),
    "SUSPEND": (frozenset({VALID, PENDING}), SUSPENDED),
    "RESUME": (frozenset({SUSPENDED}), VALID),
    "REVOKE": (frozenset({VALID, PENDING, SUSPENDED, EXPIRED}), REVOKED),
    "ARCHIVE": (frozenset({REVOKED, EXPIRED}), ARCHIVED),
}


def standing(state: str, valid_from: date, valid_before: date | None, *, on: date) -> str:
    """How a certificate in this state stands on the day: time alone makes it begin and expire.

    A suspended one stays suspended whatever the day; it expires once it is resumed.
    """
    if state != VALID:
        return state
    if on < valid_from:
        return PENDING
    return EXPIRED if valid_before is not None and on >= valid_before else VALID


def after(step: str, found: str) -> str | None:
    """The state the step leads to from this standing; None when it is not allowed."""
    starts, end = STEPS[step]
    return end if found in starts else None


def allowed(found: str) -> tuple[str, ...]:
    """The steps that may be taken from this standing."""
    return tuple(step for step, (starts, _) in STEPS.items() if found in starts)


def reminder(days: tuple[int, ...], left: int, told: int | None) -> int | None:
    """The reminder that is due with so many days left, when the last one told was ``told``; None when none is.

    Of several that are due at once, because the clock stood still, only the nearest is told.
    """
    due = [day for day in days if left <= day]
    nearest = min(due, default=None)
    return nearest if nearest is not None and (told is None or nearest < told) else None
