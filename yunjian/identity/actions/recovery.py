"""Recovery: an administrator hands over a code, and whoever holds it chooses a new password once."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Invalid
from yunjian.parties import actions as parties
from yunjian.parties import queries

from .. import events, policy
from ..logic import codes
from ..models import Device, RecoveryCode
from .factors import clear_factors
from .failures import count_failure, forget_failures, key_of, refuse_if_locked
from .signing import end_devices

VALID = timedelta(minutes=30)


class NobodyOfThatName(Invalid):
    """没有这个用户名的账号，请核对后再填。"""


class RecoveryRefused(Invalid):
    """用户名或一次性恢复码不对，或者恢复码已经用过、过期。请核对，或找管理员重新发放。"""


@action
def issue_recovery(username: str, *, resets_factors: bool = False, by: Actor, at: datetime) -> str:
    """A new code for the account, shown to the administrator once; those issued before hold no more."""
    policy.require_may_secure(by, policy.ISSUE_RECOVERY)
    account = queries.account_named(username.strip(), reader=SYSTEM)
    if account is None:
        raise NobodyOfThatName()
    RecoveryCode.objects.filter(account_id=account, used_at=None).delete()
    code = codes.recovery_code()
    RecoveryCode.objects.create(
        account_id=account,
        digest=make_password(codes.plain(code)),
        resets_factors=resets_factors,
        expires_at=at + VALID,
    )
    ledger.record(events.RecoveryIssued(account, resets_factors), by=by, at=at)
    return code


def recover(username: str, code: str, password: str, *, address: str, by: Actor, at: datetime) -> int:
    """Choose a new password with a code; every session of the account ends. A wrong code is counted."""
    account = _recover(username, code, password, address, by=by, at=at)
    if account is None:
        raise RecoveryRefused()
    return account


@action
def _recover(username: str, code: str, password: str, address: str, *, by: Actor, at: datetime) -> int | None:
    policy.require_nobody(by)
    keys = [key_of("recovery", username), key_of("address", address)]
    refuse_if_locked(keys, at)
    account = queries.account_named(username.strip(), reader=SYSTEM)
    good = RecoveryCode.objects.select_for_update().filter(account_id=account or 0, used_at=None, expires_at__gt=at)
    found = good.order_by("-pk").first()
    # Without a code to compare with, as much is computed: the time tells nothing.
    is_right = check_password(codes.plain(code), found.digest if found else make_password(""))
    if account is None or found is None or not is_right:
        count_failure(keys, by=by, at=at)
        return None
    owner = Actor(f"account:{account}")
    parties.set_password(account, password, by=owner, at=at)
    found.used_at = at
    found.save(update_fields=["used_at"])
    if found.resets_factors:
        clear_factors(account, by=owner, at=at)
    end_devices(account, Device.End.PASSWORD, by=owner, at=at)
    forget_failures(keys[0], key_of("name", username), key_of("factor", str(account)))
    ledger.record(events.RecoveryUsed(account, found.resets_factors), by=owner, at=at)
    return account
