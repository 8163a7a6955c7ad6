"""For the audit administrator: who looked at whose data, and the ledger. For who decides: what waits to be erased."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunjian.kernel import happenings, ledger
from yunjian.kernel.errors import Declined
from yunjian.ui.listing import Ask, Column, Filter, Table, export_csv
from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries
from ..models import Look

TABLE = Table(
    columns=(
        Column("at", _("时间"), "date", sortable=True),
        Column("who", _("查看人")),
        Column("role", _("角色")),
        Column("unit", _("单位")),
        Column("kind_title", _("方式")),
        Column("purpose", _("用途")),
        Column("words", _("具体事由")),
        Column("fields", _("内容")),
        Column("count", _("人数"), "number", sortable=True),
        Column("acting_for", _("替谁")),
    ),
    filters=(
        Filter("who", _("查看人")),
        Filter("words", _("具体事由")),
        Filter("person", _("人员编号")),
        Filter("kind", _("方式"), "choice", many=False),
        Filter("purpose", _("用途"), "choice", many=False),
        Filter("day", _("日期"), "date"),
    ),
    sort="-at",
)
PAGE = 100


class DecisionForm(forms.Form):
    """Erased or not, and why."""

    decision = forms.ChoiceField(
        label=_("决定"), choices=(("erase", _("删除")), ("refuse", _("不删除"))), widget=forms.RadioSelect
    )
    answer = forms.CharField(label=_("理由（本人会看到）"), max_length=500)


def _ask(request: HttpRequest) -> Ask:
    choices: Mapping[str, Mapping[str, str]] = {
        "kind": {key: str(title) for key, title in Look.Kind.choices},
        "purpose": {key: str(title) for key, title in Look.Purpose.choices},
    }
    return TABLE.ask(request.GET, choices=choices)


@login_required
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Every look at people's data: searched, filtered, paged."""
    ask = _ask(request)
    found = queries.looks(ask, reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    parts = {"listing": TABLE.listing(ask, found), "export_query": request.GET.urlencode()}
    return render(request, "parties/looks.html", parts)


@login_required
@require_POST
def export_looks(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as a file; that it was taken is on record too."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    rows = list(queries.exported_looks(_ask(request), reader=reader, at=now))
    actions.export_looks(len(rows), by=reader, at=now)
    return export_csv(TABLE.columns, rows, gettext("查阅记录"))


@login_required
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The ledger, newest first."""
    asked = {name: request.GET.get(name, "").replace("\0", "").strip()[:120] for name in ("kind", "subject", "actor")}
    on = _day(request.GET.get("on", ""))
    before = request.GET.get("before", "")
    since = timezone.make_aware(datetime.combine(on, time.min)) if on else None
    found = ledger.search(
        **asked,
        kinds=happenings.kinds_called(asked["kind"]) if asked["kind"] else (),
        since=since,
        until=since + timedelta(days=1) if since else None,
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 18 else None,
        limit=PAGE,
        reader=request.actor,  # type: ignore[attr-defined]
    )
    more = found[-1].id if len(found) == PAGE else None
    parts = {
        "entries": [(each, happenings.title_of(each.kind)) for each in found],
        "titles": sorted({gettext(title) for title in happenings.titles().values()}),
        "asked": asked,
        "on": on,
        "more": more,
    }
    return render(request, "parties/ledger.html", parts)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@login_required
@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """What waits to be decided, and what was."""
    found = queries.erasures(reader=request.actor)  # type: ignore[attr-defined]
    return render(request, "parties/erasures.html", {"erasures": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide_erasure(request: HttpRequest, request_id: int) -> HttpResponse:
    """Erase or not, and say why."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    found = queries.erasure(request_id, reader=reader)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        decide = actions.grant_erasure if form.cleaned_data["decision"] == "erase" else actions.refuse_erasure
        try:
            decide(request_id, form.cleaned_data["answer"], by=reader, at=now)
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("决定已经记下，本人会看到。"))
            return redirect("parties:erasures")
    parts = {"erasure": found, "form": form}
    return render(request, "parties/erasure.html", parts, status=422 if form.errors else 200)
