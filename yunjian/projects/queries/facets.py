"""How many projects and how much money each value of a column would list, and all of it together: one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Sum

from ..models import ProjectQuerySet

# The columns whose values are picked. The rest of a list's conditions narrow it by words and amounts.
FACETS = ("unit", "year", "category", "payment")
NOTHING = "-"  # stands in an address for the empty value of a column


@dataclass(frozen=True, slots=True)
class Tally:
    """So many projects, so many yuan."""

    count: int
    amount: Decimal


def tallies(
    narrowed: ProjectQuerySet, chosen: Mapping[str, Sequence[str]]
) -> tuple[Tally, dict[str, dict[str, Tally]]]:
    """The whole list under all picked values; and per column and value, under the values picked of the others.

    The table is read once: first into one cell for each combination that occurs, then the cells are added up.
    """
    cells, params = (
        narrowed.order_by().values_list(*FACETS).annotate(count=Count("*"), amount=Sum("amount"))
    ).query.sql_with_params()
    parts = [_part("", chosen), *(_part(name, chosen) for name in FACETS)]
    sql = f"with cells as ({cells}) " + " union all ".join(part for part, _ in parts)
    with connection.cursor() as cursor:
        cursor.execute(sql, (*params, *(value for _, values in parts for value in values)))
        rows = cursor.fetchall()
    whole = Tally(0, Decimal(0))
    by_column: dict[str, dict[str, Tally]] = {name: {} for name in FACETS}
    for name, value, count, amount in rows:
        if name:
            by_column[name][value or NOTHING] = Tally(count, amount)
        else:
            whole = Tally(count, amount)
    return whole, by_column


def _part(name: str, chosen: Mapping[str, Sequence[str]]) -> tuple[str, list[list[str]]]:
    """The sums by one column (by none: of all) under what is picked of the other columns."""
    picked = [(column, values) for column, values in chosen.items() if values and column != name]
    fits = " and ".join(f'"{column}"::text = any(%s)' for column, _ in picked) or "true"
    grouped = f'"{name}"::text' if name else "''"
    sql = (
        f"select '{name}', {grouped}, coalesce(sum(count) filter (where {fits}), 0)::bigint,"
        f" coalesce(sum(amount) filter (where {fits}), 0) from cells" + (" group by 2" if name else "")
    )
    values = [["" if value == NOTHING else value for value in values] for _, values in picked]
    return sql, values * 2
