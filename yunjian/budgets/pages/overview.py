"""The district's money: a year unit by unit, and by code across units and years."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yunjian.kernel.errors import NotFound
from yunjian.kernel.kept import kept
from yunjian.ui.listing import Column, Found, Listing, Table

from .. import policy, queries
from ..queries import CodeLine, CodeSum, YearSum
from .pictures import code_bars, unit_bars

ZERO = Decimal(0)
UNITS = Table(columns=(Column("expenditure", _("支出（元）"), "money"),), sizes=(25, 50, 100))
_CODE = re.compile(r"\d{3}(-\d{2}){0,2}")
Period = tuple[int, str]


@dataclass(frozen=True)
class CodeRow:
    """A code or a unit with its amount in each period."""

    code: str
    label: str
    sums: tuple[Decimal | None, ...]
    lines: tuple[CodeLine | None, ...] = ()


@require_safe
@kept
def overview(request: HttpRequest) -> HttpResponse:
    """A year's units, the largest first, and the totals of every year."""
    reader = request.actor  # type: ignore[attr-defined]
    years = queries.year_sums(reader=reader)
    wanted = request.GET.get("year", "")
    asked = next((year for year in years if name_of(year) == wanted), None)
    shown = asked or next((year for year in years if year.kind == "budget"), next(iter(years), None))
    parts: dict[str, Any] = {
        "years": [(name_of(year), year) for year in years],
        "asked": asked,
        "shown": shown,
        "unknown_year": wanted if wanted and not asked else "",
        "may_upload": policy.is_any_officer(reader),
    }
    if shown:
        listing = _page(request, asked)
        parts |= {"listing": listing, "picture": unit_bars(listing.rows) if listing.total > 1 else None}
    return render(request, "budgets/overview.html", parts)


def name_of(year: YearSum) -> str:
    """How an address names a year: ``2025`` or ``2025-final``."""
    return f"{year.year}-final" if year.kind == "final" else str(year.year)


def _page(request: HttpRequest, asked: YearSum | None) -> Listing:
    """A page of the year's units, or of every unit's latest budget where no year was asked for."""
    reader = request.actor  # type: ignore[attr-defined]
    ask = UNITS.ask(request.GET)
    total = asked.units if asked else queries.unit_count(reader=reader)
    page = min(ask.page, max(1, -(-total // ask.size)))
    start = (page - 1) * ask.size
    if asked:
        rows = queries.units_of_year(asked.year, asked.kind, reader=reader, start=start, limit=ask.size)
    else:
        rows = queries.latest_of_units(reader=reader, start=start, limit=ask.size)
    return UNITS.listing(ask, Found(tuple(rows), total, page, ask.size))


@require_safe
@kept
def functions(request: HttpRequest, code: str = "") -> HttpResponse:
    """Expenditure by functional code, one level at a time."""
    return _by_code(request, code, economic=False)


@require_safe
@kept
def economy(request: HttpRequest, code: str = "") -> HttpResponse:
    """Basic expenditure by economic code, one level at a time."""
    return _by_code(request, code, economic=True)


def _by_code(request: HttpRequest, code: str, *, economic: bool) -> HttpResponse:
    """What the code parts into, and which units have it."""
    if code and not _CODE.fullmatch(code):
        raise NotFound()
    reader = request.actor  # type: ignore[attr-defined]
    sums = queries.sums_by_code(code, reader=reader, economic=economic)
    units = queries.units_by_code(code, reader=reader, economic=economic) if code else []
    if code and not units:
        raise NotFound()
    periods = sorted({(s.year, s.kind) for s in sums} | {(u.year, u.kind) for u in units}, reverse=True)
    rows, unit_rows = _code_rows(sums, periods), _unit_rows(units, periods)
    above = [code[:length] for length in (3, 6) if len(code) > length] + ([code] if code else [])
    parts = {
        "economic": economic,
        "code": code,
        "above": [(step, queries.code_name(step, reader=reader, economic=economic)) for step in above],
        "periods": periods,
        "rows": rows,
        "units": unit_rows,
        "totals": [sum((row.sums[i] or ZERO for row in rows or unit_rows), ZERO) for i in range(len(periods))],
        "picture": code_bars([(row.label, row.sums) for row in rows], periods),
    }
    return render(request, "budgets/by_code.html", parts)


def _code_rows(sums: Iterable[CodeSum], periods: Sequence[Period]) -> list[CodeRow]:
    found: dict[str, dict[Period, CodeSum]] = {}
    for each in sums:
        found.setdefault(each.code, {})[each.year, each.kind] = each
    return [
        CodeRow(code, next(iter(of.values())).label, tuple(of[p].amount if p in of else None for p in periods))
        for code, of in found.items()
    ]


def _unit_rows(lines: Iterable[CodeLine], periods: Sequence[Period]) -> list[CodeRow]:
    found: dict[str, dict[Period, CodeLine]] = {}
    for line in lines:
        found.setdefault(line.unit_title, {})[line.year, line.kind] = line
    return [
        CodeRow("", unit, tuple(of[p].amount if p in of else None for p in periods), tuple(of.get(p) for p in periods))
        for unit, of in found.items()
    ]
