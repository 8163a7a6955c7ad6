"""What can happen to an account: it is opened, granted a role, relieved of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..definitions import Role
from ..models import Account, Grant, Person, Unit
from .passwords import UNUSABLE, hashed


class UsernameTaken(Declined):
    """这个用户名已经有人使用，请换一个。"""


class AlreadyGranted(Declined):
    """这个账户已经有这个角色了。"""


class GrantToOneself(Declined):
    """不能给自己授予角色，请由另一位安全管理员办理。"""


class AnotherDuty(Declined):
    """这个账户已经担任另一种管理员。系统管理、安全管理、审计管理要由不同的账户担任。"""


class NotGranted(Declined):
    """这个角色已经收回，不用再收回一次。"""


class UnknownRole(Invalid):
    """没有这个角色，请从角色目录中选择。"""


class UnknownUnit(Invalid):
    """没有这个单位，请从单位目录中选择。"""


@action
def open_account(
    username: str, name: str, password: str | None, *, person_id: int | None = None, by: Actor, at: datetime
) -> int:
    """Open an account that may log in; it holds no role yet.

    The password is temporary: whoever opened the account knows it. Without one, another way in has to be proven.
    """
    policy.require_administrator(by)
    username, name = username.strip(), name.strip()
    if not username or not name:
        raise Invalid()
    account = Account(username=username, name=name, person=hold(Person.objects, person_id) if person_id else None)
    account.password = UNUSABLE if password is None else hashed(password, account)
    account.password_set_at, account.password_is_temporary = at, password is not None
    with taken_means(UsernameTaken):
        account.save(force_insert=True)
    ledger.record(events.AccountOpened(account.pk, person_id), by=by, at=at)
    return account.pk


@action
def grant_role(
    account_id: int, role: str, unit: str = "", *, ends_at: datetime | None = None, by: Actor, at: datetime
) -> int:
    """Let the account hold the role from now on, for one unit or (``""``) for the whole district.

    Nobody grants anything to themself, and no account ever has two of the three administrators' duties.
    """
    policy.require_administrator(by, policy.GRANT)
    if by.id == f"account:{account_id}":
        raise GrantToOneself()
    account = hold(Account.objects, account_id)
    known = {each.key: each for each in catalogue.all_in_force(Role, on=timezone.localdate(at))}
    if role not in known:
        raise UnknownRole(role)
    if (known[role].scope == "unit") != bool(unit) or (unit and not Unit.objects.open().filter(key=unit).exists()):
        raise UnknownUnit(unit)
    if ends_at is not None and ends_at <= at:
        raise Invalid()
    held = Grant.objects.filter(account=account, role=role, unit=unit)
    if held.in_force(at).exists():
        raise AlreadyGranted()
    duty = known[role].duty or ""
    with taken_means(AnotherDuty if duty else AlreadyGranted):
        grant = Grant.objects.create(account=account, role=role, unit=unit, duty=duty, starts_at=at, ends_at=ends_at)
    ledger.record(events.RoleGranted(account.pk, grant.pk, role, unit), by=by, at=at)
    return grant.pk


@action
def revoke_role(grant_id: int, *, by: Actor, at: datetime) -> None:
    """End a grant now; what was done under it stays done."""
    policy.require_administrator(by, policy.REVOKE)
    grant = hold(Grant.objects, grant_id)
    if grant.ends_at is not None and grant.ends_at <= at:
        raise NotGranted()
    grant.ends_at = max(at, grant.starts_at + datetime.resolution)
    grant.save(update_fields=["ends_at"])
    ledger.record(events.RoleRevoked(grant.account_id, grant.pk, grant.role, grant.unit), by=by, at=at)


@contextmanager
def taken_means(refusal: type[Declined]) -> Iterator[None]:
    """What the database finds there already, also when two ask at once, is declined in our words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise refusal() from None
