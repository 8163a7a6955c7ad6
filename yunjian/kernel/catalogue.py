"""The published editions of every definition, and the one in force on a day."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Protocol, TypeVar

from django.db import connection

from . import ledger, policy
from .action import action, running
from .actor import Actor
from .compiled import Compiled
from .definitions import Definition
from .errors import Declined, NotFound
from .models import Edition

D = TypeVar("D", bound=Definition)
ROLES = "roles"  # what these definitions allow is the security administrator's


class Pack(Protocol):
    """A district's folder, read whole and without a mistake."""

    @property
    def key(self) -> str: ...

    @property
    def definitions(self) -> Sequence[Definition]: ...


@dataclass(frozen=True)
class EditionPublished:
    """A definition has a new edition."""

    kind = "catalogue.edition.published"
    title = "定义的新版本生效"
    definition_kind: str
    key: str
    valid_from: str
    digest: str

    @property
    def subject(self) -> str:
        return f"catalogue.{self.definition_kind}:{self.key}"


@dataclass(frozen=True)
class PackPublished:
    """A district's folder was published: so many editions were new, so many were there already."""

    kind = "catalogue.pack.published"
    title = "区的定义包发布"
    pack: str
    added: int
    unchanged: int

    @property
    def subject(self) -> str:
        return f"catalogue.pack:{self.pack}"


class NotInForce(NotFound):
    """目录中没有当日有效的这项定义。"""


class EditionChanged(Declined):
    """已经发布的版本不能改动。请恢复原来的内容，另加一份写明新生效日期的版本。"""


class EditionsOverlap(Declined):
    """版本的有效期与已经发布的版本重叠。"""


def in_force(kind: type[D], key: str, *, on: date) -> D:
    """The edition of the definition that holds on the day; NotInForce when none does."""
    for valid_to, digest in _asked(_latest_of, kind=kind.kind, key=key, on=on):
        if valid_to is None or on < valid_to:
            return _read(kind, digest)
    raise NotInForce(f"{kind.noun} {key}，{on.isoformat()}")


_latest_of = Compiled(
    lambda kind, key, on: (
        Edition.objects.filter(kind=kind, key=key, valid_from__lte=on)
        .order_by("-valid_from")
        .values_list("valid_to", "digest")[:1]
    ),
    kind=str,
    key=str,
    on=date,
)


def all_in_force(kind: type[D], *, on: date) -> list[D]:
    """Every definition of the kind that holds on the day, by key: one query, and one more for what is new here."""
    latest = _asked(_latest, kind=kind.kind, on=on)
    digests = [digest for valid_to, digest in latest if valid_to is None or on < valid_to]
    return _read_all(kind, digests)


_latest = Compiled(
    lambda kind, on: (
        Edition.objects.filter(kind=kind, valid_from__lte=on)
        .order_by("key", "-valid_from")
        .distinct("key")
        .values_list("valid_to", "digest")
    ),
    kind=str,
    on=date,
)


def newest() -> int:
    """The number of what was published last: as long as it stays, the catalogue says the same of every day."""
    return next((number for (number,) in _newest()), 0)


_newest = Compiled(lambda: Edition.objects.order_by("-pk").values_list("pk")[:1])
ANSWERS_KEPT = 5_000
_answers: dict[tuple[int, Compiled, Hashable], list[tuple[Any, ...]]] = {}


def _asked(statement: Compiled, **values: Any) -> list[tuple[Any, ...]]:
    """What the catalogue answers; an action knows how new it is, and goes by what was answered of that before."""
    current = running()
    if current is None:
        return statement(**values)
    if current.newest is None:
        current.newest = newest()
    question = (current.newest, statement, tuple(values.values()))
    answer = _answers.get(question)
    if answer is None:
        answer = statement(**values)
        if len(_answers) >= ANSWERS_KEPT:
            _answers.clear()
        _answers[question] = answer
    return answer


def outlines(kind: type[Definition], fields: Sequence[str], *, on: date) -> dict[str, dict[str, Any]]:
    """These fields of every definition of the kind that holds on the day, by key, as they are written.

    For lists over more definitions than anybody reads whole: one query, and no definition is made of its body.
    """
    rows = (
        Edition.objects.filter(kind=kind.kind, valid_from__lte=on)
        .order_by("key", "-valid_from")
        .distinct("key")
        .values_list("key", "valid_to", *(f"body__{field}" for field in fields))
    )
    return {
        key: dict(zip(fields, values, strict=True))
        for key, valid_to, *values in rows
        if valid_to is None or on < valid_to
    }


def edition(kind: type[D], key: str, valid_from: date) -> D:
    """The very edition a case began under, whatever was published since."""
    for (digest,) in _asked(_begun_on, kind=kind.kind, key=key, on=valid_from):
        return _read(kind, digest)
    raise NotInForce(f"{kind.noun} {key}，{valid_from.isoformat()} 起的版本")


_begun_on = Compiled(
    lambda kind, key, on: Edition.objects.filter(kind=kind, key=key, valid_from=on).values_list("digest"),
    kind=str,
    key=str,
    on=date,
)


def edition_before(definition: D) -> D | None:
    """The published edition that this one follows, if there is one."""
    kind = type(definition)
    rows = Edition.objects.filter(kind=kind.kind, key=definition.key, valid_from__lt=definition.valid_from)
    digest = rows.order_by("-valid_from").values_list("digest", flat=True).first()
    return None if digest is None else _read(kind, digest)


