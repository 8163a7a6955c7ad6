"""What happens to the keys of an outside organisation: given under its agreement, ended, at the latest with it."""

from collections.abc import Iterable
from datetime import datetime, time

from django.utils import timezone

from yunjian.gateway import actions as gateway
from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..models import Organisation, OrganisationState
from .asking import OrganisationOut
from .organisations import owner_name

SCOPES = ("social-use:ask", "webhooks:manage")


class AgreementRuns(Declined):
    """协议还没有到期，密钥不由平台收回；要收回请逐个吊销或者终止协议。"""


@action
def give_organisation_key(
    organisation_id: int,
    label: str,
    *,
    days: int = 90,
    networks: Iterable[str] = (),
    per_minute: int = 600,
    by: Actor,
    at: datetime,
) -> tuple[int, str]:
    """Give an approved organisation a key; its text is told now and never again. It ends with the agreement at last."""
    policy.require_approver(by)
    row = hold(Organisation.objects, organisation_id)
    today = timezone.localdate(at)
    if row.state != OrganisationState.ACTIVE or not row.agreed_from <= today < row.agreed_before:
        raise OrganisationOut()
    made, token = gateway.make_outside_key(
        owner_name(row.pk),
        label,
        SCOPES,
        days=days,
        no_later_than=timezone.make_aware(datetime.combine(row.agreed_before, time.min)),
        networks=networks,
        per_minute=per_minute,
        by=by,
        at=at,
    )
    ledger.record(events.OrganisationKeyGiven(row.pk, made), by=by, at=at)
    return made, token


@action
def end_organisation_key(organisation_id: int, key_id: int, *, by: Actor, at: datetime) -> None:
    """Take one key of the organisation out of use, now and for good."""
    policy.require_approver(by)
    row = hold(Organisation.objects, organisation_id)
    gateway.revoke_outside_key(owner_name(row.pk), key_id, by=by, at=at)
    ledger.record(events.OrganisationKeyEnded(row.pk, key_id), by=by, at=at)


@action
def end_keys_of_agreement(organisation_id: int, *, by: Actor, at: datetime) -> int:
    """Take every key of an organisation out of use whose agreement has run out, however long the keys were given."""
    policy.require_platform_watch(by)
    row = hold(Organisation.objects, organisation_id)
    if timezone.localdate(at) < row.agreed_before:
        raise AgreementRuns()
    ended = gateway.revoke_outside_keys(owner_name(row.pk), by=by, at=at)
    ledger.record(events.AgreementOver(row.pk), by=by, at=at)
    return ended
