"""How organisations use certificates: every request, the month in figures, what was unusual and what was made of it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunjian.kernel.errors import Declined
from yunjian.ui import formats
from yunjian.ui.charts import Chart, Item, bars
from yunjian.ui.listing import Ask, Column, Filter, Table, export_csv, export_xlsx
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from ..models import AskingState
from .organisations import ReasonForm
from .scenarios import tabs

MONTHS = 24  # to choose from
MOST_BARS = 15
ASKINGS = Table(
    columns=(
        Column("organisation", _("请求机构"), sortable=True, value=lambda row: row.name),
        Column("scenario", _("场景"), sortable=True, value=lambda row: row.title),
        Column("reference", _("机构的业务编号")),
        Column("state", _("状态"), value=lambda row: row.state_title),
        Column("fields", _("同意了几项"), "number"),
        Column("asked_at", _("请求时间"), "date", sortable=True),
        Column("token", _("请求编号")),
    ),
    filters=(
        Filter("q", _("机构、业务编号或请求编号")),
        Filter("organisation", _("请求机构"), "choice"),
        Filter("scenario", _("场景"), "choice"),
        Filter("month", _("月份"), "choice"),
        Filter("state", _("状态"), "choice"),
    ),
    sort="-asked_at",
)
STATISTICS = (
    Column("title", _("场景")),
    Column("name", _("请求机构")),
    Column("asked", _("请求"), "number"),
    Column("consented", _("已同意"), "number"),
    Column("fetched", _("已取回"), "number"),
    Column("refused", _("已拒绝"), "number"),
    Column("lapsed", _("没有答复"), "number"),
    Column("withdrawn", _("已撤回"), "number"),
    Column("unknown", _("查无此人或此证照"), "number"),
)


def months(now: datetime) -> dict[str, str]:
    """The months to choose from, the newest first."""
    found, day = [], timezone.localdate(now).replace(day=1)
    for _turn in range(MONTHS):
        found.append(f"{day:%Y-%m}")
        day = (day - timedelta(days=1)).replace(day=1)
    return {each: each for each in found}


def _asked(request: HttpRequest) -> Ask:
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    states = {key: str(title) for key, title in AskingState.choices} | {"LAPSED": gettext("没有答复，已失效")}
    choices = {
        "organisation": {str(key): name for key, name in queries.organisation_names(reader=reader).items()},
        "scenario": {each.key: each.title for each in queries.scenarios(reader=reader, at=now)},
        "month": months(now),
        "state": states,
    }
    return ASKINGS.ask(request.GET, choices=choices)


@never_cache
@login_required
@require_safe
def askings(request: HttpRequest) -> HttpResponse:
    """Every request, as asked; nothing of the holders."""
    reader = request.actor  # type: ignore[attr-defined]
    ask = _asked(request)
    listing = ASKINGS.listing(ask, queries.askings(ask, reader=reader, at=timezone.now()))
    parts = {"listing": listing, "export_query": request.GET.urlencode(), **tabs(request)}
    return render(request, "certificates/askings.html", parts)


@never_cache
@login_required
@require_safe
def export_askings(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as CSV or Excel."""
    if form not in ("csv", "xlsx"):
        raise Http404
    rows = queries.exported_askings(_asked(request), reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return (export_csv if form == "csv" else export_xlsx)(ASKINGS.columns, rows, gettext("请求"))


@never_cache
@login_required
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """The month by scenario and organisation, with a picture."""
    month, rows = _month(request)
    totals = [(column.title, sum(column.of(row) for row in rows)) for column in STATISTICS[2:]]
    parts = {
        "month": month,
        "months": list(months(timezone.now())),
        "rows": rows,
        "totals": totals,
        "picture": _picture(rows, month),
        **tabs(request),
    }
    return render(request, "certificates/statistics.html", parts)


@never_cache
@login_required
@require_safe
def export_statistics(request: HttpRequest, form: str) -> HttpResponseBase:
    """The month as CSV or Excel."""
    if form not in ("csv", "xlsx"):
        raise Http404
    month, rows = _month(request)
    name = gettext("证照应用统计 %(month)s") % {"month": month}
    return (export_csv if form == "csv" else export_xlsx)(STATISTICS, rows, name)


def _month(request: HttpRequest) -> tuple[str, Sequence[queries.Counted]]:
    now = timezone.now()
    known = months(now)
    month = request.GET.get("month", "")
    month = month if month in known else next(iter(known))
    first = date.fromisoformat(f"{month}-01")
    return month, queries.statistics(first, reader=request.actor, at=now)  # type: ignore[attr-defined]


def _picture(rows: Iterable[queries.Counted], month: str) -> Chart | None:
    """How often each scenario was asked under; the most used ones."""
    asked: dict[tuple[str, str], int] = {}
    for row in rows:
        asked[row.scenario, row.title] = asked.get((row.scenario, row.title), 0) + row.asked
    most = sorted(asked.items(), key=lambda each: -each[1])[:MOST_BARS]
    if not most:
        return None
    address = reverse("certificates:askings")
    items = [Item(title, Decimal(count), f"{address}?scenario={key}&month={month}") for (key, title), count in most]
    title = gettext("%(month)s 各场景的请求次数") % {"month": month}
    return bars(items, title=title, show=lambda value: formats.number(value), measure=gettext("请求"))


@never_cache
@login_required
@require_safe
def unusual(request: HttpRequest) -> HttpResponse:
    """What was found unusual; what waits stands first."""
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.unusual_uses(reader=reader, at=timezone.now())
    parts = {"rows": found, "may_settle": policy.may_register(reader), **tabs(request)}
    return render(request, "certificates/unusual.html", parts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Write down what was made of it."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_registrar(reader)
    found = queries.unusual_use(finding_id, reader=reader, at=now)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle_unusual_use(finding_id, form.cleaned_data["words"], by=reader, at=now)
        except Declined as refusal:
            form.add_error("words", sentence(refusal))
        else:
            messages.success(request, gettext("处理意见已经记下。"))
            return redirect("certificates:unusual")
    parts = {"form": form, "found": found}
    return render(request, "certificates/settle.html", parts, status=422 if form.errors else 200)
