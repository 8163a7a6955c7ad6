"""Who can do this, and what can she do: at any moment, and by what right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel import policy as decision
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.kernel.policy import Act

from .. import events, policy
from ..definitions import Role
from ..models import Account, Delegation, Grant, Post, Unit


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody holds a role: where, by what right, and for how long. ``source`` is grant, post or delegation."""

    account: int
    name: str
    username: str
    role: str
    role_title: str
    duties: str
    edition: date
    unit: str
    unit_title: str
    source: str
    source_id: int
    words: str  # the post's title, or who lends it
    since: datetime
    until: datetime | None
    by: str = ""  # who granted it, as the ledger says


@dataclass(frozen=True, slots=True)
class Allowed:
    """One act somebody may do, and the holdings that allow it."""

    act: str
    title: str
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class Rights:
    """All that an account may do at a moment, and why."""

    account: int
    name: str
    username: str
    is_active: bool
    at: datetime
    holdings: tuple[Holding, ...]
    allowed: tuple[Allowed, ...]


@dataclass(frozen=True, slots=True)
class Holders:
    """Everybody who may do one act at a moment, and to whom else it is open."""

    act: str
    title: str
    open_to: tuple[str, ...]
    at: datetime
    holdings: tuple[Holding, ...]


def rights(account_id: int, *, at: datetime, reader: Actor) -> Rights:
    """What the account could do at that moment: for itself, and for the security and audit administrators."""
    policy.require_account(account_id, reader)
    row = Account.objects.filter(pk=account_id).first()
    if row is None:
        raise NotFound()
    roles = _roles(at)
    granted_by = _granted_by(account_id, reader)
    holdings = tuple(_holdings(at, roles, account=row, granted_by=granted_by)) if row.is_active else ()
    allowed = []
    for name, act in decision.acts().items():
        if found := tuple(each for each in holdings if roles[each.role].allows(name)):
            allowed.append(Allowed(name, str(act.title), found))
    return Rights(row.pk, row.name, row.username, row.is_active, at, holdings, tuple(allowed))


def holders(act: str, *, unit: str = "", at: datetime, reader: Actor) -> Holders:
    """Who could do the act at that moment, for the unit when one is named. For those who look after accounts."""
    policy.require_administrator(reader, policy.READ_ACCOUNT)
    found = decision.acts().get(act)
    if found is None:
        raise NotFound()
    roles = {key: role for key, role in _roles(at).items() if role.allows(act)}
    holdings = (each for each in _holdings(at, roles) if not unit or each.unit in ("", unit))
    return Holders(act, str(found.title), _open_to(found), at, tuple(sorted(holdings, key=lambda h: (h.name, h.role))))


def roles(*, on: date, reader: Actor) -> list[Role]:
    """The roles in force on the day: for who grants them."""
    policy.require_administrator(reader, policy.READ_ACCOUNT)
    return catalogue.all_in_force(Role, on=on)


def all_acts(*, reader: Actor) -> dict[str, str]:
    """The titles of all acts, by name."""
    policy.require_administrator(reader, policy.READ_ACCOUNT)
    return {name: str(act.title) for name, act in decision.acts().items()}


def _open_to(act: Act) -> tuple[str, ...]:
    ways = (("everyone", act.everyone), ("own", act.own), ("system", act.system))
    return tuple(name for name, is_open in ways if is_open)


def _roles(at: datetime) -> dict[str, Role]:
    return {role.key: role for role in catalogue.all_in_force(Role, on=timezone.localdate(at))}


def _granted_by(account_id: int, reader: Actor) -> dict[int, str]:
    """Who granted each grant, by the account's own history in the ledger."""
    entries = [
        entry
        for entry in ledger.history(f"parties.account:{account_id}", reader=reader)
        if entry.kind == events.RoleGranted.kind
    ]
    numbers = [entry.actor.removeprefix("account:") for entry in entries if entry.actor.startswith("account:")]
    names = {f"account:{pk}": name for pk, name in Account.objects.filter(pk__in=numbers).values_list("pk", "name")}
    return {entry.payload["grant"]: names.get(entry.actor, "") for entry in entries}


def _holdings(
    at: datetime, roles: dict[str, Role], *, account: Account | None = None, granted_by: dict[int, str] | None = None
) -> Iterator[Holding]:
    titles = dict(Unit.objects.values_list("key", "title"))
    mine = Q() if account is None else Q(account=account)
    for grant in (
        Grant.objects.filter(mine, role__in=roles, account__is_active=True).in_force(at).select_related("account")
    ):
        role = roles[grant.role]
        by = (granted_by or {}).get(grant.pk, "")
        yield _holding(grant.account, role, grant.unit, titles, grant, by=by)
    yield from _by_post(at, roles, account, titles)
    lent = Delegation.objects.filter(role__in=roles, holder__is_active=True).holding(at)
    lent = lent if account is None else lent.filter(holder=account)
    for each in lent.select_related("holder", "giver", "post"):
        if each.post is None or each.post.title in roles[each.role].posts:
            yield _holding(each.holder, roles[each.role], each.unit, titles, each, words=each.giver.name)


def _by_post(
    at: datetime, roles: dict[str, Role], account: Account | None, titles: dict[str, str]
) -> Iterator[Holding]:
    bound = {title for role in roles.values() for title in role.posts}
    if not bound:
        return
    posts = Post.objects.filter(title__in=bound, person__account__is_active=True).in_force(at)
    posts = posts if account is None else posts.filter(person=account.person_id or 0)
    for post in posts.select_related("person__account"):
        for role in roles.values():
            if post.title in role.posts:
                unit = "" if role.scope == "district" else post.unit_id
                yield _holding(
                    post.person.account, role, unit, titles, post, words=f"{titles.get(post.unit_id, '')} {post.title}"
                )


def _holding(
    account: Account,
    role: Role,
    unit: str,
    titles: dict[str, str],
    source: Grant | Post | Delegation,
    *,
    words: str = "",
    by: str = "",
) -> Holding:
    return Holding(
        account=account.pk,
        name=account.name,
        username=account.username,
        role=role.key,
        role_title=role.title,
        duties=role.duties,
        edition=role.valid_from,
        unit=unit,
        unit_title=titles.get(unit, unit),
        source=type(source).__name__.lower(),
        source_id=source.pk,
        words=words,
        since=source.starts_at,
        until=source.ends_at,
        by=by,
    )


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in the list of accounts."""

    id: int
    username: str
    name: str
    is_active: bool


MOST_ACCOUNTS = 200


def accounts(text: str = "", *, reader: Actor) -> list[AccountRow]:
    """Accounts whose user name or name contains the text, at most MOST_ACCOUNTS: for those who look after them."""
    policy.require_administrator(reader, policy.READ_ACCOUNT)
    wanted = text.strip()
    found = (
        Account.objects.filter(Q(username__icontains=wanted) | Q(name__icontains=wanted))
        if wanted
        else Account.objects.all()
    )
    rows: Iterable[Account] = found.order_by("username")[:MOST_ACCOUNTS]
    return [AccountRow(row.pk, row.username, row.name, row.is_active) for row in rows]
