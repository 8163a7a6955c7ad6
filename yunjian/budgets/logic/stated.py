"""What the narrative states, beside the figure of the table it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass

from yunjian.kernel.money import Agreement

from .disclosure import Disclosure, Figure, Section, Statement, Table

# Where the tables print what a statement speaks of: the table's kind, the side, the column of its totals row.
TOTALS = {
    "income.total": ("income_and_expenditure", "income", "budget"),
    "income.appropriation": ("income", "", "appropriation"),
    "income.business": ("income", "", "business"),
    "income.operation": ("income", "", "operation"),
    "income.other": ("income", "", "other"),
    "expenditure.total": ("income_and_expenditure", "expenditure", "budget"),
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


def beside(disclosure: Disclosure) -> list[StatedFigure]:
    """Every amount the narrative states, in its order, beside the table's."""
    return [_beside(disclosure, statement) for statement in disclosure.statements]


def _beside(disclosure: Disclosure, statement: Statement) -> StatedFigure:
    table, figure = _figure(disclosure, statement)
    number = table.number if table else 0
    if figure is None or statement.figure is None:
        blank = table is not None and statement.figure is not None and not statement.figure.yuan
        return StatedFigure(statement, figure, number, Agreement.EQUAL if blank else None)
    return StatedFigure(statement, figure, number, statement.figure.printed.compare(figure.printed))


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
        if section and section.index(column) is None:
            column = "final"  # final accounts print one column of their own name
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
    return next((figure for s in sections for r in s.rows if (figure := s.figure(r, column))), None)
