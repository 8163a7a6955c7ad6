"""Questions about accounts."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound

from .. import policy
from ..definitions import Role
from ..models import Account, Grant, Post, Unit
from .units import PostView


@dataclass(frozen=True, slots=True)
class GrantView:
    """A role in force: what it is called, what it is for, where it holds (``""``: the whole district)."""

    id: int
    role: str
    role_title: str
    duties: str
    unit: str
    unit_title: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as its owner and the administrator see it."""

    id: int
    username: str
    name: str
    posts: tuple[PostView, ...]
    grants: tuple[GrantView, ...]


def account(account_id: int, *, reader: Actor, at: datetime) -> AccountView:
    """The account with its posts and roles on that moment, for its owner and the administrator."""
    policy.require_account(account_id, reader)
    row = Account.objects.filter(pk=account_id).first()
    if row is None:
        raise NotFound()
    posts = Post.objects.filter(person_id=row.person_id or 0).in_force(at).select_related("unit", "person")
    grants = list(Grant.objects.filter(account=row).in_force(at).order_by("role", "unit"))
    titles = dict(Unit.objects.filter(key__in=[g.unit for g in grants if g.unit]).values_list("key", "title"))
    roles = {role.key: role for role in catalogue.all_in_force(Role, on=timezone.localdate(at))} if grants else {}
    return AccountView(
        id=row.pk,
        username=row.username,
        name=row.name,
        posts=tuple(PostView(p.title, p.person.name, p.starts_at, p.unit.title) for p in posts),
        grants=tuple(_grant_view(grant, roles.get(grant.role), titles) for grant in grants),
    )


def account_named(username: str, *, reader: Actor) -> int | None:
    """The id of the account with this user name; for the administrator."""
    policy.require_administrator(reader, policy.READ_ACCOUNT)
    return Account.objects.filter(username=username).values_list("pk", flat=True).first()


def _grant_view(grant: Grant, role: Role | None, titles: dict[str, str]) -> GrantView:
    return GrantView(
        id=grant.pk,
        role=grant.role,
        role_title=role.title if role else grant.role,
        duties=role.duties if role else "",
        unit=grant.unit,
        unit_title=titles.get(grant.unit, grant.unit),
        starts_at=grant.starts_at,
        ends_at=grant.ends_at,
    )


def phones_of_accounts(*, reader: Actor) -> dict[int, str]:
    """The phone of everybody who has an account, for the platform's own bookkeeping."""
    policy.require_system(reader)
    rows = Account.objects.filter(person__isnull=False).exclude(person__phone="")
    return dict(rows.values_list("pk", "person__phone"))
