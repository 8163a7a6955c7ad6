"""A disclosure as open data: CSV and JSON tables, described as a Frictionless fiscal data package.

Field ``columnType`` is of the Fiscal Data Package taxonomy 1.0.0; ``model`` is what its JSON schema asks for.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yunjian.kernel.spreadsheets import inert

from ..disclosure import Disclosure, Row, Section, Table

Value = str | int | Decimal | None
Record = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What the figures do not say: whose they are, which edition, where it is found."""

    unit: str
    unit_title: str
    edition: int
    period: str
    address: str
    published_at: datetime
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    title: str
    type: str = "string"
    column_type: str = ""

    def described(self) -> dict[str, Any]:
        told = {"name": self.name, "title": self.title, "type": self.type}
        if self.type == "integer":
            told["bareNumber"] = True  # type: ignore[assignment]
        return {**told, "columnType": self.column_type} if self.column_type else told


@dataclass(frozen=True, slots=True)
class Resource:
    """One table of the package: what it is called, its fields, and how a disclosure fills it."""

    name: str
    title: str
    fields: tuple[Field, ...]
    records: Callable[[Disclosure, About], Iterable[Record]]


_WHOSE = (
    Field("fiscal_year", "年度", "integer", "date:fiscal-year"),
    Field("unit_code", "单位键", "string", "administrative-classification:generic:level1:code"),
    Field("unit", "单位", "string", "administrative-classification:generic:level1:label"),
    Field("edition", "版次", "integer"),
)
_FUNCTION = tuple(
    Field(
        f"{step}_{part}", f"功能分类{title}{what}", "string", f"functional-classification:generic:level{level}:{part}"
    )
    for level, (step, title) in enumerate((("class", "类"), ("section", "款"), ("item", "项")), 1)
    for part, what in (("code", "编码"), ("label", "名称"))
)
_ECONOMY = tuple(
    Field(f"{step}_{part}", f"经济分类{title}{what}", "string", f"economic-classification:generic:level{level}:{part}")
    for level, (step, title) in enumerate((("class", "类"), ("section", "款")), 1)
    for part, what in (("code", "编码"), ("label", "名称"))
)
_KIND = (
    Field("kind", "列", "string", "value-kind:code"),
    Field("kind_label", "列名", "string", "value-kind:label"),
)
_AMOUNT = Field("amount", "金额（元）", "number", "value")


def _whose(disclosure: Disclosure, about: About) -> Record:
    return disclosure.year, about.unit, about.unit_title, about.edition


def _lowest(section: Section) -> Iterator[tuple[Row, dict[str, str]]]:
    """The coded rows no other stands below, with the names of all coded rows."""
    names = {row.code: row.label for row in section.rows if row.code}
    above = {code.rpartition("-")[0] for code in names}
    for row in section.rows:
        if row.code and row.code not in above and not row.is_total:
            yield row, names


def _by_code(kind: str, steps: int) -> Callable[[Disclosure, About], Iterator[Record]]:
    """The amounts of a coded table by its lowest rows, each column but the total."""

    def records(disclosure: Disclosure, about: About) -> Iterator[Record]:
        for table in _of_kind(disclosure, kind):
            for section in table.sections:
                for row, names in _lowest(section):
                    path = _path(row.code, names, steps)
                    for column, figure in zip(section.columns, row.figures, strict=False):
                        if figure is not None and column.key != "total":
                            yield (*_whose(disclosure, about), *path, column.key, column.title, figure.yuan)

    return records


def _of_kind(disclosure: Disclosure, kind: str) -> Iterator[Table]:
    return (table for table in disclosure.tables if table.kind in (kind, f"final_{kind}"))


def _path(code: str, names: dict[str, str], steps: int) -> Record:
    parts = code.split("-")
    found: list[Value] = []
    for length in range(1, steps + 1):
        step = "-".join(parts[:length]) if length <= len(parts) else None
        found += [step, names.get(step) if step else None]
    return tuple(found)


def _figures(disclosure: Disclosure, about: About) -> Iterator[Record]:
    for table in disclosure.tables:
        for section in table.sections:
            for number, row in enumerate(section.rows, 1):
                for column, figure in zip(section.columns, row.figures, strict=False):
                    if figure is not None:
                        yield (
                            *_whose(disclosure, about), table.number, table.title, section.side or None, number,
                            row.code or None, row.label or None, column.key, column.title, figure.yuan,
                            str(figure.printed),
                        )  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _projects(disclosure: Disclosure, about: About) -> Iterator[Record]:
    for number, note in enumerate(disclosure.projects, 1):
        yield (
            *_whose(disclosure, about), number, note.title, note.amount.yuan if note.amount else None,
            _day(note.period_start), _day(note.period_end),
            note.implementer or None,
        )  # fmt: skip


