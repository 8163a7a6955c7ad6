"""What can happen to a password: it is chosen by its owner, or replaced by somebody for one use."""

import secrets
import string
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Invalid

from .. import events, policy
from ..models import Account, FormerPassword

REMEMBERED = 5  # passwords that may not be chosen again, the present one among them
UNUSABLE = "!"  # no word hashes to it


class PasswordTooWeak(Invalid):
    """密码不够安全，请换一个更长、更难猜的密码。"""


@action
def set_password(account_id: int, password: str, *, by: Actor, at: datetime) -> None:
    """Replace the password; every other session of the account ends, since it is bound to the old hash.

    One that somebody else chose is temporary: it lets its owner in once, to choose another.
    """
    policy.require_account(account_id, by, policy.SET_PASSWORD)
    account = hold(Account.objects, account_id)
    encoded = hashed(password, account)
    former = FormerPassword.objects.filter(account=account).order_by("-pk")
    known = [account.password, *former.values_list("encoded", flat=True)[: REMEMBERED - 1]]
    if any(check_password(password, each) for each in known):
        raise PasswordTooWeak(_("最近用过的密码不能再用。"))
    FormerPassword.objects.create(account=account, encoded=account.password)
    FormerPassword.objects.filter(pk__in=former.values("pk")[REMEMBERED - 1 :]).delete()
    account.password, account.password_set_at = encoded, at
    account.password_is_temporary = by.id != f"account:{account.pk}"
    account.save(update_fields=["password", "password_set_at", "password_is_temporary"])
    ledger.record(events.PasswordSet(account.pk), by=by, at=at)


def hashed(password: str, account: Account) -> str:
    """The hash of a password that the rules allow."""
    try:
        validate_password(password, account)
    except ValidationError as problem:
        raise PasswordTooWeak(problem.messages) from None
    return make_password(password)


def random_password() -> str:
    """A password nobody has chosen, of all four kinds of characters."""
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "-_")
    while True:
        made = "".join(secrets.choice("".join(kinds)) for _place in range(16))
        if all(set(made) & set(kind) for kind in kinds):
            return made
