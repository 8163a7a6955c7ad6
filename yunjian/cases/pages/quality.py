"""Quality inspection: what is looked at again, what was found, what the office answered; and the public draws."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yunjian.kernel import policy as decision
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined
from yunjian.parties import queries as parties
from yunjian.ui.listing import Column, Filter, Table
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from ..models import Inspection
from .forms import WordsForm

INDEX = Table(
    columns=(Column("case", _("编号"), "number", sortable=True), Column("opened", _("列入"), "date", sortable=True)),
    filters=(Filter("state", _("状态"), "choice"),),
    sort="-case",
    sizes=(50, 100),
)


class RulesForm(forms.Form):
    """What a unit ended in some days."""

    unit = forms.ChoiceField(label=_("单位"))
    since = forms.DateField(label=_("办结日期从"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("办结日期到"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, units: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class DrawForm(RulesForm):
    """And how many of it are drawn, by which public numbers."""

    wanted = forms.IntegerField(label=_("抽取件数"), min_value=1, max_value=65_535)
    source = forms.CharField(
        label=_("公开的随机数来源"),
        max_length=200,
        help_text=_("谁也不能预先知道、以后人人查得到的数字，例如：2026年3月9日福利彩票双色球开奖号码。"),
    )


class NumbersForm(forms.Form):
    """The numbers the source has given."""

    numbers = forms.CharField(
        label=_("公布的随机数"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一行一个来源，只写数字，用空格分开。"),
    )

    def clean_numbers(self) -> list[list[int]]:
        lines = [line.split() for line in self.cleaned_data["numbers"].splitlines() if line.strip()]
        if not all(each.isascii() and each.isdecimal() and len(each) < 18 for line in lines for each in line):
            raise forms.ValidationError(gettext("这里只能写数字和空格。"))
        return [[int(each) for each in line] for line in lines]


class FindingForm(forms.Form):
    """What was found."""

    sound = forms.ChoiceField(
        label=_("评查结果"), choices=(("yes", _("没有问题")), ("no", _("有问题"))), widget=forms.RadioSelect
    )
    finding = forms.CharField(
        label=_("评查意见"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("有问题的要写明是什么问题，单位会看到并且要答复。"),
    )  # fmt: skip


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inspections(request: HttpRequest) -> HttpResponse:
    """What is looked at again; an inspector lists what meets the rules."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    states = {str(key): str(title) for key, title in Inspection.State.choices}
    ask = INDEX.ask(request.GET, choices={"state": states})
    found = queries.inspections(ask.get("state", ""), ask, reader=by)
    units = _units(by)
    form = RulesForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.inspect_by_rules(**form.cleaned_data, by=by, at=now)
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("新列入 %(count)d 件。") % {"count": new})
            return redirect("cases:inspections")
    parts = {"listing": INDEX.listing(ask, found), "form": form, "inspects": bool(units)}
    return render(request, "cases/inspections.html", parts, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inspection(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """One case looked at again: the inspector says what was found, the office answers."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    view = queries.inspection(inspection_id, reader=by)
    data = request.POST if request.method == "POST" else None
    form: forms.Form = WordsForm(data) if view.answers else FindingForm(data)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if view.answers:
                actions.answer_finding(inspection_id, given["words"], by=by, at=now)
            else:
                actions.record_finding(inspection_id, given["sound"] == "yes", given["finding"], by=by, at=now)
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已经记下。"))
            return redirect("cases:inspection", inspection_id)
    return render(request, "cases/inspection.html", {"view": view, "form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draws(request: HttpRequest) -> HttpResponse:
    """The draws, for everybody; an inspector makes a new one public."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    units = _units(by)
    form = DrawForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.announce_draw(**form.cleaned_data, by=by, at=now)
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("抽取清单已经公布。"))
            return redirect("cases:draw", made)
    parts = {"draws": queries.draws(reader=by), "form": form, "inspects": bool(units)}
    return render(request, "cases/draws.html", parts, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD"])
def draw(request: HttpRequest, draw_id: int) -> HttpResponse:
    """One draw, with all that is needed to recompute it."""
    return _draw(request, draw_id, NumbersForm())


@login_required
@require_POST
def hold_draw(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Draw by the numbers that are public now."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = NumbersForm(request.POST)
    if form.is_valid():
        try:
            actions.hold_draw(draw_id, form.cleaned_data["numbers"], by=by, at=now)
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已经抽取，抽中的办件列入评查。"))
            return redirect("cases:draw", draw_id)
    return _draw(request, draw_id, form, status=422)


def _draw(request: HttpRequest, draw_id: int, form: forms.Form, status: int = 200) -> HttpResponse:
    reader: Actor = request.actor  # type: ignore[attr-defined]
    view = queries.draw(draw_id, reader=reader)
    holds = not view.seed and decision.may(reader, policy.INSPECT, unit=view.unit)
    return render(request, "cases/draw.html", {"draw": view, "form": form, "holds": holds}, status=status)


def _units(reader: Actor) -> list[tuple[str, str]]:
    """The units whose ended cases the reader inspects."""
    held = decision.units(reader, policy.INSPECT)
    if held == frozenset():
        return []
    titles = parties.unit_titles(reader=reader)
    return [(key, title) for key, title in titles.items() if held is None or key in held]
