"""What leaders count, from the same tables as the lists: how many, where they wait, how many overdue and sent back."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q
from django.utils import timezone

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden

from .. import policy
from ..models import FAR, Case, State, Step


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
    units = policy.units_to_count(reader)
    if units == frozenset():
        raise Forbidden()
    cases, steps = Case.objects.all(), Step.objects.open()
    if units is not None:
        cases, steps = cases.filter(unit__in=sorted(units)), steps.filter(desk__unit__in=sorted(units))
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
    units = policy.units_to_count(reader)
    if units == frozenset():
        raise Forbidden()
    rows = Step.objects.filter(state=Step.State.DONE)
    rows = rows if units is None else rows.filter(desk__unit__in=sorted(units))
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
