"""The nine tables: as they were printed, and line by line from the total down."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound

from ..logic.disclosure import Place
from ..logic.headline import OVERALL_COLUMNS
from ..models import PublishedTable, TableLine
from .disclosures import published
from .findings import FindingView, findings, place_from

NAMES = {
    "income_and_expenditure": _("收支总表"),
    "income": _("收入"),
    "expenditure": _("支出"),
    "appropriation": _("财政拨款收支"),
    "general_by_function": _("一般公共预算"),
    "fund_by_function": _("政府性基金"),
    "capital_by_function": _("国有资本经营"),
    "basic_by_economy": _("基本支出"),
    "three_public": _("“三公”与运行经费"),
}
NAMES |= {f"final_{kind}": name for kind, name in NAMES.items()}
VEHICLES = ("vehicles", "vehicle_purchase", "vehicle_running")
GROUPED = _("公务用车购置及运行费")
NAMES |= {"final_fund": NAMES["fund_by_function"], "final_capital": NAMES["capital_by_function"]}


@dataclass(frozen=True)
class CellView:
    """A cell as printed: an amount, blank, or a stroke for "not applicable"; and what was found about it."""

    column: str
    printed: str
    yuan: Decimal | None
    place: Place
    is_inferred: bool = False
    findings: tuple[FindingView, ...] = ()


@dataclass(frozen=True)
class RowView:
    """A row as printed; ``level`` 1 to 3 for 类, 款, 项 and 0 where it has no code."""

    code: str
    label: str
    is_total: bool
    place: Place
    cells: tuple[CellView, ...]
    findings: tuple[FindingView, ...] = ()

    @property
    def level(self) -> int:
        return self.code.count("-") + 1 if self.code else 0

    @property
    def parts(self) -> tuple[str, ...]:
        """The code as printed in its columns: 类, 款, 项; blank where it ends before."""
        given = self.code.split("-") if self.code else []
        return tuple((*given, "", "", "")[:3])


@dataclass(frozen=True)
class ColumnView:
    """A column; ``group`` is the header printed over it and its neighbours, where there is one."""

    key: str
    title: str

    @property
    def group(self) -> str:
        return str(GROUPED) if self.key.removeprefix("budget_") in VEHICLES else ""


@dataclass(frozen=True)
class HeaderCell:
    """A cell of the upper header row: one column's own title, or a title over several."""

    title: str
    span: int
    is_group: bool


@dataclass(frozen=True)
class SectionView:
    side: str
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]

    @property
    def has_codes(self) -> bool:
        return any(row.code for row in self.rows)

    @property
    def has_labels(self) -> bool:
        return any(row.label for row in self.rows)

    @property
    def upper_header(self) -> list[HeaderCell]:
        """The upper of two header rows; empty where one row is enough."""
        if not any(column.group for column in self.columns):
            return []
        cells = []
        for title, columns in groupby(self.columns, key=lambda column: column.group):
            of_group = list(columns)
            if title:
                cells.append(HeaderCell(title, len(of_group), True))
            else:
                cells += [HeaderCell(column.title, 1, False) for column in of_group]
        return cells

    @property
    def code_titles(self) -> tuple[str, ...]:
        """The headers of the columns its codes are printed in."""
        deepest = max((row.level for row in self.rows), default=0)
        return tuple(str(title) for title in (_("类"), _("款"), _("项")))[:deepest]


@dataclass(frozen=True)
class TableView:
    """One of the tables as printed, each finding beside the figure it concerns."""

    number: int
    kind: str
    title: str
    body: str
    unit: str
    is_empty: bool
    sections: tuple[SectionView, ...]
    notes: tuple[str, ...]
    place: Place
    findings: tuple[FindingView, ...]

    @property
    def side_by_side(self) -> list[list[tuple[SectionView, RowView | None]]]:
        """The rows of a two-sided table as they were printed: each side's row, or a gap where it has none there."""
        if len(self.sections) < 2:
            return []
        sides = [{row.place.row: row for row in section.rows} for section in self.sections]
        if any(len(side) != len(section.rows) for side, section in zip(sides, self.sections, strict=True)):
            sides = [dict(enumerate(section.rows)) for section in self.sections]
        printed = sorted(set().union(*sides))
        return [
            [(section, side.get(row)) for section, side in zip(self.sections, sides, strict=True)] for row in printed
        ]

    @property
    def unplaced(self) -> tuple[FindingView, ...]:
        """Findings about the table as a whole."""
        shown = {f.fingerprint for s in self.sections for r in s.rows for f in _of_row(r)}
        return tuple(f for f in self.findings if f.fingerprint not in shown)

    @property
    def has_inferred(self) -> bool:
        return any(c.is_inferred for s in self.sections for r in s.rows for c in r.cells)


@dataclass(frozen=True)
class TableSummary:
    number: int
    kind: str
    title: str
    unit: str
    is_empty: bool

    @property
    def name(self) -> str:
        """A short name of the table, in the reader's language."""
        return str(NAMES.get(self.kind, self.title))


@dataclass(frozen=True)
class LineStep:
    """A line on the way from the total: its code, its name, its amounts in yuan by column key."""

    code: str
    label: str
    is_total: bool
    amounts: dict[str, Decimal]

    @property
    def level(self) -> int:
        return self.code.count("-") + 1 if self.code else 0

    @property
    def amount(self) -> Decimal | None:
        """The overall amount of the line."""
        return next((self.amounts[column] for column in OVERALL_COLUMNS if column in self.amounts), None)


