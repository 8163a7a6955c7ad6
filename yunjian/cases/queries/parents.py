"""One thing of several items: where the whole stands, its tree, one's own, and how many there are."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yunjian.kernel import catalogue
from yunjian.kernel import policy as decision
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.parties import queries as parties

from .. import policy
from ..definitions import Procedure, plan
from ..logic.states import ENDED, MOVES
from ..logic.states import State as Logical
from ..models import Case, ParentCase, State

STANDS = {"DRAFT": _("还没有提交"), "RUNNING": _("在办"), "CLOSED": _("全部办结")}
_OWN = 100


@dataclass(frozen=True, slots=True)
class ChildView:
    """One item of one thing."""

    case: int
    part: str
    subject: str
    procedure_title: str
    unit_title: str
    state: str
    state_title: str
    due_on: date | None
    ended_on: date | None
    granted: bool | None
    wave: int  # from 1: with which others it goes side by side
    waits_for: tuple[str, ...]  # the subjects of those before it that are not over
    open_to_reader: bool


@dataclass(frozen=True, slots=True)
class ParentView:
    """One thing as its reader may see it."""

    id: int
    theme: str
    edition: date | None
    subject: str
    unit: str
    unit_title: str
    inside: bool
    state: str
    state_title: str
    opened_at: datetime
    submitted_at: datetime | None
    closed_at: datetime | None
    ended: int
    children: tuple[ChildView, ...]  # wave by wave
    offers: tuple[str, ...]  # submit, withdraw: what the reader may do with the whole


@dataclass(frozen=True, slots=True)
class OwnParent:
    """A line of the applicant's list."""

    id: int
    subject: str
    state_title: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class ResultView:
    """What came of an item that another one waited for."""

    case: int
    subject: str
    procedure_title: str
    granted: bool | None
    ended_on: date | None
    open_to_reader: bool


@dataclass(frozen=True, slots=True)
class ParentFigure:
    """How many of one thing a leading unit has; their children are counted as cases, never here twice."""

    unit: str
    theme: str
    opened: int
    running: int
    closed: int
    children: int


def parent_view(parent_id: int, *, at: datetime, reader: Actor) -> ParentView:
    """The tree, to its applicant and to who works on one of its cases."""
    parent = ParentCase.objects.filter(pk=parent_id).first()
    if parent is None:
        raise NotFound()
    rows = list(parent.children.all())
    seen = policy.seen_among(reader, rows, at)
    policy.require_sees_parent(reader, parent, seen)
    order = {part: number for number, wave in enumerate(plan.waves(parent.plan), 1) for part in wave}
    titles, units = _titles(at), parties.unit_titles(reader=reader)
    by_part = {row.part: row for row in rows}
    children = [_child(row, by_part, parent, order[row.part], titles, units, row.pk in seen) for row in rows]
    stands = _stands(parent)
    return ParentView(
        parent.pk, parent.theme, parent.edition, parent.subject, parent.unit_id,
        units.get(parent.unit_id, parent.unit_id), not decision.may(reader, policy.HAND_IN, owner=parent.applicant),
        stands, str(STANDS[stands]), parent.opened_at, parent.submitted_at, parent.closed_at,
        sum(Logical(row.state) in ENDED for row in rows),
        tuple(sorted(children, key=lambda each: (each.wave, each.case))),
        _offers(parent, rows, at, reader),
    )  # fmt: skip


def own_parents(*, reader: Actor) -> tuple[OwnParent, ...]:
    """What the reader applied for as one thing, or stands for who did; the newest first."""
    owners = [each for each in sorted(reader.owns) if decision.may(reader, policy.HAND_IN, owner=each)]
    rows = ParentCase.objects.filter(applicant__in=owners).order_by("-pk")[:_OWN]
    return tuple(OwnParent(row.pk, row.subject, str(STANDS[_stands(row)]), row.opened_at) for row in rows)


def results_for(case: Case, *, at: datetime, reader: Actor) -> tuple[ResultView, ...]:
    """What came of the items this one waited for: who works on it sees their result, not their whole record."""
    if case.parent is None:
        return ()
    rows = list(case.parent.children.filter(part__in=case.parent.plan[case.part]))
    seen, titles = policy.seen_among(reader, rows, at), _titles(at)
    return tuple(
        ResultView(
            row.pk, row.subject, titles.get(row.procedure, row.procedure), row.granted, row.ended_on, row.pk in seen
        )
        for row in rows
    )


def parent_figures(*, reader: Actor) -> tuple[ParentFigure, ...]:
    """By leading unit and theme, for the units whose figures the reader sees."""
    units = policy.units_to_count(reader)
    if units == frozenset():
        raise Forbidden()
    rows = ParentCase.objects.all() if units is None else ParentCase.objects.filter(unit__in=sorted(units))
    found = (
        rows.values("theme", place=F("unit"))
        .annotate(
            opened=Count("pk", distinct=True),
            running=Count("pk", distinct=True, filter=Q(submitted_at__isnull=False, closed_at__isnull=True)),
            closed=Count("pk", distinct=True, filter=Q(closed_at__isnull=False)),
            cases=Count("children"),
        )
        .order_by("place", "theme")
    )
    return tuple(
        ParentFigure(row["place"], row["theme"], row["opened"], row["running"], row["closed"], row["cases"])
        for row in found
    )


def _child(
    row: Case, by_part: dict[str, Case], parent: ParentCase, wave: int, titles: dict[str, str], units: dict[str, str],
    seen: bool,
) -> ChildView:  # fmt: skip
    before = [by_part[each] for each in parent.plan[row.part]]
    waits = row.state == State.DRAFT
    return ChildView(
        row.pk, row.part, row.subject, titles.get(row.procedure, row.procedure), units.get(row.unit_id, row.unit_id),
        row.state, str(State(row.state).label), row.due_on, row.ended_on, row.granted, wave,
        tuple(each.subject for each in before if waits and Logical(each.state) not in ENDED), seen,
    )  # fmt: skip


def _stands(parent: ParentCase) -> str:
    if parent.closed_at is not None:
        return "CLOSED"
    return "DRAFT" if parent.submitted_at is None else "RUNNING"


def _offers(parent: ParentCase, rows: list[Case], at: datetime, reader: Actor) -> tuple[str, ...]:
    try:
        policy.require_may_open(reader, parent.applicant, parent.unit_id, parent.procedure, at)
    except Forbidden:
        return ()
    able = any(Logical(row.state) in MOVES["withdraw"].sources for row in rows)
    return (*(("submit",) if _stands(parent) == "DRAFT" else ()), *(("withdraw",) if able else ()))


def _titles(at: datetime) -> dict[str, str]:
    return {each.key: each.title for each in catalogue.all_in_force(Procedure, on=timezone.localdate(at))}
