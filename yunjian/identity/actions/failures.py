"""Counting what goes wrong: five failures under a name lock the name, twenty from an address lock the address."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from yunjian.kernel import ledger
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events
from ..logic import codes
from ..logic.failures import Counted, after_failure
from ..models import Failures


class TooManyFailures(Declined):
    """试错次数太多，已暂停登录，请过二十分钟再试。"""

    status = 429


def key_of(kind: str, text: str) -> str:
    """What failures are counted under: the digest of a name, an address, a phone or an account."""
    return f"{kind}:{codes.digest(kind, text.strip().casefold(), settings.SECRET_KEY)[:40]}"


def refuse_if_locked(keys: Iterable[str], at: datetime) -> None:
    """Hold the counters for the rest of the action; TooManyFailures while one of them is locked.

    Whoever tries a hundred passwords at once waits in line here.
    """
    for key in sorted(keys):
        Failures.objects.bulk_create([Failures(key=key, since=at)], ignore_conflicts=True)
    for row in Failures.objects.select_for_update().filter(key__in=list(keys)).order_by("key"):
        if _counted(row).is_locked(at):
            raise TooManyFailures()


def count_failure(keys: Iterable[str], *, by: Actor, at: datetime) -> None:
    """One failure more under each of the held counters, in the ledger too."""
    pause = timedelta(minutes=settings.LOCK_MINUTES)
    for row in Failures.objects.filter(key__in=list(keys)):
        most = settings.LOCK_AFTER_FROM_ADDRESS if row.key.startswith("address:") else settings.LOCK_AFTER
        counted = after_failure(_counted(row), at, most=most, pause=pause)
        row.count, row.since, row.locked_until = counted.count, counted.since, counted.locked_until
        row.save(update_fields=["count", "since", "locked_until"])
        if not row.key.startswith("address:") or counted.locked_until:
            ledger.record(events.SignInFailed(row.key, counted.locked_until is not None), by=by, at=at)


def forget_failures(*keys: str) -> None:
    """It went right: the counters of a name, a phone or an account begin anew. An address keeps its count."""
    Failures.objects.filter(key__in=keys).delete()


def _counted(row: Failures) -> Counted:
    return Counted(row.count, row.since, row.locked_until)
