"""The kernel's test kit: what was recorded, sealing and delivering at will, running the jobs that wait."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from . import ledger, sealer, subscribers
from .action import announce, fall_silent
from .ledger import Recorded
from .models import Cursor, Entry
from .worker import work


def recorded(*kinds: str) -> list[Recorded]:
    """What has been recorded so far (of these kinds), oldest first."""
    entries = Entry.objects.filter(kind__in=kinds) if kinds else Entry.objects.all()
    return [ledger.recorded(entry) for entry in entries.order_by("id")]


def seal_and_deliver(at: datetime | None = None) -> None:
    """Seal all and tell all subscribers, also what they record meanwhile; a subscriber that fails is an error."""
    while sealer.seal() + subscribers.deliver(at=at or timezone.now()):
        pass
    if failed := list(Cursor.objects.filter(failures__gt=0).values_list("subscriber", "error")):
        raise AssertionError(f"subscribers failed: {failed}")


def run_jobs() -> list[str]:
    """Run what waits, and what that enqueues, with a real worker; return the jobs' names. One that fails is an error.

    The worker has connections of its own and sees only what is committed: ``django_db(transaction=True)``.
    """
    if connection.in_atomic_block:
        raise RuntimeError("run_jobs needs committed rows: use pytest.mark.django_db(transaction=True)")
    before = {job.pk for job in ProcrastinateJob.objects.exclude(status="todo")}
    due = ProcrastinateJob.objects.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=Now()), status="todo")
    while due.exists():
        # In a thread of its own: a browser test's thread already runs an event loop.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(work).result()
    ran = ProcrastinateJob.objects.exclude(pk__in=before).filter(attempts__gt=0).order_by("pk")
    if failed := [f"{job.task_name} {job.args}" for job in ran if job.status != "succeeded"]:
        raise AssertionError(f"jobs failed: {failed}")
    return [job.task_name for job in ran]


@contextmanager
def arranging() -> Iterator[None]:
    """Let a test or bench write guarded tables directly, where arranging by actions would take too long."""
    with transaction.atomic():
        announce("kernel.testing.arranging")
        yield
    fall_silent()