@dataclass(frozen=True)
class LineView:
    """One line of a table: the way down to it, what it parts into, and the columns it is printed in."""

    table: TableSummary
    columns: tuple[ColumnView, ...]
    here: LineStep
    above: tuple[LineStep, ...]
    below: tuple[LineStep, ...]


def _of_row(row: RowView) -> Iterable[FindingView]:
    yield from row.findings
    for cell in row.cells:
        yield from cell.findings


def tables(disclosure_id: int, *, reader: Actor) -> list[TableSummary]:
    """Which tables a disclosure has, in the usual order."""
    rows = _rows(disclosure_id, reader).order_by("number")
    return [TableSummary(*row) for row in rows.values_list("number", "kind", "title", "unit", "is_empty")]


def table(disclosure_id: int, number: int, *, reader: Actor) -> TableView:
    """One table as it was printed, with what was found in it."""
    row = _rows(disclosure_id, reader).filter(number=number).first()
    if row is None:
        raise NotFound()
    found = tuple(findings(disclosure_id, reader=reader, table=number))
    kept = row.structure
    return TableView(
        number=row.number,
        kind=row.kind,
        title=row.title,
        body=kept["body"],
        unit=row.unit,
        is_empty=row.is_empty,
        sections=tuple(_section(section, _Beside(found, number)) for section in kept["sections"]),
        notes=tuple(kept["notes"]),
        place=place_from(kept["place"]) or Place(),
        findings=found,
    )


def _rows(disclosure_id: int, reader: Actor) -> Any:
    return PublishedTable.objects.filter(disclosure__in=published(reader).filter(pk=disclosure_id))


class _Beside:
    """Findings by the cell or the row they concern."""

    def __init__(self, found: Iterable[FindingView], table: int):
        self.cells: dict[tuple[int, int, int], list[FindingView]] = {}
        for finding in found:
            for place in (finding.place, finding.other):
                if place is not None and place.table == table and place.row:
                    self.cells.setdefault((place.line, place.row, place.column), []).append(finding)

    def cell(self, place: Place) -> tuple[FindingView, ...]:
        return tuple(self.cells.get((place.line, place.row, place.column), ())) if place.column else ()

    def row(self, place: Place) -> tuple[FindingView, ...]:
        return tuple(self.cells.get((place.line, place.row, 0), ()))


def _section(kept: dict[str, Any], beside: _Beside) -> SectionView:
    columns = tuple(ColumnView(column["key"], column["title"]) for column in kept["columns"])
    return SectionView(kept["side"], columns, tuple(_row(row, columns, beside) for row in kept["rows"]))


def _row(kept: dict[str, Any], columns: tuple[ColumnView, ...], beside: _Beside) -> RowView:
    place = place_from(kept["place"]) or Place()
    cells = []
    for index, column in enumerate(columns):
        figure = kept["cells"][index] if index < len(kept["cells"]) else None
        if figure is None:
            cells.append(CellView(column.key, "/" if index in kept["dash"] else "", None, Place()))
            continue
        where = place_from(figure["place"]) or Place()
        cells.append(
            CellView(
                column.key,
                figure["printed"],
                Decimal(figure["yuan"]),
                where,
                index in kept["inferred"],
                beside.cell(where),
            )
        )
    return RowView(kept["code"], kept["label"], kept["total"], place, tuple(cells), beside.row(place))


def line(disclosure_id: int, number: int, code: str = "", *, reader: Actor) -> LineView:
    """The line with this code (the total where none is given): what stands above it and what it parts into."""
    summary = _rows(disclosure_id, reader).filter(number=number)
    found = summary.values_list("number", "kind", "title", "unit", "is_empty", "structure__sections").first()
    if found is None:
        raise NotFound()
    section = next((s for s in found[5] if any(row["code"] for row in s["rows"])), None)
    steps = _steps(disclosure_id, number, section["side"]) if section else []
    here = _here(steps, code)
    depth = here.level
    return LineView(
        table=TableSummary(*found[:5]),
        columns=tuple(ColumnView(column["key"], column["title"]) for column in section["columns"]) if section else (),
        here=here,
        above=tuple(s for s in steps if code and (s.is_total or (code.startswith(s.code + "-") and s.code))),
        below=tuple(
            s for s in steps if s.level == depth + 1 and not s.is_total and (not code or s.code.startswith(code + "-"))
        ),
    )


def project_lines(disclosure_id: int, number: int, *, reader: Actor) -> list[LineStep]:
    """The lines of the lowest level that have project expenditure."""
    visible = published(reader).filter(pk=disclosure_id)
    lines = TableLine.objects.filter(disclosure__in=visible, table=number, column="project").exclude(code="")
    rows = list(lines.order_by("row").values_list("code", "label", "amount"))
    codes = [code for code, _, _ in rows]
    return [
        LineStep(code, label, False, {"project": amount})
        for code, label, amount in rows
        if not any(other.startswith(f"{code}-") for other in codes)
    ]


def _here(steps: list[LineStep], code: str) -> LineStep:
    for step in steps:
        if (step.code == code) if code else step.is_total:
            return step
    raise NotFound()


def _steps(disclosure_id: int, number: int, side: str) -> list[LineStep]:
    """The total first, then the lines in the order they were printed."""
    lines = TableLine.objects.filter(disclosure=disclosure_id, table=number, side=side).order_by("row")
    steps: dict[int, LineStep] = {}
    for row, code, label, is_total, column, amount in lines.values_list(
        "row", "code", "label", "is_total", "column", "amount"
    ):
        steps.setdefault(row, LineStep(code, label, is_total, {})).amounts[column] = amount
    return sorted(steps.values(), key=lambda step: not step.is_total)
