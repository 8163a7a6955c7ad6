"""What every rule works from: one disclosure, the code book, and what is derived from them once."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Literal

from yunjian.kernel.money import MoneyUnit, Printed

from ..codes import CodeBook
from ..disclosure import Column, Disclosure, Figure, Row, Section, Table
from .paragraphs import Text, is_hard_wrapped, paragraphs
from .repair import Repair, repair_amounts, repair_tables
from .rule import NotApplicable

ZERO = Decimal(0)
CENT = Decimal("0.01")

Gap = Literal["none", "rounding", "doubtful", "wrong"]


class Desk:
    """One disclosure laid out for checking."""

    def __init__(self, disclosure: Disclosure, codes: CodeBook):
        self.disclosure = disclosure
        self.codes = codes

    @property
    def year(self) -> int:
        return self.disclosure.year

    @cached_property
    def _repaired(self) -> tuple[dict[int, Table], tuple[int, ...]]:
        return repair_tables(self.disclosure)

    @property
    def _tables(self) -> dict[int, Table]:
        return self._repaired[0]

    @property
    def tables(self) -> list[Table]:
        """The tables in the usual order, amounts in the unit they are meant in."""
        return [self._tables[number] for number in sorted(self._tables)]

    @property
    def wrong_units(self) -> tuple[int, ...]:
        """The numbers of the tables whose 单位 line names the wrong unit."""
        return self._repaired[1]

    @cached_property
    def amounts(self) -> Repair:
        """The projects' amounts in the unit that makes their sum the project expenditure."""
        printed = [note.amount.printed if note.amount else None for note in self.disclosure.projects]
        target = self.project_expenditure
        return repair_amounts(printed, target.printed if target else None)

    @cached_property
    def paragraphs(self) -> Text:
        """The running text."""
        return paragraphs(self.disclosure)

    @cached_property
    def is_hard_wrapped(self) -> bool:
        """Whether where a paragraph ends says nothing about where a sentence does."""
        return is_hard_wrapped(self.disclosure)

    @cached_property
    def project_expenditure(self) -> Figure | None:
        """Project expenditure in table 3, or 5 where 3 is missing."""
        for number in (3, 5):
            table = self._tables.get(number)
            if table and table.sections and (found := total_of(table.sections[0], "project")):
                return found
        return None

    def table(self, number: int) -> Table:
        """The table, or the rule does not apply."""
        found = self._tables.get(number)
        if found is None or not found.sections:
            raise NotApplicable(f"没有读到表{number}")
        return found

    def filled(self, number: int) -> Table:
        """The table where it holds any amount, or the rule does not apply."""
        found = self.table(number)
        if found.is_empty:
            raise NotApplicable(f"表{number}没有数据")
        return found

    def has(self, number: int) -> bool:
        found = self._tables.get(number)
        return found is not None and not found.is_empty

    def section(self, number: int, side: str = "") -> Section:
        """The table's side; a table with one section only answers to any side but its opposite."""
        table = self.table(number)
        found = table.section(side)
        if found is None and not side and len(table.sections) == 1:
            found = table.sections[0]
        if found is None:
            raise NotApplicable(f"表{number}没有读到需要的栏目")
        return found


def total_of(section: Section, column: str = "") -> Figure | None:
    """What the totals row says in a column, or in the first column."""
    return cell(section, section.total, column)


def cell(section: Section, row: Row | None, column: str = "") -> Figure | None:
    """A row's amount in a column; without a key, in the column of totals or the only one."""
    if row is None:
        return None
    if column:
        return section.figure(row, column)
    at = section.index("total")
    at = 0 if at is None else at
    return row.figures[at] if at < len(row.figures) else None


def yuan(figure: Figure | None) -> Decimal:
    """The amount; a blank cell is nothing."""
    return figure.yuan if figure else ZERO


def is_exact(printed: Printed) -> bool:
    """Whether the digits leave nothing open: yuan to the cent."""
    return printed.unit is MoneyUnit.YUAN and printed.decimals >= 2


def gap(total: Figure, addends: Iterable[Figure]) -> Gap:
    """How a total stands to its addends.

    Amounts to the cent must agree; a cent is put down to rounding. Rounded amounts (万元) may drift apart by one
    last digit unnoticed, and by half a last digit for each of them before the difference is certain.
    """
    parts = list(addends)
    difference = abs(total.yuan - sum((part.yuan for part in parts), ZERO))
    if not difference:
        return "none"
    if is_exact(total.printed) and all(is_exact(part.printed) for part in parts):
        return "rounding" if difference <= CENT else "wrong"
    coarsest = max(item.printed.tolerance for item in (total, *parts))
    if difference <= 2 * coarsest:
        return "rounding"
    envelope = total.printed.tolerance + sum((part.printed.tolerance for part in parts), ZERO)
    return "doubtful" if difference <= envelope else "wrong"


def figures(section: Section, row: Row) -> Iterator[tuple[Column, Figure | None]]:
    """A row's amounts with their columns."""
    for at, column in enumerate(section.columns):
        yield column, row.figures[at] if at < len(row.figures) else None
