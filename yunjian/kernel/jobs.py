"""What runs later or by the clock: background jobs kept in PostgreSQL, enqueued in the action's own transaction."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from asgiref.sync import async_to_sync
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

F = TypeVar("F", bound=Callable[..., None])
Id = int | str | None

KEPT_HOURS = 24 * 7  # how long a finished job stays to be looked at
STALLED_AFTER = 60  # seconds without a heartbeat of the worker that took the job


@dataclass(frozen=True, slots=True)
class Waiting:
    """A function that runs in the background: its stable name and its queue."""

    name: str
    queue: str


_jobs: dict[Callable[..., None], Waiting] = {}


def _name(function: Callable[..., None]) -> str:
    return f"{function.__module__.removeprefix('yunjian.')}.{function.__name__}"


def _retry(retries: int) -> RetryStrategy:
    return RetryStrategy(max_attempts=retries, exponential_wait=2)


def job(*, queue: str = "default", retries: int = 8) -> Callable[[F], F]:
    """Make a module-level function of a ``jobs.py`` a background job; it takes ids as keywords and stays callable.

    A job runs at least once: it must bear running twice. When it raises it is tried again after 2, 4, 8 … seconds,
    ``retries`` times, and then stays as failed on the operators' page.
    """

    def register(function: F) -> F:
        name = _name(function)
        app.task(name=name, queue=queue, retry=_retry(retries))(function)
        _jobs[function] = Waiting(name, queue)
        return function

    return register


def clock(cron: str, *, queue: str = "clock", retries: int = 3) -> Callable[[F], F]:
    """Run ``function(at=…)`` at every tick of the cron line (the district's local time), once however many workers run.

    A tick is skipped while the one before has not begun, and two of the same function never run side by side.
    """

    def register(function: F) -> F:
        name = _name(function)

        def tick(timestamp: int) -> None:
            function(at=datetime.fromtimestamp(timestamp, timezone.get_default_timezone()))

        task = app.task(name=name, queue=queue, lock=name, queueing_lock=name, retry=_retry(retries))(tick)
        app.periodic(cron=cron)(task)
        _jobs[function] = Waiting(name, queue)
        return function

    return register


def enqueue(function: Callable[..., None], **ids: Id) -> int:
    """Have the job run when the transaction under way has been committed; rolled back, it never runs.

    It always goes through the caller's own database connection, in the worker too.
    """
    if function not in _jobs:
        raise TypeError(f"{_name(function)} is no @job")
    inspect.signature(function).bind(**ids)
    if wrong := [key for key, value in ids.items() if not isinstance(value, int | str | None)]:
        raise TypeError(f"a job is given ids only: {', '.join(wrong)}")
    waiting = _jobs[function]
    job = Job(queue=waiting.queue, lock=None, queueing_lock=None, task_name=waiting.name, task_kwargs=dict(ids))
    return manager().defer_job(job).id or 0


def manager() -> JobManager:
    """The job queue through Django's connection, whatever connector a worker in this process uses."""
    return JobManager(connector=DjangoConnector())


@clock("* * * * *")
def recover_stalled_jobs(at: datetime) -> None:
    """A worker that died leaves its jobs marked as running: put them back."""
    jobs = manager()
    for stalled in async_to_sync(jobs.get_stalled_jobs)(seconds_since_heartbeat=STALLED_AFTER):
        async_to_sync(jobs.retry_job)(stalled)


@clock("17 * * * *")
def delete_old_jobs(at: datetime) -> None:
    """Finished jobs are no record: what happened is in the ledger."""
    async_to_sync(manager().delete_old_jobs)(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
