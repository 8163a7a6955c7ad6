"""Why cases were given back or refused: how often, narrowed as asked, and the list of exactly those cases."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Column, Filter, Found, Listing, Range, Table

from .. import queries
from .words import CAUSE_MOVES

_COUNTED = (
    Filter("unit", _("单位"), "choice"),
    Filter("procedure", _("办理事项"), "choice"),
    Filter("window", _("窗口人员"), "choice"),
    Filter("day", _("日期"), "date"),
)
FIGURES = Table(
    columns=(
        Column("title", _("原因")),
        *(Column(move, title, "number") for move, title in CAUSE_MOVES.items()),
        Column("cases", _("办件数"), "number"),
    ),
    filters=_COUNTED,
)
CASES = Table(
    columns=(Column("case", _("编号"), "number", sortable=True),),
    filters=(Filter("cause", _("原因"), "choice"), Filter("move", _("步骤"), "choice"), *_COUNTED),
    sort="-case",
    sizes=(50, 100, 200),
)


@never_cache
@login_required
@require_safe
def with_causes(request: HttpRequest) -> HttpResponse:
    """The cases that a figure counts."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    titles = queries.cause_titles(at=now, reader=reader)
    offered = {
        "cause": titles,
        "move": {key: str(title) for key, title in CAUSE_MOVES.items()},
        **choices({each.key: each.title for each in queries.procedures(at=now, reader=reader)},
                  parties.unit_titles(reader=reader), reader),
    }  # fmt: skip
    ask = CASES.ask(request.GET, choices=offered)
    found = queries.caused(_narrowed(ask), ask, at=now, reader=reader)
    return render(request, "cases/with_causes.html", {"listing": CASES.listing(ask, found)})


def choices(matters: dict[str, str], units: dict[str, str], reader: Actor) -> dict[str, dict[str, str]]:
    """What the figures may be narrowed to: the units, matters and windows that have given a cause."""
    places = queries.places_of_causes(reader=reader)
    names = parties.names_of_staff(list(places.windows), reader=reader)
    return {
        "unit": {key: units.get(key, key) for key in places.units},
        "procedure": {key: matters.get(key, key) for key in places.procedures},
        "window": {queries.ONLINE: gettext("申请人自己提交")} | {key: names.get(key, key) for key in places.windows},
    }


def asked(parameters: QueryDict, offered: dict[str, dict[str, str]]) -> Ask:
    return FIGURES.ask(parameters, choices=offered)


def panel(ask: Ask, rows: tuple[queries.CauseFigure, ...]) -> Listing:
    """What the figures are narrowed to, as a form."""
    return FIGURES.listing(ask, Found((), len(rows)))


def counted(ask: Ask, reader: Actor, at: Any) -> tuple[queries.CauseFigure, ...]:
    return queries.cause_figures(_narrowed(ask), at=at, reader=reader)


def linked(ask: Ask, rows: tuple[queries.CauseFigure, ...]) -> list[dict[str, Any]]:
    """Each number with the address of its list."""
    return [
        {
            "title": row.title,
            "cells": [
                (CAUSE_MOVES[move], number, _address(ask, row.code, move) if number else "")
                for move, number in row.moves
            ],
            "cases": row.cases,
            "url": _address(ask, row.code),
        }
        for row in rows
    ]


def sheet(rows: tuple[queries.CauseFigure, ...]) -> list[dict[str, Any]]:
    return [{"title": row.title, **dict(row.moves), "cases": row.cases} for row in rows]


def _address(ask: Ask, cause: str, move: str = "") -> str:
    wanted = QueryDict(mutable=True)
    for name in (each for declared in _COUNTED for each in declared.parameters):
        if name in ask.parameters:
            wanted.setlist(name, ask.parameters.getlist(name))
    wanted["cause"] = cause
    if move:
        wanted["move"] = move
    return f"{reverse('cases:with_causes')}?{wanted.urlencode()}"


def _narrowed(ask: Ask) -> queries.Narrowed:
    days = ask.get("day", Range())
    names = ("unit", "procedure", "window", "cause", "move")
    return queries.Narrowed(since=days.low, until=days.high, **{name: ask.get(name, "") for name in names})
