"""Adding a draft's tables up: lines above and totals from the lines below, tables 1 and 4 from the others."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from .content import Content, Sheet, SheetLine, SheetSide
from .figures import amount_of
from .forms import CLASSES, CODED, column_at, columns, empty_sheet

Amounts = tuple[Decimal | None, ...]
_BY_FUNCTION = (3, 5, 6, 7)


def add_up(content: Content, names: Mapping[str, str]) -> Content:
    """The draft with every sum worked out. ``names`` gives lines above that are missing theirs, by code."""
    content = _carried_over(content)
    for number in CODED:
        content = content.with_sheet(_summed(content.sheet(number), names))
    content = content.with_sheet(_three_public(content))
    content = content.with_sheet(_fourth(content))
    return content.with_sheet(_first(content))


def plus(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; blank where all are blank."""
    found = [amount for amount in amounts if amount is not None]
    return sum(found, Decimal(0)) if found else None


def _carried_over(content: Content) -> Content:
    """Tables 2 and 3 from tables 5 to 7 where nobody entered a line: all of it is appropriation then."""
    by_code: dict[str, list[SheetLine]] = {}
    for number in (5, 6, 7):
        for line in _lowest(content.sheet(number).side().lines):
            by_code.setdefault(line.code, []).append(line)
    merged = [
        SheetLine(code, lines[0].label, tuple(plus(each) for each in zip(*(x.amounts for x in lines), strict=True)))
        for code, lines in sorted(by_code.items())
    ]
    if not any(line.code for line in content.sheet(3).side().lines):
        content = content.with_sheet(_with_lines(3, merged))
    if not any(line.code for line in content.sheet(2).side().lines):
        income = [SheetLine(x.code, x.label, (None, plus(x.amounts[1:]), None, None, None)) for x in merged]
        content = content.with_sheet(_with_lines(2, income))
    return content


def _with_lines(number: int, lines: list[SheetLine]) -> Sheet:
    closing = empty_sheet(number).side().lines[-1]
    return Sheet(number, (SheetSide("", (*lines, closing)),))


def _lowest(lines: Iterable[SheetLine]) -> list[SheetLine]:
    coded = [line for line in lines if line.code]
    above = {step for line in coded for step in _above(line.code)}
    return [line for line in coded if line.code not in above]


def _above(code: str) -> list[str]:
    parts = code.split("-")
    return ["-".join(parts[:length]) for length in range(1, len(parts))]


def _summed(sheet: Sheet, names: Mapping[str, str]) -> Sheet:
    """A coded table: the lowest lines added across, everything above added down."""
    side = sheet.side()
    width = len(columns(sheet.number))
    lowest = {line.code: replace(line, amounts=_across(line.amounts)) for line in _lowest(side.lines)}
    known = {line.code: line.label for line in side.lines if line.code}
    codes = sorted({step for code in lowest for step in (*_above(code), code)})
    lines = []
    for code in codes:
        own = lowest.get(code)
        if own is None:
            below = [line.amounts for key, line in lowest.items() if key.startswith(f"{code}-")]
            own = SheetLine(code, known.get(code) or names.get(code, ""), _down(below, width))
        lines.append(own)
    whole = _down([line.amounts for line in lowest.values()], width)
    closing = replace(side.total or empty_sheet(sheet.number).side().lines[-1], amounts=whole)
    return Sheet(sheet.number, (SheetSide("", (*lines, closing)),))


def _across(amounts: Amounts) -> Amounts:
    """The first column from the others, unless only it was entered."""
    rest = plus(amounts[1:])
    return amounts if rest is None else (rest, *amounts[1:])


def _down(rows: list[Amounts], width: int) -> Amounts:
    return tuple(plus(row[at] for row in rows) for at in range(width))


def _three_public(content: Content) -> Sheet:
    line = content.sheet(9).side().lines[0]
    _, abroad, reception, vehicles, purchase, running, operating = line.amounts
    vehicles = plus((purchase, running)) if plus((purchase, running)) is not None else vehicles
    if content.administrative:
        total = content.sheet(8).side().total
        found = total.amounts[column_at(8, "", "running")] if total else None
        operating = found if found is not None else operating
    whole = plus((abroad, reception, vehicles))
    amounts = (whole, abroad, reception, vehicles, purchase, running, operating)
    return Sheet(9, (SheetSide("", (replace(line, amounts=amounts),)),))


def _classes(content: Content, number: int) -> dict[str, Decimal]:
    """What each functional class comes to in a table."""
    return {
        line.code: line.amounts[0]
        for line in content.sheet(number).side().lines
        if line.depth == 1 and line.amounts[0] is not None
    }


def _fourth(content: Content) -> Sheet:
    """By fund: what tables 5, 6 and 7 come to."""
    totals = [content.sheet(number).side().total for number in (5, 6, 7)]
    funds = [total.amounts[0] if total else None for total in totals]
    classes = [_classes(content, number) for number in (5, 6, 7)]
    spent: list[Amounts] = []
    for code, _ in CLASSES:
        each = [found.get(code) for found in classes]
        spent.append((plus(each), *each))
    income: list[Amounts] = [(fund,) for fund in funds]
    return _two_sided(content.sheet(4), income, spent, plus(funds), (plus(funds), *funds))


def _first(content: Content) -> Sheet:
    """Income by source from table 2 and by fund from table 4, expenditure by class from table 3."""
    funds = [line.amounts[0] for line in content.sheet(4).side("income").lines if not line.is_total][:3]
    total = content.sheet(2).side().total
    _, appropriation, business, operation, other = total.amounts if total else (None,) * 5
    sources = (appropriation, *funds, business, operation, other)
    income: list[Amounts] = [(amount,) for amount in sources]
    classes = _classes(content, 3)
    spent: list[Amounts] = [(classes.get(code),) for code, _ in CLASSES]
    whole = total.amounts[0] if total else None
    return _two_sided(content.sheet(1), income, spent, whole, (plus(amount for (amount,) in spent),))


def _two_sided(
    sheet: Sheet, income: list[Amounts], spent: list[Amounts], income_total: Decimal | None, spent_total: Amounts
) -> Sheet:
    """The usual lines with these amounts; what a reading printed otherwise gives way to them."""
    usual = empty_sheet(sheet.number)
    sides = []
    for side, rows, closing in zip(usual.sides, (income, spent), ((income_total,), spent_total), strict=True):
        *lines, last = side.lines
        filled = [replace(line, amounts=row) for line, row in zip(lines, rows, strict=True)]
        sides.append(SheetSide(side.side, (*filled, replace(last, amounts=closing))))
    return Sheet(sheet.number, tuple(sides))


def balance(content: Content) -> Decimal:
    """Income less expenditure; nothing when the draft balances."""
    return amount_of(content, "income.total") - amount_of(content, "expenditure.total")
