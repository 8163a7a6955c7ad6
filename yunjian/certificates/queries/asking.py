"""Who asked whom for what: for the organisation, for the holder, for who watches over both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.ui.listing import Ask, Found, every, find

from .. import policy
from ..definitions import Scenario
from ..logic.disclosure import FETCH_WITHIN
from ..models import Asking, AskingState, OwnState
from .scenarios import ScenarioView, field_titles, scenario_titles, scenario_view
from .use import lapsed, within
from .views import Shown, certificate_view, titled, type_of

PENDING, READY, FETCHED, WITHDRAWN, NO_ANSWER = "PENDING", "READY", "FETCHED", "WITHDRAWN", "NO_ANSWER"
OWN_ORDERS = {"open": "is_over"}
ORDERS = {"asked_at": "pk", "organisation": "organisation__name", "scenario": "scenario"}


@dataclass(frozen=True, slots=True)
class Told:
    """What an organisation is told of its asking: the same for unknown, refused and expired."""

    id: str
    scenario: str
    reference: str
    state: str
    asked_at: datetime
    expires_at: datetime
    delete: bool


@dataclass(frozen=True, slots=True)
class OwnAsking:
    """An asking as its holder sees it in a list."""

    id: int
    organisation: str
    scenario: str
    title: str
    state: str
    state_title: str
    is_open: bool
    asked_at: datetime
    expires_at: datetime
    kept_until: date | None


@dataclass(frozen=True, slots=True)
class OwnAskingView:
    """One asking as its holder sees it: who, why, which fields with their masked values, how long kept."""

    row: OwnAsking
    scenario: ScenarioView
    token: str
    credit_code: str
    certificate: int | None
    certificate_title: str
    required: tuple[Shown, ...]
    optional: tuple[Shown, ...]
    travelled: tuple[str, ...]
    has_certificate: bool
    may_consent: bool
    decided_at: datetime | None
    fetched_at: datetime | None
    withdrawn_at: datetime | None
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class AskingRow:
    """An asking as who watches sees it: nothing of the holder."""

    id: int
    token: str
    organisation: int
    name: str
    scenario: str
    title: str
    reference: str
    state_title: str
    asked_at: datetime
    fields: int


def told(token: str, *, reader: Actor, at: datetime) -> Told:
    """What has become of an asking, for the organisation that asked."""
    row = asking_of_organisation(token, reader)
    return Told(
        row.token, row.scenario, row.reference, _told(row, at), row.asked_at, row.expires_at,
        row.state == AskingState.WITHDRAWN and row.fetched_at is not None,
    )  # fmt: skip


def _told(row: Asking, at: datetime) -> str:
    if row.state in (FETCHED, WITHDRAWN):
        return str(row.state)
    if row.state == AskingState.CONSENTED and row.decided_at is not None and at < row.decided_at + FETCH_WITHIN:
        return READY
    return PENDING if at < row.expires_at and row.state != AskingState.CONSENTED else NO_ANSWER


def own_askings(ask: Ask, *, reader: Actor, at: datetime) -> Found:
    """Who asked the reader, or those the reader answers for: open ones first, then the newest."""
    rows = _own_rows(reader).annotate(
        is_over=Case(When(state=AskingState.OPEN, expires_at__gt=at, then=Value(0)), default=Value(1)),
        newest=Value(0) - F("pk"),
    )
    if state := ask.get("state"):
        rows = rows.filter(_own_state(state, at))
    if certificate := ask.get("certificate"):
        rows = rows.filter(certificate=int(certificate))
    titles = scenario_titles(at)
    return find(rows, ask, orders=OWN_ORDERS, tie_break="newest", view=lambda row: _own(row, titles, at))


def own_open_askings(*, certificate: int | None = None, reader: Actor, at: datetime) -> int:
    """How many wait for the reader's answer."""
    rows = _own_rows(reader).filter(state=AskingState.OPEN, expires_at__gt=at)
    return (rows.filter(certificate=certificate) if certificate else rows).count()


def own_asking(asking_id: int, *, reader: Actor, at: datetime) -> OwnAskingView:
    """One asking of the reader's; whose it is not, learns nothing of it."""
    row = asking_of_holder(asking_id, reader)
    scenario = catalogue.edition(Scenario, row.scenario, row.edition)
    shown, kind = _shown(row, reader, at)
    view = _own(row, {row.scenario: scenario_view(scenario, kind).title}, at)
    return OwnAskingView(
        row=view,
        scenario=scenario_view(scenario, kind),
        token=row.token,
        credit_code=row.organisation.uscc,
        certificate=row.certificate_id,
        certificate_title=titled(kind) if kind else "",
        required=tuple(shown[name] for name in scenario.required if name in shown),
        optional=tuple(shown[name] for name in scenario.optional if name in shown),
        travelled=tuple(field_titles(kind).get(name, name) for name in row.fields),
        has_certificate=row.certificate is not None,
        may_consent=view.is_open and row.certificate is not None and (scenario.agents or not reader.acting_for),
        decided_at=row.decided_at,
        fetched_at=row.fetched_at,
        withdrawn_at=row.withdrawn_at,
        may_withdraw=row.state in (AskingState.CONSENTED, AskingState.FETCHED),
    )


