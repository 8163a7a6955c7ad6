"""Cases across regions: which regions there are, what was sent where, what came back, and how many of each."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found, every, find

from .. import policy
from ..definitions import Procedure, Region
from ..models import Case, Forwarding

LATEST = Ask(sort="case", descending=True, size=50)
WAITING_ANSWER = "WAITING"  # no answer yet
_ORDERS = {"case": "case", "sent": "sent_on"}


@dataclass(frozen=True, slots=True)
class ForwardingView:
    """One sending between two regions, as a case shows it."""

    direction: str
    direction_title: str
    region: str
    region_title: str
    window: str
    address: str
    phone: str
    means_title: str
    reference: str
    tracking: str
    sent_on: date
    answer: str
    answer_title: str
    answered_on: date | None
    answer_number: str


@dataclass(frozen=True, slots=True)
class AcrossView:
    """A line of the list of cases across regions."""

    case: int
    procedure_title: str
    unit_title: str
    direction_title: str
    region_title: str
    means_title: str
    reference: str
    tracking: str
    sent_on: date
    due_on: date | None
    answer: str
    answer_title: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class RegionFigure:
    """How many were sent to and came from a region, and how many of them have no answer yet."""

    region: str
    region_title: str
    out: int
    out_waiting: int
    taken_in: int
    taken_in_waiting: int


@dataclass(frozen=True, slots=True)
class AcrossWanted:
    """Which of them: every part may be empty."""

    text: str = ""
    direction: str = ""
    region: str = ""
    answer: str = ""


def region_titles(*, at: datetime, reader: Actor) -> dict[str, str]:
    """What the regions are called there is an agreement with; everybody may know them."""
    return {each.key: each.title for each in catalogue.all_in_force(Region, on=timezone.localdate(at))}


def regions_that_take_in(procedure: str, *, at: datetime, reader: Actor) -> tuple[Region, ...]:
    """Those whose windows take this matter in for us."""
    known = catalogue.all_in_force(Region, on=timezone.localdate(at))
    return tuple(each for each in known if procedure in each.takes_in)


def across_regions(
    narrowed: AcrossWanted, ask: Ask = LATEST, *, titles: Mapping[str, str], at: datetime, reader: Actor
) -> Found:
    """What was sent on and taken in elsewhere, at the units where the reader works on cases."""
    return find(_narrowed(narrowed, reader), ask, orders=_ORDERS, view=_Viewing(titles, at, reader).line)


def all_across_regions(
    narrowed: AcrossWanted, ask: Ask = LATEST, *, titles: Mapping[str, str], at: datetime, reader: Actor
) -> Iterator[AcrossView]:
    """The same without pages."""
    return every(_narrowed(narrowed, reader), ask, orders=_ORDERS, view=_Viewing(titles, at, reader).line)


def region_figures(*, titles: Mapping[str, str], reader: Actor) -> tuple[RegionFigure, ...]:
    """By region, counted from the rows of the list."""
    out, waits = Q(direction=Forwarding.Direction.OUT), Q(answered_on__isnull=True)
    rows = _seen(reader).order_by("region").values("region").annotate(
        out=Count("pk", filter=out), out_waiting=Count("pk", filter=out & waits),
        taken_in=Count("pk", filter=~out), taken_in_waiting=Count("pk", filter=~out & waits),
    )  # fmt: skip
    return tuple(RegionFigure(region_title=titles.get(row["region"], row["region"]), **row) for row in rows)


def forwardings_of(case: Case, on: date) -> tuple[ForwardingView, ...]:
    """For the views of a case that its reader sees."""
    rows = case.forwardings.all()
    if not rows:
        return ()
    found = {each.key: each for each in catalogue.all_in_force(Region, on=on)}
    return tuple(_of_case(row, found.get(row.region)) for row in rows)


def _of_case(row: Forwarding, region: Region | None) -> ForwardingView:
    return ForwardingView(
        row.direction, str(Forwarding.Direction(row.direction).label), row.region,
        region.title if region else row.region, region.window if region else "", region.address if region else "",
        region.phone if region else "", str(Forwarding.Means(row.means).label), row.reference, row.tracking,
        row.sent_on, row.answer, _answer(row), row.answered_on, row.answer_number,
    )  # fmt: skip


def _answer(row: Forwarding) -> str:
    return str(Forwarding.Answer(row.answer).label) if row.answer else ""


def _narrowed(narrowed: AcrossWanted, reader: Actor) -> QuerySet[Forwarding]:
    rows = _seen(reader).select_related("case")
    text = narrowed.text
    if text:
        named = Q(reference__icontains=text) | Q(tracking__icontains=text)
        is_number = text.isascii() and text.isdecimal() and len(text) < 18
        rows = rows.filter(named | Q(case=int(text)) if is_number else named)
    if narrowed.direction:
        rows = rows.filter(direction=narrowed.direction)
    if narrowed.region:
        rows = rows.filter(region=narrowed.region)
    if narrowed.answer == WAITING_ANSWER:
        return rows.filter(answered_on__isnull=True)
    return rows.filter(answer=narrowed.answer) if narrowed.answer else rows


def _seen(reader: Actor) -> QuerySet[Forwarding]:
    policy.require_staff(reader)
    units: Collection[str] | None = policy.units_worked_at(reader)
    rows = Forwarding.objects.all()
    return rows if units is None else rows.filter(unit__in=sorted(units))


class _Viewing:
    """What regions, matters and units are called, read once for all lines."""

    def __init__(self, regions: Mapping[str, str], at: datetime, reader: Actor):
        self.regions = regions
        self.matters = {each.key: each.title for each in catalogue.all_in_force(Procedure, on=timezone.localdate(at))}
        self.units = parties.unit_titles(reader=reader)

    def line(self, row: Forwarding) -> AcrossView:
        return AcrossView(
            row.case_id, self.matters.get(row.case.procedure, row.case.procedure),
            self.units.get(row.unit, row.unit), str(Forwarding.Direction(row.direction).label),
            self.regions.get(row.region, row.region), str(Forwarding.Means(row.means).label), row.reference,
            row.tracking, row.sent_on, row.case.due_on if row.answered_on is None else None, row.answer,
            _answer(row), row.answered_on,
        )  # fmt: skip
