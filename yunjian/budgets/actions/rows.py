"""From a read disclosure to the rows that are kept of it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import rjieba
from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from yunjian.kernel.errors import Declined

from ..logic.disclosure import Disclosure as Structure
from ..logic.disclosure import Figure, NoteSection, Place, Table
from ..logic.disclosure import ProjectNote as Note
from ..logic.disclosure import Row as PrintedRow
from ..logic.finding import Finding as Found
from ..models import Finding, ProjectNote, PublishedTable, TableLine

CENT = Decimal("0.01")
BEYOND = Decimal(10) ** 17
SEARCHED = 200_000


class AmountTooLarge(Declined):
    """文件里有一个金额大得不合常理，请核对单位和数字后重新上传。"""

    status = 422


def yuan_or_none(figure: Figure | None) -> Decimal | None:
    return None if figure is None else yuan(figure)


def yuan(figure: Figure) -> Decimal:
    """The figure in yuan and whole cents."""
    if not figure.yuan.is_finite() or abs(figure.yuan) >= BEYOND:
        raise AmountTooLarge(str(figure.printed)[:80])
    return figure.yuan.quantize(CENT, ROUND_HALF_EVEN)


def place_of(place: Place | None) -> dict[str, Any] | None:
    """The place without what it leaves open."""
    return None if place is None else {name: value for name, value in place._asdict().items() if value}


def published_tables(structure: Structure, disclosure_id: int) -> list[PublishedTable]:
    return [
        PublishedTable(
            disclosure_id=disclosure_id,
            number=table.number,
            kind=table.kind,
            title=table.title[:300],
            unit=table.unit.value,
            is_empty=table.is_empty,
            structure=_printed_table(table),
        )
        for table in _numbered_once(structure.tables)
    ]


def _numbered_once(tables: Iterable[Table]) -> Iterable[Table]:
    return {table.number: table for table in reversed(tuple(tables))}.values()


def _printed_table(table: Table) -> dict[str, Any]:
    return {
        "body": table.body,
        "year": table.year,
        "unit_printed": table.unit_place is not None,
        "notes": list(table.notes),
        "place": place_of(table.place),
        "sections": [
            {
                "side": section.side,
                "columns": [{"key": column.key, "title": column.title} for column in section.columns],
                "rows": [_printed_row(row) for row in section.rows],
            }
            for section in table.sections
        ],
    }


def _printed_row(row: PrintedRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "label": row.label,
        "total": row.is_total,
        "cells": [None if figure is None else _printed_cell(figure) for figure in row.figures],
        "dash": list(row.dash),
        "inferred": list(row.inferred),
        "place": place_of(row.place),
    }


def _printed_cell(figure: Figure) -> dict[str, Any]:
    return {"printed": f"{figure.printed.value:,f}", "yuan": str(yuan(figure)), "place": place_of(figure.place)}


def table_lines(structure: Structure, disclosure_id: int) -> Iterable[TableLine]:
    for table in _numbered_once(structure.tables):
        for section in table.sections:
            for position, row in enumerate(section.rows):
                for column, figure in zip(section.columns, row.figures, strict=False):
                    if figure is None:
                        continue
                    yield TableLine(
                        disclosure_id=disclosure_id,
                        table=table.number,
                        kind=table.kind,
                        side=section.side,
                        row=position,
                        code=row.code[:20],
                        label=row.label[:300],
                        is_total=row.is_total,
                        column=column.key[:40],
                        amount=yuan(figure),
                        printed=str(figure.printed)[:60],
                        place=place_of(figure.place),
                    )


def project_notes(structure: Structure, disclosure_id: int) -> list[ProjectNote]:
    return [
        ProjectNote(
            disclosure_id=disclosure_id,
            number=number,
            title=note.title[:300],
            amount=yuan_or_none(note.amount),
            printed=str(note.amount.printed)[:60] if note.amount else "",
            period_start=note.period_start,
            period_end=note.period_end,
            implementer=note.implementer[:300],
            payment_kind=note.payment_kind,
            structure=_printed_note(note),
            words=_words(note),
        )
        for number, note in enumerate(structure.projects, 1)
    ]


def _printed_note(note: Note) -> dict[str, Any]:
    return {
        "place": place_of(note.place),
        "amount_place": place_of(note.amount.place) if note.amount else None,
        "sections": [_printed_section(section) for section in note.sections],
        "parts": [{"label": part.label, "printed": str(part.figure.printed)} for part in note.parts],
        "payments": [
            {
                "condition": payment.condition,
                "share": None if payment.share is None else str(payment.share),
                "printed": str(payment.amount.printed) if payment.amount else "",
                "due": payment.due,
            }
            for payment in note.payments
        ],
        "citations": [{"title": citation.title, "number": citation.number} for citation in note.citations],
    }


def _printed_section(section: NoteSection) -> dict[str, Any]:
    return {
        "number": section.number,
        "title": section.title,
        "text": section.text,
        "place": place_of(section.place),
    }


def _words(note: Note) -> SearchVector:
    text = " ".join([note.title, *(section.text for section in note.sections)])[:SEARCHED]
    return SearchVector(Value(" ".join(rjieba.cut_for_search(text))), config="simple")


def findings(found: Iterable[Found], disclosure_id: int) -> list[Finding]:
    """The findings with fingerprints that stay the same when the same file is read again."""
    seen: Counter[str] = Counter()
    kept = []
    for number, finding in enumerate(found, 1):
        mark = _mark(finding)
        seen[mark] += 1
        kept.append(
            Finding(
                disclosure_id=disclosure_id,
                number=number,
                fingerprint=hashlib.sha256(f"{mark}#{seen[mark]}".encode()).hexdigest()[:32],
                code=finding.code,
                severity=finding.severity.upper(),
                template=finding.template,
                values=dict(finding.values),
                table=finding.place.table,
                place=place_of(finding.place),
                other=place_of(finding.other),
                stated=_bounded(finding.stated),
                expected=_bounded(finding.expected),
                measure=finding.measure,
                project=finding.project[:300],
            )
        )
    return kept


def _mark(finding: Found) -> str:
    return json.dumps(
        [finding.code, finding.template, sorted(finding.values.items()), finding.project], ensure_ascii=False
    )


def _bounded(number: Decimal | None) -> Decimal | None:
    return None if number is None or not number.is_finite() or abs(number) >= BEYOND else number
