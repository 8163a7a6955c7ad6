"""What can happen to an account when its owner leaves or comes back: it is closed, and opened again."""

from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..models import Account, Grant


class AlreadyClosed(Declined):
    """这个账号已经停用。"""


class NotClosed(Declined):
    """这个账号没有停用，不用重新启用。"""


@action
def close_account(account_id: int, *, by: Actor, at: datetime) -> None:
    """Nobody signs in with it any more, and its roles end; what was done with it stays done."""
    policy.require_administrator(by)
    account = hold(Account.objects, account_id)
    if not account.is_active:
        raise AlreadyClosed()
    account.is_active = False
    account.save(update_fields=["is_active"])
    for grant in Grant.objects.filter(account=account).in_force(at).select_for_update():
        grant.ends_at = max(at, grant.starts_at + datetime.resolution)
        grant.save(update_fields=["ends_at"])
        ledger.record(events.RoleRevoked(account.pk, grant.pk, grant.role, grant.unit), by=by, at=at)
    ledger.record(events.AccountClosed(account.pk), by=by, at=at)


@action
def reopen_account(account_id: int, *, by: Actor, at: datetime) -> None:
    """Let its owner in again, without the roles of before."""
    policy.require_administrator(by)
    account = hold(Account.objects, account_id)
    if account.is_active:
        raise NotClosed()
    account.is_active = True
    account.save(update_fields=["is_active"])
    ledger.record(events.AccountReopened(account.pk), by=by, at=at)
