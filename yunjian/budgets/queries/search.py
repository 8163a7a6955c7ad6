"""Search over everything published: projects by their words, budget lines and disclosures by their names."""

from dataclasses import dataclass
from decimal import Decimal

import rjieba
from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q

from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties

from ..models import Disclosure, ProjectNote, TableLine
from .disclosures import published


@dataclass(frozen=True)
class Hit:
    """Something found: ``kind`` is ``project``, ``line`` or ``disclosure``."""

    kind: str
    title: str
    disclosure: int
    unit: str
    unit_title: str
    year: int
    period: str
    number: int = 0
    table: int = 0
    code: str = ""
    amount: Decimal | None = None


def search(text: str, *, reader: Actor, limit: int = 30) -> list[Hit]:
    """Projects first, then budget lines, then disclosures; each at most ``limit`` times."""
    text = text.replace("\x00", "").strip()[:100]
    if not text:
        return []
    titles = parties.unit_titles(reader=reader)
    visible = published(reader).current()
    notes = _notes(text).filter(disclosure__in=visible).select_related("disclosure").defer("words", "structure")
    found = [
        _hit("project", note.title, note.disclosure, titles, number=note.number, amount=note.amount)
        for note in notes.order_by(F("amount").desc(nulls_last=True), "pk")[:limit]
    ]
    lines = (
        TableLine.objects.filter(disclosure__in=visible, label__icontains=text, column="total", table=3)
        .exclude(code="")
        .select_related("disclosure")
        .order_by("-amount", "pk")[:limit]
    )
    found += [
        _hit("line", line.label, line.disclosure, titles, table=line.table, code=line.code, amount=line.amount)
        for line in lines
    ]
    named = visible.filter(Q(title__icontains=text) | Q(body__icontains=text))
    found += [
        _hit("disclosure", row.title, row, titles, amount=row.expenditure)
        for row in named.order_by("-year", "unit")[:limit]
    ]
    return found


def _notes(text: str):
    words = ["".join(c for c in word if c.isalnum()) for word in rjieba.cut(text)]
    words = [word for word in words if word]
    matched = Q(title__icontains=text)
    if words:
        matched |= Q(words=SearchQuery(" & ".join(f"'{word}':*" for word in words), search_type="raw", config="simple"))
    return ProjectNote.objects.filter(matched)


def _hit(kind: str, title: str, row: Disclosure, titles: dict[str, str], **more) -> Hit:
    final = "-final" if row.kind == Disclosure.Kind.FINAL else ""
    return Hit(
        kind, title, row.pk, row.unit, titles.get(row.unit, row.unit), row.year or 0, f"{row.year}{final}", **more
    )
