"""The words of a draft and the figures outside its tables, as forms: texts, comparison with last year, procurement."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
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

from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries
from ..logic.publication import wording
from ..logic.publication.content import Assets, Content, Earlier, Procurement, Purpose
from ..logic.publication.figures import COMPARED, amount_of, functions
from .words import subject_title

TEXT = {"rows": 8}


class AmountField(forms.DecimalField):
    """Yuan to the cent, with or without thousands separators."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_digits=17, decimal_places=2, widget=forms.TextInput({"inputmode": "decimal"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", "").replace("，", "") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,.2f}" if isinstance(value, Decimal) else value


class TextsForm(forms.Form):
    """What the department says of itself."""

    administrative = forms.IntegerField(label=_("行政单位（含参公）家数"), min_value=0, max_value=999)
    institutions = forms.IntegerField(label=_("事业单位家数"), min_value=0, max_value=999)
    duties = forms.CharField(label=_("主要职能"), max_length=20_000, widget=forms.Textarea(TEXT))
    organisation = forms.CharField(
        label=_("机构设置"),
        max_length=20_000,
        required=False,
        help_text=_("空着则按单位家数写一句。"),
        widget=forms.Textarea(TEXT),
    )
    glossary = forms.CharField(
        label=_("名词解释"),
        max_length=20_000,
        required=False,
        help_text=_("空着则用通用的八条。"),
        widget=forms.Textarea(TEXT),
    )

    @staticmethod
    def values(content: Content) -> dict[str, Any]:
        names = ("administrative", "institutions", "duties", "organisation", "glossary")
        return {name: getattr(content, name) for name in names}

    def applied(self, content: Content) -> Content:
        return replace(content, **self.cleaned_data)


class OtherForm(forms.Form):
    """Government procurement and state assets."""

    goods = AmountField(label=_("政府采购货物预算（元）"), min_value=0)
    works = AmountField(label=_("政府采购工程预算（元）"), min_value=0)
    services = AmountField(label=_("政府采购服务预算（元）"), min_value=0)
    sme = AmountField(label=_("面向中小企业预留（元）"), min_value=0)
    micro = AmountField(label=_("其中预留给小微企业（元）"), min_value=0)
    vehicles = forms.IntegerField(label=_("上年末车辆（辆）"), min_value=0, max_value=99_999)
    general = forms.IntegerField(label=_("单价 50 万元以上通用设备（台、套）"), min_value=0, max_value=99_999)
    special = forms.IntegerField(label=_("单价 100 万元以上专用设备（台、套）"), min_value=0, max_value=99_999)
    plan = forms.CharField(
        label=_("购置计划"),
        max_length=2_000,
        required=False,
        help_text=_("空着则写没有购置计划。"),
        widget=forms.Textarea({"rows": 3}),
    )

    _PROCUREMENT = ("goods", "works", "services", "sme", "micro")
    _ASSETS = ("vehicles", "general", "special", "plan")

    @classmethod
    def values(cls, content: Content) -> dict[str, Any]:
        found = {name: getattr(content.procurement, name) for name in cls._PROCUREMENT}
        return found | {name: getattr(content.assets, name) for name in cls._ASSETS}

    def applied(self, content: Content) -> Content:
        told = self.cleaned_data
        return replace(
            content,
            procurement=Procurement(**{name: told[name] for name in self._PROCUREMENT}),
            assets=Assets(**{name: told[name] for name in self._ASSETS}),
        )


class ComparisonForm(forms.Form):
    """What the year before had been budgeted, why it changed, and what each item is used for."""

    is_new = forms.BooleanField(label=_("新成立部门，没有上年数据"), required=False)

    def __init__(self, *args: Any, content: Content, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for at, subject in enumerate(COMPARED):
            title, now = subject_title(subject), amount_of(content, subject)
            self.fields[f"before_{at}"] = AmountField(
                label=_("%(title)s：上年预算（元）") % {"title": title},
                required=False,
                help_text=_("本年 %(amount)s 元") % {"amount": f"{now:,.2f}"},
            )
            self.fields[f"reason_{at}"] = forms.CharField(
                label=_("%(title)s：变化的主要原因") % {"title": title}, required=False, max_length=2_000
            )
        for line, amount in functions(content):
            self.fields[f"purpose_{line.code}"] = forms.CharField(
                label=f"{line.code} {line.label}",
                help_text=_("%(amount)s 元，主要用于……") % {"amount": f"{amount:,.2f}"},
                required=False,
                max_length=2_000,
            )

    @staticmethod
    def values(content: Content) -> dict[str, Any]:
        found: dict[str, Any] = {"is_new": content.is_new}
        for at, subject in enumerate(COMPARED):
            before = content.before(subject)
            found |= {f"before_{at}": before.amount, f"reason_{at}": before.reason}
        return found | {f"purpose_{line.code}": content.purpose(line.code) for line, _amount in functions(content)}

    def applied(self, content: Content) -> Content:
        told = self.cleaned_data
        earlier = tuple(
            Earlier(subject, told[f"before_{at}"], told[f"reason_{at}"]) for at, subject in enumerate(COMPARED)
        )
        named = {name.removeprefix("purpose_"): words for name, words in told.items() if name.startswith("purpose_")}
        kept = {each.code: each.words for each in content.purposes} | named
        purposes = tuple(Purpose(code, words) for code, words in sorted(kept.items()) if words)
        return replace(content, is_new=told["is_new"], earlier=earlier, purposes=purposes)


def _form_of(part: str, content: Content, data: Any) -> Any:
    if part == "texts":
        return TextsForm(data, initial=TextsForm.values(content))
    if part == "other":
        return OtherForm(data, initial=OtherForm.values(content))
    return ComparisonForm(data, initial=ComparisonForm.values(content), content=content)


_MADE: dict[str, Callable[[Content], list[str]]] = {
    "texts": lambda content: [],
    "other": lambda content: [*wording.procurement(content), *wording.assets(content)],
    "comparison": lambda content: [*wording.narrative(content), wording.note_of_first_table(content)],
}
_CONCERNED = {
    "texts": ("duties", "organisation", "glossary"),
    "other": ("other",),
    "comparison": ("narrative",),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, draft_id: int, part: str) -> HttpResponse:
    """One part of the draft: the form, the sentences it makes, and what is found in them."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_draft(draft_id, reader=actor)
    form = _form_of(part, found.content, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = form.applied(found.content)
            actions.save_draft(draft_id, saved, revision_in(request), by=actor, at=timezone.now())
        except (actions.ChangedMeanwhile, actions.TooMuch, actions.NotNow) as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已保存。"))
            return redirect("budgets:draft_part", draft_id, part)
    judged = queries.judged_draft(found, reader=actor)
    parts = {
        "draft": found,
        "part": part,
        "form": form,
        "made": _MADE[part](found.content),
        "findings": [each for each in queries.found_in(judged, reader=actor) if each.where in _CONCERNED[part]],
    }
    return render(request, "budgets/draft_part.html", parts, status=422 if form.errors else 200)


def revision_in(request: HttpRequest) -> int:
    """The revision a form was opened at; 0, which no draft has, where it does not say."""
    told = request.POST.get("revision", "")
    return int(told) if told.isdecimal() and len(told) < 10 else 0
