"""What one table tells of another's totals row, where that one lost its blank cells."""

from decimal import Decimal

from yunjian.kernel.money import parse_number

from .draft import Draft, DraftRow, DraftTable
from .labels import bare

Hints = dict[str, dict[str, Decimal]]  # side → column key → amount
ZERO = Decimal(0)
_SOURCES = (
    ("财政拨款收入", "appropriation"),
    ("上级补助收入", "superior"),
    ("事业收入", "business"),
    ("事业单位经营收入", "operation"),
    ("经营收入", "operation"),
    ("附属单位上缴收入", "affiliated"),
    ("其他收入", "other"),
)


def hints_for(table: DraftTable, others: dict[int, DraftTable]) -> Hints:
    """The amounts the totals row of this table must show, by column, where another table prints them."""
    final = table.kind.startswith("final_")
    if table.number == 2:
        return _from_income(others.get(1))
    if table.number == 4:
        return _from_funds(table, final)
    if table.number == 8 and not final:
        return _one("running", _amount(_only_row(others.get(9)), 6, 7))
    if table.number in (3, 5) and not final:
        return _one("basic", _amount(_total(others.get(8)), 0, 1))
    return {}


def _one(key: str, amount: Decimal | None) -> Hints:
    return {"": {key: amount}} if amount is not None else {}


def _from_income(table: DraftTable | None) -> Hints:
    """The sources of table 2 are the numbered rows of table 1's income side."""
    found: dict[str, Decimal] = {}
    for row in table.sides[0].rows if table else ():
        words = bare(row.label)
        key = next((key for name, key in _SOURCES if words == name or words.endswith(f"预算{name}")), None)
        if key:
            found[key] = found.get(key, ZERO) + (_amount(row, 0, 1) or ZERO)
    return {"": found} if found else {}


def _from_funds(table: DraftTable, final: bool) -> Hints:
    """What table 4 spends of each fund is what it receives of it; with carry-overs, nothing where it receives none."""
    found: dict[str, Decimal] = {}
    for row in table.sides[0].rows:
        words = bare(row.label)
        for start, key in (("一般公共预算", "general"), ("政府性基金", "fund"), ("国有资本", "capital")):
            if words.startswith(start):
                found[key] = found.get(key, ZERO) + (_amount(row, 0, 1) or ZERO)
    if final:
        found = {key: amount for key, amount in found.items() if not amount}
    return {"expenditure": found} if found else {}


def _total(table: DraftTable | None) -> DraftRow | None:
    side: Draft | None = table.sides[0] if table else None
    return next((row for row in reversed(side.rows) if row.is_total), None) if side else None


def _only_row(table: DraftTable | None) -> DraftRow | None:
    return table.sides[0].rows[0] if table and len(table.sides[0].rows) == 1 else None


def _amount(row: DraftRow | None, index: int, width: int) -> Decimal | None:
    """The row's amount at this place, where it prints so many that the place is certain."""
    if row is None or not row.values or (index and len(row.values) < width):
        return None
    return parse_number(row.values[index][1]) if index < len(row.values) else None
