"""The record of everything that happened: append-only, sealed in commit order, read by subscribers."""

import dataclasses
from datetime import datetime
from typing import Any, ClassVar, Protocol

from .action import ActionError, running
from .actor import Actor
from .models import Entry


class Event(Protocol):
    """A frozen dataclass in the past tense: ids and digests only, never personal data."""

    kind: ClassVar[str]

    @property
    def subject(self) -> str:
        """What it happened to, as ``domain.noun:id``."""
        ...


def record(event: Event, *, by: Actor, at: datetime) -> int:
    """Append the event to the ledger inside the running action and return the entry's id."""
    current = running()
    if current is None:
        raise ActionError(f"{event.kind} recorded outside an action")
    current.recorded += 1
    entry = Entry.objects.create(
        kind=event.kind,
        subject=event.subject,
        payload=_payload(event),
        actor=by.id,
        action=current.name,
        at=at,
    )
    return entry.pk


def _payload(event: Event) -> dict[str, Any]:
    return dataclasses.asdict(event)  # type: ignore[call-overload]
