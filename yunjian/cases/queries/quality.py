"""Quality inspection: the cases that meet a rule, the draws with all one needs to recompute them, what was found."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from yunjian.kernel import policy as decision
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found, find

from .. import policy
from ..logic import draw as rule
from ..models import Case, CorrectionNotice, Draw, Inspection, Review, State, Why

LATEST = Ask(sort="case", descending=True, size=50)


@dataclass(frozen=True, slots=True)
class DrawView:
    """A draw as everybody may see it: the list, where the numbers come from, and how each was drawn."""

    id: int
    unit: str
    unit_title: str
    since: date
    until: date
    pool: tuple[int, ...]
    wanted: int
    source: str
    announced_at: datetime
    seed: str
    drawn_at: datetime | None
    picks: tuple[tuple[rule.Pick, int], ...]  # and the case


@dataclass(frozen=True, slots=True)
class InspectionView:
    """A case looked at again."""

    id: int
    case: int
    unit_title: str
    why: str
    why_title: str
    state: str
    state_title: str
    opened_at: datetime
    finding: str
    found_at: datetime | None
    answer: str
    answered_at: datetime | None
    inspects: bool  # the reader may say what was found
    answers: bool  # the reader may answer for the office


def meeting(cases: QuerySet[Case]) -> dict[str, list[int]]:
    """The cases that meet each rule."""
    against = Exists(Review.objects.filter(step__case=OuterRef("pk"), favourable=False))
    corrected = Exists(CorrectionNotice.objects.filter(case=OuterRef("pk")))
    rules: dict[str, Q | Exists] = {
        Why.LATE: Q(decided_late=True),
        Why.SILENCE: Q(by_silence=True),
        Why.AGAINST_OPINION: Q(against, granted=True),
        Why.NO_MATERIALS: Q(granted=True, materials=[]),
        Why.CORRECTED_THEN_REFUSED: Q(corrected, state=State.NOT_ACCEPTED),
    }
    return {why: list(cases.filter(met).order_by("pk").values_list("pk", flat=True)) for why, met in rules.items()}


def draws(*, reader: Actor) -> tuple[DrawView, ...]:
    """The latest draws; everybody may know them."""
    titles = parties.unit_titles(reader=reader)
    return tuple(_draw(row, titles) for row in Draw.objects.order_by("-pk")[:100])


def draw(draw_id: int, *, reader: Actor) -> DrawView:
    """One draw, to be recomputed by whoever likes to."""
    row = Draw.objects.filter(pk=draw_id).first()
    if row is None:
        raise NotFound()
    return _draw(row, parties.unit_titles(reader=reader))


def inspections(state: str = "", ask: Ask = LATEST, *, reader: Actor) -> Found:
    """What is or was looked at again, for inspectors and for those who answer for the unit."""
    rows = Inspection.objects.filter(_seen(reader)).select_related("case")
    rows = rows.filter(state=state) if state else rows
    return find(rows, ask, orders={"case": "case", "opened": "opened_at"}, view=_viewing(reader))


def inspection(inspection_id: int, *, reader: Actor) -> InspectionView:
    row = Inspection.objects.filter(_seen(reader), pk=inspection_id).select_related("case").first()
    if row is None:
        raise NotFound()
    return _viewing(reader)(row)


def _seen(reader: Actor) -> Q:
    found = Q(pk__in=())
    for act in (policy.INSPECT, policy.LEAD):
        units = decision.units(reader, act)
        found |= Q() if units is None else Q(case__unit__in=sorted(units))
        if units is None:
            return Q()
    if not decision.may_somewhere(reader, policy.INSPECT) and not policy.leads(reader):
        raise Forbidden()
    return found


def _viewing(reader: Actor) -> Callable[[Inspection], InspectionView]:
    titles = parties.unit_titles(reader=reader)

    def view(row: Inspection) -> InspectionView:
        unit = row.case.unit_id
        return InspectionView(
            row.pk, row.case_id, titles.get(unit, unit), row.why, str(Why(row.why).label), row.state,
            str(Inspection.State(row.state).label), row.opened_at, row.finding, row.found_at, row.answer,
            row.answered_at,
            row.state == Inspection.State.OPEN and decision.may(reader, policy.INSPECT, unit=unit),
            row.state == Inspection.State.FOUND and decision.may(reader, policy.LEAD, unit=unit),
        )  # fmt: skip

    return view


def _draw(row: Draw, titles: dict[str, str]) -> DrawView:
    found = rule.picks(row.seed, len(row.pool), row.wanted) if row.seed else ()
    return DrawView(
        row.pk, row.unit_id, titles.get(row.unit_id, row.unit_id), row.since, row.until, tuple(row.pool), row.wanted,
        row.source, row.announced_at, row.seed, row.drawn_at,
        tuple((each, row.pool[each.place - 1]) for each in found),
    )  # fmt: skip
