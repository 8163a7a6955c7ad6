"""What the district's money is, at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import queries
from .pictures import money_flow


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Totals, pictures, the largest projects, the newest findings, and the ways in."""
    found = queries.money(reader=request.actor)  # type: ignore[attr-defined]
    parts = {"money": found, "flow": money_flow(found), "years": _years(found)}
    return render(request, "portal/home.html", parts)


def _years(money: queries.Money) -> str:
    """Of which years the budgets are that were added up."""
    words = _("%(year)s 年 %(count)s 个单位")
    return "，".join(words % {"year": year, "count": count} for year, count in money.by_year)
