"""Issuing one certificate: choose the type, fill in the form its definition makes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from yunjian.kernel.errors import Forbidden

from .. import actions, policy, queries
from ..queries.views import titled
from .forms import IssueForm, show_problems


@login_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The types the reader's unit issues."""
    reader = request.actor  # type: ignore[attr-defined]
    if not policy.may_issue(reader):
        raise Forbidden()
    units = policy.units_issued(reader)
    types = [each for each in queries.types(reader=reader, at=timezone.now()) if units is None or each.unit in units]
    return render(request, "certificates/choose_type.html", {"types": types})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, type_key: str) -> HttpResponse:
    """One certificate of a type; mistakes stand beside their fields and nothing typed is lost."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    kind = queries.type_in_force(type_key, reader=reader, at=now)
    policy.require_issuer(reader, kind.issuer)
    form = IssueForm(request.POST if request.method == "POST" else None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.issue_certificate(type_key, form.draft, by=reader, at=now)
        except actions.ContentsWrong as refusal:
            show_problems(form, refusal.problems)
        else:
            messages.success(request, gettext("已核发，标识是 %(identifier)s。") % {"identifier": made.identifier})
            return redirect("certificates:certificate", made.id)
    parts = {"form": form, "title": titled(kind), "kind": kind}
    return render(request, "certificates/issue.html", parts, status=422 if form.errors else 200)
