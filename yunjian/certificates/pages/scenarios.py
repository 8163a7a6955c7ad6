"""What everybody may know of social use: the scenarios, who may ask under them, which papers nobody has to hand in."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yunjian.ui.listing import Column, Filter, Table, export_csv, export_xlsx

from .. import policy, queries
from ..models import Kind

TABLE = Table(
    columns=(Column("title", _("场景")),),
    filters=(
        Filter("q", _("场景或用途")),
        Filter("kind", _("机构类型"), "choice"),
        Filter("certificate", _("证照类型"), "choice"),
    ),
)
TABS = (
    ("scenarios", _("场景")),
    ("users", _("可以请求的机构")),
    ("exemptions", _("免交材料")),
    ("organisations", _("机构管理")),
    ("askings", _("请求")),
    ("statistics", _("统计")),
    ("unusual", _("异常使用")),
)
EVERYBODYS = 3
HOW = {"issued-here": _("本市政府部门核发的，免于提交"), "by-sharing": _("能够电子调用的，免于提交")}
EXEMPTIONS = (
    Column("item_title", _("事项")),
    Column("material_title", _("免于提交的材料")),
    Column("certificate_title", _("用哪张证照代替")),
    Column("how", _("方式"), value=lambda row: HOW.get(row.how, row.how)),
    Column("basis", _("依据的法律"), value=lambda row: "；".join(row.basis)),
)


def searched(request: HttpRequest) -> str:
    """What was typed into a plain search."""
    return request.GET.get("q", "").replace("\0", "").strip()[:100]


def tabs(request: HttpRequest) -> dict[str, Any]:
    """The pages of social use side by side: three are everybody's, the others are for who watches."""
    own = TABS if policy.may_watch(request.actor) else TABS[:EVERYBODYS]  # type: ignore[attr-defined]
    here = getattr(request.resolver_match, "url_name", "")
    return {"tabs": [(title, reverse(f"certificates:{name}"), name == here) for name, title in own]}


@require_safe
def scenarios(request: HttpRequest) -> HttpResponse:
    """Every scenario in force, searched and filtered."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    types = {each.key: each.title for each in queries.types(reader=reader, at=now)}
    kinds = {key: str(title) for key, title in Kind.choices}
    ask = TABLE.ask(request.GET, choices={"kind": kinds, "certificate": types})
    listing = TABLE.listing(ask, queries.declared(ask, reader=reader, at=now))
    return render(request, "certificates/scenarios.html", {"listing": listing, **tabs(request)})


@require_safe
def scenario(request: HttpRequest, scenario: str) -> HttpResponse:
    """One scenario: which fields, on what law, its worked example, and which organisations may ask under it."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    found = queries.scenario(scenario, reader=reader, at=now)
    parts = {"scenario": found, "view": found.view, "users": queries.users(scenario=scenario, reader=reader, at=now)}
    return render(request, "certificates/scenario.html", parts)


@require_safe
def users(request: HttpRequest) -> HttpResponse:
    """Which organisations may ask today, and under which scenarios."""
    text = searched(request)
    found = queries.users(text=text, reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "certificates/users.html", {"users": found, "text": text, **tabs(request)})


@require_safe
def exemptions(request: HttpRequest) -> HttpResponse:
    """Which material of which item a certificate replaces."""
    text = searched(request)
    found = queries.exemptions(text, reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    rows = [(row, HOW.get(row.how, row.how)) for row in found]
    parts = {"rows": rows, "text": text, "export_query": request.GET.urlencode(), **tabs(request)}
    return render(request, "certificates/exemptions.html", parts)


@require_safe
def export_exemptions(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as searched, as CSV or Excel."""
    if form not in ("csv", "xlsx"):
        raise Http404
    found = queries.exemptions(searched(request), reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    write = export_csv if form == "csv" else export_xlsx
    return write(EXEMPTIONS, found, gettext("免于提交的材料"))
