"""Amounts by classification code: of one disclosure, of a unit, and summed over the district."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Max, QuerySet, Sum
from django.db.models.functions import Length

from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties

from ..logic.headline import EXPENDITURE, INCOME, OVERALL_COLUMNS
from ..models import TableLine
from .disclosures import DisclosureView, published

ZERO = Decimal(0)
LENGTHS = {0: 3, 1: 6, 2: 9}  # of a code, by how deep its parent stands: 201, 201-41, 201-41-02
LINE = "disclosure", "disclosure__unit", "disclosure__year", "disclosure__kind", "table", "code", "label", "column"
FUNCTION_TABLES = EXPENDITURE
ECONOMY_TABLES = ("basic_by_economy", "final_basic_by_economy")


@dataclass(frozen=True)
class CodeLine:
    """One code in one unit's disclosure of one year: its amounts in yuan by column."""

    unit: str
    unit_title: str
    year: int
    kind: str
    period: str
    disclosure: int
    table: int
    code: str
    label: str
    amounts: dict[str, Decimal] = field(hash=False)

    @property
    def amount(self) -> Decimal:
        """The overall amount of the code."""
        return next((self.amounts[column] for column in OVERALL_COLUMNS if column in self.amounts), ZERO)


@dataclass(frozen=True)
class Classes:
    """The classes of one disclosure: expenditure by function, income by function, basic expenditure by economy."""

    functions: list[CodeLine]
    sources: list[CodeLine]
    economy: list[CodeLine]


@dataclass(frozen=True)
class CodeSum:
    """What all units together have under a code in one year's budgets or final accounts."""

    code: str
    label: str
    year: int
    kind: str
    amount: Decimal


def by_function(
    *, reader: Actor, parent: str = "", unit: str = "", year: int | None = None, disclosure: int | None = None
) -> list[CodeLine]:
    """Expenditure by functional code one level below ``parent`` (the 类 where none is given), unit by unit."""
    return _by_code(FUNCTION_TABLES, reader, parent, unit, year, disclosure)


def by_economy(
    *, reader: Actor, parent: str = "", unit: str = "", year: int | None = None, disclosure: int | None = None
) -> list[CodeLine]:
    """Basic expenditure by economic code one level below ``parent``, unit by unit."""
    return _by_code(ECONOMY_TABLES, reader, parent, unit, year, disclosure)


def classes_of(disclosure: DisclosureView, *, reader: Actor) -> Classes:
    """What one disclosure's pages and pictures show of its classes, in one statement."""
    kinds = (*FUNCTION_TABLES, *INCOME, *ECONOMY_TABLES)
    visible = published(reader).filter(pk=disclosure.id)
    lines = _below(TableLine.objects.filter(disclosure__in=visible, kind__in=kinds, is_total=False), "")
    found: dict[str, dict[str, CodeLine]] = {}
    for kind, table, code, label, column, amount in lines.order_by("code").values_list(
        "kind", "table", "code", "label", "column", "amount"
    ):
        of_table = found.setdefault(kind, {})
        fresh = CodeLine(
            disclosure.unit,
            disclosure.unit_title,
            disclosure.year or 0,
            disclosure.kind,
            disclosure.period,
            disclosure.id,
            table,
            code,
            label,
            {},
        )
        line = of_table.setdefault(code, fresh)
        line.amounts[column] = line.amounts.get(column, ZERO) + amount

    def of(names: tuple[str, ...]) -> list[CodeLine]:
        return [line for name in names for line in found.get(name, {}).values()]

    return Classes(of(FUNCTION_TABLES), of(INCOME), of(ECONOMY_TABLES))


def _by_code(
    kinds: tuple[str, ...], reader: Actor, parent: str, unit: str, year: int | None, disclosure: int | None
) -> list[CodeLine]:
    visible = published(reader)
    visible = visible.filter(pk=disclosure) if disclosure else visible.current()
    if unit:
        visible = visible.filter(unit=unit)
    if year:
        visible = visible.filter(year=year)
    lines = _below(TableLine.objects.filter(disclosure__in=visible, kind__in=kinds, is_total=False), parent)
    rows = lines.values_list(*LINE).annotate(sum=Sum("amount")).order_by("code", "disclosure__unit", "disclosure__year")
    return _code_lines(rows, parties.unit_titles(reader=reader))


def _code_lines(rows: Iterable[tuple], titles: dict[str, str]) -> list[CodeLine]:
    found: dict[tuple[int, str], CodeLine] = {}
    for disclosure, unit, year, kind, table, code, label, column, amount in rows:
        period = f"{year}-final" if kind == "FINAL" else str(year)
        fresh = CodeLine(unit, titles.get(unit, unit), year, kind.lower(), period, disclosure, table, code, label, {})
        line = found.setdefault((disclosure, code), fresh)
        line.amounts[column] = line.amounts.get(column, ZERO) + amount
    return list(found.values())


def sums_by_code(parent: str = "", *, reader: Actor, economic: bool = False) -> list[CodeSum]:
    """The sums of the codes one level below ``parent``, year by year, over all units."""
    lines = _below(_lines_of(reader, economic), parent).filter(column__in=OVERALL_COLUMNS)
    rows = (
        lines.values_list("code", "disclosure__year", "disclosure__kind")
        .annotate(label=Max("label"), sum=Sum("amount"))
        .order_by("code", "disclosure__year")
    )
    return [CodeSum(code, label, year, kind.lower(), amount) for code, year, kind, label, amount in rows]


def units_by_code(code: str, *, reader: Actor, economic: bool = False) -> list[CodeLine]:
    """What each unit has under one code, year by year."""
    lines = _lines_of(reader, economic).filter(code=code, column__in=OVERALL_COLUMNS)
    rows = lines.values_list(*LINE, "amount").order_by("disclosure__unit", "disclosure__year")
    return _code_lines(rows, parties.unit_titles(reader=reader))


def _lines_of(reader: Actor, economic: bool) -> QuerySet[TableLine]:
    kinds = ECONOMY_TABLES if economic else FUNCTION_TABLES
    return TableLine.objects.filter(disclosure__in=published(reader).current(), kind__in=kinds, is_total=False)


def _below(lines: QuerySet[TableLine], parent: str) -> QuerySet[TableLine]:
    """The lines one level below a code; the classes where none is given."""
    length = LENGTHS.get(len(parent.split("-")) if parent else 0, 0)
    lines = lines.annotate(length=Length("code")).filter(length=length)
    return lines.filter(code__startswith=f"{parent}-") if parent else lines


def code_name(code: str, *, reader: Actor, economic: bool = False) -> str:
    """What published disclosures call a code."""
    lines = _lines_of(reader, economic).filter(code=code)
    return lines.order_by("-disclosure__year").values_list("label", flat=True).first() or ""
