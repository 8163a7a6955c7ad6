"""Who looked at whose data, when and why; one's own data; what waits to be erased."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjian.kernel import catalogue, personal
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.ui.listing import Ask, Found, Range, every, find

from .. import logic, policy
from ..definitions import Role
from ..models import Account, ErasureRequest, Grant, Look, Mandate, Person, Post, Unit


@dataclass(frozen=True, slots=True)
class LookView:
    """One look: when, who, under which role, how, what for."""

    id: int
    at: datetime
    who: str
    account: int | None
    role: str
    unit: str
    kind: str
    kind_title: str
    purpose: str
    words: str
    fields: str
    count: int
    acting_for: str


@dataclass(frozen=True, slots=True)
class OwnData:
    """All the platform keeps of one person: what is said of them, their places, who looked, what every floor holds."""

    person: dict[str, Any]
    posts: tuple[dict[str, Any], ...]
    account: dict[str, Any] | None
    mandates: tuple[dict[str, Any], ...]
    looks: tuple[dict[str, Any], ...]
    held: tuple[personal.Held, ...]


@dataclass(frozen=True, slots=True)
class ErasureView:
    """A request for erasure, the person masked."""

    id: int
    person: int
    name: str
    asked: bool  # by the person; otherwise due by the clock
    reason: str
    asked_at: datetime
    state: str
    state_title: str
    answer: str
    kept: tuple[str, ...]
    decided_at: datetime | None


ORDERS = {"at": "at", "count": "count"}


def own_person(*, reader: Actor) -> int | None:
    """The person the reader is, or stands for."""
    return next((int(owner.removeprefix("person:")) for owner in reader.owns if owner.startswith("person:")), None)


def looks_at(person_id: int, ask: Ask, *, reader: Actor, at: datetime) -> Found:
    """Who looked at this person's data, newest first: for that person, and who acts for them."""
    policy.require_own(reader, policy.READ_OWN_LOOKS, policy.owner_of_person(person_id))
    rows = Look.objects.filter(people__person=person_id).select_related("account")
    return find(rows, ask, orders=ORDERS, view=_viewing(at))


def looks(ask: Ask, *, reader: Actor, at: datetime) -> Found:
    """Every look of the platform, filtered: for the audit administrator."""
    return find(_asked(ask, reader), ask, orders=ORDERS, view=_viewing(at))


def exported_looks(ask: Ask, *, reader: Actor, at: datetime) -> Iterator[LookView]:
    """The same, all of them."""
    return every(_asked(ask, reader), ask, orders=ORDERS, view=_viewing(at))


def _asked(ask: Ask, reader: Actor) -> QuerySet[Look]:
    policy.require_may_read_looks(reader)
    rows = Look.objects.select_related("account")
    if who := ask.get("who"):
        rows = rows.filter(Q(account__name__icontains=who) | Q(account__username__icontains=who))
    if (words := ask.get("words")) is not None:
        rows = rows.filter(words__icontains=words)
    for name in ("kind", "purpose"):
        if value := ask.get(name):
            rows = rows.filter(**{name: value})
    if (person := ask.get("person")) is not None:
        rows = rows.filter(people__person=int(person) if person.isascii() and person.isdecimal() else 0)
    day = ask.get("day")
    if isinstance(day, Range):
        rows = rows.filter(at__date__gte=day.low) if day.low else rows
        rows = rows.filter(at__date__lte=day.high) if day.high else rows
    return rows


def _viewing(at: datetime) -> Any:
    units = dict(Unit.objects.values_list("key", "title"))
    roles = {role.key: role.title for role in catalogue.all_in_force(Role, on=timezone.localdate(at))}

    def view(row: Look) -> LookView:
        return LookView(
            id=row.pk,
            at=row.at,
            who=row.account.name if row.account else _("平台"),
            account=row.account_id,
            role=roles.get(row.role, row.role),
            unit=units.get(row.unit, row.unit),
            kind=row.kind,
            kind_title=str(Look.Kind(row.kind).label),
            purpose=str(Look.Purpose(row.purpose).label),
            words=row.words,
            fields=row.fields,
            count=row.count,
            acting_for=row.acting_for,
        )

    return view


def own_data(person_id: int, *, reader: Actor, at: datetime) -> OwnData:
    """Everything kept of the person, in full: asked through ``actions.take_own_data``, which records it."""
    policy.require_own(reader, policy.TAKE_OWN_DATA, policy.owner_of_person(person_id))
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound()
    account = Account.objects.filter(person=person).first()
    grants = Grant.objects.filter(account=account).values("role", "unit", "starts_at", "ends_at") if account else ()
    posts = Post.objects.filter(person=person).values("unit__title", "title", "starts_at", "ends_at")
    agent_or_principal = Q(person=person) | Q(agent=account) if account else Q(person=person)
    mandates = Mandate.objects.filter(agent_or_principal).values("kind", "scope", "asked_at", "accepted_at", "ends_at")
    seen = Look.objects.filter(people__person=person).select_related("account").order_by("-at", "-pk")
    return OwnData(
        person={"name": person.name, "identity_number": person.identity_number, "phone": person.phone},
        posts=tuple(map(dict, posts.order_by("pk"))),
        account={"username": account.username, "name": account.name, "grants": list(grants)} if account else None,
        mandates=tuple(map(dict, mandates.order_by("pk"))),
        looks=tuple(
            {"at": each.at, "who": each.account.name if each.account else "", "role": each.role, "unit": each.unit,
             "kind": each.kind, "purpose": each.purpose, "words": each.words}
            for each in seen
        ),
        held=personal.held_of(policy.owner_of_person(person_id), reader=reader, at=at),
    )  # fmt: skip


def erasure_rules(*, reader: Actor) -> tuple[str, ...]:
    """What erasing does to each kind of thing a floor holds: what everybody may know."""
    del reader
    return tuple(_(each.when_erased) for each in personal.holdings())


def erasures(*, reader: Actor) -> tuple[ErasureView, ...]:
    """What waits, and the last that were decided: for who decides; names masked."""
    policy.require_may_decide_erasures(reader)
    waiting = ErasureRequest.objects.filter(state="WAITING").select_related("person").order_by("asked_at", "pk")[:200]
    done = ErasureRequest.objects.exclude(state="WAITING").select_related("person").order_by("-decided_at")[:50]
    return tuple(_erasure(row, masked=True) for row in (*waiting, *done))


def erasure(request_id: int, *, reader: Actor) -> ErasureView:
    """One request, for who decides."""
    policy.require_may_decide_erasures(reader)
    row = ErasureRequest.objects.filter(pk=request_id).select_related("person").first()
    if row is None:
        raise NotFound()
    return _erasure(row, masked=True)


def own_erasures(person_id: int, *, reader: Actor) -> tuple[ErasureView, ...]:
    """What became of the person's own requests."""
    policy.require_own(reader, policy.ASK_ERASURE, policy.owner_of_person(person_id))
    rows = ErasureRequest.objects.filter(person=person_id).select_related("person").order_by("-pk")
    return tuple(_erasure(row, masked=False) for row in rows)


def _erasure(row: ErasureRequest, *, masked: bool) -> ErasureView:
    return ErasureView(
        id=row.pk,
        person=row.person_id,
        name=logic.masked_name(row.person.name) if masked else row.person.name,
        asked=row.asked_by_id is not None,
        reason=row.reason,
        asked_at=row.asked_at,
        state=row.state,
        state_title=str(ErasureRequest.State(row.state).label),
        answer=row.answer,
        kept=tuple(_(each) for each in row.kept),
        decided_at=row.decided_at,
    )
