"""How organisations use certificates: by day for the watch, by month for the statistics; both counted from the list."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import ExtractHour
from django.utils import timezone

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound

from .. import policy
from ..logic import disclosure
from ..models import Asking, UnusualUse
from .scenarios import scenario_titles

WEEKS = 4


@dataclass(frozen=True, slots=True)
class Counted:
    """How often an organisation asked under a scenario in a month, and what became of it."""

    scenario: str
    title: str
    organisation: int
    name: str
    asked: int
    consented: int
    fetched: int
    refused: int
    lapsed: int
    withdrawn: int
    unknown: int


@dataclass(frozen=True, slots=True)
class UnusualView:
    """Something unusual that was found, and what was made of it."""

    id: int
    organisation: int
    name: str
    scenario: str
    title: str
    day: date
    kind_title: str
    measured: int
    usual: int
    suspended: bool
    settled_at: datetime | None
    words: str


def lapsed(at: datetime) -> Q:
    """Nobody answered in time."""
    return Q(state="OPEN", expires_at__lte=at)


def within(month: date) -> Q:
    """Asked in the month, by the district's clock."""
    start = month.replace(day=1)
    end = (start + timedelta(days=32)).replace(day=1)
    return Q(asked_at__gte=_midnight(start), asked_at__lt=_midnight(end))


def statistics(month: date, *, reader: Actor, at: datetime) -> tuple[Counted, ...]:
    """The month by scenario and organisation, most asked first."""
    policy.require_watcher(reader)
    titles = scenario_titles(at)
    rows = (
        Asking.objects.filter(within(month))
        .order_by()
        .values("scenario", "organisation", name=F("organisation__name"))
        .annotate(
            asked=Count("pk"),
            consented=Count("pk", filter=~Q(consent="")),
            fetched=Count("pk", filter=Q(fetched_at__isnull=False)),
            refused=Count("pk", filter=Q(state="REFUSED")),
            lapsed=Count("pk", filter=lapsed(at)),
            withdrawn=Count("pk", filter=Q(state="WITHDRAWN")),
            unknown=Count("pk", filter=Q(certificate__isnull=True)),
        )
    )
    found = (Counted(title=titles.get(row["scenario"], row["scenario"]), **row) for row in rows)
    return tuple(sorted(found, key=lambda each: (-each.asked, each.scenario, each.organisation)))


def used_on(day: date, *, reader: Actor) -> tuple[tuple[int, str], ...]:
    """Which organisations used which scenarios on the day: what the watch looks at."""
    policy.require_watcher(reader)
    rows = Asking.objects.filter(_on(day)).order_by("organisation", "scenario")
    return tuple(rows.values_list("organisation", "scenario").distinct())


def unusual_uses(*, organisation: int | None = None, reader: Actor, at: datetime) -> tuple[UnusualView, ...]:
    """What was found, what still waits first."""
    policy.require_watcher(reader)
    rows = UnusualUse.objects.select_related("organisation")
    rows = rows.filter(organisation=organisation) if organisation else rows
    titles = scenario_titles(at)
    return tuple(_unusual(row, titles) for row in rows.order_by(F("settled_at").desc(nulls_first=True), "-pk")[:100])


def unusual_use(finding_id: int, *, reader: Actor, at: datetime) -> UnusualView:
    """One of them."""
    policy.require_watcher(reader)
    row = UnusualUse.objects.select_related("organisation").filter(pk=finding_id).first()
    if row is None:
        raise NotFound()
    return _unusual(row, scenario_titles(at))


def _unusual(row: UnusualUse, titles: dict[str, str]) -> UnusualView:
    return UnusualView(
        row.pk, row.organisation_id, row.organisation.name, row.scenario, titles.get(row.scenario, row.scenario),
        row.day, str(row.get_kind_display()), row.measured, row.usual, row.suspended, row.settled_at, row.words,
    )  # fmt: skip


def use_of(organisation: int, scenario: str, day: date) -> disclosure.Use:
    """One organisation's use of a scenario on a day, beside the same weekday of the weeks before."""
    own = Asking.objects.filter(organisation=organisation, scenario=scenario).order_by()
    today = (
        own.filter(_on(day))
        .annotate(hour=ExtractHour("asked_at"))
        .aggregate(
            asked=Count("pk"),
            refused=Count("pk", filter=Q(state="REFUSED")),
            unknown=Count("pk", filter=Q(certificate__isnull=True)),
            night=Count("pk", filter=Q(hour__in=disclosure.NIGHT_HOURS)),
        )
    )
    before = tuple(own.filter(_on(day - timedelta(weeks=week))).count() for week in range(1, WEEKS + 1))
    return disclosure.Use(**today, before=before)


def _on(day: date) -> Q:
    return Q(asked_at__gte=_midnight(day), asked_at__lt=_midnight(day + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())
