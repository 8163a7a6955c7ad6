"""Batches: how far they have come, and the rows that were not issued, with every reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.parties.definitions import Retention

from .. import policy
from ..definitions import CertificateType
from ..logic.batch import columns
from ..models import Batch, BatchRow, Problem
from .views import titled

MOST = 100


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch and its progress."""

    id: int
    type: str
    title: str
    unit: str
    file_name: str
    state: str
    state_title: str
    total: int
    issued: int
    refused: int
    asked_at: datetime
    done_at: datetime | None

    @property
    def decided(self) -> int:
        return self.issued + self.refused


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not issued: its number in the file, what it said, why not."""

    number: int
    given: dict[str, str]
    reasons: str


def batches(*, reader: Actor, at: datetime) -> tuple[BatchView, ...]:
    """The last batches of the reader's units."""
    policy.require_reads(reader)
    units = policy.units_read(reader)
    rows = Batch.objects.all() if units is None else Batch.objects.filter(unit__in=units)
    titles = {kind.key: titled(kind) for kind in catalogue.all_in_force(CertificateType, on=timezone.localdate(at))}
    return tuple(_view(row, titles.get(row.type, row.type)) for row in rows[:MOST])


def batch(batch_id: int, *, reader: Actor, at: datetime) -> BatchView:
    row = _row(batch_id, reader)
    return _view(row, titled(_kind(row, at)))


def refused_rows(batch_id: int, *, reader: Actor, at: datetime, limit: int | None = None) -> Iterator[RefusedRow]:
    """The rows that were not issued, as they came, in the file's order. For whoever may issue: they are whole."""
    row = _row(batch_id, reader)
    policy.require_issuer(reader, row.unit)
    kind = _kind(row, at)
    rows = row.rows.filter(state=BatchRow.State.REFUSED).order_by("number")
    titles = {"holder": gettext("持证主体"), "period": gettext("有效期")} | {
        field.name: titled(field) for field in kind.fields
    }
    for each in rows[:limit] if limit else rows.iterator(chunk_size=1000):
        reasons = gettext("；").join(
            gettext("%(field)s：%(problem)s") % {"field": titles.get(where, where), "problem": Problem(problem).label}
            for where, problem in each.problems
        )
        yield RefusedRow(each.number, {key: str(value) for key, value in each.given.items()}, reasons)


def batch_columns(type_key: str, *, reader: Actor, at: datetime) -> dict[str, str]:
    """The columns of a file of the type: what a template has."""
    return columns(catalogue.in_force(CertificateType, type_key, on=timezone.localdate(at)))


def batches_to_erase(*, reader: Actor, at: datetime) -> tuple[int, ...]:
    """Finished batches whose rows have been kept long enough."""
    policy.require_platform(reader)
    today = timezone.localdate(at)
    retention = catalogue.in_force(Retention, "batches", on=today)
    rows = Batch.objects.filter(state=Batch.State.DONE, rows__in=BatchRow.objects.exclude(given={})).distinct()
    return tuple(
        pk
        for pk, done in rows.values_list("pk", "done_at")
        if done and retention.due_on(timezone.localdate(done)) <= today
    )


def _row(batch_id: int, reader: Actor) -> Batch:
    row = Batch.objects.filter(pk=batch_id).first()
    if row is None:
        raise NotFound()
    policy.require_may_read(reader, row.unit)
    return row


def _kind(row: Batch, at: datetime) -> CertificateType:
    return catalogue.in_force(CertificateType, row.type, on=timezone.localdate(at))


def _view(row: Batch, title: str) -> BatchView:
    return BatchView(
        row.pk, row.type, title, row.unit, row.file_name, row.state, str(Batch.State(row.state).label), row.total,
        row.issued, row.refused, row.asked_at, row.done_at,
    )  # fmt: skip
