"""The legal dates: what was approved when, by when it had to be published, and when it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties

from .. import policy
from ..definitions import PublicationDeadline
from ..logic.stages import rank
from ..models import Disclosure, FinanceApproval


@dataclass(frozen=True)
class Deadline:
    """One budget or final accounts: approved, due, published (the day of its first edition)."""

    id: int
    unit: str
    unit_title: str
    year: int
    kind: str
    kind_title: str
    approved_on: date
    number: str
    due_on: date | None
    published_on: date | None
    today: date
    remind: tuple[int, ...]
    told: str

    @property
    def days_left(self) -> int:
        """Days from today to the last day; negative once it has gone by."""
        return (self.due_on - self.today).days if self.due_on else 0

    @property
    def days_taken(self) -> int:
        return ((self.published_on or self.today) - self.approved_on).days

    @property
    def days_late(self) -> int:
        """How many days after the last day it was published, or is not published yet."""
        return max(((self.published_on or self.today) - self.due_on).days, 0) if self.due_on else 0

    @property
    def state(self) -> str:
        """``in_time``, ``late``, ``overdue``, ``near``, ``due``; ``unknown`` where the district declares no time."""
        if self.due_on is None:
            return "unknown"
        if self.published_on:
            return "late" if self.days_late else "in_time"
        if self.days_late:
            return "overdue"
        return "near" if self.days_left <= max(self.remind, default=0) else "due"

    @property
    def to_announce(self) -> str:
        """What is still to be said of it: ``due:7`` (seven days or fewer are left), ``overdue``, or nothing."""
        if self.state == "overdue":
            stage = "overdue"
        elif self.state == "near":
            stage = f"due:{min(days for days in self.remind if self.days_left <= days)}"
        else:
            return ""
        # "due" was said by a version that told of the first reminder only.
        told = f"due:{max(self.remind)}" if self.told == "due" else self.told
        return stage if rank(stage) < rank(told) else ""


def deadlines(*, reader: Actor, today: date) -> list[Deadline]:
    """Of the units whose drafts the reader sees: what is overdue first, then what is due soonest, then what is done."""
    policy.require_staff(reader)
    rows = FinanceApproval.objects.all()
    units = policy.units_drafted(reader)
    if units is not None:
        rows = rows.filter(unit__in=units)
    found = _deadlines(rows, reader, today)
    return sorted(found, key=lambda each: (each.published_on is not None, each.due_on or date.max, each.unit))


def pressing_deadlines(*, reader: Actor, today: date) -> list[Deadline]:
    """Of the units whose drafts the reader sees: what is overdue, and what is due within the days of the reminder."""
    if not policy.sees_any_drafts(reader):
        return []
    return [each for each in deadlines(reader=reader, today=today) if each.state in ("overdue", "near")]


def deadlines_of(unit: str, *, reader: Actor, today: date) -> list[Deadline]:
    """One unit's, the latest year first. What is public is public: when it was approved and when it was published."""
    rows = FinanceApproval.objects.filter(unit=unit).order_by("-year", "kind")
    sees_all = policy.sees_drafts_of(reader, unit)
    return [each for each in _deadlines(rows, reader, today) if sees_all or each.published_on]


@dataclass(frozen=True)
class DeadlineRule:
    """Within how many days, and on what basis."""

    title: str
    days: int
    basis: tuple[str, ...]


def deadline_rules(*, reader: Actor, today: date) -> list[DeadlineRule]:
    """The times the district declares."""
    return [
        DeadlineRule(
            rule.title, rule.days, tuple(f"《{each.title}》{each.number}{each.article}" for each in rule.basis)
        )
        for rule in catalogue.all_in_force(PublicationDeadline, on=today)
    ]


def _deadlines(rows: Iterable[FinanceApproval], reader: Actor, today: date) -> list[Deadline]:
    rows = list(rows)
    if not rows:
        return []
    titles = parties.unit_titles(reader=reader)
    rules = {rule.stage.upper(): rule for rule in catalogue.all_in_force(PublicationDeadline, on=today)}
    first = _first_published(rows)
    return [
        Deadline(
            id=row.pk,
            unit=row.unit,
            unit_title=titles.get(row.unit, row.unit),
            year=row.year,
            kind=row.kind.lower(),
            kind_title=row.get_kind_display(),
            approved_on=row.approved_on,
            number=row.number,
            due_on=rules[row.kind].due_on(row.approved_on) if row.kind in rules else None,
            published_on=first.get((row.unit, row.year, row.kind)),
            today=today,
            remind=rules[row.kind].remind if row.kind in rules else (),
            told=row.told,
        )
        for row in rows
    ]


def _first_published(rows: Iterable[FinanceApproval]) -> dict[tuple[str, int, str], date]:
    """The day each was first to be read here."""
    units = {row.unit for row in rows}
    found = Disclosure.objects.published().filter(unit__in=units).order_by("edition")
    days: dict[tuple[str, int, str], date] = {}
    for unit, year, kind, at in found.values_list("unit", "year", "kind", "received_at"):
        days.setdefault((unit, year, kind), timezone.localdate(at))
    return days
