"""The district's money: the latest year unit by unit, and by code across units and years."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yunjian.kernel.errors import NotFound

from .. import policy, queries
from ..queries.overview import CodeLine
from .pictures import code_bars, unit_bars

ZERO = Decimal(0)
_CODE = re.compile(r"\d{3}(-\d{2}){0,2}")


@dataclass(frozen=True)
class CodeRow:
    """A code with its sum in each period, and the units it is made of."""

    code: str
    label: str
    sums: tuple[Decimal | None, ...]
    lines: tuple[tuple[str, tuple[CodeLine | None, ...]], ...]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All units, year by year."""
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.overview(reader=reader)
    wanted = request.GET.get("year", "")
    budgets = [year for year in found.years if year.kind == "budget"]
    shown = next((year for year in budgets if str(year.year) == wanted), budgets[0] if budgets else None)
    latest: dict[str, queries.UnitYear] = {}
    for year in budgets:
        for row in year.rows:
            latest.setdefault(row.disclosure.unit, row)
    parts = {
        "overview": found,
        "shown": shown,
        "unknown_year": wanted if wanted and not (shown and str(shown.year) == wanted) else "",
        "latest": tuple(latest.values()),
        "picture": unit_bars(latest.values()),
        "may_upload": policy.is_any_officer(reader),
    }
    return render(request, "budgets/overview.html", parts)


@require_safe
def functions(request: HttpRequest, code: str = "") -> HttpResponse:
    """Expenditure by functional code, one level at a time."""
    lines = queries.by_function(reader=request.actor, parent=_known(code))  # type: ignore[attr-defined]
    return _by_code(request, code, lines, economic=False)


@require_safe
def economy(request: HttpRequest, code: str = "") -> HttpResponse:
    """Basic expenditure by economic code, one level at a time."""
    lines = queries.by_economy(reader=request.actor, parent=_known(code))  # type: ignore[attr-defined]
    return _by_code(request, code, lines, economic=True)


def _known(code: str) -> str:
    if code and not _CODE.fullmatch(code):
        raise NotFound()
    return code


def _by_code(request: HttpRequest, code: str, lines: list[CodeLine], *, economic: bool) -> HttpResponse:
    reader = request.actor  # type: ignore[attr-defined]
    if code and not lines:
        raise NotFound()
    periods = sorted({(line.year, line.kind) for line in lines}, reverse=True)
    rows = _rows(lines, periods)
    above = [code[:length] for length in (3, 6) if len(code) > length] + ([code] if code else [])
    parts = {
        "economic": economic,
        "code": code,
        "above": [(step, queries.code_name(step, reader=reader, economic=economic)) for step in above],
        "periods": periods,
        "rows": rows,
        "totals": [sum((row.sums[i] or ZERO for row in rows), ZERO) for i in range(len(periods))],
        "deeper": len(code) < (3 if economic else 6),
        "picture": code_bars([(row.label, row.sums) for row in rows], periods),
    }
    return render(request, "budgets/by_code.html", parts)


def _rows(lines: Iterable[CodeLine], periods: list[tuple[int, str]]) -> list[CodeRow]:
    labels: dict[str, str] = {}
    units: dict[str, dict[str, dict[tuple[int, str], CodeLine]]] = {}
    for line in lines:
        labels[line.code] = line.label
        units.setdefault(line.code, {}).setdefault(line.unit_title, {})[(line.year, line.kind)] = line
    rows = []
    for code, of_code in sorted(units.items()):
        sums = tuple(
            sum(amounts, ZERO) if (amounts := [of[p].amount for of in of_code.values() if p in of]) else None
            for p in periods
        )
        by_unit = tuple((unit, tuple(of.get(p) for p in periods)) for unit, of in of_code.items())
        rows.append(CodeRow(code, labels[code], sums, by_unit))
    return rows
