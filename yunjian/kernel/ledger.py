"""The record of everything that happened: append-only, sealed in commit order, read by subscribers."""

import dataclasses
import functools
from collections.abc import Collection
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Protocol

import orjson
from django.db import DataError
from django.db.models import Q
from psycopg.pq import Escaping

from . import policy, tracing
from .action import ActionError, Running, running
from .actor import Actor
from .models import Entry


class Event(Protocol):
    """A frozen dataclass in the past tense: ids and digests only, never personal data."""

    @property
    def kind(self) -> str:
        """The event's stable code, ``domain.noun.happened``: a plain class attribute does."""
        ...

    @property
    def subject(self) -> str:
        """What it happened to, as ``domain.noun:id``."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class Recorded:
    """An entry of the ledger as it is read. ``position`` is None until it is sealed."""

    id: int
    kind: str
    subject: str
    payload: dict[str, Any]
    actor: str
    action: str
    at: datetime
    position: int | None
    trace: str = ""


def record(event: Event, *, by: Actor, at: datetime) -> None:
    """Append the event to the ledger: it is written when the running action ends, with the commit.

    What was done for another party, or under a delegation, says so beside the event's own fields.
    """
    current = running()
    if current is None:
        raise ActionError(f"{event.kind} recorded outside an action")
    payload = _payload(event, _standing(by, current))
    said = (event.kind, event.subject, payload, by.id, current.name, at.isoformat(), tracing.trace_id())
    # It goes to the database beside the commit, so as one text: quoted by the database's own library.
    quote = Escaping(current.carrier.connection.pgconn).escape_literal
    current.append(f"({', '.join([bytes(quote(_sound(text).encode())).decode() for text in said])})")


def _sound(text: str) -> str:
    """The library would end a text at NUL."""
    if "\0" in text:
        raise DataError("an entry of the ledger cannot hold NUL")
    return text


def history(subject: str, *, reader: Actor) -> list[Recorded]:
    """What happened to the subject, oldest first. A visitor without an account is not told who did it."""
    found = [recorded(entry) for entry in Entry.objects.filter(subject=subject).order_by("id")]
    return [dataclasses.replace(entry, actor="") for entry in found] if reader.is_anonymous else found


def search(
    *,
    kind: str = "",
    kinds: Collection[str] = (),
    subject: str = "",
    actor: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 100,
    reader: Actor,
) -> list[Recorded]:
    """Entries whose kind begins so or is one of ``kinds``, whose subject begins so, by that actor, in that time.

    The newest first. For the auditor.
    """
    policy.require(reader, policy.READ_LEDGER)
    rows = Entry.objects.order_by("-id")
    if kind or kinds:
        rows = rows.filter((Q(kind__startswith=kind) if kind else Q()) | Q(kind__in=kinds))
    wanted = {"subject__startswith": subject, "actor": actor, "at__gte": since}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.filter(at__lt=until) if until else rows
    rows = rows.filter(id__lt=before) if before else rows
    return [recorded(entry) for entry in rows[:limit]]


def recorded(entry: Entry) -> Recorded:
    """The entry as others may read it."""
    return Recorded(
        id=entry.pk,
        kind=entry.kind,
        subject=entry.subject,
        payload=entry.payload,
        actor=entry.actor,
        action=entry.action,
        at=entry.at,
        position=entry.position,
        trace=entry.trace,
    )


def leaf_data(entry: Recorded) -> bytes:
    """The bytes of the ledger's tree leaf: the canonical JSON (RFC 8785) of the entry without its position.

    One object in UTF-8 without spaces, keys in the order ``action, actor, at, id, kind, payload, subject`` (payload's
    keys sorted too); ``at`` in UTC as ``2026-03-02T04:00:00.000000Z``. Payloads hold strings, whole numbers, true,
    false, null and lists of them only, so every implementation of RFC 8785 writes the same bytes.
    """
    at = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return canonical(entry.action, entry.actor, at, entry.id, entry.kind, entry.payload, entry.subject)


def canonical(action: str, actor: str, at: str, id: int, kind: str, payload: dict[str, Any], subject: str) -> bytes:
    """The same from its parts, ``at`` already written: the sealer makes ten thousand of them at a time."""
    members = {
        "action": action, "actor": actor, "at": at, "id": id, "kind": kind, "payload": payload, "subject": subject
    }  # fmt: skip
    return orjson.dumps(members, option=orjson.OPT_SORT_KEYS)


_GREATEST = 2**53 - 1  # what RFC 8785 (JSON as JavaScript reads it) can hold exactly


def _standing(by: Actor, current: Running) -> dict[str, Any]:
    """For whom somebody acts and by whose leave, where that is not simply their own."""
    standing: dict[str, Any] = {}
    if by.acting_for:
        standing = {"acting_for": by.acting_for, "under": [by.mandate]}
    if current.under:
        standing["under"] = [*standing.get("under", ()), *current.under]
    return standing


def _payload(event: Event, standing: dict[str, Any]) -> str:
    values = {name: _plain(event.kind, getattr(event, name)) for name in _fields(type(event))}
    return orjson.dumps(values | standing).decode()


@functools.cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _plain(kind: str, value: object) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int) and abs(value) <= _GREATEST:
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(kind, item) for item in value]
    raise ActionError(f"{kind}: a payload holds ids and digests only, not {type(value).__name__}")
