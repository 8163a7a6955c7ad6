"""The one to-do list: what waits at the desks where the reader sits, or stands in for somebody who does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yunjian.kernel import catalogue
from yunjian.kernel import policy as decision
from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found, every, find

from .. import policy
from ..definitions import Procedure
from ..logic.clock import Colour, colour
from ..models import FAR, Stage, State, Step, StepQuerySet

ORDERS = {"due": "due_on", "arrived": "opened_on", "case": "case_id"}
BY_DUE = Ask(sort="due")
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


def todo(
    wanted: Wanted = Wanted(), ask: Ask = BY_DUE, *, total: int | None = None, at: datetime, reader: Actor
) -> Found:
    """A page of the reader's list, the most pressing first unless asked otherwise; ``total`` if it was counted."""
    found = _asked(wanted, reader, at)
    return find(found, ask, orders=ORDERS, view=_viewing(reader, at), total=total)


def all_todo(wanted: Wanted = Wanted(), ask: Ask = BY_DUE, *, at: datetime, reader: Actor) -> Iterator["Waiting"]:
    """The whole of it, by and by."""
    return every(_asked(wanted, reader, at), ask, orders=ORDERS, view=_viewing(reader, at))


def choices(*, at: datetime, reader: Actor) -> dict[str, dict[str, str]]:
    """What the filters offer: only what is at the reader's own desks."""
    seats = policy.seats_of(reader, at).values_list("desk__procedure", "desk__stage", "desk__unit")
    titles, units = _titles(at), parties.unit_titles(reader=reader)
    kinds, stages, places = (sorted(set(each)) for each in zip(*seats, strict=True)) if seats else ((), (), ())
    return {
        "colour": {str(key): str(title) for key, title in COLOURS.items()},
        "procedure": {key: titles.get(key, key) for key in kinds},
        "stage": {key: str(title) for key, title in Stage.choices if key in stages},
        "unit": {key: units.get(key, key) for key in places},
        "hands": {"mine": str(_("我经手的")), "free": str(_("没有人经手的"))},
    }


def counts(wanted: Wanted = Wanted(), *, at: datetime, reader: Actor) -> Counts:
    """How many the list has, in one query beside that for the desks."""
    day = timezone.localdate(at)
    me = policy.stands_for(reader, at)
    found = _asked(wanted, reader, at, me).aggregate(
        total=Count("pk"),
        red=Count("pk", filter=_of_colour(Colour.RED, day)),
        yellow=Count("pk", filter=_of_colour(Colour.YELLOW, day)),
        green=Count("pk", filter=_of_colour(Colour.GREEN, day)),
        grey=Count("pk", filter=_of_colour(Colour.GREY, day)),
        mine=Count("pk", filter=Q(holder__in=me)),
        free=Count("pk", filter=Q(holder="")),
    )
    return Counts(**found)


def _asked(wanted: Wanted, reader: Actor, at: datetime, me: list[str] | None = None) -> StepQuerySet:
    me = me or policy.stands_for(reader, at)
    return _narrowed(_mine(reader, at), wanted, me, timezone.localdate(at), reader).select_related("case", "desk")


def _mine(reader: Actor, at: datetime) -> StepQuerySet:
    """What is open at these people's desks where the reader's roles allow the work, without their own cases."""
    seats = policy.seats_of(reader, at).values_list("desk", "desk__stage", "desk__unit")
    desks = [desk for desk, stage, unit in seats if decision.may(reader, policy.AT[stage], unit=unit)]
    rows = Step.objects.open().filter(desk__in=sorted(set(desks)))
    if reader.owns:
        rows = rows.exclude(case__applicant__in=sorted(reader.owns))
    own = Q(case__opened_by=reader.id) & ~Q(case__agent_mandate="")
    return rows.exclude(own).exclude(case__exclusions__account=reader.id)


def _narrowed(rows: StepQuerySet, wanted: Wanted, me: list[str], day: date, reader: Actor) -> StepQuerySet:
    if wanted.colour:
        rows = rows.filter(_of_colour(wanted.colour, day))
    if wanted.procedure:
        rows = rows.filter(desk__procedure=wanted.procedure)
    if wanted.stage:
        rows = rows.filter(desk__stage=wanted.stage)
    if wanted.unit:
        rows = rows.filter(desk__unit=wanted.unit)
    if wanted.hands:
        rows = rows.filter(holder__in=me) if wanted.hands == "mine" else rows.filter(holder="")
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


def _titles(at: datetime) -> dict[str, str]:
    return {each.key: each.title for each in catalogue.all_in_force(Procedure, on=timezone.localdate(at))}


def _viewing(reader: Actor, at: datetime) -> Callable[[Step], Waiting]:
    day, titles = timezone.localdate(at), _titles(at)

    def view(row: Step) -> Waiting:
        due = None if row.due_on == FAR else row.due_on
        found = colour(day, due, row.warn_on)
        return Waiting(
            step=row.pk,
            case=row.case_id,
            subject=row.case.subject,
            applicant=row.case.applicant,
            procedure=row.desk.procedure,
            procedure_title=titles.get(row.desk.procedure, row.desk.procedure),
            stage=row.desk.stage,
            stage_title=str(Stage(row.desk.stage).label),
            state_title=str(State(row.case.state).label),
            unit=row.desk.unit_id,
            holder=row.holder,
            is_mine=row.holder == reader.id,
            opened_on=row.opened_on,
            due_on=due,
            colour=found,
            colour_title=str(COLOURS[found]),
        )

    return view
