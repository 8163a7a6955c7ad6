"""The projects a disclosure explains, each with its seven sections."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.ui.listing import Ask, Found, Range, find

from ..logic.disclosure import Place
from ..models import ProjectNote
from .disclosures import published
from .findings import place_from

ORDERS = {
    "number": (F("number"),),
    "amount": (F("amount").desc(nulls_last=True), F("number")),
    "title": (F("title"), F("number")),
}


@dataclass(frozen=True)
class SectionText:
    number: int
    title: str
    text: str
    place: Place

    @property
    def paragraphs(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]


@dataclass(frozen=True)
class PaymentView:
    """One step of a payment schedule; ``share`` is 0 to 1."""

    condition: str
    share: Decimal | None
    printed: str
    due: str


@dataclass(frozen=True)
class PartView:
    label: str
    printed: str


@dataclass(frozen=True)
class CitationView:
    title: str
    number: str


@dataclass(frozen=True)
class NoteRow:
    """A project in a list; ``amount`` is in yuan."""

    number: int
    title: str
    amount: Decimal | None
    period_start: date | None
    period_end: date | None


@dataclass(frozen=True)
class NoteView:
    """A project as its disclosure explains it; ``amount`` is in yuan."""

    id: int
    disclosure: int
    unit: str
    year: int
    number: int
    title: str
    amount: Decimal | None
    printed: str
    period_start: date | None
    period_end: date | None
    implementer: str
    payment_kind: str
    place: Place
    amount_place: Place | None
    sections: tuple[SectionText, ...]
    parts: tuple[PartView, ...]
    payments: tuple[PaymentView, ...]
    citations: tuple[CitationView, ...]

    def section(self, number: int) -> SectionText | None:
        return next((section for section in self.sections if section.number == number), None)


def project_notes(
    disclosure_id: int,
    *,
    reader: Actor,
    text: str = "",
    order: str = "number",
    start: int = 0,
    limit: int | None = None,
) -> list[NoteView]:
    """The projects of a disclosure the reader may see, in the order of the document, by amount or by title."""
    rows = _rows(reader).filter(disclosure=disclosure_id)
    if text:
        rows = rows.filter(title__icontains=text)
    ordered = rows.order_by(*ORDERS.get(order, ORDERS["number"]))
    return [view_of(row) for row in ordered[start : None if limit is None else start + limit]]


def note_page(disclosure_id: int, ask: Ask, *, reader: Actor) -> Found:
    """A page of the projects of a disclosure, as asked."""
    rows = ProjectNote.objects.filter(disclosure__in=published(reader), disclosure=disclosure_id)
    if text := ask.get("q"):
        rows = rows.filter(title__icontains=text)
    if amounts := ask.get("amount"):
        rows = rows.filter(**between("amount", amounts))
    columns = rows.values_list("number", "title", "amount", "period_start", "period_end")
    return find(columns, ask, orders={key: key for key in ORDERS}, tie_break="number", view=lambda row: NoteRow(*row))


def largest_notes(disclosure_id: int, *, reader: Actor, limit: int) -> list[NoteRow]:
    """The projects with the largest amounts."""
    rows = ProjectNote.objects.filter(disclosure__in=published(reader), disclosure=disclosure_id)
    columns = rows.values_list("number", "title", "amount", "period_start", "period_end")
    return [NoteRow(*row) for row in columns.order_by(*ORDERS["amount"])[:limit]]


def between(field: str, asked: Range) -> dict[str, Any]:
    """The conditions of a range, open where it is open."""
    bounds = {f"{field}__gte": asked.low, f"{field}__lte": asked.high}
    return {name: value for name, value in bounds.items() if value is not None}


def note_count(disclosure_id: int, *, reader: Actor, text: str = "") -> int:
    """How many projects of a disclosure have this in their title."""
    return _rows(reader).filter(disclosure=disclosure_id, title__icontains=text).count()


def note(disclosure_id: int, number: int, *, reader: Actor) -> NoteView:
    """One project of a disclosure, by its place in the document."""
    return _one(_rows(reader).filter(disclosure=disclosure_id, number=number))


def note_by_id(note_id: int, *, reader: Actor) -> NoteView:
    """One project note, by the id a register keeps."""
    return _one(_rows(reader).filter(pk=note_id))


def _one(rows: QuerySet[ProjectNote]) -> NoteView:
    found = rows.first()
    if found is None:
        raise NotFound()
    return view_of(found)


def _rows(reader: Actor) -> QuerySet[ProjectNote]:
    found = ProjectNote.objects.filter(disclosure__in=published(reader))
    return found.select_related("disclosure").defer("words")


def view_of(row: ProjectNote) -> NoteView:
    kept: dict[str, Any] = row.structure
    return NoteView(
        id=row.pk,
        disclosure=row.disclosure_id,
        unit=row.disclosure.unit,
        year=row.disclosure.year or 0,
        number=row.number,
        title=row.title,
        amount=row.amount,
        printed=row.printed,
        period_start=row.period_start,
        period_end=row.period_end,
        implementer=row.implementer,
        payment_kind=row.payment_kind,
        place=place_from(kept["place"]) or Place(),
        amount_place=place_from(kept["amount_place"]),
        sections=tuple(
            SectionText(s["number"], s["title"], s["text"], place_from(s["place"]) or Place()) for s in kept["sections"]
        ),
        parts=tuple(PartView(**part) for part in kept["parts"]),
        payments=tuple(_payment(payment) for payment in kept["payments"]),
        citations=tuple(CitationView(**citation) for citation in kept["citations"]),
    )


def _payment(kept: dict[str, Any]) -> PaymentView:
    share = None if kept["share"] is None else Decimal(kept["share"])
    return PaymentView(kept["condition"], share, kept["printed"], kept["due"])
