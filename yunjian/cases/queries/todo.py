"""The one to-do list: what waits at the desks where the reader sits, or stands in for somebody who does."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yunjian.kernel import catalogue
from yunjian.kernel import policy as decision
from yunjian.kernel.actor import Actor
from yunjian.kernel.compiled import Compiled
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found, every, find

from .. import policy
from ..definitions import Procedure
from ..logic.clock import Colour, colour
from ..models import FAR, Case, Exclusion, Stage, State, Step, StepQuerySet

ORDERS = {"due": "due_on", "arrived": "opened_on", "case": "case_id"}
BY_DUE = Ask(sort="due")
_SHOWN = (
    "pk", "case_id", "case__subject", "case__applicant", "case__state",
    "desk_id", "holder", "opened_on", "due_on", "warn_on",
)  # fmt: skip
COLOURS = {
    Colour.RED: _("已超期"),
    Colour.YELLOW: _("将到期"),
    Colour.GREEN: _("未到期"),
    Colour.GREY: _("不计时"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of one's to-do list: of a colour, a kind of matter, a stage; in one's hands, nobody's; with words."""

    colour: str = ""
    procedure: str = ""
    stage: str = ""
    unit: str = ""
    hands: str = ""  # mine, free
    text: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the to-do list."""

    step: int
    case: int
    subject: str
    applicant: str
    procedure: str
    procedure_title: str
    stage: str
    stage_title: str
    state_title: str
    unit: str
    holder: str
    is_mine: bool
    opened_on: date
    due_on: date | None
    colour: str
    colour_title: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait, by colour and by hands; each is as long as the list it names."""

    total: int
    red: int
    yellow: int
    green: int
    grey: int
    mine: int
    free: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader works now: the desks they sit at and may work at; for whom they stand in."""

    desks: Mapping[int, tuple[str, str, str]]  # by number: the matter, the stage, the unit
    people: tuple[str, ...]
    titles: Mapping[str, str]


def place_of(*, at: datetime, reader: Actor) -> Place:
    """Asked once for a page: three queries, which its list, its counts and its filters share."""
    desks = {
        desk: (procedure, stage, unit)
        for desk, procedure, stage, unit in _seats(account=reader.id, at=at)
        if decision.may(reader, policy.AT[stage], unit=unit)
    }
    titles = {each.key: each.title for each in catalogue.all_in_force(Procedure, on=timezone.localdate(at))}
    return Place(desks, tuple(policy.stands_for(reader, at)), titles)


_seats = Compiled(
    lambda account, at: policy.seats_of(account, at).values_list(
        "desk", "desk__procedure", "desk__stage", "desk__unit"
    ),
    account=str,
    at=datetime,
)


def todo(
    wanted: Wanted = Wanted(),
    ask: Ask = BY_DUE,
    *,
    place: Place | None = None,
    total: int | None = None,
    at: datetime,
    reader: Actor,
) -> Found:
    """A page of the reader's list, the most pressing first unless asked otherwise; ``total`` if it was counted."""
    place = place or place_of(at=at, reader=reader)
    found = _asked(wanted, place, reader, at).values_list(*_SHOWN)
    return find(found, ask, orders=ORDERS, view=_viewing(place, reader, at), total=total)


def all_todo(wanted: Wanted = Wanted(), ask: Ask = BY_DUE, *, at: datetime, reader: Actor) -> Iterator[Waiting]:
    """The whole of it, by and by."""
    place = place_of(at=at, reader=reader)
    found = _asked(wanted, place, reader, at).values_list(*_SHOWN)
    return every(found, ask, orders=ORDERS, view=_viewing(place, reader, at))


def choices(place: Place, *, reader: Actor) -> dict[str, dict[str, str]]:
    """What the filters offer: only what is at the reader's own desks."""
    units = parties.unit_titles(reader=reader)
    kinds, stages, places = (
        (sorted(set(each)) for each in zip(*place.desks.values(), strict=True)) if place.desks else ((), (), ())
    )
    return {
        "colour": {str(key): str(title) for key, title in COLOURS.items()},
        "procedure": {key: place.titles.get(key, key) for key in kinds},
        "stage": {key: str(title) for key, title in Stage.choices if key in stages},
        "unit": {key: units.get(key, key) for key in places},
        "hands": {"mine": str(_("我经手的")), "free": str(_("没有人经手的"))},
    }


