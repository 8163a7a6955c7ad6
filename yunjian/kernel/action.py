"""What can happen: an action is one durable transaction that records at least one event."""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from typing import ParamSpec, TypeVar

from django.db import connection, models, transaction

from .actor import Actor
from .errors import NotFound

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)


class Running:
    """The action under way in this context: its name, and how many events it has recorded."""

    def __init__(self, name: str):
        self.name = name
        self.recorded = 0


_running: ContextVar[Running | None] = ContextVar("running_action", default=None)


class ActionError(Exception):
    """A mistake of the programmer: an action without an event, an event or a write outside an action."""


def running() -> Running | None:
    return _running.get()


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action: one durable transaction, told who acts and when, leaving a record.

    An action called by an action joins it. The database learns the action's name for the transaction
    (``yunjian.action``); the write guard refuses guarded tables without it.
    """
    name = f"{function.__module__.removeprefix('yunjian.')}.{function.__name__}"

    @functools.wraps(function)
    def perform(*args: P.args, **kwargs: P.kwargs) -> R:
        _require_who_and_when(name, kwargs)
        if _running.get() is not None:
            return function(*args, **kwargs)
        current = Running(name)
        token = _running.set(current)
        try:
            with transaction.atomic(durable=True):
                with connection.cursor() as cursor:
                    cursor.execute("select set_config('yunjian.action', %s, true)", [name])
                result = function(*args, **kwargs)
                if not current.recorded:
                    raise ActionError(f"{name} recorded no event")
                return result
        finally:
            _running.reset(token)

    perform.is_action = True  # type: ignore[attr-defined]
    return perform


def _require_who_and_when(name: str, kwargs: dict) -> None:
    by, at = kwargs.get("by"), kwargs.get("at")
    if not isinstance(by, Actor) or not isinstance(at, datetime) or at.tzinfo is None:
        raise ActionError(f"{name} needs by=Actor and at=aware datetime")


def hold(rows: models.QuerySet[M], pk: object) -> M:
    """Lock one row for the rest of the transaction and return it; NotFound when it is not among ``rows``."""
    try:
        return rows.select_for_update(of=("self",)).get(pk=pk)
    except rows.model.DoesNotExist:
        raise NotFound() from None
