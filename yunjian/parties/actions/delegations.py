"""What can happen to a delegation: a role is lent to a colleague for a time, and taken back."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Forbidden, Invalid

from .. import events, policy
from ..definitions import Role
from ..models import Account, Delegation, Grant, Post, Unit


class NotHeld(Declined):
    """您现在没有这个角色，不能委托给别人。委托来的角色不能再委托。"""


class NotLent(Declined):
    """管理员的角色不能委托。需要换人时，请安全管理员重新授予。"""


class NoColleague(Declined):
    """只能委托给同一单位的同事，而且不能委托给自己。"""


class HeldAlready(Declined):
    """这位同事这段时间已经有这个角色，不用再委托。"""


class PeriodWrong(Invalid):
    """委托的结束时间要晚于开始时间，也要晚于现在。"""


class OverAlready(Declined):
    """这项委托已经结束了。"""


@action
def delegate_role(
    source: str,
    username: str,
    *,
    starts_at: datetime,
    ends_at: datetime,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Lend a role one holds by a grant or a post (``grant:3``, ``post:4:clerk``) to a colleague of the unit.

    It ends by itself, and with the grant or post it comes from. What was borrowed is not lent on.
    """
    giver = _own_account(by)
    policy.require_own(by, policy.DELEGATE)
    starts_at = max(starts_at, at)
    if ends_at <= starts_at:
        raise PeriodWrong()
    role, unit, grant, post = _held(giver, source, at)
    if role.duty:
        raise NotLent()
    holder = Account.objects.filter(username=username.strip(), is_active=True).first()
    if holder is None or holder == giver or not _are_colleagues(giver, holder, unit, at):
        raise NoColleague()
    _refuse_twice(holder, role.key, unit, starts_at, ends_at)
    lent = Delegation.objects.create(
        giver=giver,
        holder=holder,
        role=role.key,
        unit=unit,
        grant=grant,
        post=post,
        reason=reason.strip()[:200],
        starts_at=starts_at,
        ends_at=ends_at,
    )
    event = events.RoleDelegated(giver.pk, lent.pk, holder.pk, role.key, unit, starts_at, ends_at)
    ledger.record(event, by=by, at=at)
    return lent.pk


@action
def withdraw_delegation(delegation_id: int, *, by: Actor, at: datetime) -> None:
    """End a delegation now: by who lent it, who borrowed it, or the security administrator."""
    lent = hold(Delegation.objects, delegation_id)
    policy.require_party_to_delegation(by, lent)
    if lent.ends_at <= at:
        raise OverAlready()
    lent.ends_at = max(at, lent.starts_at + datetime.resolution)
    lent.save(update_fields=["ends_at"])
    event = events.DelegationWithdrawn(lent.giver_id, lent.pk, lent.holder_id, lent.role, lent.unit)
    ledger.record(event, by=by, at=at)


def _refuse_twice(holder: Account, role: str, unit: str, starts_at: datetime, ends_at: datetime) -> None:
    same = Q(role=role, unit=unit) & (Q(ends_at__isnull=True) | Q(ends_at__gt=starts_at)) & Q(starts_at__lt=ends_at)
    if Grant.objects.filter(same, account=holder).exists() or Delegation.objects.filter(same, holder=holder).exists():
        raise HeldAlready()


def _own_account(by: Actor) -> Account:
    if not by.id.startswith("account:"):
        raise Forbidden()
    return hold(Account.objects, by.id.removeprefix("account:"))


def _held(giver: Account, source: str, at: datetime) -> tuple[Role, str, Grant | None, Post | None]:
    """The role, its unit, and the grant or post it comes from."""
    roles = {role.key: role for role in catalogue.all_in_force(Role, on=timezone.localdate(at))}
    of, _, rest = source.partition(":")
    number, _, key = rest.partition(":")
    if not (number.isascii() and number.isdecimal()) or len(number) > 18:
        raise NotHeld()
    if of == "grant":
        grant = Grant.objects.filter(pk=number, account=giver).in_force(at).first()
        if grant and grant.role in roles:
            return roles[grant.role], grant.unit, grant, None
    elif of == "post":
        post = Post.objects.filter(pk=number, person=giver.person_id or 0).in_force(at).first()
        if post and key in roles and post.title in roles[key].posts:
            return roles[key], "" if roles[key].scope == "district" else post.unit_id, None, post
    raise NotHeld()


def _are_colleagues(giver: Account, holder: Account, unit: str, at: datetime) -> bool:
    """Whether they work in the unit of the role; for a role of the whole district, whether they share a unit."""
    known = dict(Unit.objects.values_list("key", "parent_id"))
    shared = {unit} if unit else _places(giver, known, at)
    return bool(shared & _places(holder, known, at))


def _places(account: Account, parents: Mapping[str, str | None], at: datetime) -> set[str]:
    """The units somebody works in, and the bodies these are sections of."""
    posts = Post.objects.filter(person=account.person_id or 0).in_force(at).values_list("unit_id", flat=True)
    grants = Grant.objects.filter(account=account).exclude(unit="").in_force(at).values_list("unit", flat=True)
    found: set[str] = set()
    for key in (*posts, *grants):
        place: str | None = key
        while place and parents.get(place):  # the district itself is everybody's
            found.add(place)
            place = parents[place]
    return found
