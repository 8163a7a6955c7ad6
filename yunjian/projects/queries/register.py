"""The register as a list: searched, filtered, sorted, paged, totalled, exported."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import rjieba
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from yunjian.kernel import keyset
from yunjian.kernel.actor import Actor
from yunjian.kernel.keyset import Slice
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Found, every, find

from ..logic.search import asked, tsquery
from ..models import PaymentKind, Project, ProjectQuerySet
from .facets import FACETS, NOTHING, Tally, tallies

PAYMENTS = PaymentKind.choices
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
SLICED = {name: name for name in ("key", "title", "year", "amount")}
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


def projects_of(unit: str, year: int, *, reader: Actor) -> list[ProjectRow]:
    """The registered projects of a unit and year, by key; everybody may read the register."""
    rows = Project.objects.registered().filter(unit=unit, year=year).order_by("key").values_list(*_COLUMNS)
    view = _row_view(parties.unit_titles(reader=reader))
    return [view(row) for row in rows]


def register(ask: Ask, *, reader: Actor) -> RegisterPage:
    """The asked page: one statement for all totals and facets, one for the rows, one for the units' names."""
    titles = parties.unit_titles(reader=reader)
    narrowed = _narrowed(Project.objects.registered(), ask, titles)
    whole, by_column = tallies(narrowed, {name: _chosen(ask, name) for name in FACETS})
    rows = _picked(narrowed, ask).values_list(*_COLUMNS)
    found = find(rows, ask, orders=ORDERS, view=_row_view(titles), total=whole.count)
    facets = {name: _facets(name, by_column[name], titles) for name in FACETS}
    return RegisterPage(found, whole.amount, facets)


def exported(ask: Ask, *, reader: Actor) -> Iterator[ProjectRow]:
    """Every project of the list as asked, in its order."""
    titles = parties.unit_titles(reader=reader)
    rows = _picked(_narrowed(Project.objects.registered(), ask, titles), ask).values_list(*_COLUMNS)
    return every(rows, ask, orders=ORDERS, view=_row_view(titles))


def project_slice(
    ask: Ask, *, sort: str = "key", after: Sequence[Any] | None = None, limit: int = 50, reader: Actor
) -> Slice:
    """The register part by part, for programs: narrowed and picked like the page."""
    titles = parties.unit_titles(reader=reader)
    rows = _picked(_narrowed(Project.objects.registered(), ask, titles), ask).values(*_COLUMNS)
    view = _row_view(titles)
    return keyset.take(
        rows, sort, SLICED, after=after, limit=limit, tie="id", view=lambda row: view(tuple(row[c] for c in _COLUMNS))
    )


def _narrowed(rows: ProjectQuerySet, ask: Ask, titles: dict[str, str]) -> ProjectQuerySet:
    """By the searched words and the amounts."""
    if text := ask.get("q"):
        words = asked(text, rjieba.cut)
        for word in words:
            units = [key for key, title in titles.items() if word in title.lower()]
            query = SearchQuery(tsquery(word), search_type="raw", config="simple")
            rows = rows.filter(Q(words=query) | Q(unit__in=units) if units else Q(words=query))
        if not words:
            rows = rows.filter(pk__lt=0)
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


def _chosen(ask: Ask, name: str) -> tuple[str, ...]:
    value = ask.get(name, ())
    return value if isinstance(value, tuple) else (value,)


def _facets(name: str, found: dict[str, Tally], titles: dict[str, str]) -> tuple[Facet, ...]:
    named = {"unit": titles, "payment": {key: str(label) for key, label in PAYMENTS}}.get(name, {})
    facets = [Facet(key, named.get(key, key), tally.count, tally.amount) for key, tally in found.items()]
    if name == "year":
        return tuple(sorted(facets, key=lambda facet: facet.key, reverse=True))
    return tuple(sorted(facets, key=lambda facet: (-facet.amount, facet.key)))


def _row_view(titles: dict[str, str]) -> Callable[[tuple], ProjectRow]:
    """What makes a row of a tuple, the names it needs looked up once."""
    payments = {key: str(label) for key, label in PAYMENTS}
    return lambda row: _row(row, titles, payments)


def _row(row: tuple, titles: dict[str, str], payments: dict[str, str]) -> ProjectRow:
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
        payment_title=payments[payment],
        starts_on=starts_on,
        ends_on=ends_before - timedelta(days=1) if ends_before else None,
    )
