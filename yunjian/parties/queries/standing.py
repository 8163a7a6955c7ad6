"""Questions about delegations and mandates: what was lent, and who stands for whom."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound

from .. import logic, policy
from ..definitions import Role
from ..models import Delegation, Mandate, Unit
from .rights import Holding, rights


@dataclass(frozen=True, slots=True)
class DelegationView:
    """A role lent: by whom, to whom, where, from when to when."""

    id: int
    giver: str
    holder: str
    role_title: str
    unit_title: str
    reason: str
    starts_at: datetime
    ends_at: datetime
    state: str  # COMING, RUNNING, OVER
    mine: bool  # lent by the reader


@dataclass(frozen=True, slots=True)
class MandateView:
    """Who may act for whom, in what, how it was accepted."""

    id: int
    agent: str
    principal: str  # person:7, enterprise:3
    principal_name: str
    kind_title: str
    scope: tuple[str, ...]
    asked_at: datetime
    accepted_at: datetime | None
    how_title: str
    ends_at: datetime | None
    state: str  # WAITING, RUNNING, OVER


def delegations(*, reader: Actor, at: datetime) -> tuple[DelegationView, ...]:
    """What the reader lent and borrowed, newest first."""
    policy.require_own(reader, policy.DELEGATE)
    me = _number(reader)
    rows = Delegation.objects.filter(Q(giver=me) | Q(holder=me)).select_related("giver", "holder").order_by("-pk")
    roles = {role.key: role.title for role in catalogue.all_in_force(Role, on=timezone.localdate(at))}
    units = dict(Unit.objects.values_list("key", "title"))
    return tuple(
        DelegationView(
            id=row.pk,
            giver=row.giver.name,
            holder=row.holder.name,
            role_title=roles.get(row.role, row.role),
            unit_title=units.get(row.unit, row.unit),
            reason=row.reason,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            state="OVER" if row.ends_at <= at else "COMING" if row.starts_at > at else "RUNNING",
            mine=row.giver_id == me,
        )
        for row in rows
    )


def lendable(*, reader: Actor, at: datetime) -> tuple[Holding, ...]:
    """The roles the reader may lend: her own, no administrator's, nothing borrowed."""
    held = rights(_number(reader), at=at, reader=reader).holdings
    duties = {role.key for role in catalogue.all_in_force(Role, on=timezone.localdate(at)) if role.duty}
    return tuple(each for each in held if each.source != "delegation" and each.role not in duties)


def mandates(*, reader: Actor, at: datetime) -> tuple[MandateView, ...]:
    """Those under which the reader may act, and those that others ask or have of whom the reader is or stands for."""
    policy.require_own(reader, policy.ASK_MANDATE)
    mine = Q(agent=_number(reader))
    for owner in reader.owns:
        of, _, number = owner.partition(":")
        mine |= Q(**{f"{of}_id": number})
    rows = Mandate.objects.filter(mine).select_related("agent", "person", "enterprise").order_by("-pk")
    return tuple(_view(row, at) for row in rows)


def mandate_for(uscc: str, *, reader: Actor, at: datetime) -> int | None:
    """The mandate in force by which the reader acts for the enterprise of this credit code; the oldest of several."""
    agent = reader.id.removeprefix("account:")
    found = Mandate.objects.in_force(at).filter(
        agent=agent if agent.isdecimal() else None, enterprise__uscc=uscc, enterprise__uscc_flag=""
    )
    return found.order_by("pk").values_list("pk", flat=True).first()


def mandate_to_prove(mandate_id: int, *, reader: Actor, at: datetime) -> MandateView:
    """One mandate that waits, by the number its agent names at the counter; names masked."""
    policy.require_at_counter(reader)
    row = Mandate.objects.filter(pk=mandate_id).select_related("agent", "person", "enterprise").first()
    if row is None:
        raise NotFound()
    return _view(row, at, masked=True)


def principal_name(*, reader: Actor) -> str:
    """Whom the reader acts for, in words; empty for oneself."""
    if not reader.mandate:
        return ""
    row = (
        Mandate.objects.filter(pk=reader.mandate.removeprefix("mandate:"))
        .select_related("person", "enterprise")
        .first()
    )
    return _name(row) if row else ""


def _view(row: Mandate, at: datetime, *, masked: bool = False) -> MandateView:
    over = row.ends_at is not None and row.ends_at <= at
    name = _name(row)
    return MandateView(
        id=row.pk,
        agent=logic.masked_name(row.agent.name) if masked else row.agent.name,
        principal=row.principal,
        principal_name=logic.masked_name(name) if masked and row.person_id else name,
        kind_title=str(Mandate.Kind(row.kind).label),
        scope=tuple(_titles(row.scope)),
        asked_at=row.asked_at,
        accepted_at=row.accepted_at,
        how_title=str(Mandate.How(row.accepted_how).label) if row.accepted_how else "",
        ends_at=row.ends_at,
        state="OVER" if over else "RUNNING" if row.accepted_at else "WAITING",
    )


def _name(row: Mandate) -> str:
    return row.person.name if row.person else row.enterprise.name if row.enterprise else ""


def _titles(scope: list[str]) -> list[str]:
    titles = {act.name: str(act.title) for act in policy.mandated()}
    return [str(_("可以由本人办的全部事项")) if name == policy.EVERYTHING else titles.get(name, name) for name in scope]


def _number(reader: Actor) -> int:
    of, _, number = reader.id.partition(":")
    return int(number) if of == "account" else 0
