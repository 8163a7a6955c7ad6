"""One department: its years, where its money comes from and goes, its projects, what does not add up."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yunjian.kernel.actor import Actor
from yunjian.kernel.kept import kept

from .. import policy, queries
from .pictures import money_flow

LARGEST = 10
MOST_DEADLINES = 2


@require_safe
@kept
def department(request: HttpRequest, unit: str) -> HttpResponse:
    """The years of a unit, and the latest one (or the one asked for) in figures."""
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.department(unit, reader=reader)
    wanted = request.GET.get("period", "")
    asked = next((row for row in found.rows if row.disclosure.period == wanted), None)
    shown = asked or next(iter(found.rows), None)
    parts = {
        "department": found,
        "shown": shown,
        "unknown_period": wanted if wanted and not asked else "",
        "may_upload": policy.is_officer(reader, unit),
        "sees_drafts": policy.sees_drafts_of(reader, unit),
        "deadlines": queries.deadlines_of(unit, reader=reader, today=timezone.localdate())[:MOST_DEADLINES],
    }
    if shown:
        parts |= _figures(shown.disclosure, reader)
    return render(request, "budgets/department.html", parts)


def _figures(disclosure: queries.DisclosureView, reader: Actor) -> dict[str, Any]:
    classes = queries.classes_of(disclosure, reader=reader)
    return {
        "functions": classes.functions,
        "economy": classes.economy,
        "notes": queries.largest_notes(disclosure.id, reader=reader, limit=LARGEST),
        "picture": money_flow(disclosure, classes.functions, classes.sources),
    }
