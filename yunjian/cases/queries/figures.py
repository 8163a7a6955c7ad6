"""What leaders count, from the same tables as the lists: how many, where they wait, how many overdue and sent back,
by whom they were taken in and what was missing. Why, by the district's list: ``causes``."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    Avg,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Func,
    Max,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models import (
    Case as Either,
)
from django.utils import timezone

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden

from .. import policy
from ..models import FAR, Case, CorrectionNotice, Seat, Stage, State, Step

MOST_MISSING = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """One kind of matter at one unit."""

    unit: str
    procedure: str
    opened: int
    running: int  # received, not ended
    waiting: int  # steps open at the unit's desks for this matter
    overdue: int  # of these
    returned: int  # sent back before receipt, as they stand now
    corrected: int  # were asked once for what was missing
    extended: int
    granted: int
    refused: int
    not_accepted: int
    withdrawn: int
    terminated: int
    done: int
    done_in_time: int


def figures(*, at: datetime, reader: Actor) -> tuple[Figure, ...]:
    """By unit and kind of matter, for the units the reader leads: two queries, whatever the size."""
    cases = of_units(Case.objects.all(), "unit", reader)
    steps = of_units(Step.objects.open(), "desk__unit", reader)
    counted = {(row["place"], row["procedure"]): row for row in _cases(cases)}
    day = timezone.localdate(at)
    waiting = {
        (row["place"], row["matter"]): row
        for row in steps.values(place=F("desk__unit"), matter=F("desk__procedure")).annotate(
            waiting=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=day) & ~Q(due_on=FAR))
        )
    }
    return tuple(_figure(key, counted.get(key, {}), waiting.get(key, {})) for key in sorted({*counted, *waiting}))


@dataclass(frozen=True, slots=True)
class Time:
    """How long one step took, calendar days from its arrival, over those that were done."""

    unit: str
    procedure: str
    stage: str
    key: str
    done: int
    days: float  # on average
    longest: int
    overdue: int  # done after their last day


def times(*, reader: Actor) -> tuple[Time, ...]:
    """The time by step, at the units whose figures the reader sees."""
    rows = of_units(Step.objects.filter(state=Step.State.DONE), "desk__unit", reader)
    took = ExpressionWrapper(F("done_on") - F("opened_on"), output_field=DurationField())
    found = (
        rows.values("desk__unit", "desk__procedure", "desk__stage", "key")
        .annotate(done=Count("pk"), mean=Avg(took), most=Max(took), late=Count("pk", filter=Q(done_on__gt=F("due_on"))))
        .order_by("desk__unit", "desk__procedure", "desk__stage", "key")
    )
    return tuple(
        Time(
            row["desk__unit"],
            row["desk__procedure"],
            row["desk__stage"],
            row["key"],
            row["done"],
            round(row["mean"].total_seconds() / 86400, 1),
            row["most"].days,
            row["late"],
        )
        for row in found
    )


@dataclass(frozen=True, slots=True)
class Window:
    """Who took cases in at a unit's windows; ``account`` empty: handed in by the applicants themselves."""

    unit: str
    account: str
    opened: int
    returned: int
    corrected: int
    not_accepted: int
    done: int
    done_in_time: int


def windows(*, reader: Actor) -> tuple[Window, ...]:
    """By unit and by who opened the case at the window: as many in all as ``figures`` counts."""
    cases = of_units(Case.objects.all(), "unit", reader)
    who = Either(When(opened_by__in=at_windows(reader), then=F("opened_by")), default=Value(""))
    rows = cases.values(place=F("unit"), who=who).annotate(
        opened=Count("pk"),
        returned=Count("pk", filter=Q(state=State.PRE_RETURNED)),
        corrected=Count("correction"),
        not_accepted=Count("pk", filter=Q(state=State.NOT_ACCEPTED)),
        done=Count("pk", filter=Q(state=State.DONE)),
        done_in_time=Count("pk", filter=Q(state=State.DONE, decided_late=False)),
    )
    counted = [name for name in Window.__dataclass_fields__ if name not in ("unit", "account")]
    found = (Window(row["place"], row["who"], **{name: row[name] for name in counted}) for row in rows)
    return tuple(sorted(found, key=lambda each: (each.unit, each.account)))


def at_windows(reader: Actor) -> list[str]:
    """Who sits or sat at a window of the units whose figures the reader sees."""
    seats = of_units(Seat.objects.filter(desk__stage=Stage.INTAKE), "desk__unit", reader)
    return sorted(set(seats.values_list("account", flat=True)))


@dataclass(frozen=True, slots=True)
class Missing:
    """What applicants had to make good, as it was written in the notices of correction; in how many cases."""

    unit: str
    procedure: str
    missing: str
    cases: int


def missing(*, reader: Actor) -> tuple[Missing, ...]:
    """What was missing most often, at the units whose figures the reader sees."""
    notices = of_units(CorrectionNotice.objects.all(), "case__unit", reader)
    item = Func(F("missing"), function="jsonb_array_elements_text", output_field=TextField(), set_returning=True)
    rows = (
        notices.values(place=F("case__unit"), matter=F("case__procedure"), item=item)
        .annotate(cases=Count("pk", distinct=True))
        .order_by("-cases", "place", "matter", "item")[:MOST_MISSING]
    )
    return tuple(Missing(row["place"], row["matter"], row["item"], row["cases"]) for row in rows)


def of_units(rows: QuerySet, unit: str, reader: Actor) -> QuerySet:
    """Narrowed to the units whose figures the reader sees; Forbidden when there are none."""
    units = policy.units_to_count(reader)
    if units == frozenset():
        raise Forbidden()
    return rows if units is None else rows.filter(**{f"{unit}__in": sorted(units)})


def _cases(cases):
    return cases.values("procedure", place=F("unit")).annotate(
        opened=Count("pk"),
        running=Count("pk", filter=Q(received_on__isnull=False, ended_on__isnull=True)),
        returned=Count("pk", filter=Q(state=State.PRE_RETURNED)),
        corrected=Count("correction"),
        extended=Count("extension"),
        # before the one below, whose name hides the field
        refused=Count("pk", filter=Q(granted=False)),
        granted=Count("pk", filter=Q(granted=True)),
        not_accepted=Count("pk", filter=Q(state=State.NOT_ACCEPTED)),
        withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN)),
        terminated=Count("pk", filter=Q(state=State.TERMINATED)),
        done=Count("pk", filter=Q(state=State.DONE)),
        done_in_time=Count("pk", filter=Q(state=State.DONE, decided_late=False)),
    )


def _figure(key: tuple[str, str], counted: dict, waiting: dict) -> Figure:
    names = [name for name in Figure.__dataclass_fields__ if name not in ("unit", "procedure")]
    return Figure(*key, **{name: counted.get(name, waiting.get(name, 0)) for name in names})
