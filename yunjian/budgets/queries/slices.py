"""Lists part by part, for programs: disclosures, lines, projects and findings, each in a stable order."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from yunjian.kernel import keyset
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.kernel.keyset import Slice
from yunjian.parties import queries as parties

from .. import policy
from ..models import Disclosure, ProjectNote, TableLine
from .disclosures import published, view_of
from .findings import GRAVITY, _judgements, _rows
from .findings import view_of as finding_of
from .notes import NoteRow

LEAST = Value(Decimal("-99999999999999999.99"))  # stands for an amount that is not there, below every other
DISCLOSURES = {"id": "pk", "year": "year", "expenditure": "known", "read_at": "read_at"}
NOTES = {"number": "number", "amount": "known", "title": "title"}
FINDINGS = {"number": "number", "gravity": "gravity"}


@dataclass(frozen=True)
class LineRow:
    """One amount of one table: its row and column, in yuan and as printed."""

    id: int
    side: str
    row: int
    code: str
    label: str
    is_total: bool
    column: str
    amount: Decimal
    printed: str


def disclosure_slice(
    *,
    unit: str = "",
    year: int | None = None,
    kind: str = "",
    current: bool = True,
    sort: str = "id",
    after: Sequence[Any] | None = None,
    limit: int = 50,
    reader: Actor,
) -> Slice:
    """Published disclosures: those in force, or the corrected ones too."""
    rows = published(reader).annotate(known=Coalesce("expenditure", LEAST))
    rows = rows.current() if current else rows
    given = {"unit": unit, "year": year, "kind": kind.upper()}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    titles = parties.unit_titles(reader=reader)
    return keyset.take(rows, sort, DISCLOSURES, after=after, limit=limit, view=lambda row: view_of(row, titles, reader))


def upload_slice(*, after: Sequence[Any] | None = None, limit: int = 50, reader: Actor) -> Slice:
    """What was handed in for the units whose drafts this reader sees, the newest first."""
    policy.require_staff(reader)
    rows = policy.visible_to(reader).filter(origin=Disclosure.Origin.UPLOAD)
    if not policy.sees_drafts_of_all(reader):
        rows = rows.filter(unit__in=policy.units_with_drafts(reader))
    titles = parties.unit_titles(reader=reader)
    return keyset.take(
        rows, "-id", DISCLOSURES, after=after, limit=limit, view=lambda row: view_of(row, titles, reader)
    )


def line_slice(
    disclosure_id: int,
    number: int,
    *,
    code: str = "",
    column: str = "",
    after: Sequence[Any] | None = None,
    limit: int = 50,
    reader: Actor,
) -> Slice:
    """The amounts of one table in the order they were printed; of a code, and of what lies below it."""
    rows = TableLine.objects.filter(disclosure__in=_published(disclosure_id, reader), table=number)
    if code:
        rows = rows.filter(code=code) | rows.filter(code__startswith=f"{code}-")
    if column:
        rows = rows.filter(column=column)
    return keyset.take(rows, "id", {"id": "pk"}, after=after, limit=limit, view=_line)


def note_slice(
    disclosure_id: int,
    *,
    text: str = "",
    sort: str = "number",
    after: Sequence[Any] | None = None,
    limit: int = 50,
    reader: Actor,
) -> Slice:
    """The projects a disclosure explains; one without an amount stands below all others."""
    rows = ProjectNote.objects.filter(disclosure__in=_published(disclosure_id, reader)).defer("words", "structure")
    rows = rows.annotate(known=Coalesce(F("amount"), LEAST))
    if text:
        rows = rows.filter(title__icontains=text)
    return keyset.take(rows, sort, NOTES, after=after, limit=limit, view=_note)


def finding_slice(
    disclosure_id: int,
    *,
    severity: str = "",
    code: str = "",
    table: int | None = None,
    sort: str = "number",
    after: Sequence[Any] | None = None,
    limit: int = 50,
    reader: Actor,
) -> Slice:
    """The findings of a disclosure with what was judged of them."""
    _published(disclosure_id, reader)
    given = {"severity": severity.upper(), "code": code, "table": table}
    rows = _rows(disclosure_id, reader).annotate(gravity=GRAVITY)
    rows = rows.filter(**{name: value for name, value in given.items() if value not in ("", None)})
    judged = _judgements(disclosure_id)
    return keyset.take(rows, sort, FINDINGS, after=after, limit=limit, view=lambda row: finding_of(row, judged))


def _published(disclosure_id: int, reader: Actor) -> Any:
    """The disclosure as rows of one; NotFound is said rather than an empty list."""
    rows = published(reader).filter(pk=disclosure_id)
    if not rows.exists():
        raise NotFound()
    return rows


def _line(row: TableLine) -> LineRow:
    return LineRow(row.pk, row.side, row.row, row.code, row.label, row.is_total, row.column, row.amount, row.printed)


def _note(row: ProjectNote) -> NoteRow:
    return NoteRow(row.number, row.title, row.amount, row.period_start, row.period_end)
