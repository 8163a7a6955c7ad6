"""What the reader made of a file is kept, or why it could make nothing of it."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..logic.codec import from_json, to_json
from ..logic.disclosure import Disclosure as Structure
from ..logic.finding import Finding as Found
from ..logic.headline import headline
from ..models import Disclosure, Finding, ProjectNote, PublishedTable, Reading, TableLine
from . import rows
from .turns import take_turns

BATCH = 2_000
NOTE_FIELDS = (
    "title", "amount", "printed", "period_start", "period_end", "implementer", "payment_kind", "structure", "words",
)  # fmt: skip


class NotWaiting(Declined):
    """这份文件已经撤回，不再读取。"""


class WrongBody(Declined):
    """文件写明的编制部门不是您选择的单位，请核对后重新上传。"""

    status = 422


class YearMissing(Declined):
    """文件里没有找到年度，请检查标题（例如“2026年部门预算”）后重新上传。"""

    status = 422


@action
def start_reading(disclosure_id: int, *, by: Actor, at: datetime) -> None:
    """Say that the reader has taken the file up."""
    policy.require_system(by)
    disclosure = _hold_waiting(disclosure_id)
    if disclosure.read_at is None:
        disclosure.state = Disclosure.State.READING
        disclosure.reason = ""
        disclosure.save(update_fields=["state", "reason"])
    ledger.record(events.ReadingStarted(disclosure.pk, disclosure.unit), by=by, at=at)


@action
def read_disclosure(
    disclosure_id: int, structure: Structure, found: Sequence[Found], *, reader: str, by: Actor, at: datetime
) -> None:
    """Keep all that was read and found. The first reading gives the edition number and puts the edition in force;

    a later reading replaces the figures and leaves edition and judgements as they are.
    """
    policy.require_system(by)
    take_turns(disclosure_id)
    disclosure = _hold_waiting(disclosure_id)
    if not structure.year:
        raise YearMissing()
    encoded, structure = storable(structure)
    keep_reading(disclosure, structure, encoded, found, reader, at)
    if disclosure.edition is None:
        put_in_force(disclosure, structure, by=by, at=at)
    disclosure.read_at = at
    disclosure.save()
    errors = sum(1 for finding in found if finding.severity == "error")
    ledger.record(
        events.DisclosureRead(
            disclosure.pk, disclosure.unit, structure.year, disclosure.digest, disclosure.edition or 0, reader, errors
        ),
        by=by,
        at=at,
    )


@action
def mark_unreadable(disclosure_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Keep the file and say why it could not be read. A file read before keeps its earlier reading."""
    policy.require_system(by)
    disclosure = _hold_waiting(disclosure_id)
    if disclosure.read_at is None:
        disclosure.state = Disclosure.State.UNREADABLE
        disclosure.reason = reason.replace("\x00", "").strip() or "读取时出错，请稍后再试。"
        disclosure.save(update_fields=["state", "reason"])
    ledger.record(events.DisclosureUnreadable(disclosure.pk, disclosure.unit), by=by, at=at)


def _hold_waiting(disclosure_id: int) -> Disclosure:
    disclosure = hold(Disclosure.objects, disclosure_id)
    if disclosure.state == Disclosure.State.WITHDRAWN:
        raise NotWaiting()
    return disclosure


def storable(structure: Structure) -> tuple[Any, Structure]:
    """The structure as JSON the database can hold: without NUL and half characters, which PostgreSQL refuses."""
    encoded = to_json(structure)
    text = json.dumps(encoded, ensure_ascii=False)
    clean = text.replace("\\u0000", "").encode("utf-8", "replace").decode("utf-8")
    if clean == text:
        return encoded, structure
    encoded = json.loads(clean)
    return encoded, from_json(encoded)


def keep_reading(
    disclosure: Disclosure,
    structure: Structure,
    encoded: Any,
    found: Sequence[Found],
    reader: str,
    at: datetime,
) -> None:
    Reading.objects.update_or_create(disclosure=disclosure, defaults={"structure": encoded, "reader": reader, "at": at})
    PublishedTable.objects.filter(disclosure=disclosure).delete()
    PublishedTable.objects.bulk_create(rows.published_tables(structure, disclosure.pk))
    TableLine.objects.filter(disclosure=disclosure).delete()
    TableLine.objects.bulk_create(rows.table_lines(structure, disclosure.pk), batch_size=BATCH)
    _replace_notes(disclosure, rows.project_notes(structure, disclosure.pk))
    Finding.objects.filter(disclosure=disclosure).delete()
    Finding.objects.bulk_create(rows.findings(found, disclosure.pk), batch_size=BATCH)
    amounts = headline(structure)
    disclosure.title, disclosure.body = structure.title[:300], structure.body[:200]
    disclosure.format = structure.source.format
    disclosure.income, disclosure.expenditure = (
        rows.yuan_or_none(amounts.income),
        rows.yuan_or_none(amounts.expenditure),
    )
    disclosure.basic, disclosure.project = rows.yuan_or_none(amounts.basic), rows.yuan_or_none(amounts.project)
    disclosure.note_count = len(structure.projects)
    disclosure.note_total = sum(rows.yuan(note.amount) for note in structure.projects if note.amount)


def _replace_notes(disclosure: Disclosure, notes: list[ProjectNote]) -> None:
    """A note keeps its id from reading to reading, because registers point at it."""
    ProjectNote.objects.filter(disclosure=disclosure, number__gt=len(notes)).delete()
    ProjectNote.objects.bulk_create(
        notes,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["disclosure", "number"],
        update_fields=NOTE_FIELDS,
    )


def put_in_force(disclosure: Disclosure, structure: Structure, *, by: Actor, at: datetime) -> None:
    disclosure.year = structure.year
    disclosure.kind = Disclosure.Kind.FINAL if structure.kind == "final" else Disclosure.Kind.BUDGET
    same = Disclosure.objects.filter(unit=disclosure.unit, year=disclosure.year, kind=disclosure.kind)
    disclosure.edition = (same.aggregate(last=Max("edition"))["last"] or 0) + 1
    for before in same.filter(state=Disclosure.State.READ).exclude(pk=disclosure.pk):
        before.state = Disclosure.State.SUPERSEDED
        before.save(update_fields=["state"])
        ledger.record(events.DisclosureSuperseded(before.pk, before.unit, disclosure.pk), by=by, at=at)
    disclosure.state = Disclosure.State.READ
    disclosure.reason = ""
