"""A list part by part by its keys: what is added or taken away meanwhile shifts nothing and repeats nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

TIE = "pk"


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows of a list, and where the next ones begin; None when these are the last."""

    rows: tuple[Any, ...]
    after: tuple[Any, ...] | None


def take(
    rows: QuerySet,
    order: str,
    orders: Mapping[str, str],
    *,
    after: Sequence[Any] | None = None,
    limit: int = 50,
    tie: str = TIE,
    view: Callable[[Any], Any] | None = None,
) -> Slice:
    """The rows that follow ``after`` in an order such as ``-amount``, ties broken by ``tie``.

    ``orders`` maps what may be asked for to fields or annotations that are never null: a null stands nowhere in an
    order, and the rows behind it would never be reached.
    """
    descending, key = order.startswith("-"), order.removeprefix("-")
    fields = [*([orders[key]] if orders[key] != tie else []), tie]
    if after is not None:
        rows = rows.filter(_beyond(fields, after, descending))
    found = list(rows.order_by(*[F(f).desc() if descending else F(f).asc() for f in fields])[: limit + 1])
    shown = found[:limit]
    last = tuple(_plain(_value(shown[-1], field)) for field in fields) if len(found) > limit else None
    return Slice(tuple(view(row) if view else row for row in shown), last)


def _beyond(fields: Sequence[str], after: Sequence[Any], descending: bool) -> Q:
    """(a, b) after (x, y): a beyond x, or a equal to x and b beyond y."""
    sign = "lt" if descending else "gt"
    condition = Q()
    for depth, field in enumerate(fields):
        equal = dict(zip(fields[:depth], after, strict=False))
        condition |= Q(**equal, **{f"{field}__{sign}": after[depth]})
    return condition


def _value(row: Any, field: str) -> Any:
    return row[field] if isinstance(row, dict) else getattr(row, field)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, int | str) else str(value)
