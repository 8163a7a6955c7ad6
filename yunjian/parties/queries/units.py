"""Questions about the unit tree and who sits where in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now

from yunjian.kernel import keyset
from yunjian.kernel.actor import Actor
from yunjian.kernel.compiled import Compiled
from yunjian.kernel.errors import NotFound
from yunjian.kernel.keyset import Slice

from .. import policy
from ..models import Flag, Level, Post, Unit


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as others see it."""

    key: str
    title: str
    short_title: str
    parent: str | None
    level: str
    level_title: str
    division_code: str
    uscc: str
    uscc_doubt: str
    valid_from: date
    valid_to: date | None

    @property
    def is_closed(self) -> bool:
        return self.valid_to is not None


@dataclass(frozen=True, slots=True)
class PostView:
    """A post and, for staff, the name of who holds it."""

    title: str
    person: str
    since: datetime
    unit: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the directory with its posts and the units below it."""

    unit: UnitView
    posts: tuple[PostView, ...]
    below: tuple["Branch", ...]
    found: bool  # it is what was searched for, not merely above it


def unit(key: str, *, reader: Actor) -> UnitView:
    """The unit with this key, closed or not. Everybody may know the units."""
    row = Unit.objects.filter(key=key).first()
    if row is None:
        raise NotFound()
    return _view(row)


def units(*, reader: Actor) -> list[UnitView]:
    """Every open unit, in the district's order."""
    return [_view(row) for row in Unit.objects.open()]


def unit_slice(
    *,
    level: str = "",
    parent: str = "",
    text: str = "",
    sort: str = "key",
    after: Sequence[Any] | None = None,
    limit: int = 50,
    reader: Actor,
) -> Slice:
    """Open units by their key, part by part."""
    rows = Unit.objects.open()
    if level:
        rows = rows.filter(level=level)
    if parent:
        rows = rows.filter(parent=parent)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(short_title__icontains=text))
    return keyset.take(rows, sort, {"key": "key"}, after=after, limit=limit, tie="key", view=_view)


def unit_titles(*, reader: Actor) -> dict[str, str]:
    """The title of every unit there ever was, by key."""
    return dict(_titles())


_titles = Compiled(lambda: Unit.objects.values_list("key", "title"))


def is_unit(key: str, *, reader: Actor) -> bool:
    """Whether there is or ever was a unit with this key; what was one once stays one, so it is asked for once."""
    if key not in _known and _of_key(key=key):
        _known.add(key)
    return key in _known


_known: set[str] = set()
_of_key = Compiled(lambda key: Unit.objects.filter(key=key).values_list("key"), key=str)


def district_title(*, reader: Actor) -> str:
    """What the district is called: the short title of the unit above all others; empty before a pack is adopted."""
    return next((name for names in _of_district() for name in names if name), "")


_of_district = Compiled(lambda: Unit.objects.open().filter(parent=None).values_list("short_title", "title")[:1])


def directory(text: str = "", *, reader: Actor, at: datetime | None = None) -> tuple[Branch, ...]:
    """The open units as trees. With ``text``, only the units it names, or whose posts or people it names, and
    the units above them. People's names are for staff: a visitor neither sees them nor finds by them.
    """
    rows = list(Unit.objects.open())
    posts: dict[str, list[PostView]] = {}
    held = Post.objects.in_force(at or Now()).order_by("starts_at", "pk")
    shows_names = policy.is_staff(reader)
    for post in held.values_list("title", "person__name", "starts_at", "unit_id"):
        title, person, since, key = post
        posts.setdefault(key, []).append(PostView(title, person if shows_names else "", since, key))
    below: dict[str | None, list[Unit]] = {}
    known = {row.key for row in rows}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    wanted = text.strip().casefold()

    def grow(row: Unit) -> Branch | None:
        own = tuple(posts.get(row.key, ()))
        branches = tuple(branch for child in below.get(row.key, ()) if (branch := grow(child)) is not None)
        words = (row.title, row.short_title, *(p.title for p in own), *(p.person for p in own))
        found = any(wanted in word.casefold() for word in words)
        return Branch(_view(row), own, branches, bool(wanted) and found) if found or branches else None

    return tuple(branch for row in below.get(None, ()) if (branch := grow(row)) is not None)


def _view(row: Unit) -> UnitView:
    return UnitView(
        key=row.key,
        title=row.title,
        short_title=row.short_title,
        parent=row.parent_id,
        level=row.level,
        level_title=str(Level(row.level).label),
        division_code=row.division_code,
        uscc=row.uscc,
        uscc_doubt=str(Flag(row.uscc_flag).label) if row.uscc_flag else "",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
