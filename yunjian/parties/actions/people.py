"""What can happen to a person: registered, appointed to a post, relieved of it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, logic, policy
from ..models import Flag, Person, Post, Unit
from .accounts import UnknownUnit, taken_means


class IdentifierDoubtful(Invalid):
    """号码填写有误，请核对后再填。"""


class AlreadyRegistered(Declined):
    """已经登记过了，不能重复登记。"""


class AlreadyRelieved(Declined):
    """这个职务已经免去了。"""


@action
def register_person(
    name: str, identity_number: str = "", phone: str = "", *, from_old_data: bool = False, by: Actor, at: datetime
) -> int:
    """Take a person in.

    A doubtful identifier in a new entry is declined. In old data it is kept exactly as it came and flagged, so that
    nothing is lost and nobody mistakes it for a sound one.
    """
    policy.require_administrator(by, policy.REGISTER_PERSON)
    name = name.strip()
    if not name:
        raise Invalid()
    identity_flag = logic.identity_number_flag(identity_number, on=timezone.localdate(at)) if identity_number else ""
    phone_flag = logic.phone_flag(phone) if phone else ""
    if not from_old_data:
        refuse_doubtful({_("身份证号"): identity_flag, _("电话"): phone_flag})
    number = identity_number if identity_flag else logic.plain_identity_number(identity_number)
    with taken_means(AlreadyRegistered):
        person = Person.objects.create(
            name=name,
            identity_number=number,
            identity_flag=identity_flag,
            phone=phone if phone_flag else logic.plain_phone(phone),
            phone_flag=phone_flag,
            registered_at=at,
        )
    flags = tuple(flag for flag in (identity_flag, phone_flag) if flag)
    ledger.record(events.PersonRegistered(person.pk, flags), by=by, at=at)
    return person.pk


@action
def appoint(person_id: int, unit: str, title: str, *, by: Actor, at: datetime) -> int:
    """Give a person a post in a unit from now on."""
    policy.require_administrator(by, policy.APPOINT)
    person = hold(Person.objects, person_id)
    if not title.strip():
        raise Invalid()
    if not Unit.objects.open().filter(key=unit).exists():
        raise UnknownUnit(unit)
    if Post.objects.filter(person=person, unit_id=unit, title=title.strip()).in_force(at).exists():
        raise AlreadyRegistered()
    post = Post.objects.create(person=person, unit_id=unit, title=title.strip(), starts_at=at)
    ledger.record(events.PersonAppointed(person.pk, post.pk, unit), by=by, at=at)
    return post.pk


@action
def relieve(post_id: int, *, by: Actor, at: datetime) -> None:
    """End a post now; that it was held stays on record."""
    policy.require_administrator(by, policy.APPOINT)
    post = hold(Post.objects, post_id)
    if post.ends_at is not None and post.ends_at <= at:
        raise AlreadyRelieved()
    post.ends_at = max(at, post.starts_at + datetime.resolution)
    post.save(update_fields=["ends_at"])
    ledger.record(events.PersonRelieved(post.person_id, post.pk, post.unit_id), by=by, at=at)


def refuse_doubtful(flags: dict[str, str]) -> None:
    """Decline when any of the named identifiers is in doubt, saying which and why."""
    doubts = [f"{name} {Flag(flag).label}" for name, flag in flags.items() if flag]
    if doubts:
        raise IdentifierDoubtful(doubts)
