"""Figures of a draft that are worked out from its tables, and how amounts are written."""

from collections.abc import Iterator
from decimal import Decimal

from yunjian.kernel.money import in_wan

from .content import ZERO, Content, SheetLine
from .forms import column_at

LARGE = Decimal(10_000_000)
# Where each thing the narrative speaks of stands: table, side, column of its totals line.
PLACES: dict[str, tuple[int, str, str]] = {
    "income.total": (1, "income", "budget"),
    "income.appropriation": (2, "", "appropriation"),
    "income.business": (2, "", "business"),
    "income.operation": (2, "", "operation"),
    "income.other": (2, "", "other"),
    "expenditure.total": (1, "expenditure", "budget"),
    "expenditure.appropriation": (4, "expenditure", "total"),
    "expenditure.general": (4, "expenditure", "general"),
    "expenditure.fund": (4, "expenditure", "fund"),
    "expenditure.capital": (4, "expenditure", "capital"),
    "three_public.total": (9, "", "total"),
    "three_public.abroad": (9, "", "abroad"),
    "three_public.reception": (9, "", "reception"),
    "three_public.vehicles": (9, "", "vehicles"),
    "three_public.vehicle_purchase": (9, "", "vehicle_purchase"),
    "three_public.vehicle_running": (9, "", "vehicle_running"),
    "operating": (9, "", "operating"),
}
# What is set beside the year before, in the order it is asked for.
COMPARED = (
    "income.total", "income.appropriation", "expenditure.total", "expenditure.appropriation", "three_public.total",
    "three_public.abroad", "three_public.vehicles", "three_public.vehicle_purchase", "three_public.vehicle_running",
    "three_public.reception",
)  # fmt: skip


def amount_of(content: Content, subject: str) -> Decimal:
    """What the draft's table says of it; a blank cell is nothing."""
    number, side, column = PLACES[subject]
    found = content.sheet(number).side(side)
    line = found.lines[0] if number == 9 and found.lines else found.total
    return (line.amounts[column_at(number, side, column)] or ZERO) if line else ZERO


def functions(content: Content) -> Iterator[tuple[SheetLine, Decimal]]:
    """The lowest lines of table 5 that have an amount."""
    lines = content.sheet(5).side().lines
    above = {line.code.rpartition("-")[0] for line in lines if line.code}
    for line in lines:
        if line.code and line.code not in above and line.amounts[0]:
            yield line, line.amounts[0]


def project_total(content: Content) -> Decimal:
    return sum((project.amount or ZERO for project in content.projects), ZERO)


def large_projects(content: Content) -> int:
    """How many projects come to ten million yuan."""
    return sum((project.amount or ZERO) >= LARGE for project in content.projects)


def yuan(amount: Decimal | None) -> str:
    """``36,864,854.48``; a blank cell stays blank."""
    return "" if amount is None else f"{amount:,.2f}"


def wan(amount: Decimal) -> str:
    """The same in 万元, exactly: at least two digits after the point, no more than it takes."""
    value = in_wan(amount).normalize()
    digits = max(2, -int(value.as_tuple().exponent))
    return f"{value:,.{digits}f}"
