"""What rules made of applications: of one case, for those who work on it; and counted, for whoever answers for them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM, Actor

from ..definitions import Automation
from ..logic.assisting import Point
from ..models import Application, RuleDecision
from .applications import ApplicationView, view_of
from .filed import application_of_case
from .forms import in_english
from .prereview import judged


@dataclass(frozen=True, slots=True)
class PointView:
    """A condition or review point as the reviewer reads it: what a rule says of it, and why."""

    title: str
    outcome: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a rule made of an application, and whether its applicant wants a person."""

    outcome: str
    outcome_title: str
    decided_at: datetime
    digest: str
    asked_at: datetime | None
    asked_words: str


@dataclass(frozen=True, slots=True)
class RuledCount:
    """Of one automation: granted by rule, left for doubt, drawn, of these refused by a person, asked for a person."""

    automation: str
    granted: int
    doubt: int
    drawn: int
    refused: int
    asked: int


def suggestions(case_id: int, *, at: datetime, reader: Actor) -> tuple[PointView, ...]:
    """The points of a case's item judged on what was handed in; whoever reads them opened the application on record."""
    number = application_of_case(case_id, at=at, reader=reader)
    if number is None:
        return ()
    row = Application.objects.get(pk=number)
    if row.kind != Application.Kind.ITEM:
        return ()
    found, _, _ = judged(view_of(row, at=at, reader=SYSTEM), at=at, reader=reader)
    return tuple(map(_point, found))


def ruled_case(case_id: int, *, at: datetime, reader: Actor) -> Ruled | None:
    """What a rule made of the application of a case, to whoever sees the case."""
    number = application_of_case(case_id, at=at, reader=reader)
    return _ruled(RuleDecision.objects.filter(application=number).first())


def ruled_application(view: ApplicationView, *, reader: Actor) -> Ruled | None:
    """The same to the applicant."""
    del reader  # the view is theirs
    return _ruled(RuleDecision.objects.filter(application=view.id).first())


def may_be_ruled(view: ApplicationView, *, at: datetime, reader: Actor) -> bool:
    """Whether a rule may decide it, so that asking for a person means something."""
    del reader  # what is declared everybody may know
    rules = catalogue.all_in_force(Automation, on=timezone.localdate(at))
    return len(view.items) == 1 and any(each.item == view.key for each in rules)


def ruled_counts(*, reader: Actor) -> tuple[RuledCount, ...]:
    """How many, by automation: for the platform's own command."""
    del reader  # numbers only
    rows = RuleDecision.objects.exclude(automation="").values("automation").order_by("automation")
    counted = rows.annotate(
        granted=Count("pk", filter=Q(outcome="GRANTED")),
        doubt=Count("pk", filter=Q(outcome="DOUBT")),
        drawn=Count("pk", filter=Q(outcome="DRAWN")),
        refused=Count("pk", filter=Q(outcome="DRAWN", application__case__granted=False)),
        asked=Count("pk", filter=Q(asked_at__isnull=False)),
    )
    return tuple(RuledCount(**each) for each in counted)


def _point(each: Point) -> PointView:
    return PointView(
        in_english(each.title, each.title_en), each.outcome, tuple(in_english(zh, en) for zh, en in each.reasons)
    )


def _ruled(row: RuleDecision | None) -> Ruled | None:
    if row is None:
        return None
    title = str(RuleDecision.Outcome(row.outcome).label)
    return Ruled(row.outcome, title, row.decided_at, row.digest, row.asked_at, row.asked_words)
