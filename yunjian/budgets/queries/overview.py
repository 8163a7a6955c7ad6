"""The district's money and one department's: totals by year, by function, by economic category."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, Sum
from django.db.models.functions import Length

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.parties import queries as parties

from ..logic.headline import EXPENDITURE, INCOME, OVERALL_COLUMNS
from ..models import Disclosure, TableLine
from .disclosures import DisclosureView, published, views_of
from .findings import Severities, finding_counts

ZERO = Decimal(0)
LENGTHS = {0: 3, 1: 6, 2: 9}  # of a code, by how deep its parent stands: 201, 201-41, 201-41-02
FUNCTION_TABLES = EXPENDITURE
ECONOMY_TABLES = ("basic_by_economy", "final_basic_by_economy")


@dataclass(frozen=True)
class UnitYear:
    """A disclosure in force and how many findings stand in it."""

    disclosure: DisclosureView
    findings: Severities


@dataclass(frozen=True)
class YearTotal:
    """The sums of all units' budgets (or final accounts) of a year."""

    year: int
    kind: str
    rows: tuple[UnitYear, ...]

    @property
    def income(self) -> Decimal:
        return _sum(row.disclosure.income for row in self.rows)

    @property
    def expenditure(self) -> Decimal:
        return _sum(row.disclosure.expenditure for row in self.rows)

    @property
    def basic(self) -> Decimal:
        return _sum(row.disclosure.basic for row in self.rows)

    @property
    def project(self) -> Decimal:
        return _sum(row.disclosure.project for row in self.rows)

    @property
    def note_count(self) -> int:
        return sum(row.disclosure.note_count for row in self.rows)

    @property
    def errors(self) -> int:
        return sum(row.findings.error for row in self.rows)


@dataclass(frozen=True)
class Overview:
    """All disclosures in force, by year, the newest first."""

    years: tuple[YearTotal, ...]


@dataclass(frozen=True)
class Department:
    """A unit with all its disclosures in force, the newest first."""

    unit: str
    unit_title: str
    rows: tuple[UnitYear, ...]


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


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount), ZERO)


def overview(*, reader: Actor) -> Overview:
    """The district's money, year by year and unit by unit."""
    rows = _unit_years(published(reader).current().order_by("-year", "kind", "unit"), reader)
    groups: dict[tuple[int, str], list[UnitYear]] = {}
    for row in rows:
        groups.setdefault((row.disclosure.year or 0, row.disclosure.kind), []).append(row)
    return Overview(tuple(YearTotal(year, kind, tuple(of_year)) for (year, kind), of_year in groups.items()))


def department(unit: str, *, reader: Actor) -> Department:
    """One unit's disclosures in force."""
    rows = _unit_years(published(reader).current().filter(unit=unit).order_by("-year", "kind"), reader)
    if not rows:
        titles = parties.unit_titles(reader=reader)
        if unit not in titles:
            raise NotFound()
        return Department(unit, titles[unit], ())
    return Department(unit, rows[0].disclosure.unit_title, tuple(rows))


def _unit_years(rows: Iterable[Disclosure], reader: Actor) -> list[UnitYear]:
    views = views_of(rows, reader)
    counts = finding_counts([view.id for view in views], reader=reader)
    return [UnitYear(view, counts.get(view.id, Severities())) for view in views]


def by_function(
    *, reader: Actor, parent: str = "", unit: str = "", year: int | None = None, disclosure: int | None = None
) -> list[CodeLine]:
    """Expenditure by functional code one level below ``parent`` (the 类 where none is given), unit by unit."""
    return _by_code(FUNCTION_TABLES, reader, parent, unit, year, disclosure)


def by_source(disclosure: int, *, reader: Actor) -> list[CodeLine]:
    """Income by functional class, its sources (appropriation, business, …) as the columns."""
    return _by_code(INCOME, reader, "", "", None, disclosure)


def by_economy(
    *, reader: Actor, parent: str = "", unit: str = "", year: int | None = None, disclosure: int | None = None
) -> list[CodeLine]:
    """Basic expenditure by economic code one level below ``parent``, unit by unit."""
    return _by_code(ECONOMY_TABLES, reader, parent, unit, year, disclosure)


def _by_code(
    kinds: tuple[str, ...], reader: Actor, parent: str, unit: str, year: int | None, disclosure: int | None
) -> list[CodeLine]:
    visible = published(reader)
    visible = visible.filter(pk=disclosure) if disclosure else visible.current()
    if unit:
        visible = visible.filter(unit=unit)
    if year:
        visible = visible.filter(year=year)
    length = LENGTHS.get(len(parent.split("-")) if parent else 0, 0)
    lines = TableLine.objects.filter(disclosure__in=visible, kind__in=kinds, is_total=False)
    lines = lines.annotate(length=Length("code")).filter(length=length)
    if parent:
        lines = lines.filter(code__startswith=f"{parent}-")
    names = "disclosure", "disclosure__unit", "disclosure__year", "disclosure__kind", "table", "code", "label", "column"
    rows = (
        lines.values_list(*names).annotate(sum=Sum("amount")).order_by("code", "disclosure__unit", "disclosure__year")
    )
    return _code_lines(rows, parties.unit_titles(reader=reader))


def _code_lines(rows: Iterable[tuple], titles: dict[str, str]) -> list[CodeLine]:
    found: dict[tuple[int, str], CodeLine] = {}
    for disclosure, unit, year, kind, table, code, label, column, amount in rows:
        period = f"{year}-final" if kind == "FINAL" else str(year)
        fresh = CodeLine(unit, titles.get(unit, unit), year, kind.lower(), period, disclosure, table, code, label, {})
        line = found.setdefault((disclosure, code), fresh)
        line.amounts[column] = line.amounts.get(column, ZERO) + amount
    return list(found.values())


def code_name(code: str, *, reader: Actor, economic: bool = False) -> str:
    """What published disclosures call a code."""
    kinds = ECONOMY_TABLES if economic else FUNCTION_TABLES
    lines = TableLine.objects.filter(Q(kind__in=kinds), disclosure__in=published(reader).current(), code=code)
    return lines.order_by("-disclosure__year").values_list("label", flat=True).first() or ""
