"""The district's money and one department's, year by year."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Sum

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.parties import queries as parties

from ..models import Disclosure
from .disclosures import DisclosureView, published, views_of
from .findings import Severities, finding_counts

ZERO = Decimal(0)


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


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount), ZERO)


def overview(*, reader: Actor) -> Overview:
    """The district's money, year by year and unit by unit."""
    rows = _unit_years(published(reader).current().order_by("-year", "kind", "unit"), reader)
    groups: dict[tuple[int, str], list[UnitYear]] = {}
    for row in rows:
        groups.setdefault((row.disclosure.year or 0, row.disclosure.kind), []).append(row)
    return Overview(tuple(YearTotal(year, kind, tuple(of_year)) for (year, kind), of_year in groups.items()))


@dataclass(frozen=True)
class YearSum:
    """How many units published a budget (or final accounts) of a year, and their sums in yuan."""

    year: int
    kind: str
    units: int
    income: Decimal
    expenditure: Decimal
    basic: Decimal
    project: Decimal
    note_count: int


def year_sums(*, reader: Actor) -> list[YearSum]:
    """The district's totals year by year, the newest first."""
    amounts = {name: Sum(name, default=ZERO) for name in ("income", "expenditure", "basic", "project")}
    rows = published(reader).current().values("year", "kind").order_by("-year", "kind")
    found = rows.annotate(units=Count("pk"), notes=Sum("note_count"), **amounts)
    return [YearSum(note_count=row.pop("notes"), kind=row.pop("kind").lower(), **row) for row in found]


def unit_count(*, reader: Actor) -> int:
    """How many units have published a budget."""
    budgets = published(reader).current().filter(kind=Disclosure.Kind.BUDGET)
    return budgets.aggregate(units=Count("unit", distinct=True))["units"]


def latest_of_units(*, reader: Actor, start: int = 0, limit: int | None = None) -> list[UnitYear]:
    """Each unit's latest budget, the largest first."""
    budgets = published(reader).current().filter(kind=Disclosure.Kind.BUDGET)
    newest = budgets.order_by("unit", "-year").distinct("unit").values("pk")
    return _largest(Disclosure.objects.filter(pk__in=newest), reader, start, limit)


def units_of_year(year: int, kind: str, *, reader: Actor, start: int = 0, limit: int | None = None) -> list[UnitYear]:
    """The units' disclosures of a year, the largest first."""
    return _largest(published(reader).current().filter(year=year, kind=kind.upper()), reader, start, limit)


def _largest(rows: QuerySet[Disclosure], reader: Actor, start: int, limit: int | None) -> list[UnitYear]:
    ordered = rows.order_by(F("expenditure").desc(nulls_last=True), "unit")
    return _unit_years(ordered[start : None if limit is None else start + limit], reader)


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
