"""The register as a list: searched, filtered, sorted, paged, totalled, exported."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import rjieba
from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q, Sum

from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found, every, find

from ..logic.search import asked, tsquery
from ..models import PaymentKind, Project, ProjectQuerySet

PAYMENTS = PaymentKind.choices
ZERO = Decimal(0)
# The filters that pick one or more values of a column; the rest narrow by words and amounts.
FACETS = ("unit", "year", "category", "payment")
ORDERS = {
    "title": "title",
    "unit": "unit",
    "year": "year",
    "category": "category",
    "function": "function",
    "amount": "amount",
    "payment": "payment",
    "starts_on": "starts_on",
    "ends_on": "ends_before",
    "key": "key",
}
_COLUMNS = (
    "id", "key", "title", "unit", "year", "category", "function", "amount", "printed", "payment", "starts_on",
    "ends_before",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project in the list; ``amount`` in yuan."""

    id: int
    key: str
    title: str
    unit: str
    unit_title: str
    year: int
    category: str
    function: str
    amount: Decimal
    printed: str
    payment: str
    payment_title: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a column among what was asked for: how many projects, how many yuan."""

    key: str
    title: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of the list, the sum of all it lists, and per column what its values would list.

    ``facets`` of a column keep every other condition and leave out the column's own, so that another value can be
    chosen; their keys are all that occurs in the register under the searched words and amounts.
    """

    found: Found
    amount: Decimal
    facets: dict[str, tuple[Facet, ...]]


@dataclass(frozen=True, slots=True)
class _Cell:
    values: tuple[str, ...]  # in the order of FACETS
    count: int
    amount: Decimal


def register(ask: Ask, *, reader: Actor) -> RegisterPage:
    """The asked page: one statement for all totals and facets, one for the rows, one for the units' names."""
    titles = parties.unit_titles(reader=reader)
    narrowed = _narrowed(Project.objects.registered(), ask, titles)
    cells = _cells(narrowed)
    chosen = [_chosen(ask, name) for name in FACETS]
    listed = [cell for cell in cells if all(_fits(v, c) for v, c in zip(cell.values, chosen, strict=True))]
    rows = _picked(narrowed, ask).values_list(*_COLUMNS)
    found = find(rows, ask, orders=ORDERS, view=lambda row: _row(row, titles), total=sum(cell.count for cell in listed))
    facets = {name: _facet(cells, at, chosen, titles) for at, name in enumerate(FACETS)}
    return RegisterPage(found, sum((cell.amount for cell in listed), ZERO), facets)


def exported(ask: Ask, *, reader: Actor) -> Iterator[ProjectRow]:
    """Every project of the list as asked, in its order."""
    titles = parties.unit_titles(reader=reader)
    rows = _picked(_narrowed(Project.objects.registered(), ask, titles), ask).values_list(*_COLUMNS)
    return every(rows, ask, orders=ORDERS, view=lambda row: _row(row, titles))


def _narrowed(rows: ProjectQuerySet, ask: Ask, titles: dict[str, str]) -> ProjectQuerySet:
    """By the searched words and the amounts."""
    if text := ask.get("q"):
        words = asked(text, rjieba.cut)
        for word in words:
            units = [key for key, title in titles.items() if word in title.lower()]
            query = SearchQuery(tsquery(word), search_type="raw", config="simple")
            rows = rows.filter(Q(words=query) | Q(unit__in=units) if units else Q(words=query))
        if not words:
            rows = rows.none()
    if amounts := ask.get("amount"):
        rows = rows.filter(amount__gte=amounts.low) if amounts.low is not None else rows
        rows = rows.filter(amount__lte=amounts.high) if amounts.high is not None else rows
    return rows


def _picked(rows: ProjectQuerySet, ask: Ask) -> ProjectQuerySet:
    """By the values picked of unit, year, category and payment."""
    for name in FACETS:
        if chosen := _chosen(ask, name):
            values = ["" if value == NOTHING else value for value in chosen]
            rows = rows.filter(**{f"{name}__in": values})
    return rows


NOTHING = "-"  # stands in an address for the empty value of a column


def _chosen(ask: Ask, name: str) -> tuple[str, ...]:
    value = ask.get(name, ())
    return value if isinstance(value, tuple) else (value,)


def _fits(value: str, chosen: tuple[str, ...]) -> bool:
    return not chosen or value in chosen


def _cells(rows: ProjectQuerySet) -> list[_Cell]:
    grouped = rows.order_by().values_list(*FACETS).annotate(count=Count("pk"), amount=Sum("amount"))
    return [_Cell(tuple(str(v) or NOTHING for v in values), count, amount) for *values, count, amount in grouped]


def _facet(cells: Iterable[_Cell], at: int, chosen: list[tuple[str, ...]], titles: dict[str, str]) -> tuple[Facet, ...]:
    counts: dict[str, list[Any]] = {}
    for cell in cells:
        sums = counts.setdefault(cell.values[at], [0, ZERO])
        if all(other == at or _fits(cell.values[other], chosen[other]) for other in range(len(FACETS))):
            sums[0] += cell.count
            sums[1] += cell.amount
    named = {"unit": titles, "payment": {key: str(label) for key, label in PAYMENTS}}.get(FACETS[at], {})
    facets = [Facet(key, named.get(key, key), count, amount) for key, (count, amount) in counts.items()]
    if FACETS[at] == "year":
        return tuple(sorted(facets, key=lambda facet: facet.key, reverse=True))
    return tuple(sorted(facets, key=lambda facet: (-facet.amount, facet.key)))


_PAYMENT_TITLES = dict(PAYMENTS)


def _row(row: tuple, titles: dict[str, str]) -> ProjectRow:
    pk, key, title, unit, year, category, function, amount, printed, payment, starts_on, ends_before = row
    return ProjectRow(
        id=pk,
        key=key,
        title=title,
        unit=unit,
        unit_title=titles.get(unit, unit),
        year=year,
        category=category,
        function=function,
        amount=amount,
        printed=printed,
        payment=payment,
        payment_title=str(_PAYMENT_TITLES[payment]),
        starts_on=starts_on,
        ends_on=ends_before - timedelta(days=1) if ends_before else None,
    )
