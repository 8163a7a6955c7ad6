"""What becomes of drafts: checked, sent back, withdrawn, published; that an item is to end is asked for here too."""

from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from .drafting import shown

MOST, LONGEST = 200, 18  # drafts of one act on a page; digits of a number


class RetirementForm(forms.Form):
    """From when an item is handled no longer, and why."""

    ends_on = forms.DateField(label=_("从哪一天起不再办理"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=_("理由"),
        help_text=_("依据什么取消，以后怎么办。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, item: str) -> HttpResponse:
    """Ask that an item be handled no longer."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    view = queries.retirable(item, at=now, reader=by)
    form = RetirementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason, ends_on = form.cleaned_data["reason"], form.cleaned_data["ends_on"]
        try:
            made = actions.draft_retirement(item, reason, ends_on=ends_on, by=by, at=now)
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已经起草，等待审核。"))
            return redirect("services:draft", made)
    parts = {"form": form, "item": view, "key": item}
    return render(request, "services/retire.html", parts, status=422 if form.errors else 200)


@login_required
@require_POST
def act(request: HttpRequest, draft_id: int) -> HttpResponse:
    """One act on one draft."""
    try:
        _do(request, [draft_id])
    except Declined as refusal:
        return shown(request, draft_id, refusal)
    return redirect("services:draft", draft_id)


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Check or publish many drafts: all of them, or none and the reason."""
    rows = [
        int(each)
        for each in request.POST.getlist("row")[:MOST]
        if each.isascii() and each.isdecimal() and len(each) < 18
    ]
    policy.require_reader_of_drafts(request.actor)  # type: ignore[attr-defined]
    try:
        _do(request, rows)
    except Declined as refusal:
        messages.error(request, sentence(refusal))
    return redirect("services:drafts")


def _do(request: HttpRequest, rows: list[int]) -> None:
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    asked, reason = request.POST.get("act"), request.POST.get("reason", "")
    if asked == "check":
        actions.check_drafts(rows, by=by, at=now)
        told = ngettext("已审核 %(count)d 份，等待发布。", "已审核 %(count)d 份，等待发布。", len(rows))
    elif asked == "publish":
        actions.publish_drafts(rows, begins_on=_day(request.POST.get("begins_on", "")), by=by, at=now)
        told = ngettext("已发布 %(count)d 份。", "已发布 %(count)d 份。", len(rows))
    elif asked == "send_back" and rows:
        actions.send_back_draft(rows[0], reason, by=by, at=now)
        told = gettext("已退回。")
    elif asked == "withdraw" and rows:
        actions.withdraw_draft(rows[0], by=by, at=now)
        told = gettext("已撤回。")
    else:
        raise actions.NothingChosen()
    messages.success(request, told % {"count": len(rows)} if "%(" in told else told)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise actions.BeginsTooEarly() from None
