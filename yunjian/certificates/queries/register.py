"""The certificates a unit issued, as a list; what a holder has; the types there are."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from yunjian.kernel import catalogue, keyset
from yunjian.kernel.actor import Actor
from yunjian.kernel.keyset import Slice
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found, Range, every, find

from .. import policy
from ..definitions import CertificateType
from ..models import Certificate, CertificateQuerySet
from .views import StandingView, purpose_titled, standing_view, titled

ORDERS = {
    "title": "type",
    "holder_name": "holder_name",
    "issued_at": "issued_at",
    "valid_through": "valid_before",
    "identifier": "identifier",
}


PROGRAM_ORDERS = {"id": "pk", "issued_at": "issued_at", "identifier": "identifier"}


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate in a list; the name of a person is masked."""

    id: int
    type: str
    title: str
    unit: str
    unit_title: str
    identifier: str
    version: int
    holder: str
    holder_name: str
    standing: StandingView
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class TypeView:
    """A type of certificate as pages choose one."""

    key: str
    title: str
    unit: str
    unit_title: str
    holder_kind: str
    rule: str


def types(*, reader: Actor, at: datetime) -> tuple[TypeView, ...]:
    """Every type in force. What a district declares is everybody's."""
    titles = parties.unit_titles(reader=reader)
    return tuple(
        TypeView(
            kind.key, titled(kind), kind.issuer, titles.get(kind.issuer, kind.issuer), kind.holder, kind.validity.rule
        )
        for kind in catalogue.all_in_force(CertificateType, on=timezone.localdate(at))
    )


def type_in_force(key: str, *, reader: Actor, at: datetime) -> CertificateType:
    """The type as it is in force: what a form is made of."""
    return catalogue.in_force(CertificateType, key, on=timezone.localdate(at))


def purposes(*, reader: Actor, at: datetime) -> dict[str, str]:
    """What certificates may be verified for at a counter, whatever their type: key and title."""
    kinds = catalogue.all_in_force(CertificateType, on=timezone.localdate(at))
    return {purpose.key: purpose_titled(purpose) for kind in kinds for purpose in kind.purposes}


def issued(ask: Ask, *, reader: Actor, at: datetime) -> Found:
    """The certificates of the reader's units, as asked."""
    rows = _asked(ask, reader, timezone.localdate(at))
    return find(rows, ask, orders=ORDERS, view=_viewing(reader, at))


def exported(ask: Ask, *, reader: Actor, at: datetime) -> Iterator[CertificateRow]:
    """The same, all of them."""
    return every(_asked(ask, reader, timezone.localdate(at)), ask, orders=ORDERS, view=_viewing(reader, at))


def issued_slice(
    *,
    type: str = "",
    standing: str = "",
    sort: str = "id",
    after: Sequence[Any] | None = None,
    limit: int = 50,
    reader: Actor,
    at: datetime,
) -> Slice:
    """The certificates of the reader's units part by part, for programs."""
    rows = _of_units(reader)
    rows = rows.filter(type=type) if type else rows
    rows = rows.standing(standing, on=timezone.localdate(at)) if standing else rows
    return keyset.take(rows, sort, PROGRAM_ORDERS, after=after, limit=limit, view=_viewing(reader, at))


def standing_certificate(type_key: str, number: str, *, reader: Actor, at: datetime) -> int | None:
    """The certificate of a type that counts today, of the holder with this number. For its issuer."""
    day = timezone.localdate(at)
    policy.require_issuer(reader, catalogue.in_force(CertificateType, type_key, on=day).issuer)
    rows = Certificate.objects.filter(type=type_key, holder_number=number).standing("VALID", on=day)
    return rows.order_by("-issued_at", "-pk").values_list("pk", flat=True).first()


def standing_of_holder(
    number: str, type_keys: Collection[str], *, reader: Actor, at: datetime
) -> dict[str, tuple[str, date | None]]:
    """What a holder has of these types that counts today: identifier and last day. For the platform."""
    policy.require_platform(reader)
    rows = Certificate.objects.filter(type__in=type_keys, holder_number=number)
    found = rows.standing("VALID", on=timezone.localdate(at)).order_by("issued_at", "pk")
    return {
        key: (identifier, end and end - timedelta(days=1))
        for key, identifier, end in found.values_list("type", "identifier", "valid_before")
    }


def held(*, reader: Actor, at: datetime) -> tuple[CertificateRow, ...]:
    """What the reader holds, or those the reader acts for under a mandate: the drawer. Archived ones last."""
    owners = policy.holders_of(reader)
    rows = Certificate.objects.filter(holder__in=owners).order_by("-issued_at", "-pk")[:200]
    found = list(map(_viewing(reader, at), rows)) if owners else []
    rank = {"VALID": 0, "PENDING": 1, "SUSPENDED": 2, "EXPIRED": 3}
    return tuple(sorted(found, key=lambda row: rank.get(row.standing.standing, 9)))


def _of_units(reader: Actor) -> CertificateQuerySet:
    policy.require_reads(reader)
    units = policy.units_read(reader)
    rows = Certificate.objects.all()
    return rows if units is None else rows.filter(unit__in=units)


def _asked(ask: Ask, reader: Actor, on: date) -> CertificateQuerySet:
    rows = _of_units(reader)
    if text := ask.get("q"):
        plain = "".join(text.split()).upper()
        rows = rows.filter(Q(identifier__contains=plain) | Q(holder_name__icontains=text) | Q(holder_number=plain))
    if kind := ask.get("type"):
        rows = rows.filter(type=kind)
    if standing := ask.get("standing"):
        rows = rows.standing(standing, on=on)
    end = ask.get("end")
    if isinstance(end, Range):
        rows = rows.filter(valid_before__gt=end.low) if end.low else rows
        rows = rows.filter(valid_before__lte=_next(end.high)) if end.high else rows
    return rows


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _viewing(reader: Actor, at: datetime) -> Callable[[Certificate], CertificateRow]:
    on = timezone.localdate(at)
    units = parties.unit_titles(reader=reader)
    titles = {kind.key: titled(kind) for kind in catalogue.all_in_force(CertificateType, on=on)}

    def view(row: Certificate) -> CertificateRow:
        of_person = row.holder.startswith("person:")
        name = parties.masked("name", row.holder_name, reader=reader) if of_person else row.holder_name
        return CertificateRow(
            id=row.pk,
            type=row.type,
            title=titles.get(row.type, row.type),
            unit=row.unit,
            unit_title=units.get(row.unit, row.unit),
            identifier=row.identifier,
            version=row.version,
            holder=row.holder,
            holder_name=name,
            standing=standing_view(row, on=on),
            issued_at=row.issued_at,
        )

    return view
