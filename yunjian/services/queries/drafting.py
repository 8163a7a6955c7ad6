"""Drafts of a reader's units: listed, one with what it changes, a file with what was wrong in it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from yunjian.cases.definitions import Procedure
from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found, find

from .. import policy
from ..definitions import Item
from ..models import DraftFile, ItemDraft

State = ItemDraft.State


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in a list."""

    id: int
    key: str
    title: str
    unit: str
    unit_title: str
    purpose: str
    state: str
    is_flagged: bool
    drafted_by: str
    drafted_at: datetime
    begins_on: date | None

    @property
    def is_open(self) -> bool:
        return self.state in ItemDraft.OPEN


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's part in the life of a draft."""

    what: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft whole: what it says, what that changes for whom, who did what, what its reader may do."""

    row: DraftRow
    item: Item
    procedure: Procedure | None
    changes: tuple[str, ...]
    is_new: bool
    words: str
    file: int | None
    turns: tuple[Turn, ...]
    may_withdraw: bool
    may_check: bool
    may_send_back: bool
    may_publish: bool


@dataclass(frozen=True, slots=True)
class FlawView:
    """What was wrong in a row: the sentence as a pattern with its values, and whether the row was left out."""

    row: int
    column: str
    pattern: str
    values: dict[str, Any]
    is_error: bool


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that was handed in: how much of it became drafts, and every flaw."""

    id: int
    unit_title: str
    file_name: str
    uploaded_at: datetime
    rows: int
    drafted: int
    unchanged: int
    flaws: tuple[FlawView, ...]

    @property
    def left_out(self) -> int:
        return len(self._left_out)

    @property
    def flagged(self) -> int:
        return len({each.row for each in self.flaws} - self._left_out)

    @property
    def _left_out(self) -> set[int]:
        return {each.row for each in self.flaws if each.is_error}


def drafts(ask: Ask, *, reader: Actor) -> Found:
    """The drafts of the reader's units, the newest first."""
    rows = policy.visible(ItemDraft.objects.all(), reader)
    if said := ask.get("q"):
        rows = rows.filter(title__contains=said)
    for name in ("state", "unit", "purpose"):
        if wanted := ask.get(name):
            rows = rows.filter(**{name: wanted})
    titles = parties.unit_titles(reader=reader)
    return find(rows, ask, orders={"drafted": "drafted_at", "title": "title"}, view=lambda row: _row(row, titles))


def _row(row: ItemDraft, titles: dict[str, str]) -> DraftRow:
    return DraftRow(
        row.pk,
        row.key,
        row.title,
        row.unit,
        titles.get(row.unit, row.unit),
        row.purpose,
        row.state,
        row.is_flagged,
        row.drafted_by,
        row.drafted_at,
        row.begins_on,
    )


def units_drafted_for(*, reader: Actor) -> dict[str, str]:
    """The units whose items the reader may draft, by title."""
    allowed = policy.units_drafted_for(reader)
    titles = {each.key: each.title for each in parties.units(reader=reader)}
    return {key: title for key, title in titles.items() if allowed is None or key in allowed}


def units_with_drafts(*, reader: Actor) -> dict[str, str]:
    """The units that have a draft the reader may see, by title."""
    titles = parties.unit_titles(reader=reader)
    keys = policy.visible(ItemDraft.objects.all(), reader).values_list("unit", flat=True).distinct()
    return {key: titles.get(key, key) for key in sorted(keys)}


def draft(draft_id: int, *, at: datetime, reader: Actor) -> DraftView:
    """One draft."""
    row = policy.visible(ItemDraft.objects.all(), reader).filter(pk=draft_id).first()
    if row is None:
        raise NotFound()
    on = row.begins_on or timezone.localdate(at)
    item = Item.from_body(row.item | {"valid_from": str(on)})
    procedure = None if row.procedure is None else Procedure.from_body(row.procedure | {"valid_from": str(on)})
    before = _in_force(item.key, on)
    is_open, is_own = row.state in ItemDraft.OPEN, row.drafted_by == reader.id
    checks, publishes = policy.may_check(reader, row.unit), policy.may_publish(reader, row.unit)
    return DraftView(
        _row(row, parties.unit_titles(reader=reader)),
        item,
        procedure,
        () if before is None else tuple(item.changes_since(before)),
        before is None,
        row.words,
        row.file_id,
        _turns(row, reader),
        may_withdraw=is_open and policy.may_draft(reader, row.unit),
        may_check=row.state == State.DRAFTED and checks and not is_own,
        may_send_back=is_open and (checks or publishes),
        may_publish=row.state == State.CHECKED and publishes and not is_own,
    )


def _in_force(key: str, on: date) -> Item | None:
    try:
        return catalogue.in_force(Item, key, on=on)
    except catalogue.NotInForce:
        return None


def _turns(row: ItemDraft, reader: Actor) -> tuple[Turn, ...]:
    done = [
        ("DRAFTED", row.drafted_by, row.drafted_at),
        ("CHECKED", row.checked_by, row.checked_at),
        (row.state, row.ended_by, row.ended_at),
    ]
    names = parties.names_of_staff({who for _, who, _ in done if who}, reader=reader)
    return tuple(Turn(what, names.get(who, who), when) for what, who, when in done if who and when is not None)


def draft_file(file_id: int, *, reader: Actor) -> FileView:
    """One file that was handed in."""
    row = policy.visible(DraftFile.objects.all(), reader).filter(pk=file_id).first()
    if row is None:
        raise NotFound()
    return FileView(
        row.pk,
        parties.unit_titles(reader=reader).get(row.unit, row.unit),
        row.file_name,
        row.uploaded_at,
        row.rows,
        row.drafted,
        row.unchanged,
        tuple(FlawView(*each) for each in row.flaws),
    )


def retirable(key: str, *, at: datetime, reader: Actor) -> Item:
    """The item, for whoever may ask that it end."""
    day = timezone.localdate(at)
    item = catalogue.in_force(Item, key, on=day)
    policy.require_drafter(reader, catalogue.in_force(Procedure, item.procedure, on=day).unit)
    return item
