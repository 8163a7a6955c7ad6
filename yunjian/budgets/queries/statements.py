"""What the narrative states, beside the figure of the table it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from yunjian.kernel.actor import Actor
from yunjian.kernel.money import Agreement, MoneyUnit, Printed

from ..logic.disclosure import Disclosure, Figure, Section, Statement, Table
from .disclosures import structure

# Where the tables print what a statement speaks of: the table's kind, the side, the column of its totals row.
TOTALS = {
    "income.total": ("income_and_expenditure", "income", "amount"),
    "income.appropriation": ("income", "", "appropriation"),
    "income.business": ("income", "", "business"),
    "income.operation": ("income", "", "operation"),
    "income.other": ("income", "", "other"),
    "expenditure.total": ("income_and_expenditure", "expenditure", "amount"),
    "expenditure.appropriation": ("appropriation", "expenditure", "total"),
    "expenditure.general": ("appropriation", "expenditure", "general"),
    "expenditure.fund": ("appropriation", "expenditure", "fund"),
    "expenditure.capital": ("appropriation", "expenditure", "capital"),
    "performance.amount": ("expenditure", "", "project"),
}
ONLY_ROW = {
    "three_public.total": "total",
    "three_public.abroad": "abroad",
    "three_public.reception": "reception",
    "three_public.vehicles": "vehicles",
    "three_public.vehicle_purchase": "vehicle_purchase",
    "three_public.vehicle_running": "vehicle_running",
    "operating": "operating",
}
NOTHING = Decimal(0)


@dataclass(frozen=True)
class StatedFigure:
    """A statement, the table's figure beside it, and whether the two agree at the precision printed."""

    statement: Statement
    figure: Figure | None
    table: int
    agreement: Agreement | None

    @property
    def agrees(self) -> bool | None:
        return None if self.agreement is None else self.agreement is not Agreement.DIFFERENT


def statements(disclosure_id: int, *, reader: Actor) -> list[StatedFigure]:
    """Every amount the narrative states, in its order, beside the table's."""
    return beside(structure(disclosure_id, reader=reader))


def beside(disclosure: Disclosure) -> list[StatedFigure]:
    return [_beside(disclosure, statement) for statement in disclosure.statements]


def _beside(disclosure: Disclosure, statement: Statement) -> StatedFigure:
    table, figure = _figure(disclosure, statement)
    if table is None or statement.figure is None:
        return StatedFigure(statement, figure, table.number if table else 0, None)
    printed = figure.printed if figure else Printed(NOTHING, MoneyUnit.YUAN)
    return StatedFigure(statement, figure, table.number, statement.figure.printed.compare(printed))


def _figure(disclosure: Disclosure, statement: Statement) -> tuple[Table | None, Figure | None]:
    subject = statement.subject.removeprefix("final.")
    if subject == "function":
        return _of_function(disclosure, statement.name)
    if subject in ONLY_ROW:
        table = _table(disclosure, "three_public")
        return table, _first(table.sections, ONLY_ROW[subject]) if table else None
    if subject in TOTALS:
        kind, side, column = TOTALS[subject]
        table = _table(disclosure, kind)
        section = table.section(side) if table else None
        return table, section.figure(section.total, column) if section else None
    return None, None


def _of_function(disclosure: Disclosure, name: str) -> tuple[Table | None, Figure | None]:
    """The line of the expenditure table with this name, where only one line has it."""
    table = _table(disclosure, "expenditure")
    section = table.sections[0] if table and table.sections else None
    if table is None or section is None:
        return None, None
    found = [row for row in section.rows if row.label == name and row.code.count("-") == 2]
    return (table, section.figure(found[0], "total")) if len(found) == 1 else (None, None)


def _table(disclosure: Disclosure, kind: str) -> Table | None:
    return next((table for table in disclosure.tables if table.kind in (kind, f"final_{kind}")), None)


def _first(sections: Iterable[Section], column: str) -> Figure | None:
    figures = (s.figure(r, key) for s in sections for r in s.rows for key in (column, f"final.{column}"))
    return next((figure for figure in figures if figure), None)
