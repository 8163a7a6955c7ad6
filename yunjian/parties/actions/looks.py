"""Looking at people's data: a list, one person's in full, one's own; each look is kept and on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Invalid
from yunjian.kernel.policy import Act

from .. import events, logic, policy, queries
from ..models import Account, Look, LookedAt, Person


class PurposeMissing(Invalid):
    """请选择查看个人信息的用途，并写明具体事由。"""


PURPOSES = ("VERIFY", "CONTACT", "CORRECT", "AUDIT")
LEAST_WORDS = 4  # characters: a reason somebody else can understand


@dataclass(frozen=True, slots=True)
class Revealed:
    """A person's data as one look shows it; what the reader's role does not open stays masked."""

    name: str
    identity_number: str
    phone: str
    masked: tuple[str, ...]


@action
def list_people(text: str = "", *, by: Actor, at: datetime) -> list[queries.PersonView]:
    """The people a search finds, masked. That the reader saw them, each of them can learn."""
    policy.require_may_read_people(by)
    found = queries.people(text, reader=by, at=at)
    kind = Look.Kind.LIST
    look = _keep(kind, policy.READ_PEOPLE, "REGISTER", "", ("name",), [each.id for each in found], by=by, at=at)
    ledger.record(events.PeopleListed(look.pk, len(found)), by=by, at=at)
    return found


@action
def read_personal_data(person_id: int, purpose: str, words: str = "", *, by: Actor, at: datetime) -> Revealed:
    """A person's data in full, for a purpose one says: who, when and why stay, and the person sees them.

    One's own needs no reason. What a role does not open (sensitive data, for most) stays masked.
    """
    owner = policy.owner_of_person(person_id)
    policy.require_may_read_personal_data(by, owner=owner)
    is_own = policy.is_own(by, owner)
    person = hold(Person.objects, person_id)
    words = " ".join(words.split())[:200]
    if purpose not in PURPOSES or (not is_own and len(words) < LEAST_WORDS):
        raise PurposeMissing()
    opened = [name for name in Person.personal if policy.may_see_field(by, owner, Person.personal[name].data_class)]
    masked = tuple(name for name in Person.personal if name not in opened)
    kind = Look.Kind.OWN if is_own else Look.Kind.REVEAL
    look = _keep(kind, policy.REVEAL, purpose, words, opened, [person.pk], by=by, at=at)
    ledger.record(events.PersonalDataRead(person.pk, purpose, look.pk, tuple(opened)), by=by, at=at)
    shown = {name: _shown(person, name, name in opened) for name in Person.personal}
    return Revealed(shown["name"], shown["identity_number"], shown["phone"], masked)


@action
def take_own_data(person_id: int, *, by: Actor, at: datetime) -> "queries.OwnData":
    """All the platform keeps of a person, for that person to read or take away."""
    owner = policy.owner_of_person(person_id)
    policy.require_own(by, policy.TAKE_OWN_DATA, owner)
    data = queries.own_data(person_id, reader=by, at=at)
    fields = tuple(Person.personal)
    look = _keep(Look.Kind.OWN, policy.TAKE_OWN_DATA, "OWN", "", fields, [person_id], by=by, at=at)
    ledger.record(events.OwnDataTaken(person_id, look.pk), by=by, at=at)
    return data


@action
def export_looks(count: int, *, by: Actor, at: datetime) -> None:
    """The list of looks was taken away as a file: that too is on record."""
    policy.require_may_read_looks(by)
    look = _keep(Look.Kind.EXPORT, policy.READ_LOOKS, "AUDIT", "", (), [], by=by, at=at)
    ledger.record(events.LooksExported(look.pk, count), by=by, at=at)


def _keep(
    kind: str, act: Act, purpose: str, words: str, fields: Sequence[str], people: list[int], *, by: Actor, at: datetime
) -> Look:
    held = next((held for held in by.held if held.allows(act.name)), None)
    of, _, number = by.id.partition(":")
    look = Look.objects.create(
        account=Account.objects.filter(pk=number).first() if of == "account" else None,
        role=held.role if held and kind != Look.Kind.OWN else "",
        unit=held.unit if held and kind != Look.Kind.OWN else "",
        acting_for=by.acting_for,
        kind=kind,
        purpose=purpose,
        words=words,
        fields=",".join(fields),
        count=len(people),
        at=at,
    )
    LookedAt.objects.bulk_create(LookedAt(look=look, person_id=person) for person in people)
    return look


def _shown(person: Person, name: str, in_full: bool) -> str:
    text = getattr(person, name)
    return text if in_full else logic.masked(Person.personal[name].mask, text)
