"""What disclosures would change in the register, and the officer's decisions on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from yunjian.kernel.errors import Declined, Forbidden
from yunjian.kernel.kept import kept
from yunjian.ui.listing import Ask, Filter, Table
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from .words import FIELDS

TABLE = Table(
    columns=(),
    filters=(Filter("kind", _("结论"), "choice"), Filter("state", _("状态"), "choice")),
    sort="number",
    sizes=(100, 200),
)


def asked(request: HttpRequest) -> Ask:
    choices = {
        name: {k: str(t) for k, t in each} for name, each in (("kind", queries.KINDS), ("state", queries.STATES))
    }
    return TABLE.ask(request.GET, choices=choices)


@login_required
@require_safe
@kept
def imports(request: HttpRequest) -> HttpResponse:
    """Every disclosure that was set beside the register."""
    reader = request.actor  # type: ignore[attr-defined]
    if not policy.sees_proposals(reader):
        raise Forbidden()
    return render(request, "projects/imports.html", {"imports": queries.imports(reader=reader)})


@login_required
@require_safe
def proposals(request: HttpRequest, disclosure_id: int) -> HttpResponse:
    """The proposals of one disclosure: each difference shown, findings beside."""
    return _show(request, disclosure_id, ())


def _show(request: HttpRequest, disclosure_id: int, results: tuple, status: int = 200, error: str = "") -> HttpResponse:
    ask = asked(request)
    page = queries.import_page(disclosure_id, ask, reader=request.actor)  # type: ignore[attr-defined]
    parts = {
        "page": page,
        "import": page.import_,
        "listing": TABLE.listing(ask, page.found),
        "rows": [
            (row, [(FIELDS.get(field, field), kept, proposed) for field, kept, proposed in row.differences])
            for row in page.found.rows
        ],
        "results": results,
        "error": error,
        "reason": request.POST.get("reason", "") if error else "",
    }
    return render(request, "projects/proposals.html", parts, status=status)


@login_required
@require_POST
def confirm(request: HttpRequest, disclosure_id: int) -> HttpResponse:
    """Confirm or dismiss what was chosen, each by itself, and say of each what became of it."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    page = queries.import_page(disclosure_id, asked(request), reader=reader)
    if not page.may_decide:
        raise Forbidden()
    decision = request.POST.get("decision", "")
    chosen = list(page.new_without_doubt) if decision == "confirm-new" else _chosen(request)
    if not chosen:
        return _show(request, disclosure_id, (), 422, gettext("请先选择要办理的项目。"))
    try:
        if decision == "dismiss":
            results = actions.dismiss_proposals(chosen, request.POST.get("reason", ""), by=reader, at=now)
        else:
            results = actions.confirm_proposals(chosen[: actions.MOST_AT_ONCE], by=reader, at=now)
    except Declined as refusal:
        return _show(request, disclosure_id, (), refusal.status, sentence(refusal))
    titles = queries.proposal_titles([each.proposal for each in results], reader=reader)
    shown = tuple((titles.get(each.proposal, ""), each, decision == "dismiss") for each in results)
    failed = [each for each in results if each.refusal is not None]
    return _show(request, disclosure_id, shown, 409 if failed and len(failed) == len(results) else 200)


def _chosen(request: HttpRequest) -> list[int]:
    given = request.POST.getlist("proposal")
    return [int(text) for text in given if text.isascii() and text.isdecimal() and len(text) < 19]


@login_required
@require_POST
def compare(request: HttpRequest, disclosure_id: int) -> HttpResponse:
    """Set the disclosure beside the register once more."""
    actions.propose_import(disclosure_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("已重新比对。"))
    return redirect("projects:proposals", disclosure_id)


@login_required
@require_POST
def withdraw(request: HttpRequest, disclosure_id: int, proposal_id: int) -> HttpResponse:
    """Take a confirmation back."""
    actions.withdraw_confirmation(proposal_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("已撤回，这一项重新等待确认。"))
    return redirect("projects:proposals", disclosure_id)
