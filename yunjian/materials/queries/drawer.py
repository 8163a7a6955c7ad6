"""The drawer: what the district holds of somebody, from where, until when, lent to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yunjian.kernel import catalogue, keyset
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.kernel.keyset import Slice
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Column, Filter, Found, Table, find

from .. import policy
from ..definitions import MaterialType
from ..logic.kinds import KINDS
from ..models import Consent, Lent, Material, Use, reading_of

SOON = timedelta(days=30)
DRAWER = Table(
    columns=(
        Column("kept_at", _("交存时间"), "date", sortable=True),
        Column("valid_until", _("有效期止"), "date", sortable=True),
        Column("file_name", _("文件名"), sortable=True),
    ),
    filters=(
        Filter("q", _("名称中的文字")),
        Filter("type", _("材料"), "choice"),
        Filter("state", _("状态"), "choice"),
        Filter("kept", _("交存时间"), "date"),
    ),
    sort="-kept_at",
    sizes=(20, 50, 100),
)
ORDERS = {"kept_at": "kept_at", "valid_until": "valid_until", "file_name": "file_name"}
# What the state column may be asked for, beside the states themselves: two that the calendar decides.
OVER, ENDING = "OVER", "ENDING"


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of the shown copy."""

    name: str
    number: int
    media: str


@dataclass(frozen=True, slots=True)
class MaterialView:
    """One material as its holder sees it."""

    id: int
    holder: str
    type: str
    type_title: str
    file_name: str
    kind: str
    kind_title: str
    size: int
    state: str
    state_title: str
    reason: str
    scan: str
    scan_title: str
    way_title: str
    unit_title: str
    kept_at: datetime
    issued_on: date | None
    valid_until: date | None
    ending: str  # OVER, ENDING or nothing
    superseded_by: int | None
    pages: int
    uses: int
    lent: int  # consents in force
    used_at: datetime | None
    erase_wanted_at: datetime | None
    commitment: str

    @property
    def is_lendable(self) -> bool:
        return self.state == "CHECKED" and self.ending != OVER and self.superseded_by is None


def drawer(holder: str, ask: Ask, *, reader: Actor, at: datetime) -> Found:
    """One page of what is held of this party, the newest first."""
    if not policy.may_read(reader, holder):
        raise NotFound()
    today = timezone.localdate(at)
    rows = _asked(Material.objects.of(holder), ask, today)
    return find(_counted(rows, at), ask, orders=ORDERS, view=_viewing(reader, today), total=rows.count())


def material_slice(
    holder: str,
    *,
    type: str = "",
    state: str = "",
    after: Sequence[Any] | None = None,
    limit: int = 50,
    reader: Actor,
    at: datetime,
) -> Slice:
    """The same part by part, for programs."""
    if not policy.may_read(reader, holder):
        raise NotFound()
    wanted = {name: value for name, value in (("type", type), ("state", state)) if value}
    rows = _counted(Material.objects.of(holder).filter(**wanted), at)
    view = _viewing(reader, timezone.localdate(at))
    return keyset.take(rows, "-kept_at", ORDERS, after=after, limit=limit, view=view)


def material(material_id: int, *, reader: Actor, at: datetime) -> MaterialView:
    """One material, to its holder."""
    row = _counted(Material.objects.all(), at).filter(pk=material_id).exclude(state=Material.State.ERASED).first()
    if row is None or not policy.may_read(reader, row.holder):
        raise NotFound()
    return _viewing(reader, timezone.localdate(at))(row)


def own_names(material_ids: Sequence[int], *, reader: Actor) -> dict[int, str]:
    """What the files are called, of those in a drawer the reader may open."""
    rows = Material.objects.filter(pk__in=material_ids).exclude(state=Material.State.ERASED)
    found = rows.values_list("pk", "file_name", "holder")
    return {number: name for number, name, holder in found if policy.may_read(reader, holder)}


def fields_of(material_id: int, *, reader: Actor) -> tuple[tuple[str, str, str, float | None, bool], ...]:
    """What was read from it: key, title, value, confidence, whether a person corrected it."""
    row = Material.objects.filter(pk=material_id).first()
    if row is None or not policy.may_read(reader, row.holder):
        raise NotFound()
    definition = catalogue.edition(MaterialType, row.type, row.edition)
    read: dict[str, Any] = reading_of(row).get("fields", {})
    found = []
    for each in definition.key_fields:
        said = read.get(each.key, {})
        found.append((each.key, each.title, said.get("value", ""), said.get("confidence"), bool(said.get("by"))))
    return tuple(found)