def editions(kind: type[D], key: str) -> list[D]:
    """Every edition of the definition, oldest first."""
    rows = Edition.objects.filter(kind=kind.kind, key=key).order_by("valid_from").values_list("digest", flat=True)
    return _read_all(kind, list(rows))


@dataclass(frozen=True)
class Changed:
    """An edition whose body in the pack is not the published one."""

    definition: Definition
    published: dict[str, Any]

    @property
    def sentence(self) -> str:
        return f"{name_of(self.definition)}的内容与已发布的不同"


@dataclass(frozen=True)
class Comparison:
    """A pack beside what is published: what is new, what was changed, how much is the same, what the pack lacks."""

    added: tuple[Definition, ...]
    changed: tuple[Changed, ...]
    unchanged: int
    missing: tuple[tuple[str, str, date], ...]


def name_of(definition: Definition) -> str:
    """An edition as a sentence names it."""
    return f"{definition.noun} {definition.key}（{definition.title}）{definition.valid_from.isoformat()} 起的版本"


def compare(pack: Pack) -> Comparison:
    """Set the pack beside the published editions; nothing is changed."""
    rows = Edition.objects.values_list("kind", "key", "valid_from", "digest", "body")
    published = {(kind, key, valid_from): (digest, body) for kind, key, valid_from, digest, body in rows}
    added, changed, unchanged = [], [], 0
    for definition in pack.definitions:
        digest, body = published.pop((definition.kind, definition.key, definition.valid_from), ("", {}))
        if not digest:
            added.append(definition)
        elif digest != definition.digest:
            changed.append(Changed(definition, body))
        else:
            unchanged += 1
    return Comparison(tuple(added), tuple(changed), unchanged, tuple(sorted(published)))


@action
def publish(pack: Pack, *, by: Actor, at: datetime) -> Comparison:
    """Add the pack's new editions to the catalogue, all of them or none.

    What is published never changes: an edition whose body differs is declined by name. A pack with nothing new leaves
    the catalogue as it is, and the record says so.
    """
    with connection.cursor() as cursor:  # one publisher at a time, so that two cannot both find an edition new
        cursor.execute("select pg_advisory_xact_lock(hashtext('yunjian.catalogue'))")
    found = compare(pack)
    _require_publisher(found.added, by)
    if found.changed:
        raise EditionChanged(each.sentence for each in found.changed)
    if overlapping := _overlapping(found.added):
        raise EditionsOverlap(overlapping)
    Edition.objects.bulk_create(
        Edition(
            kind=new.kind,
            key=new.key,
            valid_from=new.valid_from,
            valid_to=new.valid_to,
            body=new.body(),
            digest=new.digest,
            pack=pack.key,
            published_by=by.id,
            published_at=at,
        )
        for new in found.added
    )
    if current := running():
        current.newest = None
    for new in found.added:
        ledger.record(EditionPublished(new.kind, new.key, new.valid_from.isoformat(), new.digest), by=by, at=at)
    ledger.record(PackPublished(pack.key, len(found.added), found.unchanged), by=by, at=at)
    return found


def _require_publisher(definitions: Iterable[Definition], by: Actor) -> None:
    """Roles are published by one administrator and everything else by another: neither does the other's part."""
    for is_role in {each.kind == ROLES for each in definitions} or {False}:
        policy.require(by, policy.PUBLISH_ROLES if is_role else policy.PUBLISH)


def _overlapping(added: Iterable[Definition]) -> list[str]:
    """The things whose published and new editions together overlap."""
    new = {(each.kind, each.key) for each in added}
    periods: dict[tuple[str, str], list[tuple[date, date | None]]] = {name: [] for name in new}
    for kind, key, start, end in Edition.objects.values_list("kind", "key", "valid_from", "valid_to"):
        if (kind, key) in periods:
            periods[kind, key].append((start, end))
    for each in added:
        periods[each.kind, each.key].append((each.valid_from, each.valid_to))
    return [f"{kind} {key}" for (kind, key), found in sorted(periods.items()) if overlap(found)]


def overlap(periods: Iterable[tuple[date, date | None]]) -> tuple[date, date] | None:
    """The first period that ends, by a date of its own, after the next begins; an open end gives way to the next."""
    ordered = sorted(periods, key=lambda period: period[0])
    for (_, end), (start, _) in pairwise(ordered):
        if end is not None and end > start:
            return end, start
    return None


def _read(kind: type[D], digest: str) -> D:
    return _read_all(kind, [digest])[0]


_known: dict[tuple[type[Definition], str], Definition] = {}
KEPT = 50_000


def _read_all(kind: type[D], digests: Sequence[str]) -> list[D]:
    """The editions with these digests. A digest never changes its meaning, so what was read once stays right."""
    found: dict[str, Any] = {digest: _known.get((kind, digest)) for digest in digests}
    unknown = [digest for digest, definition in found.items() if definition is None]
    if unknown:
        rows = Edition.objects.filter(kind=kind.kind, digest__in=unknown).values_list("digest", "body")
        read = {digest: kind.from_body(body) for digest, body in rows}
        if len(_known) + len(read) > KEPT:
            _known.clear()
        _known.update({(kind, digest): definition for digest, definition in read.items()})
        found |= read
    return [found[digest] for digest in digests]
