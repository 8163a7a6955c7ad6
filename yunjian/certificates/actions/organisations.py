"""What happens to an organisation that uses certificates: registered by one, approved by another, watched, ended."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from stdnum.cn import uscc

from yunjian.gateway import actions as gateway
from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, attempt, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..definitions import Scenario
from ..models import Organisation, OrganisationState
from .issuing import words_of

REVIEW = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Agreed:
    """An organisation and what was agreed with it; ``through`` is the last day of the agreement."""

    name: str
    uscc: str
    kind: str
    contact: str
    phone: str
    agreement: str
    start: date
    through: date
    scenarios: tuple[str, ...]


class CodeUnsound(Invalid):
    """统一社会信用代码有误：18 位，最后一位是校验位。请对照营业执照重新输入。"""


class RegisteredAlready(Declined):
    """这个统一社会信用代码的机构已经登记过了，请在机构列表里查找。"""


class AgreementUnsound(Invalid):
    """协议期限有误：结束日期要在今天以后，不早于开始日期。"""


class ScenarioNotForKind(Invalid):
    """这类机构不能使用所选的场景，请只选适用于它的。"""


class DetailsMissing(Invalid):
    """请写全机构名称、联系人、联系电话和协议编号，并至少选一个场景。"""


class NotThisState(Declined):
    """这个机构现在的状态不能这样办。"""


class ApprovedByOneself(Declined):
    """登记人不能审批自己登记的机构，请由另一位审批人办理。"""


@action
def register_organisation(agreed: Agreed, *, by: Actor, at: datetime) -> int:
    """Put an organisation down with its agreement. Nobody may ask for it before another person approves it."""
    policy.require_registrar(by)
    code = agreed.uscc.strip().upper()
    _require_sound(agreed, code, on=timezone.localdate(at))
    if Organisation.objects.filter(uscc=code).exists():
        raise RegisteredAlready()
    made = Organisation.objects.create(
        name=agreed.name.strip(),
        uscc=code,
        kind=agreed.kind,
        contact=agreed.contact.strip(),
        phone=agreed.phone.strip(),
        agreement=agreed.agreement.strip(),
        agreed_from=agreed.start,
        agreed_before=agreed.through + timedelta(days=1),
        review_due=min(timezone.localdate(at) + REVIEW, agreed.through),
        scenarios=sorted(set(agreed.scenarios)),
        registered_by=by.id,
        registered_at=at,
    )
    ledger.record(events.OrganisationRegistered(made.pk, tuple(made.scenarios)), by=by, at=at)
    return made.pk


@action
def approve_organisation(organisation_id: int, *, by: Actor, at: datetime) -> None:
    """Let it ask, under its agreement. Who registered it does not approve it."""
    row = _decide(organisation_id, OrganisationState.ACTIVE, "", by=by, at=at)
    ledger.record(events.OrganisationApproved(row.pk), by=by, at=at)


@action
def turn_down_organisation(organisation_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """Do not let it ask, and say why."""
    row = _decide(organisation_id, OrganisationState.REFUSED, words, by=by, at=at)
    ledger.record(events.OrganisationTurnedDown(row.pk), by=by, at=at)


@action
def review_organisation(organisation_id: int, words: str, *, through: date, by: Actor, at: datetime) -> None:
    """Note the yearly look at how it keeps the agreement, and until when that holds from now on."""
    policy.require_registrar(by)
    row = _held(organisation_id, OrganisationState.ACTIVE, OrganisationState.SUSPENDED)
    today = timezone.localdate(at)
    if through < today:
        raise AgreementUnsound()
    row.reason = words_of(words)[:300]
    row.agreed_before = through + timedelta(days=1)
    row.review_due = min(today + REVIEW, through)
    row.save(update_fields=["reason", "agreed_before", "review_due"])
    ledger.record(events.OrganisationReviewed(row.pk, row.review_due.isoformat()), by=by, at=at)


@action
def suspend_organisation(organisation_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """It can neither ask nor fetch until it is resumed."""
    policy.require_registrar(by)
    row = _held(organisation_id, OrganisationState.ACTIVE)
    _move(row, OrganisationState.SUSPENDED, words)
    ledger.record(events.OrganisationSuspended(row.pk), by=by, at=at)


@action
def resume_organisation(organisation_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """It may ask again. Who approves organisations decides that."""
    policy.require_approver(by)
    row = _held(organisation_id, OrganisationState.SUSPENDED)
    _move(row, OrganisationState.ACTIVE, words)
    ledger.record(events.OrganisationResumed(row.pk), by=by, at=at)


@action
def terminate_organisation(organisation_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """End the agreement for good; its keys stop working at once. What it was given stays on record."""
    policy.require_approver(by)
    row = _held(organisation_id, OrganisationState.ACTIVE, OrganisationState.SUSPENDED)
    _move(row, OrganisationState.TERMINATED, words)
    with suppress(gateway.NoKeys), attempt():
        gateway.revoke_outside_keys(owner_name(row.pk), by=by, at=at)
    ledger.record(events.OrganisationTerminated(row.pk), by=by, at=at)


def owner_name(organisation_id: int) -> str:
    """What the gateway calls an organisation."""
    return f"{policy.ORGANISATION}{organisation_id}"


def _require_sound(agreed: Agreed, code: str, *, on: date) -> None:
    texts = (agreed.name, agreed.contact, agreed.phone, agreed.agreement)
    if not all(text.strip() for text in texts) or not agreed.scenarios:
        raise DetailsMissing()
    if not uscc.is_valid(code):
        raise CodeUnsound()
    if agreed.through < max(agreed.start, on):
        raise AgreementUnsound()
    declared = {each.key: each for each in catalogue.all_in_force(Scenario, on=on)}
    for key in agreed.scenarios:
        if key not in declared or not declared[key].may_ask(agreed.kind):
            raise ScenarioNotForKind(key)


def _held(organisation_id: int, *states: str) -> Organisation:
    row = hold(Organisation.objects, organisation_id)
    if row.state not in states:
        raise NotThisState()
    return row


def _move(row: Organisation, state: str, words: str) -> None:
    row.state, row.reason = state, words_of(words)[:300]
    row.save(update_fields=["state", "reason"])


def _decide(organisation_id: int, state: str, words: str, *, by: Actor, at: datetime) -> Organisation:
    policy.require_approver(by)
    row = _held(organisation_id, OrganisationState.PENDING)
    if row.registered_by == by.id:
        raise ApprovedByOneself()
    row.state, row.decided_by, row.decided_at = state, by.id, at
    row.reason = words_of(words)[:300] if state == OrganisationState.REFUSED else ""
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    return row
