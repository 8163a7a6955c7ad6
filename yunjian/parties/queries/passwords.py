"""Questions about passwords, for whoever lets people in: nothing of the hash is told."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, is_password_usable, make_password

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden

from .. import policy
from ..models import Account


@dataclass(frozen=True, slots=True)
class Known:
    """An account whose password was given, and how that password stands."""

    account: int
    is_temporary: bool
    set_at: datetime | None


def account_by_password(username: str, password: str, *, account_id: int | None = None, reader: Actor) -> Known | None:
    """Whose name (or, found in another way, whose account) and password these are, if anybody's.

    A name nobody bears takes as long as a wrong password, so that the delay does not tell who has an account.
    """
    if not reader.is_system:
        raise Forbidden()
    wanted = {"username": username.strip()} if account_id is None else {"pk": account_id}
    row = Account.objects.filter(**wanted).first()
    if row is None:
        make_password(password)
        return None
    if not check_password(password, row.password) or not row.is_active:
        return None
    return Known(row.pk, row.password_is_temporary, row.password_set_at)


def has_password(account_id: int, *, reader: Actor) -> bool:
    """Whether the account can be entered with a password at all; for its owner and the administrator."""
    policy.require_account(account_id, reader)
    encoded = Account.objects.filter(pk=account_id).values_list("password", flat=True).first()
    return encoded is not None and is_password_usable(encoded)


def is_password(account_id: int, password: str, *, reader: Actor) -> bool:
    """Whether this is the owner's password; asked again before something that matters."""
    policy.require_account(account_id, reader)
    encoded = Account.objects.filter(pk=account_id).values_list("password", flat=True).first()
    return encoded is not None and check_password(password, encoded)


def may_enter(account_id: int, *, reader: Actor) -> bool:
    """Whether the account is open."""
    if not reader.is_system:
        raise Forbidden()
    return Account.objects.filter(pk=account_id, is_active=True).exists()


def person_of(account_id: int, *, reader: Actor) -> int | None:
    """The person an account belongs to."""
    policy.require_account(account_id, reader)
    return Account.objects.filter(pk=account_id).values_list("person_id", flat=True).first()
