"""What the clock jobs ask: where time has come to decide, or to say something; whose seats end."""

from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor

from .. import policy
from ..definitions import Procedure
from ..models import FAR, Case, Seat, State, Step, Told

_AT_ONCE = 5_000


def unanswered(*, reader: Actor, at: datetime) -> tuple[int, ...]:
    """Received, and the days to answer are over."""
    policy.require_platform(reader)
    return _first(_late((State.RECEIVED,), at))


def undecided(*, reader: Actor, at: datetime) -> tuple[int, ...]:
    """Accepted or under review past the last day, of a matter whose law takes silence for a yes."""
    policy.require_platform(reader)
    rows = _late((State.ACCEPTED, State.REVIEWING, State.EXTENDED), at)
    begun_under = rows.order_by().values_list("procedure", "edition").distinct()
    wanted = Q(pk__in=())
    for key, edition in begun_under:
        if catalogue.edition(Procedure, key, edition).silence == "approved":
            wanted |= Q(procedure=key, edition=edition)
    return _first(rows.filter(wanted))


def _late(states: tuple[State, ...], at: datetime) -> QuerySet[Case]:
    return Case.objects.filter(state__in=states, due_on__lt=timezone.localdate(at)).order_by("due_on", "pk")


def _first(rows: QuerySet[Case]) -> tuple[int, ...]:
    return tuple(rows.values_list("pk", flat=True)[:_AT_ONCE])


def deadlines_to_tell(*, reader: Actor, at: datetime) -> tuple[int, ...]:
    """Open steps in their days of warning or past their last day, of which that was not said yet."""
    policy.require_platform(reader)
    day = timezone.localdate(at)
    near = Q(warn_on__lte=day, due_on__gte=day, told="")
    past = Q(due_on__lt=day) & ~Q(told=Told.OVER)
    rows = Step.objects.open().filter(near | past).exclude(due_on=FAR).order_by(F("due_on"), "pk")
    return tuple(rows.values_list("pk", flat=True)[:_AT_ONCE])


def units_seated_at(account: str, *, reader: Actor) -> tuple[str, ...]:
    """The units at whose desks somebody sits."""
    policy.require_platform(reader)
    rows = Seat.objects.filter(account=account, ends_at__isnull=True).order_by("desk__unit")
    return tuple(rows.values_list("desk__unit", flat=True).distinct())
