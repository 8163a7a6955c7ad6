"""What somebody asks beside the to-do list: their own cases, what their unit is asked, who sits where."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from yunjian.kernel import catalogue, keyset
from yunjian.kernel import policy as decision
from yunjian.kernel.actor import Actor
from yunjian.kernel.keyset import Slice
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found, find

from .. import policy
from ..definitions import Procedure
from ..models import Case, Consultation, Deputyship, Seat, Stage, State

NEWEST = Ask(sort="case", descending=True, size=20)


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A line of the applicant's list."""

    id: int
    subject: str
    procedure_title: str
    state: str
    state_title: str
    due_on: date | None
    opened_at: datetime


def granted_matters(party: str, procedures: Collection[str], *, reader: Actor) -> dict[str, date]:
    """Which of these matters were granted to a party and handed over, and on which day decided. For the platform."""
    policy.require_platform(reader)
    rows = Case.objects.filter(applicant=party, procedure__in=procedures, state=State.DONE, granted=True)
    return {key: on for key, on in rows.order_by("decided_on").values_list("procedure", "decided_on") if on}


def part_of(case_id: int, *, reader: Actor) -> str:
    """Which item of one thing a case is; empty for a case by itself. For the platform."""
    policy.require_platform(reader)
    return Case.objects.values_list("part", flat=True).get(pk=case_id)


@dataclass(frozen=True, slots=True)
class Asked:
    """What another unit wants to know."""

    case: int
    question: str
    unit: str
    unit_title: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class SeatView:
    """Somebody at a desk."""

    account: str
    name: str
    unit: str
    unit_title: str
    procedure: str
    procedure_title: str
    stage: str
    stage_title: str


@dataclass(frozen=True, slots=True)
class DeputyView:
    """Somebody in somebody's stead."""

    id: int
    absent_name: str
    deputy_name: str
    unit_title: str
    starts_at: datetime
    ends_at: datetime


def own_cases(ask: Ask = NEWEST, *, at: datetime, reader: Actor) -> Found:
    """The cases of whom the reader is or stands for, the newest first."""
    titles = titles_of_matters(at)
    return find(_owned(reader), ask, orders={"case": "pk"}, view=lambda row: _own_case(row, titles))


def own_slice(
    *,
    state: str = "",
    procedure: str = "",
    sort: str = "-id",
    after: Sequence[Any] | None = None,
    limit: int = 50,
    at: datetime,
    reader: Actor,
) -> Slice:
    """The same part by part, for programs."""
    rows, titles = _owned(reader), titles_of_matters(at)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(procedure=procedure) if procedure else rows
    return keyset.take(rows, sort, {"id": "pk"}, after=after, limit=limit, view=lambda row: _own_case(row, titles))


def _owned(reader: Actor) -> QuerySet[Case]:
    owners = [each for each in sorted(reader.owns) if decision.may(reader, policy.HAND_IN, owner=each)]
    return Case.objects.filter(applicant__in=owners)


def asked_of_us(*, reader: Actor) -> tuple[Asked, ...]:
    """The opinions that the reader's units were asked for and have not given."""
    units = decision.units(reader, policy.ADVISE)
    rows = Consultation.objects.filter(answered_at__isnull=True).order_by("pk")
    rows = rows if units is None else rows.filter(unit__in=sorted(units))
    found = list(rows[:100])
    titles = parties.unit_titles(reader=reader) if found else {}
    return tuple(
        Asked(each.case_id, each.question, each.unit_id, titles.get(each.unit_id, ""), each.asked_at) for each in found
    )


def seats(*, at: datetime, reader: Actor) -> tuple[SeatView, ...]:
    """Who sits where, at the units the reader leads."""
    rows = Seat.objects.filter(ends_at__isnull=True).select_related("desk")
    led = policy.units_to_lead(reader)
    rows = rows if led is None else rows.filter(desk__unit__in=sorted(led))
    found = list(rows.order_by("desk__unit", "desk__procedure", "desk__stage", "pk")[:1000])
    names = parties.names_of_staff([each.account for each in found], reader=reader)
    titles, units = titles_of_matters(at), parties.unit_titles(reader=reader)
    return tuple(
        SeatView(
            each.account,
            names.get(each.account, each.account),
            each.desk.unit_id,
            units.get(each.desk.unit_id, each.desk.unit_id),
            each.desk.procedure,
            titles.get(each.desk.procedure, each.desk.procedure),
            each.desk.stage,
            str(Stage(each.desk.stage).label),
        )
        for each in found
    )


def deputies(*, at: datetime, reader: Actor) -> tuple[DeputyView, ...]:
    """The deputyships to come and in force: the reader's own, and those at the units the reader leads."""
    rows = Deputyship.objects.filter(ends_at__gt=at).order_by("starts_at", "pk")
    led = policy.units_to_lead(reader)
    if led is not None:
        rows = rows.filter(unit__in=sorted(led)) | rows.filter(absent=reader.id) | rows.filter(deputy=reader.id)
    found = list(rows[:500])
    people = {name for each in found for name in (each.absent, each.deputy)}
    names, units = parties.names_of_staff(sorted(people), reader=reader), parties.unit_titles(reader=reader)
    return tuple(
        DeputyView(
            each.pk,
            names.get(each.absent, each.absent),
            names.get(each.deputy, each.deputy),
            units.get(each.unit_id, each.unit_id),
            each.starts_at,
            each.ends_at,
        )
        for each in found
    )


def colleagues(step_id: int, *, reader: Actor) -> tuple[tuple[str, str], ...]:
    """Who sits at the step's desk: account and name, for handing over."""
    policy.require_staff(reader)
    rows = Seat.objects.filter(ends_at__isnull=True, desk__steps=step_id).exclude(account=reader.id)
    names = parties.names_of_staff(list(rows.values_list("account", flat=True)), reader=reader)
    return tuple(sorted(names.items(), key=lambda each: each[1]))


def procedures(*, at: datetime, reader: Actor) -> tuple[Procedure, ...]:
    """The kinds of matters in force; everybody may know them."""
    found = catalogue.all_in_force(Procedure, on=timezone.localdate(at))
    return tuple(sorted(found, key=lambda each: each.title))


def titles_of_matters(at: datetime) -> dict[str, str]:
    return {each.key: each.title for each in catalogue.all_in_force(Procedure, on=timezone.localdate(at))}


def standings(case_ids: Sequence[int], *, at: datetime, reader: Actor) -> dict[int, OwnCase]:
    """Where each of these cases is, those the reader does not see left out: for the floors above that began them."""
    rows = list(Case.objects.filter(pk__in=case_ids))
    seen, titles = policy.seen_among(reader, rows, at), titles_of_matters(at)
    return {row.pk: _own_case(row, titles) for row in rows if row.pk in seen}


def _own_case(row: Case, titles: dict[str, str]) -> OwnCase:
    title, state = titles.get(row.procedure, row.procedure), str(State(row.state).label)
    return OwnCase(row.pk, row.subject, title, row.state, state, row.due_on, row.opened_at)
