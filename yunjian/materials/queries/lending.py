"""Who was lent what, for which matter, and who used it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from yunjian.kernel import catalogue, keyset
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.kernel.keyset import Slice
from yunjian.parties import queries as parties

from .. import policy
from ..definitions import MaterialType
from ..models import Consent, Lent, Material, Use
from .drawer import PageView
from .files import FileView, copy_of, pages_of

LOOKS_FOR = timedelta(minutes=30)  # how long after a recorded use its pages can be turned
MOST = 200


@dataclass(frozen=True, slots=True)
class UseView:
    """Who opened it, when, for what."""

    at: datetime
    who: str
    unit_title: str
    matter: str
    purpose: str
    consent: int


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent as its holder sees it."""

    id: int
    unit_title: str
    matter: str
    purpose: str
    given_at: datetime
    ends_at: datetime
    withdrawn_at: datetime | None
    state: str  # RUNNING, WITHDRAWN, OVER
    materials: tuple[tuple[int, str], ...]
    uses: int


@dataclass(frozen=True, slots=True)
class LentView:
    """A material lent to an office, as its staff sees it: not by whom, before it is opened for the matter."""

    consent: int
    material: int
    type_title: str
    kind: str
    holder_name: str
    unit: str
    unit_title: str
    matter: str
    purpose: str
    ends_at: datetime
    valid_until: object
    superseded: bool
    used_at: datetime | None


def consents(holder: str, *, reader: Actor, at: datetime) -> tuple[ConsentView, ...]:
    """What the holder allowed whom, the newest first."""
    policy.require_holder(reader, policy.READ_OWN, holder)
    rows = _with_uses(Consent.objects.filter(holder=holder)).order_by("-given_at", "-pk")[:MOST]
    return tuple(map(_consent_view(reader, at), rows))


def consent_slice(
    holder: str, *, after: Sequence[Any] | None = None, limit: int = 50, reader: Actor, at: datetime
) -> Slice:
    """The same part by part, for programs."""
    policy.require_holder(reader, policy.READ_OWN, holder)
    rows, view = _with_uses(Consent.objects.filter(holder=holder)), _consent_view(reader, at)
    return keyset.take(rows, "-given_at", {"given_at": "given_at"}, after=after, limit=limit, view=view)


def consent(consent_id: int, *, reader: Actor, at: datetime) -> ConsentView:
    """One consent, to whoever gave it."""
    row = _with_uses(Consent.objects.filter(pk=consent_id)).first()
    if row is None or not policy.may_read(reader, row.holder):
        raise NotFound()
    return _consent_view(reader, at)(row)


def _with_uses(rows: QuerySet[Consent]) -> QuerySet[Consent]:
    return rows.annotate(n=Count("lent__uses")).prefetch_related("lent__material")


def _consent_view(reader: Actor, at: datetime) -> Callable[[Any], ConsentView]:
    units, titles = parties.unit_titles(reader=reader), titles_on(at)

    def view(row: Any) -> ConsentView:
        return ConsentView(
            id=row.pk, unit_title=units.get(row.unit, row.unit), matter=row.matter, purpose=row.purpose,
            given_at=row.given_at, ends_at=row.ends_at, withdrawn_at=row.withdrawn_at, state=_state(row, at),
            materials=tuple(
                (each.material_id, titles.get(each.material.type, each.material.type)) for each in row.lent.all()
            ),
            uses=row.n,
        )  # fmt: skip

    return view


def uses(material_id: int, *, reader: Actor) -> tuple[UseView, ...]:
    """Everybody who opened it, the newest first, for its holder."""
    row = Material.objects.filter(pk=material_id).first()
    if row is None or not policy.may_read(reader, row.holder):
        raise NotFound()
    found = list(Use.objects.filter(lent__material=row).select_related("lent__consent").order_by("-at", "-pk")[:MOST])
    units = parties.unit_titles(reader=reader)
    names = parties.names_of_staff({each.used_by for each in found}, reader=reader)
    return tuple(
        UseView(
            at=each.at,
            who=names.get(each.used_by, ""),
            unit_title=units.get(each.lent.consent.unit, each.lent.consent.unit),
            matter=each.lent.consent.matter,
            purpose=each.lent.consent.purpose,
            consent=each.lent.consent_id,
        )
        for each in found
    )


