"""Everything public as a file: tables, projects and findings as CSV, JSON and Excel; readings; originals."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yunjian.kernel.errors import NotFound
from yunjian.ui.listing import Column, export_csv, export_xlsx

from .. import policy, queries
from ..logic.disclosure import Place
from ..queries import DisclosureView, TableView
from .addresses import Period, asked
from .disclosure import NOTES

FINDINGS = (
    Column("code", _("规则")),
    Column("rule", _("规则名称")),
    Column("severity_title", _("程度")),
    Column("sentence", _("说明")),
    Column("stated", _("文中的数"), "number"),
    Column("expected", _("应有的数"), "number"),
    Column("difference", _("差额"), "number"),
    Column("measure", _("计量")),
    Column("project", _("涉及项目")),
    Column("table", _("表"), "number", value=lambda finding: finding.place.table or None),
    Column("line", _("行号"), "number", value=lambda finding: finding.place.line or None),
    Column("page", _("页"), "number", value=lambda finding: finding.place.page or None),
    Column("judgement", _("判断"), value=lambda f: f.judgement.verdict_title if f.judgement else ""),
)
LINES = (
    Column("table", _("表"), "number"),
    Column("title", _("表名")),
    Column("side", _("收支")),
    Column("code", _("科目编码")),
    Column("label", _("科目名称")),
    Column("column", _("列")),
    Column("amount", _("金额（元）"), "money"),
    Column("printed", _("原文")),
)


@dataclass(frozen=True)
class Cell:
    """An amount of a table, as a row of data."""

    table: int
    title: str
    side: str
    code: str
    label: str
    column: str
    amount: Any
    printed: str


@require_safe
def table(request: HttpRequest, unit: str, period: Period, number: int, form: str) -> HttpResponseBase:
    """A table as data: CSV and Excel amount by amount, JSON as printed."""
    found = asked(request, unit, period)
    shown = queries.table(found.id, number, reader=request.actor)  # type: ignore[attr-defined]
    name = f"{found.unit}-{found.period}-{number}"
    return _file(form, LINES, _cells(shown), name, lambda: _table_json(found, shown))


def _cells(shown: TableView) -> Iterator[Cell]:
    for section in shown.sections:
        titles = {column.key: column.title for column in section.columns}
        for row in section.rows:
            for cell in row.cells:
                if cell.yuan is not None:
                    column = titles[cell.column]
                    printed = cell.printed + shown.unit
                    yield Cell(shown.number, shown.title, section.side, row.code, row.label, column, cell.yuan, printed)


def _table_json(found: DisclosureView, shown: TableView) -> dict[str, Any]:
    sections = [
        {
            "side": section.side,
            "columns": [asdict(column) for column in section.columns],
            "rows": [
                {
                    "code": row.code,
                    "label": row.label,
                    "total": row.is_total,
                    "yuan": [cell.yuan for cell in row.cells],
                    "printed": [cell.printed for cell in row.cells],
                }
                for row in section.rows
            ],
        }
        for section in shown.sections
    ]
    named = {"number": shown.number, "kind": shown.kind, "title": shown.title, "unit": shown.unit}
    return {**_head(found), **named, "notes": shown.notes, "sections": sections}


def _head(found: DisclosureView) -> dict[str, Any]:
    return {
        "department": found.unit,
        "department_title": found.unit_title,
        "year": found.year,
        "stage": found.kind,
        "edition": found.edition,
        "original_sha256": found.digest,
    }


@require_safe
def notes(request: HttpRequest, unit: str, period: Period, form: str) -> HttpResponseBase:
    """The projects of a disclosure."""
    found = asked(request, unit, period)
    rows = queries.project_notes(found.id, reader=request.actor)  # type: ignore[attr-defined]

    def whole() -> dict[str, Any]:
        return {**_head(found), "projects": [asdict(row, dict_factory=_object) for row in rows]}

    return _file(form, NOTES.columns, rows, f"{found.unit}-{found.period}-projects", whole)


@require_safe
def findings(request: HttpRequest, unit: str, period: Period, form: str) -> HttpResponseBase:
    """The findings of a disclosure."""
    found = asked(request, unit, period)
    rows = queries.findings(found.id, reader=request.actor)  # type: ignore[attr-defined]

    def whole() -> dict[str, Any]:
        told = [{**asdict(row, dict_factory=_object), "sentence": row.sentence} for row in rows]
        return {**_head(found), "findings": told}

    return _file(form, FINDINGS, rows, f"{found.unit}-{found.period}-findings", whole)


@require_safe
def reading(request: HttpRequest, unit: str, period: Period, form: str) -> HttpResponseBase:
    """The whole reading: JSON with its schema in the documentation; CSV and Excel with every amount of every table."""
    reader = request.actor  # type: ignore[attr-defined]
    found = asked(request, unit, period)
    if form == "json":
        return _json(queries.encoded_structure(found.id, reader=reader), f"{found.unit}-{found.period}")
    every = (
        cell
        for summary in queries.tables(found.id, reader=reader)
        for cell in _cells(queries.table(found.id, summary.number, reader=reader))
    )
    return _file(form, LINES, every, f"{found.unit}-{found.period}", dict)


def _file(
    form: str, columns: Iterable[Column], rows: Iterable[Any], name: str, whole: Callable[[], dict[str, Any]]
) -> HttpResponseBase:
    if form == "csv":
        return export_csv(columns, rows, name)
    if form == "xlsx":
        return export_xlsx(columns, rows, name)
    if form == "json":
        return _json(whole(), name)
    raise NotFound()


def _object(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    """What a dataclass holds; a place is an object in JSON too, not a list."""
    return {name: value._asdict() if isinstance(value, Place) else value for name, value in fields}


def _json(content: Any, name: str) -> HttpResponse:
    response = JsonResponse(content, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False}, safe=False)
    response["Content-Disposition"] = f'inline; filename="{name}.json"'
    return response


@require_safe
def original(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """The original of a published disclosure."""
    return _original(request, asked(request, unit, period).id)


@require_safe
def original_of_upload(request: HttpRequest, disclosure_id: int) -> HttpResponse:
    """The original of a draft."""
    policy.require_staff(request.actor)  # type: ignore[attr-defined]
    return _original(request, disclosure_id)


def _original(request: HttpRequest, disclosure_id: int) -> HttpResponse:
    """Always a download: whatever the bytes are, no browser opens them on our pages' behalf."""
    file = queries.original(disclosure_id, reader=request.actor)  # type: ignore[attr-defined]
    response = HttpResponse(file.data, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename=\"original\"; filename*=UTF-8''{quote(file.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["ETag"] = f'"{file.digest}"'
    return response
