"""What the district's money is, at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from yunjian.budgets import queries as budgets
from yunjian.kernel.kept import kept
from yunjian.ui import formats

from .. import queries
from .pictures import money_flow


@require_safe
@kept
def home(request: HttpRequest) -> HttpResponse:
    """Totals, pictures, the largest projects, the newest findings, and the ways in; what must be published soon."""
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.money(reader=reader)
    parts = {
        "money": found,
        "flow": money_flow(found),
        "years": _years(found),
        "pressing": budgets.pressing_deadlines(reader=reader, today=timezone.localdate()),
    }
    return render(request, "portal/home.html", parts)


def _years(money: queries.Money) -> str:
    """Of which years the budgets are that were added up."""
    words = [
        ngettext("%(year)s 年 %(count)s 个单位", "%(year)s 年 %(count)s 个单位", count) % {"year": year, "count": count}
        for year, count in money.by_year
    ]
    return formats.listed(words)
