"""The asked page of a QuerySet, in a stable order."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, OrderBy, QuerySet

from .ask import Ask


@dataclass(frozen=True)
class Found:
    """The rows of one page, how many there are in all, and which page it is (the last one, if asked beyond it)."""

    rows: tuple[Any, ...]
    total: int
    page: int = 1
    size: int = 50

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def order_of(rows: QuerySet, ask: Ask, orders: Mapping[str, str], tie_break: str = "pk") -> list[OrderBy]:
    """The order asked for, nothing-values last, ties broken so that no row is on two pages."""
    field = orders.get(ask.sort)
    if field is None:
        return [F(tie_break).asc()]
    last = {"nulls_last": True} if _may_be_null(rows, field) else {}
    return [F(field).desc(**last) if ask.descending else F(field).asc(**last), F(tie_break).asc()]


def _may_be_null(rows: QuerySet, field: str) -> bool:
    # NULLS LAST where nothing is null would keep the database from reading an index backwards.
    try:
        return rows.model._meta.get_field(field).null
    except FieldDoesNotExist:
        return True


def find(
    rows: QuerySet,
    ask: Ask,
    *,
    orders: Mapping[str, str],
    tie_break: str = "pk",
    view: Callable[[Any], Any] | None = None,
    total: int | None = None,
) -> Found:
    """Count and fetch one page: two statements, one where the total is already known.

    ``orders`` maps column keys to the fields or annotations they sort by; ``view`` makes a frozen row of a model.
    """
    count = rows.count() if total is None else total
    pages = max(1, -(-count // ask.size))
    page = min(ask.page, pages)
    start = (page - 1) * ask.size
    asked = rows.order_by(*order_of(rows, ask, orders, tie_break))[start : start + ask.size]
    return Found(tuple(view(row) if view else row for row in asked), count, page, ask.size)


def every(
    rows: QuerySet,
    ask: Ask,
    *,
    orders: Mapping[str, str],
    tie_break: str = "pk",
    view: Callable[[Any], Any] | None = None,
) -> Iterator[Any]:
    """All rows in the asked order, fetched by and by: what an export streams."""
    for row in rows.order_by(*order_of(rows, ask, orders, tie_break)).iterator(chunk_size=2000):
        yield view(row) if view else row
