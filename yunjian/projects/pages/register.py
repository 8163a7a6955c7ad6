"""The register: search, filter, sort, page, export. Everything stands in the address and works without JavaScript."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from yunjian.kernel.kept import kept
from yunjian.ui.listing import Ask, Column, Filter, Table, export_csv, export_xlsx

from .. import policy, queries

TABLE = Table(
    columns=(
        Column("key", _("编号")),
        Column("title", _("项目"), sortable=True),
        Column("unit", _("单位"), sortable=True, value=lambda row: row.unit_title),
        Column("year", _("年度"), "number", sortable=True),
        Column("category", _("类别"), sortable=True),
        Column("function", _("支出功能分类"), sortable=True),
        Column("amount", _("金额（元）"), "money", sortable=True),
        Column("printed", _("原文金额")),
        Column("payment", _("付款方式"), sortable=True, value=lambda row: str(row.payment_title)),
        Column("starts_on", _("开始"), "date", sortable=True),
        Column("ends_on", _("结束"), "date", sortable=True),
    ),
    filters=(
        Filter("q", _("查找")),
        Filter("unit", _("单位"), "choice", many=True),
        Filter("year", _("年度"), "choice", many=True),
        Filter("category", _("类别"), "choice", many=True),
        Filter("payment", _("付款方式"), "choice", many=True),
        Filter("amount", _("金额"), "amount"),
    ),
    sort="-amount",
)
LONGEST_VALUE = 80
MOST_VALUES = 12  # of a column, in what the list is made of


class Whatever(dict):
    """Choices before the register has been asked which there are: any value that could be one."""

    def __contains__(self, value: object) -> bool:
        return isinstance(value, str) and len(value) <= LONGEST_VALUE and "\0" not in value

    def __missing__(self, value: str) -> str:
        return value


class Years(Whatever):
    def __contains__(self, value: object) -> bool:
        return isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) == 4


def asked(parameters: QueryDict) -> Ask:
    payments = {key: str(title) for key, title in queries.PAYMENTS}
    choices: dict[str, Mapping[str, str]] = {
        "unit": Whatever(),
        "year": Years(),
        "category": Whatever(),
        "payment": payments,
    }
    return TABLE.ask(parameters, choices=choices)


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
@kept
def register(request: HttpRequest) -> HttpResponse:
    """The list; an HTMX request gets the list alone."""
    reader = request.actor  # type: ignore[attr-defined]
    ask = asked(request.GET)
    page = queries.register(ask, reader=reader)
    listing = TABLE.listing(replace(ask, choices=_choices(page)), page.found, totals={"amount": page.amount})
    parts = {
        "listing": listing,
        "breakdowns": _breakdowns(listing, page),
        "waiting": queries.waiting(reader=reader),
        "sees_proposals": policy.sees_proposals(reader),
        "terms": [ask.get("q")] if ask.get("q") else [],
        "export_query": request.GET.urlencode(),
    }
    htmx = request.htmx  # type: ignore[attr-defined]
    swapped = htmx.target == "register" and not htmx.history_restore_request
    return render(request, "projects/_register.html" if swapped else "projects/register.html", parts)


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Exactly the filtered list, in its order, as CSV or Excel."""
    if form not in ("csv", "xlsx"):
        raise Http404
    rows = queries.exported(asked(request.GET), reader=request.actor)  # type: ignore[attr-defined]
    write = export_csv if form == "csv" else export_xlsx
    return write(TABLE.columns, rows, gettext("项目"))


def _choices(page: queries.RegisterPage) -> dict[str, Any]:
    """The values that occur, with how many projects each would list; a value asked for that does not occur, too."""
    choices: dict[str, Any] = {}
    for name, facets in page.facets.items():
        choices[name] = Whatever({facet.key: f"{title_of(facet)}（{facet.count:,}）" for facet in facets})
    return choices


def title_of(facet: queries.Facet) -> str:
    return gettext("未填") if facet.key == "-" else facet.title


def _breakdowns(listing: Any, page: queries.RegisterPage) -> list[tuple[str, list]]:
    """What the list is made of, by category, unit and year: each value with the address that picks it."""
    titles = {"category": gettext("按类别"), "unit": gettext("按单位"), "year": gettext("按年度")}
    breakdowns = []
    for name, title in titles.items():
        without = listing.url(**{name: None})
        address = without + ("&" if without != "?" else "") + name + "="
        facets = [facet for facet in page.facets[name] if facet.count][:MOST_VALUES]
        rows = [(title_of(each), each.count, each.amount, address + quote_plus(each.key)) for each in facets]
        breakdowns.append((title, rows))
    return breakdowns
