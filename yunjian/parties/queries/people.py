"""Questions about people: their identifiers come masked."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound

from .. import logic, policy
from ..models import Flag, Person, Post

MOST_PEOPLE = 200
HELD = "held"  # where a person carries the posts in force


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person with masked identifiers and what is doubtful about them.

    The name is masked too, unless the person holds an office and stands in the directory with it.
    """

    id: int
    name: str
    identity_number: str
    phone: str
    doubts: tuple[str, ...]
    posts: tuple[str, ...]


def person(person_id: int, *, reader: Actor, at: datetime) -> PersonView:
    """One person, identifiers masked: for whoever may read them unmasked."""
    row = Person.objects.filter(pk=person_id).prefetch_related(_held(at)).first()
    policy.require_may_read_personal_data(reader, owner=policy.owner_of_person(person_id))
    if row is None:
        raise NotFound()
    return _view(row)


def people(text: str = "", *, reader: Actor, at: datetime) -> list[PersonView]:
    """People whose name, unit or post contains the text, by name, at most MOST_PEOPLE. Masked.

    Asked through ``actions.list_people``, which keeps who saw whom.
    """
    policy.require_may_read_people(reader)
    found = Person.objects.filter(erased_at__isnull=True).prefetch_related(_held(at))
    if text.strip():
        wanted = text.strip()
        in_post = Post.objects.in_force(at).filter(Q(title__icontains=wanted) | Q(unit__title__icontains=wanted))
        found = found.filter(Q(name__icontains=wanted) | Q(pk__in=in_post.values("person")))
    return [_view(row) for row in found[:MOST_PEOPLE]]


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post somebody holds."""

    id: int
    unit: str
    title: str


def posts_of(person_ids: list[int], *, reader: Actor, at: datetime) -> dict[int, list[HeldPost]]:
    """The posts in force of these people. For staff."""
    policy.require_staff(reader)
    found: dict[int, list[HeldPost]] = {}
    for post in Post.objects.in_force(at).filter(person_id__in=person_ids).order_by("pk"):
        found.setdefault(post.person_id, []).append(HeldPost(post.pk, post.unit_id, post.title))
    return found


def _held(at: datetime) -> Prefetch:
    posts = Post.objects.in_force(at).select_related("unit").order_by("starts_at", "pk")
    return Prefetch("posts", posts, to_attr=HELD)


def _view(row: Person) -> PersonView:
    return PersonView(
        id=row.pk,
        name=row.name if getattr(row, HELD) else logic.masked_name(row.name),
        identity_number=logic.masked_identity_number(row.identity_number),
        phone=logic.masked_phone(row.phone),
        doubts=tuple(str(Flag(flag).label) for flag in (row.identity_flag, row.phone_flag) if flag),
        posts=tuple(f"{post.unit.title} {post.title}" for post in getattr(row, HELD)),
    )