def counts(wanted: Wanted = Wanted(), *, place: Place | None = None, at: datetime, reader: Actor) -> Counts:
    """How many the list has, in one query beside those for the place; it reads an index and no row."""
    day = timezone.localdate(at)
    place = place or place_of(at=at, reader=reader)
    found = _asked(wanted, place, reader, at).aggregate(
        total=Count("pk"),
        red=Count("pk", filter=_of_colour(Colour.RED, day)),
        yellow=Count("pk", filter=_of_colour(Colour.YELLOW, day)),
        green=Count("pk", filter=_of_colour(Colour.GREEN, day)),
        grey=Count("pk", filter=_of_colour(Colour.GREY, day)),
        mine=Count("pk", filter=Q(holder__in=place.people)),
        free=Count("pk", filter=Q(holder="")),
    )
    return Counts(**found)


def _asked(wanted: Wanted, place: Place, reader: Actor, at: datetime) -> StepQuerySet:
    """What is open at these desks, narrowed, without the reader's own cases and those they keep away from."""
    asked = {"procedure": wanted.procedure, "stage": wanted.stage, "unit": wanted.unit}
    desks = [
        desk
        for desk, of in place.desks.items()
        if all(not each or each == has for each, has in zip(asked.values(), of, strict=True))
    ]
    rows = Step.objects.open().filter(desk__in=sorted(desks))
    for theirs in _own_cases(reader):
        rows = rows.exclude(case__in=theirs)
    return _narrowed(rows, wanted, place, timezone.localdate(at), reader)


def _own_cases(reader: Actor) -> Iterator[QuerySet]:
    """Few, each found by an index: so that a long list is not compared case by case."""
    yield Case.objects.filter(opened_by=reader.id).exclude(agent_mandate="").values("pk")
    yield Exclusion.objects.filter(account=reader.id).values("case")
    if reader.owns:
        yield Case.objects.filter(applicant__in=sorted(reader.owns)).values("pk")


def _narrowed(rows: StepQuerySet, wanted: Wanted, place: Place, day: date, reader: Actor) -> StepQuerySet:
    if wanted.colour:
        rows = rows.filter(_of_colour(wanted.colour, day))
    if wanted.hands:
        rows = rows.filter(holder__in=place.people) if wanted.hands == "mine" else rows.filter(holder="")
    if wanted.text:
        number = wanted.text if wanted.text.isascii() and wanted.text.isdecimal() and len(wanted.text) < 18 else None
        called = parties.parties_called(wanted.text, reader=reader)
        rows = rows.filter(Q(case__subject__icontains=wanted.text) | Q(case=number) | Q(case__applicant__in=called))
    return rows


def _of_colour(wanted: str, day: date) -> Q:
    """The rows of a colour, as ``logic.clock.colour`` says of each."""
    return {
        Colour.RED: Q(due_on__lt=day),
        Colour.YELLOW: Q(due_on__gte=day, due_on__lt=FAR, warn_on__lte=day),
        Colour.GREEN: Q(due_on__gte=day, due_on__lt=FAR, warn_on__gt=day),
        Colour.GREY: Q(due_on=FAR),
    }.get(Colour(wanted) if wanted in set(Colour) else Colour.GREY, Q())


def _viewing(place: Place, reader: Actor, at: datetime) -> Callable[[tuple[Any, ...]], Waiting]:
    day = timezone.localdate(at)
    stages = {key: str(title) for key, title in Stage.choices}
    states = {key: str(title) for key, title in State.choices}
    colours = {key: str(title) for key, title in COLOURS.items()}

    def view(row: tuple[Any, ...]) -> Waiting:
        step, case, subject, applicant, state, desk, holder, opened_on, due_on, warn_on = row
        procedure, stage, unit = place.desks[desk]
        due = None if due_on == FAR else due_on
        found = colour(day, due, warn_on)
        return Waiting(
            step=step,
            case=case,
            subject=subject,
            applicant=applicant,
            procedure=procedure,
            procedure_title=place.titles.get(procedure, procedure),
            stage=stage,
            stage_title=stages[stage],
            state_title=states[state],
            unit=unit,
            holder=holder,
            is_mine=holder == reader.id,
            opened_on=opened_on,
            due_on=due,
            colour=found,
            colour_title=colours[found],
        )

    return view
