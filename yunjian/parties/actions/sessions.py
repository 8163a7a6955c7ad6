"""Signing in and out: the ledger knows who and when, by id only."""

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Invalid

from .. import events, policy
from ..models import Account


class WrongCredentials(Invalid):
    """用户名或密码不对，请再试一次。"""


@action
def sign_in(username: str, password: str, *, by: Actor, at: datetime) -> int:
    """Check the password and return the account's id.

    A name nobody bears takes as long as a wrong password and earns the same sentence, so that neither the answer nor
    its delay tells who has an account.
    """
    policy.require_sign_in(by)
    account = Account.objects.filter(username=username.strip()).first()
    if account is None:
        make_password(password)
        raise WrongCredentials()
    if not check_password(password, account.password) or not account.is_active:
        raise WrongCredentials()
    ledger.record(events.AccountSignedIn(account.pk), by=Actor(f"account:{account.pk}"), at=at)
    return account.pk


@action
def sign_out(account_id: int, *, by: Actor, at: datetime) -> None:
    """Note that the account's owner left."""
    policy.require_account(account_id, by, policy.SIGN_OUT)
    ledger.record(events.AccountSignedOut(account_id), by=by, at=at)