def lent_materials(*, matter: str = "", reader: Actor, at: datetime) -> tuple[LentView, ...]:
    """What is lent now to the offices whose staff the reader is, those ending first."""
    policy.require_using(reader)
    rows = _lent_to(reader, at)
    rows = rows.filter(consent__matter__icontains=matter) if matter else rows
    return _views(rows.order_by("consent__ends_at", "pk")[:MOST], reader, at)


def lent_slice(
    *, matter: str = "", after: Sequence[Any] | None = None, limit: int = 50, reader: Actor, at: datetime
) -> Slice:
    """The same part by part, for programs."""
    policy.require_using(reader)
    rows = _lent_to(reader, at).select_related("consent", "material")
    rows = rows.filter(consent__matter__icontains=matter) if matter else rows
    found = keyset.take(rows, "pk", {"pk": "pk"}, after=after, limit=limit)
    return Slice(_views(found.rows, reader, at), found.after)


def material_for(matter: str, type: str = "", *, reader: Actor, at: datetime) -> tuple[LentView, ...]:
    """What the reader may open for this very matter, of one kind or of all: for the floors above."""
    if not policy.may_use(reader):
        return ()
    rows = _lent_to(reader, at).filter(consent__matter=matter)
    rows = rows.filter(material__type=type) if type else rows
    return _views(rows.order_by("pk")[:MOST], reader, at)


def lent_pages(consent_id: int, material_id: int, *, reader: Actor, at: datetime) -> tuple[PageView, ...]:
    """The pages of a lent material, after its use was recorded."""
    return pages_of(_opened(consent_id, material_id, reader, at))


def lent_copy(consent_id: int, material_id: int, name: str, *, reader: Actor, at: datetime) -> FileView:
    """One copy of a lent material, after its use was recorded and while the consent holds."""
    return copy_of(_opened(consent_id, material_id, reader, at), name)


def lent_material(consent_id: int, material_id: int, *, reader: Actor, at: datetime) -> LentView:
    """One lent material, before or after it is opened."""
    policy.require_using(reader)
    found = _lent_to(reader, at).filter(consent=consent_id, material=material_id)
    if not (views := _views(found, reader, at)):
        raise NotFound()
    return views[0]


def is_open(consent_id: int, material_id: int, *, reader: Actor, at: datetime) -> bool:
    """Whether the reader has recorded a use of it within the time its pages can be turned."""
    recent = Use.objects.filter(lent__consent=consent_id, lent__material=material_id, used_by=reader.id)
    return recent.filter(at__gt=at - LOOKS_FOR, at__lte=at).exists()


def _opened(consent_id: int, material_id: int, reader: Actor, at: datetime) -> Material:
    policy.require_using(reader)
    found = _lent_to(reader, at).filter(consent=consent_id, material=material_id).select_related("material").first()
    if found is None or not is_open(consent_id, material_id, reader=reader, at=at):
        raise NotFound()
    return found.material


def _lent_to(reader: Actor, at: datetime) -> QuerySet[Lent]:
    rows = Lent.objects.filter(consent__in=Consent.objects.in_force(at), material__state=Material.State.CHECKED)
    units = policy.using_units(reader)
    return rows if units is None else rows.filter(consent__unit__in=units)


def _views(rows: Iterable[Lent], reader: Actor, at: datetime) -> tuple[LentView, ...]:
    found = list(rows.select_related("consent", "material")) if isinstance(rows, QuerySet) else list(rows)
    if not found:
        return ()
    units, titles = parties.unit_titles(reader=reader), titles_on(at)
    names = parties.masked_names({each.consent.holder for each in found}, reader=reader)
    return tuple(
        LentView(
            consent=each.consent_id, material=each.material_id,
            type_title=titles.get(each.material.type, each.material.type), kind=each.material.kind,
            holder_name=names.get(each.consent.holder, ""), unit=each.consent.unit,
            unit_title=units.get(each.consent.unit, each.consent.unit), matter=each.consent.matter,
            purpose=each.consent.purpose, ends_at=each.consent.ends_at, valid_until=each.material.valid_until,
            superseded=each.material.superseded_by_id is not None, used_at=each.material.used_at,
        )
        for each in found
    )  # fmt: skip


def _state(row: Consent, at: datetime) -> str:
    if row.withdrawn_at is not None:
        return "WITHDRAWN"
    return "OVER" if row.ends_at <= at else "RUNNING"


def titles_on(at: datetime) -> dict[str, str]:
    return {each.key: each.title for each in catalogue.all_in_force(MaterialType, on=timezone.localdate(at))}