def asking_data(owner: str, at: datetime) -> tuple[dict[str, object], ...]:
    """The askings of a party as data to take along: who asked, when, why, what travelled, kept until."""
    rows = Asking.objects.filter(holder=owner).select_related("organisation").order_by("pk")
    titles = scenario_titles(at)
    found = []
    for row in rows:
        view = _own(row, titles, at)
        found.append(
            {
                "token": row.token, "organisation": row.organisation.name, "credit_code": row.organisation.uscc,
                "scenario": view.title, "asked_at": row.asked_at, "state": view.state, "state_title": view.state_title,
                "agreed": list(row.fields), "fields": list(row.fields) if row.fetched_at else [],
                "decided_at": row.decided_at, "fetched_at": row.fetched_at, "kept_until": row.kept_until,
                "withdrawn_at": row.withdrawn_at,
            }
        )  # fmt: skip
    return tuple(found)


def askings(ask: Ask, *, reader: Actor, at: datetime) -> Found:
    """Every asking, as asked, for who watches."""
    return find(_asked(ask, reader, at), ask, orders=ORDERS, view=_watching(at))


def exported_askings(ask: Ask, *, reader: Actor, at: datetime) -> Iterator[AskingRow]:
    """The same, all of them."""
    return every(_asked(ask, reader, at), ask, orders=ORDERS, view=_watching(at))


def _asked(ask: Ask, reader: Actor, at: datetime):
    policy.require_watcher(reader)
    rows = Asking.objects.select_related("organisation")
    if text := ask.get("q"):
        rows = rows.filter(Q(organisation__name__icontains=text) | Q(reference=text) | Q(token=text))
    for name in ("organisation", "scenario"):
        if value := ask.get(name):
            rows = rows.filter(**{name: value})
    if month := ask.get("month"):
        rows = rows.filter(within(date.fromisoformat(f"{month}-01")))
    if state := ask.get("state"):
        rows = rows.filter(lapsed(at) if state == "LAPSED" else Q(state=state))
    return rows


def _watching(at: datetime) -> Callable[[Asking], AskingRow]:
    titles = scenario_titles(at)

    def view(row: Asking) -> AskingRow:
        return AskingRow(
            row.pk, row.token, row.organisation_id, row.organisation.name, row.scenario,
            titles.get(row.scenario, row.scenario), row.reference, str(row.get_state_display()), row.asked_at,
            len(row.fields),
        )  # fmt: skip

    return view


def _shown(row: Asking, reader: Actor, at: datetime):
    """The fields of the certificate asked for, masked, and its type."""
    if row.certificate is None:
        return {}, None
    view = certificate_view(row.certificate, full=frozenset(), on=timezone.localdate(at), reader=reader)
    kind = type_of(row.certificate)
    titles = field_titles(kind)
    every_field = (view.holder_name, view.holder_number, *view.fields)
    return {
        each.name: Shown(each.name, titles.get(each.name, each.title), each.value, each.is_masked)
        for each in every_field
    }, kind


def _own_rows(reader: Actor) -> QuerySet[Asking]:
    owners = policy.answered_for(reader)
    return Asking.objects.filter(holder__in=owners).select_related("organisation")


def _own_state(state: str, at: datetime) -> Q:
    """The rows a holder sees in this state: time makes two that are not stored."""
    waited = Q(decided_at__lte=at - FETCH_WITHIN)
    return {
        "LAPSED": lapsed(at),
        "UNFETCHED": Q(state=AskingState.CONSENTED) & waited,
        "OPEN": Q(state=AskingState.OPEN, expires_at__gt=at),
        "CONSENTED": Q(state=AskingState.CONSENTED) & ~waited,
    }.get(state, Q(state=state))


def _own(row: Asking, titles: dict[str, str], at: datetime) -> OwnAsking:
    state = str(row.state)
    if state == AskingState.OPEN and at >= row.expires_at:
        state = OwnState.LAPSED
    if state == AskingState.CONSENTED and row.decided_at is not None and at >= row.decided_at + FETCH_WITHIN:
        state = OwnState.UNFETCHED
    return OwnAsking(
        row.pk, row.organisation.name, row.scenario, titles.get(row.scenario, row.scenario), str(state),
        str(OwnState(state).label), state == AskingState.OPEN, row.asked_at, row.expires_at, row.kept_until,
    )  # fmt: skip


def asking_of_organisation(token: str, reader: Actor) -> Asking:
    own = Asking.objects.filter(organisation=policy.require_organisation(reader)).select_related("organisation")
    row = own.filter(token=token).first()
    if row is None:
        raise NotFound()
    return row


def asking_of_holder(asking_id: int, reader: Actor) -> Asking:
    row = Asking.objects.select_related("organisation", "certificate").filter(pk=asking_id).first()
    if row is None or not policy.may_answer(reader, row.holder):
        raise NotFound()
    return row
