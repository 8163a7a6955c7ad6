"""What can happen to a mandate: somebody asks to act for another, it is accepted or proven, and it ends."""

from collections.abc import Sequence
from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Forbidden, Invalid

from .. import events, logic, policy
from ..models import Account, Enterprise, Mandate, Person


class NobodyByThatNumber(Declined):
    """姓名和号码与登记的对不上，或者还没有登记。请核对，或者带上证件到窗口办理。"""

    status = 422


class ForOneself(Declined):
    """办自己的事不用委托。"""


class AskedAlready(Declined):
    """已经有同样的委托在等确认，或者正在生效。"""


class ScopeMissing(Invalid):
    """请选出要代办的事。"""


class MandatePeriodWrong(Invalid):
    """委托的结束时间要晚于现在。"""


class EvidenceMissing(Invalid):
    """请写明核验了哪些证件或委托书。"""


class NotWaiting(Declined):
    """这项委托不在等确认，可能已经确认或者结束了。"""


class MandateOver(Declined):
    """这项委托已经结束了。"""


@action
def ask_for_mandate(
    kind: str,
    name: str,
    number: str,
    scope: Sequence[str],
    *,
    ends_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Ask to act for an enterprise (its credit code) or a person (name and identity number); it waits for a yes."""
    policy.require_own(by, policy.ASK_MANDATE)
    agent = _own_account(by)
    covered = _checked(scope, ends_at, at)
    enterprise, person = _represented(kind, name, number)
    if person is not None and person.pk == agent.person_id:
        raise ForOneself()
    same = Mandate.objects.filter(agent=agent, person=person, enterprise=enterprise, kind=kind)
    if same.exclude(ends_at__lte=at).exists():
        raise AskedAlready()
    asked = Mandate.objects.create(
        agent=agent, person=person, enterprise=enterprise, kind=kind, scope=covered, asked_at=at, ends_at=ends_at
    )
    ledger.record(events.MandateAsked(asked.pk, agent.pk, asked.principal, kind, tuple(covered)), by=by, at=at)
    return asked.pk


@action
def accept_mandate(mandate_id: int, *, by: Actor, at: datetime) -> None:
    """Say yes to somebody who wants to act for one, or for the enterprise one already represents."""
    asked = _waiting(mandate_id, at)
    policy.require_own(by, policy.ACCEPT_MANDATE, asked.principal)
    if asked.agent_id == _number(by) or not _speaks_for_itself(asked, by):
        raise Forbidden()
    _accept(asked, "SELF", "", by=by, at=at)


@action
def prove_mandate(mandate_id: int, evidence: str, *, by: Actor, at: datetime) -> None:
    """At a counter: staff has seen the papers and says which."""
    policy.require_at_counter(by)
    asked = _waiting(mandate_id, at)
    if asked.agent_id == _number(by):
        raise Forbidden()
    if not evidence.strip():
        raise EvidenceMissing()
    _accept(asked, "COUNTER", evidence.strip()[:200], by=by, at=at)


@action
def end_mandate(mandate_id: int, *, by: Actor, at: datetime) -> None:
    """Either side ends it at any time; so may the counter that proved it. What was done under it stays done."""
    found = hold(Mandate.objects, mandate_id)
    policy.require_party_to_mandate(by, found)
    if found.ends_at is not None and found.ends_at <= at:
        raise MandateOver()
    found.ends_at = max(at, found.asked_at + datetime.resolution)
    found.save(update_fields=["ends_at"])
    ledger.record(events.MandateEnded(found.pk, found.agent_id, found.principal), by=by, at=at)


@action
def begin_acting(mandate_id: int, *, by: Actor, at: datetime) -> None:
    """Choose, for this session, to act for somebody: visible on every page and in every record until one stops."""
    found = hold(Mandate.objects.in_force(at), mandate_id)
    policy.require_own(by, policy.ACT_FOR, f"account:{found.agent_id}")
    ledger.record(events.ActingBegun(found.pk, found.agent_id, found.principal), by=by, at=at)


def _speaks_for_itself(asked: Mandate, by: Actor) -> bool:
    """A person says yes in person; an enterprise by its legal representative. Nobody passes a mandate on."""
    if asked.person_id:
        return not by.acting_for
    number = by.mandate.removeprefix("mandate:")
    return Mandate.objects.filter(pk=number or 0, kind=Mandate.Kind.LEGAL).exists()


def _own_account(by: Actor) -> Account:
    return hold(Account.objects, _number(by))


def _number(by: Actor) -> int:
    of, _, number = by.id.partition(":")
    return int(number) if of == "account" else 0


def _checked(scope: Sequence[str], ends_at: datetime | None, at: datetime) -> list[str]:
    if ends_at is not None and ends_at <= at:
        raise MandatePeriodWrong()
    known = {act.name for act in policy.mandated()}
    covered = sorted(set(scope) & {*known, policy.EVERYTHING})
    if not covered or len(covered) != len(set(scope)):
        raise ScopeMissing()
    return [policy.EVERYTHING] if policy.EVERYTHING in covered else covered


def _represented(kind: str, name: str, number: str) -> tuple[Enterprise | None, Person | None]:
    """The one party both the name and the number mean."""
    if kind not in Mandate.Kind.values:
        raise Invalid()
    found: Enterprise | Person | None
    if kind == Mandate.Kind.KIN:
        plain = logic.plain_identity_number(number)
        found = Person.objects.filter(identity_number=plain, identity_flag="", name=name.strip()).first()
        if plain and found:
            return None, found
    else:
        code = logic.plain_credit_code(number)
        enterprise = Enterprise.objects.filter(uscc=code, uscc_flag="", name=name.strip()).first()
        if code and enterprise:
            return enterprise, None
    raise NobodyByThatNumber()


def _waiting(mandate_id: int, at: datetime) -> Mandate:
    asked = hold(Mandate.objects, mandate_id)
    if asked.accepted_at is not None or (asked.ends_at is not None and asked.ends_at <= at):
        raise NotWaiting()
    return asked


def _accept(asked: Mandate, how: str, evidence: str, *, by: Actor, at: datetime) -> None:
    asked.accepted_at, asked.accepted_how, asked.evidence = at, how, evidence
    asked.save(update_fields=["accepted_at", "accepted_how", "evidence"])
    ledger.record(events.MandateAccepted(asked.pk, asked.agent_id, asked.principal, how), by=by, at=at)
