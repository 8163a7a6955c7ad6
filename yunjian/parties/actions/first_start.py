"""The first start: the accounts a fresh installation needs before anybody can log in."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor

from .. import policy
from ..definitions import Role
from ..definitions import Unit as UnitDefinition
from ..models import Account, Unit
from .accounts import grant_role, open_account
from .passwords import random_password


@dataclass(frozen=True)
class _Wanted:
    username: str
    name: str
    role: str
    unit: str = ""


ADMINISTRATORS = (
    _Wanted("system-administrator", "系统管理员", "system-administrator"),
    _Wanted("security-administrator", "安全管理员", "security-administrator"),
    _Wanted("audit-administrator", "审计管理员", "audit-administrator"),
)


def open_first_accounts(*, by: Actor, at: datetime) -> dict[str, str]:
    """Open the three administrators, and where the district has those roles a leader and a budget officer for each
    department; passwords by username.

    Safe to call at every start: a username that exists is left alone, and only accounts opened now are returned.
    Their passwords are nowhere else: only the hashes are kept.
    """
    policy.require_administrator(by)
    today = timezone.localdate(at)
    known = {role.key for role in catalogue.all_in_force(Role, on=today)}
    without = {unit.key for unit in catalogue.all_in_force(UnitDefinition, on=today) if not unit.first_account}
    others = [
        _Wanted("leader", "区领导", "leader"),
        *(
            _Wanted(f"officer-{key}"[:60], f"{title}预算员"[:60], "budget-officer", key)
            for key, title in Unit.objects.departments().exclude(key__in=without).values_list("key", "title")
        ),
    ]
    wanted = [*ADMINISTRATORS, *(each for each in others if each.role in known)]
    names = [account.username for account in wanted]
    existing = set(Account.objects.filter(username__in=names).values_list("username", flat=True))
    missing = tuple(account for account in wanted if account.username not in existing)
    return _open_all(missing, by=by, at=at) if missing else {}


@action
def _open_all(wanted: tuple[_Wanted, ...], *, by: Actor, at: datetime) -> dict[str, str]:
    passwords = {}
    for each in wanted:
        passwords[each.username] = random_password()
        account = open_account(each.username, each.name, passwords[each.username], by=by, at=at)
        grant_role(account, each.role, each.unit, by=by, at=at)
    return passwords