RESOURCES = (
    Resource(
        "expenditure",
        "支出：按功能分类和基本、项目支出",
        (*_WHOSE, *_FUNCTION, *_KIND, _AMOUNT),
        _by_code("expenditure", 3),
    ),
    Resource("income", "收入：按功能分类和来源", (*_WHOSE, *_FUNCTION, *_KIND, _AMOUNT), _by_code("income", 3)),
    Resource(
        "basic-expenditure",
        "基本支出：按经济分类",
        (*_WHOSE, *_ECONOMY, *_KIND, _AMOUNT),
        _by_code("basic_by_economy", 2),
    ),
    Resource(
        "projects",
        "项目",
        (
            *_WHOSE,
            Field("number", "序号", "integer", "activity:generic:project:code"),
            Field("project", "项目", "string", "activity:generic:project:label"),
            _AMOUNT,
            Field("starts_on", "开始", "date"),
            Field("ends_on", "结束", "date"),
            Field("implementer", "实施主体"),
        ),
        _projects,
    ),
    Resource(
        "figures",
        "九张表的全部金额，照原表",
        (
            *_WHOSE,
            Field("table", "表号", "integer"),
            Field("table_title", "表名"),
            Field("side", "收支"),
            Field("row", "行", "integer"),
            Field("code", "科目编码"),
            Field("label", "科目名称"),
            *_KIND,
            _AMOUNT,
            Field("printed", "原文"),
        ),
        _figures,
    ),
)
NAMES = tuple(resource.name for resource in RESOURCES)


def resource_named(name: str) -> Resource | None:
    return next((resource for resource in RESOURCES if resource.name == name), None)


def as_csv(resource: Resource, disclosure: Disclosure, about: About) -> bytes:
    """The table as CSV (RFC 4180, UTF-8), every amount exact; words that would calculate are marked as text."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([field.name for field in resource.fields])
    for record in resource.records(disclosure, about):
        writer.writerow(["" if value is None else _in_a_cell(value) for value in record])
    return stream.getvalue().encode()


def as_records(resource: Resource, disclosure: Disclosure, about: About) -> list[dict[str, Any]]:
    """The table as JSON objects; amounts are text, so that no digit is lost."""
    names = [field.name for field in resource.fields]
    return [
        {name: _written(value) if isinstance(value, Decimal) else value for name, value in zip(names, row, strict=True)}
        for row in resource.records(disclosure, about)
    ]


def _in_a_cell(value: Value) -> str:
    return inert(value) if isinstance(value, str) else _written(value)


def _written(value: Value) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def descriptor(disclosure: Disclosure, about: About) -> dict[str, Any]:
    """``datapackage.json``."""
    title = f"{about.unit_title}{disclosure.year}年{'部门决算' if disclosure.kind == 'final' else '部门预算'}"
    return {
        "profile": "tabular-data-package",
        "name": f"{about.unit}-{about.period}",
        "title": title,
        "description": f"{title}第{about.edition}版。{about.corrects}".strip(),
        "homepage": about.address,
        "version": f"{about.edition}.0.0",
        "created": about.published_at.isoformat(),
        "countryCode": "CN",
        "regionCode": "CN-SH",
        "fiscalPeriod": {"start": f"{disclosure.year}-01-01", "end": f"{disclosure.year}-12-31"},
        "granularity": "aggregated",
        "sources": [{"title": disclosure.body or about.unit_title, "path": about.address}],
        "resources": [_resource(resource) for resource in _filled(disclosure, about)],
        "model": _model(disclosure, about),
    }


def _filled(disclosure: Disclosure, about: About) -> list[Resource]:
    """The tables that have a row; a package of no row at all keeps its figures' head."""
    found = [resource for resource in RESOURCES if next(iter(resource.records(disclosure, about)), None)]
    return found or [RESOURCES[-1]]


def _resource(resource: Resource) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        "title": resource.title,
        "path": f"{resource.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [field.described() for field in resource.fields], "missingValues": [""]},
    }


def _model(disclosure: Disclosure, about: About) -> dict[str, Any]:
    """The measure and the dimensions of the main table, expenditure."""
    main = _filled(disclosure, about)[0]
    present = {field.name for field in main.fields}
    phase = "executed" if disclosure.kind == "final" else "approved"
    spending = main.name in ("expenditure", "basic-expenditure")
    measure = {"source": "amount", "resource": main.name, "currency": "CNY", "factor": 1, "phase": phase}

    def dimension(kind: str, key: list[str], more: list[str]) -> dict[str, Any]:
        names = [name for name in (*key, *more) if name in present]
        return {
            "dimensionType": kind,
            "primaryKey": [name for name in key if name in present],
            "attributes": {name: {"source": name, "resource": main.name} for name in names},
        }

    dimensions = {
        "year": dimension("datetime", ["fiscal_year"], []),
        "unit": dimension("entity", ["unit_code"], ["unit"]),
        "classification": dimension(
            "classification", ["item_code", "section_code", "class_code", "code"],
            ["item_label", "section_label", "class_label", "label"],
        ),
        "kind": dimension("classification", ["kind"], ["kind_label"]),
    }  # fmt: skip
    return {
        "measures": {"amount": {**measure, "direction": "expenditure"} if spending else measure},
        "dimensions": {name: each for name, each in dimensions.items() if each["primaryKey"]},
    }


def as_zip(disclosure: Disclosure, about: About) -> bytes:
    """The whole package in one file, the same bytes for the same edition."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        told = json.dumps(descriptor(disclosure, about), ensure_ascii=False, indent=2)
        files = [("datapackage.json", told.encode())]
        files += [(f"{r.name}.csv", as_csv(r, disclosure, about)) for r in _filled(disclosure, about)]
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
