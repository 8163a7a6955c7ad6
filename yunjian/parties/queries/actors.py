"""Who acts: the roles in force, and for whom."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import DateTimeField, ExpressionWrapper, F, Func, QuerySet, Value
from django.db.models.functions import Now
from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.actor import ANONYMOUS, Actor, Held
from yunjian.kernel.compiled import Compiled

from .. import policy
from ..definitions import Role
from ..models import Account, Delegation, Grant, Mandate, Post

ACTING = "acting"  # the session's key: the number of the mandate chosen
MOST_STAFF = 1000
_COLUMNS = ("of", "pk", "name", "place", "title", "now")


@dataclass(frozen=True, slots=True)
class StaffView:
    """Somebody who works at a unit."""

    account: str
    name: str
    unit: str


def actor_of(user: Account | AnonymousUser, mandate: int | None = None) -> Actor:
    """The actor behind a request's user, with the roles in force now, or acting under a mandate and then without any.

    One query beside the user's own finds what was granted, lent and held by post; who holds anything pays a second one
    for the roles of the day. A mandate that is not in force is nobody's: ask ``Actor.acting_for``.
    """
    if not isinstance(user, Account) or not user.is_active:
        return ANONYMOUS
    owns = frozenset({f"person:{user.person_id}"} if user.person_id else ())
    actor = Actor(f"account:{user.pk}", user.name, owns=owns)
    if mandate is not None:
        found = Mandate.objects.in_force(Now()).filter(pk=mandate, agent=user.pk).first()
        if found:
            return replace(
                actor,
                owns=frozenset({found.principal}),
                acting_for=found.principal,
                mandate=f"mandate:{found.pk}",
                scope=frozenset(found.scope),
            )
    return replace(actor, held=held_at(user.pk, user.person_id, Now()))


def actor_of_account(account_id: int, mandate: int | None = None, *, reader: Actor) -> Actor | None:
    """The actor an account is, with the roles in force now, or under a mandate; for the platform's own doors.

    None when the account is closed, or its mandate over.
    """
    policy.require_system(reader)
    row = Account.objects.filter(pk=account_id, is_active=True).first()
    found = actor_of(row, mandate) if row else None
    return None if found is None or (mandate is not None and not found.acting_for) else found


def works_in(account_id: int, unit: str, *, reader: Actor, at: datetime) -> bool:
    """Whether somebody may enter and holds a role for this unit at that moment."""
    policy.require_staff(reader)
    row = Account.objects.filter(pk=account_id, is_active=True).first()
    return row is not None and any(held.holds_for(unit) for held in held_at(row.pk, row.person_id, at))


def staff_of(units: Collection[str] | None, *, reader: Actor, at: datetime) -> tuple[StaffView, ...]:
    """Who holds a role or a post at these units (at any, for None): to be chosen from, at most a thousand."""
    policy.require_staff(reader)
    granted = Grant.objects.in_force(at).filter(account__is_active=True).exclude(unit="")
    posted = Post.objects.in_force(at).filter(person__account__is_active=True)
    if units is not None:
        granted, posted = granted.filter(unit__in=units), posted.filter(unit__in=units)
    by_grant = granted.values_list("account", "account__name", "unit")
    by_post = posted.values_list("person__account", "person__account__name", "unit")
    rows = by_grant.union(by_post).order_by("unit", "account__name", "account")[:MOST_STAFF]
    return tuple(StaffView(f"account:{pk}", name, unit) for pk, name, unit in rows)


def held_at(account_id: int, person_id: int | None, at: datetime | Func) -> tuple[Held, ...]:
    """The roles an account holds at a moment: granted, lent by a colleague, or belonging to a post of its person."""
    number = person_id or 0
    now = isinstance(at, Now)
    rows = _held_now(account=account_id, person=number) if now else list(_held_by(account_id, number, at))
    if not rows:
        return ()
    roles = {role.key: role for role in catalogue.all_in_force(Role, on=timezone.localdate(rows[0][-1]))}
    return tuple(_held(rows, roles))


def _held_by(account: int, person: int, at: datetime | Func) -> QuerySet:
    moment = ExpressionWrapper(Value(at) if isinstance(at, datetime) else at, output_field=DateTimeField())
    granted = Grant.objects.filter(account=account).in_force(at)
    lent = Delegation.objects.filter(holder=account).holding(at)
    posts = Post.objects.filter(person=person).in_force(at)
    by_grant = granted.annotate(of=Value("grant"), name=F("role"), place=F("unit"), title=Value(""), now=moment)
    by_loan = lent.annotate(of=Value("delegation"), name=F("role"), place=F("unit"), title=_post_title(), now=moment)
    by_post = posts.annotate(of=Value("post"), name=Value(""), place=F("unit_id"), now=moment)
    return by_grant.values_list(*_COLUMNS).union(
        by_loan.values_list(*_COLUMNS), by_post.values_list(*_COLUMNS), all=True
    )


_held_now = Compiled(lambda account, person: _held_by(account, person, Now()), account=int, person=int)


def _post_title() -> F:
    return F("post__title")


def _held(rows: Iterable[tuple], roles: dict[str, Role]) -> Iterator[Held]:
    for of, pk, name, unit, title, _ in rows:
        source = f"{of}:{pk}"
        if of == "post":
            for role in (role for role in roles.values() if title in role.posts):
                yield role_held(role, "" if role.scope == "district" else unit, source)
        elif name in roles and (not title or title in roles[name].posts):
            yield role_held(roles[name], unit, source)


def role_held(role: Role, unit: str, source: str) -> Held:
    """What somebody holds who holds this role."""
    return Held(role.key, unit, frozenset(role.may), frozenset(role.sees), source)
