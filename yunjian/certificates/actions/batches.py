"""Issuing many certificates from a file: received whole, decided by portions, every row kept with its outcome."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection
from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..definitions import CertificateType
from ..logic.batch import draft_of
from ..logic.draft import Draft
from ..models import Batch, BatchRow, Problem
from .rows import Sound, examined, issue_all, lock_serials

PORTION = 1000  # rows of one transaction: what is lost when the worker dies in the middle
EMPTY = Draft("", "")
_KEEP = f"""
    update {BatchRow._meta.db_table} as kept
    set state = made.state, problems = made.problems::jsonb, certificate_id = made.certificate
    from unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[]) as made (id, state, problems, certificate)
    where kept.id = made.id
"""


class BatchEmpty(Invalid):
    """文件里没有可以核发的行。"""


class ReceivedAlready(Declined):
    """这个文件已经受理过了，同一个文件不能核发两次。要改正没有核发的行，请下载它们，改好后另存为新文件上传。"""


class BatchDone(Declined):
    """这一批已经办完了。"""


class BatchUnderWay(Declined):
    """这一批还没有办完，原始行还不能删除。"""


@action
def receive_batch(
    type_key: str, file_name: str, digest: str, rows: Sequence[Mapping[str, str]], *, by: Actor, at: datetime
) -> int:
    """Keep every row as it came; a job then decides them (subscribers). The same file is received once."""
    kind = catalogue.in_force(CertificateType, type_key, on=timezone.localdate(at))
    policy.require_issuer(by, kind.issuer)
    if not rows:
        raise BatchEmpty()
    if Batch.objects.filter(unit=kind.issuer, type=kind.key, digest=digest).exists():
        raise ReceivedAlready()
    batch = Batch.objects.create(
        type=kind.key,
        unit=kind.issuer,
        file_name=file_name[:200],
        digest=digest,
        total=len(rows),
        asked_by=by.id,
        asked_at=at,
    )
    kept = (BatchRow(batch=batch, number=number, given=dict(row)) for number, row in enumerate(rows, start=2))
    BatchRow.objects.bulk_create(kept, batch_size=2000)
    ledger.record(events.BatchReceived(batch.pk, batch.type, batch.unit, len(rows), digest), by=by, at=at)
    return batch.pk


@action
def continue_batch(batch_id: int, *, by: Actor, at: datetime) -> int:
    """Decide the next rows: those that are sound are issued, the others keep every reason; returns how many are left.

    One transaction a portion: a worker that dies leaves whole portions, and the next goes on where it stopped.
    """
    policy.require_platform(by)
    batch = hold(Batch.objects, batch_id)
    if batch.state == Batch.State.DONE:
        raise BatchDone()
    kind = catalogue.in_force(CertificateType, batch.type, on=timezone.localdate(at))
    rows = list(batch.rows.filter(state=BatchRow.State.WAITING).order_by("number")[:PORTION])
    lock_serials(kind)
    issued = _decide(batch, kind, rows, by=by, at=at)
    batch.issued += issued
    batch.refused += len(rows) - issued
    left = batch.total - batch.issued - batch.refused
    if left == 0:
        batch.state, batch.done_at = Batch.State.DONE, at
    batch.save(update_fields=["issued", "refused", "state", "done_at"])
    event = events.BatchContinued(batch.pk, batch.type, batch.unit, issued, len(rows) - issued, left)
    ledger.record(event, by=by, at=at)
    return left


def _decide(batch: Batch, kind: CertificateType, rows: list[BatchRow], *, by: Actor, at: datetime) -> int:
    drafts = [draft_of(row.given) for row in rows]
    found = examined(kind, [draft or EMPTY for draft in drafts], by=by, at=at)
    sound: list[tuple[BatchRow, Sound]] = []
    for row, draft, each in zip(rows, drafts, found, strict=True):
        if draft is not None and isinstance(each, Sound):
            sound.append((row, each))
            continue
        row.state = BatchRow.State.REFUSED
        row.problems = [["period", Problem.DATE.value]] if draft is None else [list(problem) for problem in each]  # type: ignore[union-attr]
    made = issue_all(kind, [each for _, each in sound], batch=batch.pk, by=by, at=at) if sound else []
    for (row, _), certificate in zip(sound, made, strict=True):
        row.state, row.certificate_id = BatchRow.State.ISSUED, certificate.id
    _keep(rows)
    return len(sound)


def _keep(rows: Sequence[BatchRow]) -> None:
    """What became of the rows, in one statement: a ``CASE`` for each column and row took most of the job's time.

    What an issued row said stands in the certificate now, and nowhere twice.
    """
    if not rows:
        return
    each = [(row.pk, row.state, json.dumps(row.problems), row.certificate_id) for row in rows]
    BatchRow.objects.filter(pk__in=[row.pk for row in rows if row.state == BatchRow.State.ISSUED]).update(given={})
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [list(column) for column in zip(*each, strict=True)])


@action
def erase_batch(batch_id: int, *, by: Actor, at: datetime) -> None:
    """Erase what the rows of a finished batch said, once nobody needs them for correction any more."""
    policy.require_eraser(by)
    batch = hold(Batch.objects, batch_id)
    if batch.state != Batch.State.DONE:
        raise BatchUnderWay()
    count = batch.rows.exclude(given={}).update(given={})
    ledger.record(events.BatchRowsErased(batch.pk, batch.type, batch.unit, count), by=by, at=at)
