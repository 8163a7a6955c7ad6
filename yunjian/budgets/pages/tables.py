"""The tables of a disclosure, as printed and as data, and the walk from the total to a line."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yunjian.kernel.kept import kept

from .. import queries
from ..queries import DisclosureView, LineView
from .addresses import Period, asked

# the rules that say why the projects do not add up to the project expenditure
SUM_OF_PROJECTS = ("BUD-N005", "DOC-E01")


@require_safe
@kept
def tables(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """Which tables there are."""
    reader = request.actor  # type: ignore[attr-defined]
    disclosure = asked(request, unit, period)
    found = queries.findings(disclosure.id, reader=reader)
    parts = {
        "disclosure": disclosure,
        "tables": [
            (table, sum(1 for finding in found if finding.place.table == table.number))
            for table in queries.tables(disclosure.id, reader=reader)
        ],
        "tab": "tables",
    }
    return render(request, "budgets/tables.html", parts)


@require_safe
@kept
def table(request: HttpRequest, unit: str, period: Period, number: int) -> HttpResponse:
    """One table as it was printed."""
    reader = request.actor  # type: ignore[attr-defined]
    disclosure = asked(request, unit, period)
    parts = {
        "disclosure": disclosure,
        "table": queries.table(disclosure.id, number, reader=reader),
        "tables": queries.tables(disclosure.id, reader=reader),
        "tab": "tables",
    }
    return render(request, "budgets/table.html", parts)


@require_safe
@kept
def line(request: HttpRequest, unit: str, period: Period, number: int, code: str = "") -> HttpResponse:
    """A line, the way down to it, what it parts into, and at the end the projects it pays for."""
    disclosure = asked(request, unit, period)
    found = queries.line(disclosure.id, number, code, reader=request.actor)  # type: ignore[attr-defined]
    parts = {"disclosure": disclosure, "line": found, "tab": "tables"}
    if not found.below and found.here.amounts.get("project"):
        parts |= _projects(request, disclosure, found)
    return render(request, "budgets/line.html", parts)


def _projects(request: HttpRequest, disclosure: DisclosureView, found: LineView) -> dict:
    """The disclosure's projects: this line pays for them all, or together with the other lines named here."""
    reader = request.actor  # type: ignore[attr-defined]
    payers = queries.project_lines(disclosure.id, found.table.number, reader=reader)
    paid = sum(step.amounts["project"] for step in payers)
    return {
        "paid": paid,
        "unlike": queries.findings(disclosure.id, reader=reader, codes=SUM_OF_PROJECTS)
        if paid != disclosure.note_total
        else [],
        "projects": queries.project_notes(disclosure.id, reader=reader, order="amount"),
        "other_payers": [step for step in payers if step.code != found.here.code],
    }
