"""What a leader counts: volume, time by step, returns, lateness, by unit and kind of matter."""

from dataclasses import asdict
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties
from yunjian.ui.listing import Column, export_csv, export_xlsx

from .. import queries
from ..models import Stage

COUNTED = {
    "opened": _("登记"),
    "running": _("在办"),
    "waiting": _("待办"),
    "overdue": _("待办已超期"),
    "returned": _("预审退回未交"),
    "corrected": _("告知补正"),
    "extended": _("延期"),
    "not_accepted": _("不予受理"),
    "granted": _("准予"),
    "refused": _("不予许可"),
    "withdrawn": _("撤回"),
    "terminated": _("终止"),
    "done": _("办结"),
    "done_in_time": _("按期办结"),
}
COLUMNS = (
    Column("unit", _("单位")),
    Column("procedure", _("办理事项")),
    *(Column(key, title, "number") for key, title in COUNTED.items()),
)


@never_cache
@login_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """By unit and kind of matter."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    rows, units = _rows(reader, now), parties.unit_titles(reader=reader)
    parts: dict[str, Any] = {
        "titles": list(COUNTED.values()),
        "rows": [(row["unit"], row["procedure"], [(title, row[key]) for key, title in COUNTED.items()])
                 for row in rows],
        "total": {key: sum(row[key] for row in rows) for key in COUNTED},
        "times": _times(reader, now),
        "parents": [(units.get(each.unit, each.unit), each) for each in queries.parent_figures(reader=reader)],
    }  # fmt: skip
    return render(request, "cases/figures.html", parts)


@never_cache
@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The same, for a spreadsheet."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    rows = _rows(reader, now)
    columns = tuple(Column(c.key, c.title, c.kind, value=itemgetter(c.key)) for c in COLUMNS)
    written = export_xlsx if request.GET.get("form") == "xlsx" else export_csv
    return written(columns, rows, gettext("办件统计"))


def _rows(reader: Actor, at: datetime) -> list[dict[str, Any]]:
    found = queries.figures(at=at, reader=reader)
    units, titles = parties.unit_titles(reader=reader), _titles(reader, at)
    return [
        {
            **asdict(each),
            "unit": units.get(each.unit, each.unit),
            "procedure": titles.get(each.procedure, each.procedure),
        }
        for each in found
    ]


def _times(reader: Actor, at: datetime) -> list[tuple[Any, ...]]:
    units = parties.unit_titles(reader=reader)
    kinds = {each.key: each for each in queries.procedures(at=at, reader=reader)}
    found = []
    for row in queries.times(reader=reader):
        kind = kinds.get(row.procedure)
        named = {step.key: step.title for step in kind.steps} if kind else {}
        step = named.get(row.key, str(Stage(row.stage).label))
        found.append((units.get(row.unit, row.unit), kind.title if kind else row.procedure, step, row))
    return found


def _titles(reader: Actor, at: datetime) -> dict[str, str]:
    return {each.key: each.title for each in queries.procedures(at=at, reader=reader)}
