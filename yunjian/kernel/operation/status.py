"""The operators' status page: versions, structure, queues, failed jobs, lags, disk, backups, invariants."""

import platform
import shutil
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

import django
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from .. import lags, policy
from ..actor import Actor
from ..models import Entry
from .events import BackupMade
from .readiness import Ready, missing_migrations, readiness

MOST = 50  # failed jobs on the page
_FAILED = (
    "select j.id, j.task_name, j.queue_name, j.attempts, (select max(e.at) from procrastinate_events e"
    " where e.job_id = j.id and e.type = 'failed') as at, coalesce(j.args->>'traceparent', '')"
    " from procrastinate_jobs j where j.status = 'failed' order by 5 desc nulls last, 1 desc limit %s"
)


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that was tried as often as it may be, and the trace that finds its log lines."""

    id: int
    task: str
    queue: str
    attempts: int
    at: datetime | None
    trace: str


@dataclass(frozen=True, slots=True)
class Backup:
    """The last complete backup this database knows of."""

    name: str
    at: datetime
    bytes: int
    hours: float


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk under the data folder."""

    folder: str
    total: int
    free: int

    @property
    def share_free(self) -> float:
        return self.free / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Status:
    """Everything on the page."""

    versions: tuple[tuple[str, str], ...]
    ready: tuple[Ready, ...]
    missing_migrations: tuple[str, ...]
    sealing: lags.Sealing
    queues: tuple[lags.Queue, ...]
    failed: tuple[FailedJob, ...]
    disk: Disk
    backup: Backup | None
    invariants: tuple[str, datetime | None]


def status(*, reader: Actor, at: datetime) -> Status:
    """The whole picture, now; for the system administrator."""
    policy.require(reader, policy.READ_CONNECTIONS)
    with connection.cursor() as cursor:
        cursor.execute("select app, name from django_migrations")
        missing = missing_migrations(set(cursor.fetchall()))
    return Status(
        versions=_versions(),
        ready=readiness(),
        missing_migrations=tuple(missing),
        sealing=lags.sealing(),
        queues=lags.queues(),
        failed=_failed(),
        disk=disk(),
        backup=last_backup(at),
        invariants=_invariants(),
    )


def disk() -> Disk:
    folder = settings.DATA_FOLDER
    usage = shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.exists()))
    return Disk(str(folder), usage.total, usage.free)


def last_backup(at: datetime) -> Backup | None:
    """By the ledger, so that every host knows it wherever it was made."""
    entry = Entry.objects.filter(kind=BackupMade.kind).order_by("-id").first()
    if entry is None:
        return None
    hours = (at - entry.at).total_seconds() / 3600
    return Backup(entry.payload["backup"], entry.at, entry.payload["bytes"], hours)


def _versions() -> tuple[tuple[str, str], ...]:
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        (server,) = cursor.fetchone()
    return (
        (gettext("云间"), version("yunjian")),
        ("PostgreSQL", server),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
    )


def _failed() -> tuple[FailedJob, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, [MOST])
        rows = cursor.fetchall()
    return tuple(
        FailedJob(number, task, queue, attempts, at, header[3:35]) for number, task, queue, attempts, at, header in rows
    )


def _invariants() -> tuple[str, datetime | None]:
    """How the nightly questions ended last, and when: ``succeeded``, ``failed``, or nothing yet."""
    job = ProcrastinateJob.objects.filter(
        task_name="kernel.jobs.check_invariants", status__in=("succeeded", "failed", "cancelled")
    ).order_by("-id").first()  # fmt: skip
    if job is None:
        return "", None
    last = ProcrastinateEvent.objects.filter(job=job, type__in=("succeeded", "failed")).order_by("-at").first()
    return job.status, last.at if last else None
