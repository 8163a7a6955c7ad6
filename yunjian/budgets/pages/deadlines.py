"""The legal dates of publication: what is due, what is overdue, and when the finance department approved."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yunjian.kernel.errors import Declined, Forbidden
from yunjian.kernel.kept import kept
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from .upload import units_kept_by

KINDS = (("BUDGET", _("部门预算")), ("FINAL", _("部门决算")))


class ApprovalForm(forms.Form):
    """The finance department's approval."""

    unit = forms.ChoiceField(label=_("单位"))
    year = forms.IntegerField(label=_("年度"), min_value=1994, max_value=2100)
    kind = forms.ChoiceField(label=_("种类"), choices=KINDS)
    approved_on = forms.DateField(label=_("财政部门批复日期"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    number = forms.CharField(label=_("批复文号"), required=False, max_length=80)

    def __init__(self, *args: Any, units: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units.items())  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@kept
def deadlines(request: HttpRequest) -> HttpResponse:
    """What is due and overdue; an officer writes approvals down here."""
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    rows = queries.deadlines(reader=actor, today=today)
    units = units_kept_by(actor, policy.RECORD_APPROVAL)
    if request.method == "POST" and not units:
        raise Forbidden()
    form = ApprovalForm(request.POST if request.method == "POST" else None, units=units, initial={"year": today.year})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.record_approval(
                told["unit"], told["year"], told["kind"], told["approved_on"], told["number"],
                by=actor, at=timezone.now(),
            )  # fmt: skip
        except Declined as refusal:
            form.add_error("approved_on", sentence(refusal))
        else:
            messages.success(request, gettext("已登记，从批复日期起算公开期限。"))
            return redirect("budgets:deadlines")
    parts = {"rows": rows, "form": form if units else None, "rules": queries.deadline_rules(reader=actor, today=today)}
    return render(request, "budgets/deadlines.html", parts, status=422 if form.errors else 200)
