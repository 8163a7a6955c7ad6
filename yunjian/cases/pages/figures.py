"""What a leader counts: volume, time by step, returns and their causes, lateness, by unit, kind of matter, window."""

from dataclasses import asdict, dataclass
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
from ..definitions import Procedure
from ..models import Stage
from . import causes

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
AT_WINDOWS = ("opened", "returned", "corrected", "not_accepted", "done", "done_in_time")
OF_WINDOWS = (
    Column("unit", _("单位")),
    Column("name", _("窗口人员")),
    *(Column(key, COUNTED[key], "number") for key in AT_WINDOWS),
)
OF_MISSING = (
    Column("missing", _("要补正的内容")),
    Column("procedure", _("办理事项")),
    Column("unit", _("单位")),
    Column("cases", _("办件数"), "number"),
)


@dataclass(frozen=True)
class _Called:
    """What units and kinds of matters are called, read once for all tables."""

    units: dict[str, str]
    kinds: dict[str, Procedure]

    @classmethod
    def of(cls, reader: Actor, at: datetime) -> "_Called":
        kinds = {each.key: each for each in queries.procedures(at=at, reader=reader)}
        return cls(parties.unit_titles(reader=reader), kinds)

    def unit(self, key: str) -> str:
        return self.units.get(key, key)

    def matters(self) -> dict[str, str]:
        return {key: each.title for key, each in self.kinds.items()}

    def matter(self, key: str) -> str:
        return self.kinds[key].title if key in self.kinds else key

    def step(self, row: queries.Time) -> str:
        named = (
            {step.key: step.title for step in self.kinds[row.procedure].steps} if row.procedure in self.kinds else {}
        )
        return named.get(row.key, str(Stage(row.stage).label))


@never_cache
@login_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """By unit and kind of matter."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    called = _Called.of(reader, now)
    rows = _rows(called, reader, now)
    ask = causes.asked(request.GET, causes.choices(called.matters(), called.units, reader))
    why = causes.counted(ask, reader, now)
    parts: dict[str, Any] = {
        "titles": list(COUNTED.values()),
        "rows": [(row["unit"], row["procedure"], [(title, row[key]) for key, title in COUNTED.items()])
                 for row in rows],
        "total": {key: sum(row[key] for row in rows) for key in COUNTED},
        "times": [(called.unit(each.unit), called.matter(each.procedure), called.step(each), each)
                  for each in queries.times(reader=reader)],
        "windows": [(row, [(COUNTED[key], row[key]) for key in AT_WINDOWS]) for row in _windows(called, reader)],
        "window_titles": [COUNTED[key] for key in AT_WINDOWS],
        "missing": _missing(called, reader),
        "cause_titles": list(causes.CAUSE_MOVES.values()),
        "causes": causes.linked(ask, why),
        "panel": causes.panel(ask, why),
        "narrowed": request.GET.urlencode(),
        "parents": [(called.unit(each.unit), each) for each in queries.parent_figures(reader=reader)],
    }  # fmt: skip
    return render(request, "cases/figures.html", parts)


@never_cache
@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """One of the tables for a spreadsheet: by unit and matter, unless ``of`` asks for another."""
    reader, now, wanted = request.actor, timezone.now(), request.GET.get("of", "")  # type: ignore[attr-defined]
    called = _Called.of(reader, now)
    if wanted == "windows":
        columns, rows, name = OF_WINDOWS, _windows(called, reader), gettext("窗口统计")
    elif wanted == "missing":
        columns, rows, name = OF_MISSING, _missing(called, reader), gettext("补正内容")
    elif wanted == "causes":
        ask = causes.asked(request.GET, causes.choices(called.matters(), called.units, reader))
        columns, rows = causes.FIGURES.columns, causes.sheet(causes.counted(ask, reader, now))
        name = gettext("退回和不予的原因")
    else:
        columns, rows, name = COLUMNS, _rows(called, reader, now), gettext("办件统计")
    columns = tuple(Column(c.key, c.title, c.kind, value=itemgetter(c.key)) for c in columns)
    written = export_xlsx if request.GET.get("form") == "xlsx" else export_csv
    return written(columns, rows, name)


def _rows(called: _Called, reader: Actor, at: datetime) -> list[dict[str, Any]]:
    found = queries.figures(at=at, reader=reader)
    return [
        {**asdict(each), "unit": called.unit(each.unit), "procedure": called.matter(each.procedure)} for each in found
    ]


def _windows(called: _Called, reader: Actor) -> list[dict[str, Any]]:
    found, online = queries.windows(reader=reader), gettext("申请人自己提交")
    names = parties.names_of_staff([each.account for each in found if each.account], reader=reader)
    return [
        {
            **asdict(each),
            "unit": called.unit(each.unit),
            "name": names.get(each.account, each.account) if each.account else online,
        }
        for each in found
    ]


def _missing(called: _Called, reader: Actor) -> list[dict[str, Any]]:
    return [
        {**asdict(each), "unit": called.unit(each.unit), "procedure": called.matter(each.procedure)}
        for each in queries.missing(reader=reader)
    ]
