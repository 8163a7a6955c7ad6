"""How somebody who is signed in stands: may go on, has to do something first, or is out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Standing(StrEnum):
    """What the next request may do."""

    FINE = "FINE"
    IDLE = "IDLE"
    TOO_LONG = "TOO_LONG"
    PASSWORD = "PASSWORD"  # noqa: S105 - a duty
    FACTOR = "FACTOR"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long somebody may pause, and how long one sign-in lasts."""

    idle: timedelta
    absolute: timedelta


SECOND_FACTORS = frozenset({"totp", "recovery", "passkey", "outside"})
RENEWED = 60  # seconds between two notes of when a session was last used


def begun(at: datetime, methods: tuple[str, ...], must_change_password: bool = False) -> dict[str, Any]:
    """What a session remembers of how it began."""
    moment = int(at.timestamp())
    return {"began": moment, "seen": moment, "methods": list(methods), "change": must_change_password}


def standing(mark: Mapping[str, Any], *, now: datetime, limits: Limits, owes_two: bool) -> Standing:
    """How a session with this mark stands; ``owes_two`` when whose it is has to prove a second factor."""
    moment = now.timestamp()
    if moment - mark["seen"] > limits.idle.total_seconds():
        return Standing.IDLE
    if moment - mark["began"] > limits.absolute.total_seconds():
        return Standing.TOO_LONG
    if mark["change"]:
        return Standing.PASSWORD
    if owes_two and not is_strong(mark["methods"]):
        return Standing.FACTOR
    return Standing.FINE


def is_strong(methods: list[str] | tuple[str, ...]) -> bool:
    """Whether one of the methods is more than something one knows."""
    return bool(SECOND_FACTORS & set(methods))


def is_stale(mark: Mapping[str, Any], now: datetime) -> bool:
    """Whether it is time to note again that the session is used."""
    return now.timestamp() - mark["seen"] > RENEWED
