"""Cases across regions: what was sent on, what was taken in elsewhere, what waits for an answer."""

from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunjian.ui.listing import Ask, Column, Filter, Table, export_csv

from .. import queries
from ..models import Forwarding

LIST = Table(
    columns=(
        Column("case", _("编号"), "number", sortable=True),
        Column("procedure_title", _("办理事项")),
        Column("unit_title", _("单位")),
        Column("direction_title", _("方向")),
        Column("region_title", _("地区")),
        Column("means_title", _("怎样交接")),
        Column("reference", _("对方编号")),
        Column("tracking", _("单号")),
        Column("sent", _("交接"), "date", sortable=True, value=lambda row: row.sent_on),
        Column("due_on", _("期满"), "date"),
        Column("answer_title", _("结果")),
        Column("answered_on", _("结果日期"), "date"),
    ),
    filters=(
        Filter("text", _("办件编号、对方编号或者单号")),
        Filter("direction", _("方向"), "choice"),
        Filter("region", _("地区"), "choice"),
        Filter("answer", _("结果"), "choice"),
    ),
    sort="-case",
    sizes=(50, 100),
)
MOST_EXPORTED = 20_000


@never_cache
@login_required
@require_safe
def across_regions(request: HttpRequest) -> HttpResponse:
    """The list, and how many by region."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    titles = queries.region_titles(at=now, reader=reader)
    ask = _asked(request, titles)
    found = queries.across_regions(_narrowed(ask), ask, titles=titles, at=now, reader=reader)
    parts: dict[str, Any] = {
        "listing": LIST.listing(ask, found),
        "figures": queries.region_figures(titles=titles, reader=reader),
        "query": request.GET.urlencode(),
    }
    return render(request, "cases/regions.html", parts)


@never_cache
@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as it was narrowed, for a spreadsheet."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    titles = queries.region_titles(at=now, reader=reader)
    ask = _asked(request, titles)
    rows = queries.all_across_regions(_narrowed(ask), ask, titles=titles, at=now, reader=reader)
    return export_csv(LIST.columns, islice(rows, MOST_EXPORTED), gettext("跨域通办"))


def _asked(request: HttpRequest, titles: dict[str, str]) -> Ask:
    answers = {key: str(title) for key, title in Forwarding.Answer.choices}
    choices = {
        "direction": {key: str(title) for key, title in Forwarding.Direction.choices},
        "region": titles,
        "answer": {queries.WAITING_ANSWER: gettext("还没有结果"), **answers},
    }
    return LIST.ask(request.GET, choices=choices)


def _narrowed(ask: Ask) -> queries.AcrossWanted:
    return queries.AcrossWanted(**{key: ask.get(key, "") for key in ("text", "direction", "region", "answer")})
