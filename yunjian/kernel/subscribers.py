"""What is done when others announce: functions that are given the sealed entries they asked for, each by its cursor."""

import logging
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from . import tracing
from .ledger import Recorded, recorded
from .models import Cursor, Entry, Seal
from .rooms import load, name_of

log = logging.getLogger(__name__)

BATCH = 500
LONGEST_WAIT = 3600  # seconds between two attempts of a subscriber that keeps failing
_LOCKS = 0x59554E  # the letters YUN: the first half of each subscriber's advisory lock

Reaction = Callable[[Recorded], None]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A function that wants entries of some kinds. Its name names its cursor: renamed, it starts from the beginning."""

    name: str
    named: tuple[str, ...] | Callable[[], Iterable[str]]
    react: Reaction

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(self.named()) if callable(self.named) else self.named


_subscribers: dict[str, Subscriber] = {}


def subscriber(*kinds: str | Callable[[], Iterable[str]]) -> Callable[[Reaction], Reaction]:
    """Give the function each sealed entry of these kinds, in order, at least once: it must bear being told twice.

    A new subscriber is told everything from the first entry on. When it raises, it alone stops; the same entry is
    tried again after 2, 4, 8 … seconds, at most an hour. Instead of kinds, a function may say which they are once
    every domain has been loaded.
    """
    if not kinds:
        raise TypeError("a subscriber names the kinds of events it wants")

    def register(function: Reaction) -> Reaction:
        name = name_of(function)
        if name in _subscribers:
            raise TypeError(f"two subscribers are called {name}")
        _subscribers[name] = Subscriber(name, _named(kinds), function)
        return function

    return register


def _named(kinds: tuple[str | Callable[[], Iterable[str]], ...]) -> tuple[str, ...] | Callable[[], Iterable[str]]:
    if callable(kinds[0]):
        return kinds[0]
    return tuple(kind for kind in kinds if isinstance(kind, str))


def all_subscribers() -> tuple[Subscriber, ...]:
    """Every subscriber of every domain, by name."""
    load("subscribers")
    return tuple(_subscribers[name] for name in sorted(_subscribers))


def deliver(*, at: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
    """Tell every subscriber what is sealed by now and new to it; return how many entries were taken.

    What is sealed meanwhile is told the next time, so that nobody waits for one who is always told. Between two
    entries it may be asked to stop.
    """
    return sum(_deliver_to(each, at, stopping) for each in all_subscribers())


def _deliver_to(to: Subscriber, at: datetime, stopping: Callable[[], bool]) -> int:
    taken = 0
    with _alone(to.name) as alone:
        if not alone:
            return 0
        cursor, _ = Cursor.objects.get_or_create(subscriber=to.name)
        if cursor.retry_at is not None and cursor.retry_at > at:
            return 0
        newest = Seal.objects.order_by("-position").values_list("position", flat=True).first()
        while batch := _unread(to, cursor, newest):
            for entry in batch:
                if stopping() or not _tell(to, cursor, entry, at):
                    return taken
                taken += 1
    return taken


def _unread(to: Subscriber, cursor: Cursor, end: int | None) -> list[Recorded]:
    """The next entries for this subscriber up to ``end``; when there are none, move the cursor behind it."""
    if end is None or end < cursor.position:
        return []
    wanted = Entry.objects.filter(seal__position__gte=cursor.position, seal__position__lte=end, kind__in=to.kinds)
    batch = [recorded(entry) for entry in wanted.order_by("seal__position")[:BATCH]]
    if not batch:
        _advance(cursor, end + 1)
    return batch


def _tell(to: Subscriber, cursor: Cursor, entry: Recorded, at: datetime) -> bool:
    position = entry.position or 0  # it is sealed
    try:
        with tracing.following(tracing.from_id(entry.trace), to.name, position=str(position)):
            _react(to, entry, position)
    except Exception as error:
        cursor.failures += 1
        cursor.error = f"{entry.kind} #{position}: {type(error).__name__}: {error}"[:1000]
        cursor.retry_at = at + timedelta(seconds=min(2**cursor.failures, LONGEST_WAIT))
        cursor.save()
        return False
    _advance(cursor, position + 1)
    return True


def _react(to: Subscriber, entry: Recorded, position: int) -> None:
    try:
        to.react(entry)
    except Exception:
        log.exception("%s failed at entry %s (%s)", to.name, position, entry.kind)
        raise


def _advance(cursor: Cursor, position: int) -> None:
    cursor.position, cursor.failures, cursor.error, cursor.retry_at = position, 0, "", None
    cursor.save()


def lock_of(name: str) -> tuple[int, int]:
    """The advisory lock a subscriber is told under."""
    return _LOCKS, zlib.crc32(name.encode()) - 2**31


@contextmanager
def _alone(name: str) -> Iterator[bool]:
    """A lock of this connection: a reaction is an action, a transaction of its own, so no row can be held around it."""
    key = lock_of(name)
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", key)
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", key)
