"""One disclosure: at a glance, its narrative beside the tables, its projects, its original beside the reading."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yunjian.kernel import ledger
from yunjian.kernel.kept import kept
from yunjian.ui.listing import Column, Filter, Table

from .. import queries
from ..logic.stated import beside
from .addresses import Period, asked
from .pictures import money_flow
from .source import original_page
from .words import happened, subject_of

NOTES = Table(
    columns=(
        Column("number", _("序号"), "number", sortable=True),
        Column("title", _("项目"), sortable=True),
        Column("amount", _("金额（元）"), "money", sortable=True),
        Column("period_start", _("开始"), "date"),
        Column("period_end", _("结束"), "date"),
        Column("implementer", _("实施主体")),
    ),
    filters=(Filter("q", _("项目名称")), Filter("amount", _("金额"), "amount")),
    sort="number",
)


@require_safe
def by_id(request: HttpRequest, disclosure_id: int) -> HttpResponse:
    """Where a disclosure known by its number has its address."""
    found = queries.disclosure(disclosure_id, reader=request.actor)  # type: ignore[attr-defined]
    if not found.is_published:
        return redirect("budgets:progress", disclosure_id)
    return redirect("budgets:disclosure", found.unit, found.period)


@require_safe
def note_by_id(request: HttpRequest, note_id: int) -> HttpResponse:
    """Where a project note known by its number has its address."""
    reader = request.actor  # type: ignore[attr-defined]
    note = queries.note_by_id(note_id, reader=reader)
    found = queries.disclosure(note.disclosure, reader=reader)
    return redirect("budgets:note", found.unit, found.period, note.number)


@require_safe
@kept
def disclosure(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """The disclosure at a glance."""
    reader = request.actor  # type: ignore[attr-defined]
    found = asked(request, unit, period)
    classes = queries.classes_of(found, reader=reader)
    parts = {
        "disclosure": found,
        "tab": "glance",
        "functions": classes.functions,
        "picture": money_flow(found, classes.functions, classes.sources),
        "tables": queries.tables(found.id, reader=reader),
        "counts": queries.finding_counts([found.id], reader=reader).get(found.id, queries.Severities()),
        "editions": queries.editions(found, reader=reader),
        "siblings": [row.disclosure for row in queries.department(unit, reader=reader).rows],
        "publication": queries.publication(found.id, reader=reader) if found.origin == "OWN" else None,
        "history": happened(ledger.history(f"budgets.disclosure:{found.id}", reader=reader)),
    }
    return render(request, "budgets/disclosure.html", parts)


@require_safe
@kept
def narrative(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """What the text states, beside what the tables print."""
    found = asked(request, unit, period)
    structure = queries.structure(found.id, reader=request.actor)  # type: ignore[attr-defined]
    parts = {
        "disclosure": found,
        "tab": "narrative",
        "statements": [(subject_of(row.statement), row) for row in beside(structure)],
        "chapters": [chapter for chapter in structure.chapters if chapter.text.strip()],
    }
    return render(request, "budgets/narrative.html", parts)


@require_safe
@kept
def notes(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """Every project with its amount."""
    reader = request.actor  # type: ignore[attr-defined]
    found = asked(request, unit, period)
    ask = NOTES.ask(request.GET)
    page = queries.note_page(found.id, ask, reader=reader)
    parts = {"disclosure": found, "tab": "projects", "listing": NOTES.listing(ask, page)}
    return render(request, "budgets/notes.html", parts)


@require_safe
@kept
def note(request: HttpRequest, unit: str, period: Period, number: int) -> HttpResponse:
    """One project: its seven sections, its amount, when it is paid, what was found in it."""
    reader = request.actor  # type: ignore[attr-defined]
    found = asked(request, unit, period)
    shown = queries.note(found.id, number, reader=reader)
    parts = {
        "disclosure": found,
        "tab": "projects",
        "note": shown,
        "findings": queries.findings(found.id, reader=reader, project=shown.title),
        "before": number - 1,
        "after": number + 1 if number < found.note_count else 0,
        "share": shown.amount / found.project if shown.amount and found.project else None,
    }
    return render(request, "budgets/note.html", parts)


@require_safe
@kept
def original(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """The original beside what was read of it, page by page, the asked line marked."""
    reader = request.actor  # type: ignore[attr-defined]
    found = asked(request, unit, period)
    structure = queries.structure(found.id, reader=reader)
    file = queries.original(found.id, reader=reader)
    page = original_page(structure, file, queries.findings(found.id, reader=reader), request.GET)
    return render(request, "budgets/original.html", {"disclosure": found, "tab": "original", "page": page})
