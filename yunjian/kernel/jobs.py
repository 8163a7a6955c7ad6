"""What runs later or by the clock: background jobs kept in PostgreSQL, enqueued in the action's own transaction."""

import inspect
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from . import metrics, rates, tracing
from .api import repeats
from .invariants import broken
from .rooms import name_of

log = logging.getLogger(__name__)
F = TypeVar("F", bound=Callable[..., None])
Id = int | str | None

KEPT_HOURS = 24  # how long a job that ended well stays to be looked at
KEPT_HOURS_FAILED = 24 * 30
STALLED_AFTER = 30  # seconds without a heartbeat of the worker that took the job
_TRACE = "traceparent"  # beside the ids in a job's arguments
MOST_ATTEMPTS = 20  # a job whose worker dies every time is given up


@dataclass(frozen=True, slots=True)
class Waiting:
    """A function that runs in the background: its stable name and its queue."""

    name: str
    queue: str


_jobs: dict[Callable[..., None], Waiting] = {}


def _retry(retries: int) -> RetryStrategy | bool:
    # To procrastinate, "at most 0" means for ever.
    return RetryStrategy(max_attempts=retries, exponential_wait=2) if retries else False


def job(*, queue: str = "default", retries: int = 8) -> Callable[[F], F]:
    """Make a module-level function of a ``jobs.py`` a background job; it takes ids as keywords and stays callable.

    A job runs at least once: it must bear running twice. When it raises it is tried again after 2, 4, 8 … seconds,
    ``retries`` times, and then stays as failed on the operators' page.
    """

    def register(function: F) -> F:
        name = name_of(function)
        app.task(name=name, queue=queue, retry=_retry(retries))(_followed(name, function))
        _jobs[function] = Waiting(name, queue)
        return function

    return register


def clock(cron: str, *, queue: str = "clock", retries: int = 3, alone: bool = True) -> Callable[[F], F]:
    """Run ``function(at=…)`` at every tick of the cron line (the district's local time), once however many workers run.

    A tick is skipped while the one before has not begun; when ``alone``, it waits while the one before still runs.
    """

    def register(function: F) -> F:
        name = name_of(function)

        def tick(context: JobContext, timestamp: int) -> None:
            _let_the_next_tick_wait(context.job)
            function(at=datetime.fromtimestamp(timestamp, timezone.get_default_timezone()))

        given: dict[str, Any] = {"lock": name if alone else None, "queueing_lock": name, "retry": _retry(retries)}
        task = app.task(name=name, queue=queue, pass_context=True, **given)(_followed(name, tick))
        app.periodic(cron=cron)(task)
        return function

    return register


def enqueue(function: Callable[..., None], **ids: Id) -> int:
    """Have the job run when the transaction under way has been committed; rolled back, it never runs.

    It always goes through the caller's own database connection, in the worker too.
    """
    if function not in _jobs:
        raise TypeError(f"{name_of(function)} is no @job")
    inspect.signature(function).bind(**ids)
    if wrong := [key for key, value in ids.items() if not isinstance(value, int | str | None)]:
        raise TypeError(f"a job is given ids only: {', '.join(wrong)}")
    waiting = _jobs[function]
    trace = tracing.header()
    given: dict[str, Any] = {**ids, _TRACE: trace} if trace else {**ids}
    job = Job(queue=waiting.queue, lock=None, queueing_lock=None, task_name=waiting.name, task_kwargs=given)
    return manager().defer_job(job).id or 0


def _let_the_next_tick_wait(begun: Job) -> None:
    """Only one tick may wait. One that has begun gives the place up: tried again later, it waits beside the next.

    Otherwise the next takes the place meanwhile, the first cannot be put back, and holds the lock of both for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set queueing_lock = null where id = %s", [begun.id])


def _followed(name: str, function: Callable[..., None]) -> Callable[..., None]:
    """The function as the worker runs it: in the trace of whoever enqueued it, timed, a failure told to the log."""

    def run(*context: JobContext, **given: Id) -> None:
        header = str(given.pop(_TRACE, "") or "")
        with tracing.following(header, name), metrics.job_timed(name):
            try:
                function(*context, **given)
            except Exception:
                log.exception("job %s did not end well", name, extra={"job": name})
                raise

    return run


def manager() -> JobManager:
    """The job queue through Django's connection, whatever connector a worker in this process uses."""
    return JobManager(connector=DjangoConnector())


@clock("* * * * *", alone=False)
def recover_stalled_jobs(at: datetime) -> None:
    """A worker that died leaves its jobs marked as running: put them back, this one among them."""
    jobs = manager()
    for stalled in async_to_sync(jobs.get_stalled_jobs)(seconds_since_heartbeat=STALLED_AFTER):
        if stalled.attempts < MOST_ATTEMPTS:
            _let_the_next_tick_wait(stalled)
            async_to_sync(jobs.retry_job)(stalled)
        else:
            async_to_sync(jobs.finish_job)(stalled, Status.FAILED, delete_job=False)


@clock("17 * * * *")
def delete_old_jobs(at: datetime) -> None:
    """Finished jobs are no record: what happened is in the ledger."""
    delete = async_to_sync(manager().delete_old_jobs)
    delete(nb_hours=KEPT_HOURS)
    delete(nb_hours=KEPT_HOURS_FAILED, include_failed=True, include_cancelled=True, include_aborted=True)


@clock("27 * * * *")
def forget_buckets_and_answers(at: datetime) -> None:
    """Limits nobody used lately are full; an answer to a repeated request is kept for a day."""
    rates.forget(at=at)
    repeats.forget(at=at)


@clock("40 3 * * *", retries=0)
def check_invariants(at: datetime) -> None:
    """Every night: what must be true is true; otherwise this job fails and stands on the operators' page."""
    if found := broken():
        raise AssertionError("; ".join(f"{each.invariant}: {each.found}" for each in found))
