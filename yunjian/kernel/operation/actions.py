"""What an operator may do with a failed job; the notes that a backup was made and which secrets hosts share."""

from datetime import datetime

from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from .. import policy
from ..action import action, hold
from ..actor import Actor
from ..errors import Declined, Invalid
from ..jobs import manager
from ..ledger import record
from .events import BackupMade, JobGivenUp, JobRetried, SecretNoted
from .sharing import noted

LONGEST_REASON = 200


class NotFailed(Declined):
    """这个任务没有失败，或者已经有人处理了，请刷新页面再看。"""


class AlreadyWaiting(Declined):
    """同一个任务已经在排队，不必再试；它会自己执行，您可以放弃这一次。"""


class ReasonMissing(Invalid):
    """请写明为什么放弃这个任务（不超过 200 字，不要写个人信息），以后查得到。"""


class NotedAlready(Declined):
    """这把密钥已经登记过了，不用再登记。"""


@action
def retry_job(job_id: int, *, by: Actor, at: datetime) -> None:
    """Put a failed job back into its queue; the worker takes it up at once."""
    policy.require(by, policy.RETRY_JOB)
    job = _failed(job_id)
    try:
        with transaction.atomic():
            manager().retry_job_by_id(job.pk, at)
    except UniqueViolation:
        raise AlreadyWaiting() from None
    record(JobRetried(job.pk, job.task_name), by=by, at=at)


@action
def give_up_job(job_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Take a failed job off the list, with a reason; what it should have done is not done."""
    policy.require(by, policy.GIVE_UP_JOB)
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise ReasonMissing()
    job = _failed(job_id)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'cancelled' where id = %s", [job.pk])
    record(JobGivenUp(job.pk, job.task_name, reason), by=by, at=at)


@action
def note_backup(backup: str, size: int, root: str, stored: int, *, by: Actor, at: datetime) -> None:
    """Remember that a complete backup was made, so that every host can tell how old the last one is."""
    policy.require(by, policy.NOTE_BACKUP)
    record(BackupMade(backup, size, root, stored), by=by, at=at)


@action
def note_secret(name: str, fingerprint: str, *, by: Actor, at: datetime) -> None:
    """Remember by its fingerprint which secret all hosts must hold, so that a host with another one is found."""
    policy.require(by, policy.NOTE_SECRET)
    if noted(name) == fingerprint:
        raise NotedAlready()
    record(SecretNoted(name, fingerprint), by=by, at=at)


def _failed(job_id: int) -> ProcrastinateJob:
    job = hold(ProcrastinateJob.objects, job_id)
    if job.status != Status.FAILED.value:
        raise NotFailed(f"#{job_id}")
    return job
