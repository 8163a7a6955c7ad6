"""The projects of a draft: what each is for, what it costs, how it is paid; figures from a filled-in workbook."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yunjian.kernel.errors import NotFound
from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries
from ..logic.publication.content import OwnProject
from ..logic.publication.wording import sections
from .beginnings import CannotBegin, filled
from .draft_parts import AmountField, revision_in


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, "%Y-%m-%d")


class ProjectForm(forms.Form):
    """One project; what stays empty gets the usual sentence."""

    title = forms.CharField(label=_("项目名称"), max_length=200)
    amount = AmountField(label=_("金额（元）"), required=False, min_value=0)
    overview = forms.CharField(
        label=_("项目概述"),
        required=False,
        max_length=20_000,
        help_text=_("接在项目名称之后，如“主要实施内容为……”。"),
        widget=forms.Textarea({"rows": 3}),
    )
    basis = forms.CharField(label=_("立项依据"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 4}))
    implementer = forms.CharField(label=_("实施主体"), required=False, max_length=200)
    plan = forms.CharField(label=_("实施方案"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 5}))
    starts_on = forms.DateField(
        label=_("开始日期"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    ends_on = forms.DateField(label=_("结束日期"), required=False, widget=_day())
    used_for = forms.CharField(
        label=_("资金用途"), required=False, max_length=2_000, help_text=_("接在金额之后，如“主要用于……”。")
    )
    goals = forms.CharField(label=_("绩效目标"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 2}))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        starts, ends = told.get("starts_on"), told.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("结束日期早于开始日期，请核对。"))
        return told

    @staticmethod
    def values(project: OwnProject) -> dict[str, Any]:
        return {each.name: getattr(project, each.name) for each in fields(project)}

    def made(self) -> OwnProject:
        return OwnProject(**self.cleaned_data)


@login_required
@require_safe
def projects(request: HttpRequest, draft_id: int) -> HttpResponse:
    """All projects of the draft."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_draft(draft_id, reader=actor)
    judged = queries.judged_draft(found, reader=actor)
    rows = [
        (number, project, len(judged.of(f"project:{number}")))
        for number, project in enumerate(found.content.projects, 1)
    ]
    total = sum(project.amount or 0 for project in found.content.projects)
    return render(request, "budgets/draft_projects.html", {"draft": found, "rows": rows, "total": total})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project(request: HttpRequest, draft_id: int, number: int) -> HttpResponse:
    """One project; number 0 is a new one."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_draft(draft_id, reader=actor)
    known = list(found.content.projects)
    if number > len(known):
        raise NotFound()
    shown = known[number - 1] if number else OwnProject("")
    form = ProjectForm(request.POST if request.method == "POST" else None, initial=ProjectForm.values(shown))
    if request.method == "POST" and request.POST.get("remove") and number:
        kept: Sequence[OwnProject] = [each for at, each in enumerate(known, 1) if at != number]
        if _saved(request, found, kept, form):
            return redirect("budgets:draft_projects", draft_id)
    elif request.method == "POST" and form.is_valid():
        kept = [form.made() if at == number else each for at, each in enumerate(known, 1)]
        if _saved(request, found, kept if number else [*kept, form.made()], form):
            return redirect("budgets:draft_projects", draft_id)
    judged = queries.judged_draft(found, reader=actor)
    there = queries.found_in(judged, reader=actor)
    parts = {
        "draft": found,
        "number": number,
        "form": form,
        "made": list(sections(found.content, shown)) if number else [],
        "findings": [each for each in there if number and each.where == f"project:{number}"],
    }
    return render(request, "budgets/draft_project.html", parts, status=422 if form.errors else 200)


def _saved(request: HttpRequest, found: queries.OpenDraft, kept: Sequence[OwnProject], form: ProjectForm) -> bool:
    content = replace(found.content, projects=tuple(kept))
    try:
        actions.save_draft(found.id, content, revision_in(request), by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    except (actions.ChangedMeanwhile, actions.TooMuch, actions.NotNow) as refusal:
        form.is_valid()
        form.add_error(None, sentence(refusal))
        return False
    messages.success(request, gettext("已保存。"))
    return True


class FiguresForm(forms.Form):
    """The workbook with the figures of the nine tables."""

    file = forms.FileField(label=_("填好的 Excel"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Take the figures of the tables from a workbook; the rest of the draft stays."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_draft(draft_id, reader=actor)
    form = FiguresForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            content = filled(found.content, form.cleaned_data["file"])
            actions.save_draft(draft_id, content, revision_in(request), by=actor, at=timezone.now())
        except (CannotBegin, actions.ChangedMeanwhile, actions.TooMuch, actions.NotNow) as refusal:
            form.add_error("file", sentence(refusal))
        else:
            messages.success(request, gettext("已取入 Excel 里的数字。"))
            return redirect("budgets:draft", draft_id)
    return render(
        request, "budgets/draft_figures.html", {"draft": found, "form": form}, status=422 if form.errors else 200
    )
