"""The organisations outside that use certificates, for who looks after them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from yunjian.gateway import queries as gateway
from yunjian.kernel import ledger
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import NotFound
from yunjian.ui.listing import Ask, Found, every, find

from .. import policy
from ..models import Kind, Organisation, OrganisationState
from .scenarios import scenario_titles

MOST_TOLD = 1000
ORDERS = {"name": "name", "registered_at": "pk", "agreed_through": "agreed_before", "review_due": "review_due"}


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation with its agreement; ``through`` is the last day of it."""

    id: int
    name: str
    uscc: str
    kind: str
    kind_title: str
    contact: str
    phone: str
    agreement: str
    start: date
    through: date
    review_due: date
    scenarios: tuple[tuple[str, str], ...]
    state: str
    state_title: str
    reason: str
    registered_by: str
    registered_at: datetime
    decided_at: datetime | None
    is_due: bool
    asked: int


@dataclass(frozen=True, slots=True)
class UserView:
    """An organisation as everybody is told of it: who may ask, under which scenarios, until when."""

    id: int
    name: str
    uscc: str
    kind_title: str
    through: date
    scenarios: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OrganisationStep:
    """One thing that happened to an organisation, as the ledger has it."""

    kind: str
    at: datetime
    actor: str
    position: int | None


def users(*, scenario: str = "", text: str = "", reader: Actor, at: datetime) -> tuple[UserView, ...]:
    """Who may ask today, under an agreement in force: everybody is told."""
    today = timezone.localdate(at)
    rows = Organisation.objects.filter(
        state=OrganisationState.ACTIVE, agreed_from__lte=today, agreed_before__gt=today
    ).order_by("name", "pk")
    rows = rows.filter(scenarios__contains=[scenario]) if scenario else rows
    rows = rows.filter(name__icontains=text) if text else rows
    titles = scenario_titles(at)
    return tuple(
        UserView(
            row.pk, row.name, row.uscc, Kind.titled(row.kind), row.agreed_before - timedelta(days=1),
            tuple((key, titles[key]) for key in row.scenarios if key in titles),
        )
        for row in rows[:MOST_TOLD]
    )  # fmt: skip


def organisation_history(organisation_id: int, *, reader: Actor) -> tuple[OrganisationStep, ...]:
    """What happened to it, oldest first."""
    policy.require_watcher(reader)
    found = ledger.history(f"certificates.organisation:{organisation_id}", reader=SYSTEM)
    return tuple(OrganisationStep(each.kind, each.at, each.actor, each.position) for each in found)


def organisation_keys(organisation_id: int, *, reader: Actor, at: datetime) -> tuple[gateway.KeyView, ...]:
    """Its keys, for who gives and ends them; those in use first."""
    return gateway.outside_keys(f"{policy.ORGANISATION}{organisation_id}", reader=reader, at=at)


def agreements_over(*, reader: Actor, at: datetime) -> tuple[int, ...]:
    """The organisations whose agreement has run out: their keys end."""
    policy.require_watcher(reader)
    rows = Organisation.objects.filter(agreed_before__lte=timezone.localdate(at)).order_by("pk")
    return tuple(rows.exclude(state=OrganisationState.TERMINATED).values_list("pk", flat=True))


def organisations(ask: Ask, *, reader: Actor, at: datetime) -> Found:
    """The organisations, as asked."""
    return find(_asked(ask, reader), ask, orders=ORDERS, view=_viewing(at))


def exported_organisations(ask: Ask, *, reader: Actor, at: datetime) -> Iterator[OrganisationView]:
    """The same, all of them."""
    return every(_asked(ask, reader), ask, orders=ORDERS, view=_viewing(at))


def organisation(organisation_id: int, *, reader: Actor, at: datetime) -> OrganisationView:
    """One organisation."""
    policy.require_watcher(reader)
    row = Organisation.objects.annotate(asked=Count("askings")).filter(pk=organisation_id).first()
    if row is None:
        raise NotFound()
    return _viewing(at)(row)


def organisation_names(*, reader: Actor) -> dict[int, str]:
    """Their names by id, to choose from."""
    policy.require_watcher(reader)
    return dict(Organisation.objects.order_by("name").values_list("pk", "name"))


def _asked(ask: Ask, reader: Actor):
    policy.require_watcher(reader)
    rows = Organisation.objects.annotate(asked=Count("askings"))
    if text := ask.get("q"):
        rows = rows.filter(Q(name__icontains=text) | Q(uscc=text.upper()) | Q(agreement__icontains=text))
    for name in ("kind", "state"):
        if value := ask.get(name):
            rows = rows.filter(**{name: value})
    return rows


def _viewing(at: datetime) -> Callable[[Organisation], OrganisationView]:
    titles, today = scenario_titles(at), timezone.localdate(at)

    def view(row: Organisation) -> OrganisationView:
        return OrganisationView(
            id=row.pk,
            name=row.name,
            uscc=row.uscc,
            kind=row.kind,
            kind_title=Kind.titled(row.kind),
            contact=row.contact,
            phone=row.phone,
            agreement=row.agreement,
            start=row.agreed_from,
            through=row.agreed_before - timedelta(days=1),
            review_due=row.review_due,
            scenarios=tuple((key, titles.get(key, key)) for key in row.scenarios),
            state=row.state,
            state_title=str(row.get_state_display()),
            reason=row.reason,
            registered_by=row.registered_by,
            registered_at=row.registered_at,
            decided_at=row.decided_at,
            is_due=row.review_due <= today,
            asked=row.asked,  # type: ignore[attr-defined]
        )

    return view
