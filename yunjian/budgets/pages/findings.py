"""What does not add up, beside the figures it concerns; the officer's judgement of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from yunjian.kernel.kept import kept
from yunjian.ui.listing import Column, Filter, Table

from .. import actions, queries
from ..models import Finding
from .addresses import Period, asked
from .source import surroundings

FINDINGS = Table(
    columns=(Column("gravity", _("程度"), sortable=True), Column("code", _("规则"), sortable=True)),
    filters=(
        Filter("severity", _("程度"), "choice"),
        Filter("code", _("规则"), "choice"),
        Filter("table", _("表"), "choice"),
    ),
    sort="gravity",
)


@require_safe
@kept
def findings(request: HttpRequest, unit: str, period: Period) -> HttpResponse:
    """All findings, the gravest first, filtered as asked."""
    reader = request.actor  # type: ignore[attr-defined]
    found = asked(request, unit, period)
    ask = FINDINGS.ask(request.GET, choices=_choices(found.id, reader))
    page = queries.finding_page(found.id, ask, reader=reader)
    parts = {
        "disclosure": found,
        "tab": "findings",
        "listing": FINDINGS.listing(ask, page),
        "counts": queries.finding_counts([found.id], reader=reader).get(found.id, queries.Severities()),
    }
    return render(request, "budgets/findings.html", parts)


def _choices(disclosure: int, reader: Any) -> dict[str, dict[str, str]]:
    tables = queries.tables(disclosure, reader=reader)
    return {
        "severity": {key: str(title) for key, title in Finding.Severity.choices},
        "code": {code: f"{title}（{count}）" for code, title, count in queries.codes_found(disclosure, reader=reader)},
        "table": {str(table.number): f"{table.number} {table.title}" for table in tables},
    }


@require_safe
@kept
def finding(request: HttpRequest, unit: str, period: Period, fingerprint: str) -> HttpResponse:
    """One finding, with the two figures and where they stand."""
    return _finding(request, asked(request, unit, period), fingerprint)


def _finding(request: HttpRequest, found: queries.DisclosureView, fingerprint: str, **more: Any) -> HttpResponse:
    reader = request.actor  # type: ignore[attr-defined]
    shown = queries.finding(found.id, fingerprint, reader=reader)
    structure = queries.structure(found.id, reader=reader)
    around = surroundings(structure, queries.original(found.id, reader=reader), shown)
    parts = {"disclosure": found, "tab": "findings", "finding": shown, "lines": around, **more}
    return render(request, "budgets/finding.html", parts, status=more["refusal"].status if more else 200)


@require_POST
def judge(request: HttpRequest, unit: str, period: Period, fingerprint: str) -> HttpResponse:
    """Acknowledge the finding, or call it a false alarm."""
    found = asked(request, unit, period)
    verdict, words = request.POST.get("verdict", ""), request.POST.get("words", "")
    try:
        actions.judge_finding(
            found.id,
            fingerprint,
            verdict,
            words,
            by=request.actor,  # type: ignore[attr-defined]
            at=timezone.now(),
        )
    except (actions.ReasonMissing, actions.UnknownVerdict) as refusal:
        return _finding(request, found, fingerprint, refusal=refusal, words=words)
    messages.success(request, gettext("已记下您的判断，可以随时撤销。"))
    return redirect("budgets:finding", found.unit, found.period, fingerprint)


@require_POST
def open_again(request: HttpRequest, unit: str, period: Period, fingerprint: str) -> HttpResponse:
    """Take a judgement back."""
    found = asked(request, unit, period)
    actions.withdraw_judgement(
        found.id,
        fingerprint,
        by=request.actor,  # type: ignore[attr-defined]
        at=timezone.now(),
    )
    messages.success(request, gettext("已撤销判断，这一条恢复为待处理。"))
    return redirect("budgets:finding", found.unit, found.period, fingerprint)
