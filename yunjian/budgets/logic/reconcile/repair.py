"""Reading amounts in the unit that makes the sums close: which 万元 was printed as 元, or 元 as 万元."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from yunjian.kernel.money import Agreement, MoneyUnit, Printed

from ..disclosure import Disclosure, Figure, Row, Section, Table

MOST_TRIED = 12  # 4,096 subsets: more amounts in the odd unit than this are tried together only
IMPLAUSIBLE = Decimal(10_000)  # a project under 10,000 yuan, among projects given in 万元


def other_unit(unit: MoneyUnit) -> MoneyUnit:
    return MoneyUnit.WAN if unit is MoneyUnit.YUAN else MoneyUnit.YUAN


@dataclass(frozen=True, slots=True)
class Repair:
    """Amounts as they must be meant: ``flipped`` holds the places in the list whose unit is wrong.

    ``closes`` says that the target is met with them; ``certain`` that no other choice tried meets it.
    """

    meant: tuple[Printed | None, ...]
    flipped: tuple[int, ...]
    closes: bool
    certain: bool


def repair_amounts(printed: Sequence[Printed | None], target: Printed | None) -> Repair:
    """Find the amounts whose unit is wrong, by the sum that closes only with them."""
    present = [(at, amount) for at, amount in enumerate(printed) if amount is not None]
    total = sum((amount.yuan for _, amount in present), Decimal(0))
    if target is None or not present:
        return Repair(tuple(printed), (), False, False)
    room = target.tolerance + max(amount.tolerance for _, amount in present) if target.decimals < 2 else Decimal("0.01")
    if abs(target.yuan - total) <= room:
        return Repair(tuple(printed), (), True, True)
    solutions = _solutions(present, target.yuan - total, room)
    if not solutions:
        return Repair(tuple(printed), (), False, False)
    chosen = solutions[0]
    meant = [a.as_unit(other_unit(a.unit)) if a and at in chosen else a for at, a in enumerate(printed)]
    return Repair(tuple(meant), tuple(sorted(chosen)), True, len(solutions) == 1)


def _solutions(present: list[tuple[int, Printed]], missing: Decimal, room: Decimal) -> list[frozenset[int]]:
    """Sets of amounts which, read in the other unit, add exactly what is missing."""
    gains = {at: amount.as_unit(other_unit(amount.unit)).yuan - amount.yuan for at, amount in present}
    yuan = [at for at, amount in present if amount.unit is MoneyUnit.YUAN]
    wan = [at for at, amount in present if amount.unit is MoneyUnit.WAN]
    found: list[frozenset[int]] = []
    for odd in sorted((yuan, wan), key=len):
        tried = range(1, len(odd) + 1) if len(odd) <= MOST_TRIED else (len(odd),)
        for size in tried:
            for chosen in combinations(odd, size):
                if abs(sum((gains[at] for at in chosen), Decimal(0)) - missing) <= room:
                    found.append(frozenset(chosen))
        if found:
            return found
    found.extend(frozenset((at,)) for at, gain in gains.items() if abs(gain - missing) <= room)
    return found


def repair_tables(disclosure: Disclosure) -> tuple[dict[int, Table], tuple[int, ...]]:
    """The tables by number, those whose 单位 line is wrong read in the other unit, and the numbers of these.

    A table is in the wrong unit where its total is 10,000 times, or a ten-thousandth, of what two others agree on.
    """
    tables = {table.number: table for table in reversed(disclosure.tables)}
    wrong: list[int] = []
    anchors = {number: figure.printed for number in range(1, 6) if (figure := _grand_total(tables.get(number)))}
    for number, total in anchors.items():
        others = [value for at, value in anchors.items() if at != number]
        if sum(_shifted(total, value) for value in others) >= max(2, len(others) - 1):
            wrong.append(number)
    for number, figure, anchor, known in _anchored(tables):
        if number in wrong or anchor in wrong or figure is None or known is None:
            continue
        if _shifted(figure.printed, known.printed):
            wrong.append(number)
    for number in wrong:
        tables[number] = _in_unit(tables[number], other_unit(tables[number].unit))
    return tables, tuple(wrong)


Anchored = tuple[int, Figure | None, int, Figure | None]


def _anchored(tables: Mapping[int, Table]) -> Iterator[Anchored]:
    """The tables whose total no other total repeats, each with the cell of another table that says the same."""
    yield 5, _cell(tables.get(5), "total"), 4, _cell(tables.get(4), "general", side="expenditure")
    yield 6, _cell(tables.get(6), "total"), 4, _cell(tables.get(4), "fund", side="expenditure")
    yield 7, _cell(tables.get(7), "total"), 4, _cell(tables.get(4), "capital", side="expenditure")
    yield 8, _cell(tables.get(8), "total"), 5, _cell(tables.get(5), "basic")
    ninth = tables.get(9)
    yield 9, _cell(ninth, "operating"), 8, _cell(tables.get(8), "running")
    eighth = tables.get(8)
    row = next((r for s in eighth.sections for r in s.rows if r.code == "302-17"), None) if eighth else None
    if eighth and row and _cell(ninth, "operating") is None:
        yield 9, _cell(ninth, "reception"), 8, eighth.sections[0].figure(row, "total")


def _shifted(one: Printed, other: Printed) -> bool:
    """Whether the amounts agree only once the first is read in the other unit."""
    if not one.value or one.compare(other) is not Agreement.DIFFERENT:
        return False
    return one.as_unit(other_unit(one.unit)).compare(other) is not Agreement.DIFFERENT


def _grand_total(table: Table | None) -> Figure | None:
    if table is None or not table.sections:
        return None
    section = table.section("expenditure") or table.sections[0]
    row = section.total
    return next((figure for figure in row.figures if figure), None) if row else None


def _cell(table: Table | None, column: str, *, side: str = "") -> Figure | None:
    """What the totals row says in a column; the last row where the table has no totals row."""
    section = (table.section(side) or next(iter(table.sections), None)) if table else None
    if section is None or not section.rows:
        return None
    return section.figure(section.total or section.rows[-1], column)


def _in_unit(table: Table, unit: MoneyUnit) -> Table:
    def figure(old: Figure | None) -> Figure | None:
        return None if old is None else old._replace(printed=old.printed.as_unit(unit))

    def row(old: Row) -> Row:
        return replace(old, figures=tuple(figure(f) for f in old.figures))

    def section(old: Section) -> Section:
        return replace(old, rows=tuple(row(r) for r in old.rows))

    return replace(table, unit=unit, sections=tuple(section(s) for s in table.sections))
