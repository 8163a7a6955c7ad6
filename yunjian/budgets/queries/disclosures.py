"""Disclosures: which there are, in what state, in which edition, and their original files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.parties import queries as parties

from .. import policy
from ..logic.codec import from_json
from ..logic.disclosure import Disclosure as Structure
from ..models import Disclosure, DisclosureQuerySet, Original, Reading


@dataclass(frozen=True)
class DisclosureView:
    """A disclosure with its headline amounts in yuan; ``kind`` is ``budget`` or ``final``."""

    id: int
    unit: str
    unit_title: str
    year: int | None
    kind: str
    kind_title: str
    edition: int | None
    title: str
    body: str
    state: str
    state_title: str
    reason: str
    origin: str
    file_name: str
    format: str
    size: int
    digest: str
    received_by: str
    received_at: datetime
    read_at: datetime | None
    is_relied_on: bool
    income: Decimal | None
    expenditure: Decimal | None
    basic: Decimal | None
    project: Decimal | None
    note_count: int
    note_total: Decimal
    is_kept_by_reader: bool

    @property
    def is_published(self) -> bool:
        return self.state in ("READ", "SUPERSEDED")

    @property
    def is_current(self) -> bool:
        return self.state == "READ"

    @property
    def is_waiting(self) -> bool:
        return self.state in ("RECEIVED", "READING")

    @property
    def period(self) -> str:
        """The last part of its address: ``2025``, ``2025-final``, and with the edition once it is superseded."""
        kind = "-final" if self.kind == "final" else ""
        edition = "" if self.is_current else f"-e{self.edition}"
        return f"{self.year}{kind}{edition}"

    @property
    def lasting_period(self) -> str:
        """The period with its edition: what never means another edition."""
        return f"{self.year}{'-final' if self.kind == 'final' else ''}-e{self.edition}"


@dataclass(frozen=True)
class OriginalFile:
    """The file as it came."""

    name: str
    data: bytes
    digest: str


def view_of(row: Disclosure, titles: dict[str, str], reader: Actor) -> DisclosureView:
    copied = {
        name: getattr(row, name)
        for name in (
            "unit", "year", "edition", "title", "body", "state", "reason", "origin", "file_name", "format", "size",
            "digest", "received_by", "received_at", "read_at", "income", "expenditure", "basic", "project",
            "note_count", "note_total",
        )
    }  # fmt: skip
    return DisclosureView(
        id=row.pk,
        unit_title=titles.get(row.unit, row.unit),
        kind=row.kind.lower(),
        kind_title=row.get_kind_display(),
        state_title=row.get_state_display(),
        is_relied_on=row.relied_on_at is not None,
        is_kept_by_reader=policy.is_officer(reader, row.unit),
        **copied,
    )


def views_of(rows: Iterable[Disclosure], reader: Actor) -> list[DisclosureView]:
    titles = parties.unit_titles(reader=reader)
    return [view_of(row, titles, reader) for row in rows]


def published(reader: Actor) -> DisclosureQuerySet:
    """What may be asked for figures: the published disclosures this reader sees."""
    return policy.visible_to(reader).published()


def disclosure(disclosure_id: int, *, reader: Actor) -> DisclosureView:
    """One disclosure, published or a draft the reader may see."""
    row = policy.visible_to(reader).filter(pk=disclosure_id).first()
    if row is None:
        raise NotFound()
    return view_of(row, parties.unit_titles(reader=reader), reader)


def find_disclosure(
    unit: str, year: int, kind: str = "budget", edition: int | None = None, *, reader: Actor
) -> DisclosureView:
    """A unit's disclosure of a year: the edition in force, or the one asked for."""
    rows = published(reader).filter(unit=unit, year=year, kind=kind.upper())
    row = (rows.current() if edition is None else rows.filter(edition=edition)).first()
    if row is None:
        raise NotFound()
    return view_of(row, parties.unit_titles(reader=reader), reader)


def editions(disclosure: DisclosureView, *, reader: Actor) -> list[DisclosureView]:
    """All published editions of the same unit, year and kind, the newest first."""
    rows = published(reader).filter(unit=disclosure.unit, year=disclosure.year, kind=disclosure.kind.upper())
    return views_of(rows.order_by("-edition"), reader)


def drafts(*, reader: Actor, limit: int = 100) -> list[DisclosureView]:
    """The files handed in for the units whose drafts this reader sees, the newest first."""
    rows = policy.visible_to(reader).filter(origin=Disclosure.Origin.UPLOAD)
    if not policy.sees_drafts_of_all(reader):
        rows = rows.filter(unit__in=policy.units_with_drafts(reader))
    return views_of(rows.order_by("-received_at", "-pk")[:limit], reader)


def original(disclosure_id: int, *, reader: Actor) -> OriginalFile:
    """The original file of a disclosure the reader may see."""
    rows = Original.objects.filter(disclosure__in=policy.visible_to(reader), disclosure=disclosure_id)
    found = rows.values_list("disclosure__file_name", "data", "disclosure__digest").first()
    if found is None:
        raise NotFound()
    return OriginalFile(found[0], bytes(found[1]), found[2])


def originals_known(*, reader: Actor) -> dict[tuple[str, str], tuple[int, str]]:
    """By unit and digest: the disclosure that keeps this file, and the edition of the reader that read it."""
    rows = policy.visible_to(reader).exclude(state=Disclosure.State.WITHDRAWN)
    found = rows.values_list("unit", "digest", "pk", "reading__reader")
    return {(unit, digest): (pk, edition or "") for unit, digest, pk, edition in found}


def was_read_by(disclosure_id: int, edition: str, *, reader: Actor) -> bool:
    """Whether this edition of the reader has read the file already."""
    rows = Reading.objects.filter(disclosure__in=policy.visible_to(reader), disclosure=disclosure_id)
    return rows.filter(reader=edition).exists()


def encoded_structure(disclosure_id: int, *, reader: Actor) -> dict:
    """All that was read of a disclosure, as JSON."""
    rows = Reading.objects.filter(disclosure__in=policy.visible_to(reader), disclosure=disclosure_id)
    found = rows.values_list("structure", flat=True).first()
    if found is None:
        raise NotFound()
    return found


def structure(disclosure_id: int, *, reader: Actor) -> Structure:
    """All that was read of a disclosure."""
    return from_json(encoded_structure(disclosure_id, reader=reader))
