"""What can happen: an action is one durable transaction that records at least one event."""

import functools
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import errors
from psycopg.pq import ExecStatus, TransactionStatus

from .actor import Actor
from .compiled import CompiledRows, locking
from .errors import NotFound
from .models import Edition, Entry
from .rooms import name_of

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)
_APPEND = f"insert into {Entry._meta.db_table} (kind, subject, payload, actor, action, at, trace) values "


class Running:
    """The action under way: its name, the thread and the database connection that carry it, the savepoints it is in,
    the rows that record its events when it ends, how often a policy was asked, the delegations that answered, and the
    newest edition of the catalogue it goes by."""

    __slots__ = ("carrier", "decided", "entries", "name", "newest", "savepoints", "thread", "under")

    def __init__(self, name: str, carrier: BaseDatabaseWrapper):
        self.name = name
        self.carrier = carrier
        self.thread = threading.get_ident()
        self.savepoints = 0
        self.entries: list[str] = []
        self.decided = 0
        self.under: tuple[str, ...] = ()
        self.newest: int | None = None

    def append(self, entry: str) -> None:
        """Keep the row until the action ends.

        Not inside a savepoint that is not ``attempt``'s: were it rolled back, the entry would stay.
        """
        if len(self.carrier.savepoint_ids) != self.savepoints:
            raise ActionError(f"{self.name} records inside a savepoint of its own")
        self.entries.append(entry)


_running: ContextVar[Running | None] = ContextVar("running_action", default=None)


class ActionError(Exception):
    """A mistake of the programmer: an action without an event or a decision, an event or a write outside an action."""


def running() -> Running | None:
    """The action of this thread's transaction.

    A context copied to another thread does not take the action along: that thread has a connection of its own, and
    what it writes would not be part of the transaction.
    """
    current = _running.get()
    return current if current is not None and current.thread == threading.get_ident() else None


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action: one durable transaction, told who acts and when, decided by a policy, on record.

    An action called by an action joins it: one transaction, and when the inner one is declined, so is the outer one,
    unless it called it in an ``attempt``. The database learns the outer action's name for the transaction
    (``yunjian.action``); the write guard refuses guarded tables without it.
    """
    name = name_of(function)

    @functools.wraps(function)
    def perform(*args: P.args, **kwargs: P.kwargs) -> R:
        _require_who_and_when(name, kwargs)
        current = running()
        if current is not None:
            return _join(current, name, function, *args, **kwargs)
        current = Running(name, _carrier())
        token = _running.set(current)
        try:
            with transaction.atomic(durable=True):
                current.newest = int(announce(name, f"select max(id) from {Edition._meta.db_table}") or 0)
                current.savepoints = len(current.carrier.savepoint_ids)
                result = _recording(current, name, function, *args, **kwargs)
                _end(current)
            fall_silent()
            return result
        finally:
            _running.reset(token)

    perform.is_action = True  # type: ignore[attr-defined]
    return perform


@contextmanager
def attempt() -> Iterator[None]:
    """What is declined in here leaves nothing, and the action under way, if there is one, may go on without it."""
    current = running()
    if current is None:
        yield
        return
    before, savepoints = len(current.entries), current.savepoints
    try:
        with transaction.atomic():
            current.savepoints = len(current.carrier.savepoint_ids)
            yield
    except BaseException:
        del current.entries[before:]
        raise
    finally:
        current.savepoints = savepoints


def note_decision(under: str) -> None:
    """A policy was asked in the action under way; ``under`` names the delegation that allowed it, if one did."""
    current = running()
    if current is not None:
        current.decided += 1
        if under and under not in current.under:
            current.under = (*current.under, under)


def hold(rows: models.QuerySet[M] | models.Manager[M], pk: object) -> M:
    """Lock one row for the rest of the action and return it; NotFound when it is not among ``rows``."""
    if running() is None:
        raise ActionError(f"a row of {rows.model.__name__} held outside an action")
    if isinstance(pk, int) and rows is rows.model._default_manager:
        for row in locking(rows).rows(pk=pk):
            return row
        raise NotFound()
    try:
        return rows.select_for_update(of=("self",)).get(pk=pk)
    except ObjectDoesNotExist:
        raise NotFound() from None


def hold_all(rows: CompiledRows[M], numbers: Collection[int], **values: Any) -> list[M]:
    """Lock the rows a statement finds ``among`` these numbers, for the rest of the action; NotFound when one is not."""
    if running() is None:
        raise ActionError("rows held outside an action")
    found = rows.rows(numbers=list(numbers), **values)
    if len(found) != len(set(numbers)):
        raise NotFound()
    return found


def announce(name: str, *then: str) -> bytes | None:
    """Tell the database which action is under way, until the transaction ends; and ask what is asked then.

    This opens the transaction and names the action in one round trip: through a cursor, psycopg would make two.
    """
    carrier = _carrier()
    idle = carrier.connection.pgconn.transaction_status == TransactionStatus.IDLE
    quoted = name.replace("'", "''")
    return _send(carrier, *(("begin",) if idle else ()), f"set local yunjian.action = '{quoted}'", *then)


def fall_silent() -> None:
    """Inside a test's own transaction the announcement would outlive the action, and the guard sleep with it."""
    if _carrier().in_atomic_block:
        announce("")


def _end(current: Running) -> None:
    """Write the entries and commit in one round trip; Django's own commit then finds nothing to do.

    Inside a test's transaction the entries are written only.
    """
    current.carrier.validate_no_broken_transaction()
    commit = () if current.savepoints else ("commit",)
    _send(current.carrier, f"{_APPEND}{', '.join(current.entries)}", *commit)


def _send(carrier: BaseDatabaseWrapper, *statements: str) -> bytes | None:
    """Have the database do several statements in one round trip, errors raised as Django raises them.

    Returned is the one value the last of them asks for, as text.
    """
    with carrier.wrap_database_errors:
        outcome = carrier.connection.pgconn.exec_("; ".join(statements).encode())
        if outcome.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
            raise errors.error_from_result(outcome)
        return outcome.get_value(0, 0) if outcome.ntuples else None


def _join(current: Running, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    try:
        return _recording(current, name, function, *args, **kwargs)
    except BaseException:
        current.carrier.set_rollback(True)
        raise


def _recording(current: Running, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    before, decided = len(current.entries), current.decided
    result = function(*args, **kwargs)
    if len(current.entries) == before:
        raise ActionError(f"{name} recorded no event")
    if current.decided == decided:
        raise ActionError(f"{name} asked no policy: call one of its domain's policy.require…")
    return result


def _carrier() -> BaseDatabaseWrapper:
    return connections[DEFAULT_DB_ALIAS]


def _require_who_and_when(name: str, kwargs: dict) -> None:
    by, at = kwargs.get("by"), kwargs.get("at")
    if not isinstance(by, Actor) or not isinstance(at, datetime) or at.tzinfo is None:
        raise ActionError(f"{name} needs by=Actor and at=aware datetime")