def how_read(material_id: int, *, reader: Actor) -> str:
    """How it was read: TEXT, OCR, NOT_INSTALLED; nothing when it was not."""
    row = Material.objects.filter(pk=material_id).first()
    if row is None or not policy.may_read(reader, row.holder):
        raise NotFound()
    return str(reading_of(row).get("how", ""))


def all_types(*, reader: Actor, at: datetime) -> tuple[MaterialType, ...]:
    """Every material the district knows, by title: for the window."""
    del reader  # what may be handed in everybody may know
    found = catalogue.all_in_force(MaterialType, on=timezone.localdate(at))
    return tuple(sorted(found, key=lambda each: each.title))


def types_for(holder: str, *, reader: Actor, at: datetime) -> tuple[MaterialType, ...]:
    """The materials this kind of holder may hand in, by title."""
    del reader  # what may be handed in everybody may know
    kind = policy.kind_of(holder)
    found = catalogue.all_in_force(MaterialType, on=timezone.localdate(at))
    return tuple(sorted((each for each in found if kind in each.holders), key=lambda each: each.title))


def choices(*, reader: Actor, at: datetime) -> dict[str, dict[str, str]]:
    """What the filters of the drawer offer."""
    del reader
    types = {each.key: each.title for each in catalogue.all_in_force(MaterialType, on=timezone.localdate(at))}
    states = {value: str(label) for value, label in Material.State.choices if value != Material.State.ERASED}
    return {"type": types, "state": {**states, ENDING: str(_("一个月内到期")), OVER: str(_("已过期"))}}


def _asked(rows: QuerySet[Material], ask: Ask, today: date) -> QuerySet[Material]:
    if words := ask.get("q"):
        rows = rows.filter(file_name__icontains=words)
    if type := ask.get("type"):
        rows = rows.filter(type=type)
    if state := ask.get("state"):
        rows = rows.filter(_state(state, today))
    if kept := ask.get("kept"):
        rows = rows.filter(kept_at__date__gte=kept.low) if kept.low else rows
        rows = rows.filter(kept_at__date__lte=kept.high) if kept.high else rows
    return rows


def _state(state: str, today: date) -> Q:
    if state == OVER:
        return Q(valid_until__lt=today)
    if state == ENDING:
        return Q(valid_until__gte=today, valid_until__lte=today + SOON)
    return Q(state=state)


def _counted(rows: QuerySet[Material], at: datetime) -> QuerySet[Material]:
    """With how often each was used and under how many consents it is lent now: counted for the rows shown only."""
    used = Use.objects.filter(lent__material=OuterRef("pk")).order_by().values("lent__material")
    running = Consent.objects.in_force(at)
    lent = Lent.objects.filter(material=OuterRef("pk"), consent__in=running).order_by().values("material")
    return rows.defer("envelope", "reading").annotate(
        use_count=Coalesce(Subquery(used.annotate(n=Count("pk")).values("n")), 0),
        lent_count=Coalesce(Subquery(lent.annotate(n=Count("pk")).values("n")), 0),
    )


def _viewing(reader: Actor, today: date) -> Any:
    titles = {each.key: each.title for each in catalogue.all_in_force(MaterialType, on=today)}
    units = parties.unit_titles(reader=reader)

    def view(row: Any) -> MaterialView:
        return MaterialView(
            id=row.pk, holder=row.holder, type=row.type, type_title=titles.get(row.type, row.type),
            file_name=row.file_name, kind=row.kind, kind_title=KINDS[row.kind].title if row.kind in KINDS else "",
            size=row.size, state=row.state, state_title=str(row.get_state_display()), reason=row.reason,
            scan=row.scan, scan_title=str(row.get_scan_display()), way_title=str(row.get_way_display()),
            unit_title=units.get(row.unit, row.unit), kept_at=row.kept_at, issued_on=row.issued_on,
            valid_until=row.valid_until, ending=_ending(row.valid_until, today), superseded_by=row.superseded_by_id,
            pages=row.pages, uses=row.use_count, lent=row.lent_count, used_at=row.used_at,
            erase_wanted_at=row.erase_wanted_at, commitment=row.commitment,
        )  # fmt: skip

    return view


def _ending(until: date | None, today: date) -> str:
    if until is None or until > today + SOON:
        return ""
    return OVER if until < today else ENDING
