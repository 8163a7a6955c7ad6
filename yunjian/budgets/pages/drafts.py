"""An officer prepares the department's own disclosure: the drafts, a new one, one whole, and each step it takes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Forbidden, NotFound
from yunjian.kernel.kept import kept
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from .beginnings import EMPTY, LAST_YEAR, READING, WORKBOOK, Beginning, CannotBegin
from .upload import units_kept_by

SOURCES = (
    (LAST_YEAR, _("从上年公开的预算：沿用文字、科目和项目，金额重填")),
    (WORKBOOK, _("从填好的 Excel：九张表的数字取自文件")),
    (READING, _("从本年度已读取的文件：内容全部照搬，改好后公开新的一版")),
    (EMPTY, _("从空白开始")),
)
SHORT = {LAST_YEAR: _("从上年公开的预算"), READING: _("从本年度已读取的文件")}
PARTS = (
    ("texts", _("职能、机构、名词解释")),
    ("comparison", _("与上年比较和科目用途")),
    ("other", _("采购和资产")),
)


class StartForm(forms.Form):
    """For which unit and year, and from what."""

    unit = forms.ChoiceField(label=_("单位"))
    year = forms.IntegerField(label=_("预算年度"), min_value=1994, max_value=2100)
    source = forms.ChoiceField(label=_("从什么开始"), choices=SOURCES, widget=forms.RadioSelect, initial=LAST_YEAR)
    file = forms.FileField(
        label=_("填好的 Excel"),
        required=False,
        help_text=_("只在从 Excel 开始时需要。格式与公开的九张表相同；可先从空白开始，再下载填报表。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, units: dict[str, str], actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._units, self._actor = units, actor
        self.fields["unit"].choices = list(units.items())  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].initial = next(iter(units))
            self.fields["unit"].widget = forms.HiddenInput()
        self._offer_what_can_work()

    def _offer_what_can_work(self) -> None:
        """The first way that can work is chosen beforehand; of each that cannot it is said why."""
        unit, year = self["unit"].value() or next(iter(self._units)), str(self["year"].value())
        if unit not in self._units or not (year.isascii() and year.isdecimal() and len(year) == 4):
            return
        lacking = Beginning(unit, int(year), self._actor).lacking()
        source = self.fields["source"]
        source.initial = next(each for each in (LAST_YEAR, READING, EMPTY) if each not in lacking)
        reasons = [
            gettext("%(unit)s没有 %(year)s 年已公开的部门预算，所以不能“%(way)s”。")
            % {"unit": self._units[unit], "year": lacking[key], "way": str(SHORT[key])}
            for key in lacking
        ]
        source.help_text = " ".join(reasons)


@login_required
@require_safe
@kept
def drafts(request: HttpRequest) -> HttpResponse:
    """What is being prepared, and what was."""
    actor = request.actor  # type: ignore[attr-defined]
    policy.require_staff(actor)
    parts = {"drafts": queries.own_drafts(reader=actor), "may_start": policy.is_any_officer(actor, policy.PREPARE)}
    return render(request, "budgets/drafts.html", parts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin a draft."""
    actor = request.actor  # type: ignore[attr-defined]
    units = units_kept_by(actor, policy.PREPARE)
    if not units:
        raise Forbidden()
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = StartForm(*given, units=units, actor=actor, initial={"year": timezone.localdate().year + 1})
    parts: dict[str, Any] = {"form": form, "units": units}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            content = Beginning(told["unit"], told["year"], actor).content(told["source"], told["file"])
            begun = actions.start_draft(told["unit"], content, told["source"], by=actor, at=timezone.now())
        except actions.AlreadyDrafting as refusal:
            parts["already"] = refusal.draft
            form.add_error(None, sentence(refusal))
        except CannotBegin as refusal:
            form.add_error("file" if told["source"] == WORKBOOK else "source", sentence(refusal))
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return redirect("budgets:draft", begun)
    return render(request, "budgets/start_draft.html", parts, status=422 if form.errors else 200)


@login_required
@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Where the draft stands, what is found in it, and what may be done with it."""
    return show(request, draft_id)


def show(request: HttpRequest, draft_id: int, refusal: Declined | None = None, words: str = "") -> HttpResponse:
    """The draft whole; after a refused step with what was wrong and what had been written."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_draft(draft_id, reader=actor)
    judged = queries.judged_draft(found, reader=actor)
    tables = [
        (sheet.number, queries.table_title(sheet.number, found.content.year, reader=actor), sheet.is_empty,
         len(judged.of(f"sheet:{sheet.number}")))
        for sheet in found.content.sheets
    ]  # fmt: skip
    parts = {
        "draft": found,
        "tables": tables,
        "parts": PARTS,
        "findings": queries.found_in(judged, reader=actor),
        "errors": len(judged.errors),
        "must_sign": bool(judged.errors) and found.signature is None,
        "refusal": refusal,
        "words": words,
        "published": _published(found, actor),
    }
    return render(request, "budgets/draft.html", parts, status=refusal.status if refusal else 200)


def _published(found: queries.OpenDraft, actor: Any) -> queries.DisclosureView | None:
    return queries.disclosure(found.view.published, reader=actor) if found.view.published else None


STEPS = {
    "submit": (actions.submit_draft, False, _("已提交复核。")),
    "withdraw": (actions.withdraw_draft, False, _("已撤回，可以修改了。")),
    "return": (actions.return_draft, True, _("已退回修改。")),
    "review": (actions.review_draft, True, _("复核通过，已送批准。")),
    "approve": (actions.approve_draft, True, _("已批准，可以公开了。")),
    "sign": (actions.sign_exception, True, _("已签字说明。")),
    "discard": (actions.discard_draft, True, _("已作废。")),
    "publish": (actions.publish_draft, False, _("已公开。PDF、Word 和 Excel 正在生成。")),
}


@require_POST
def step(request: HttpRequest, draft_id: int, step: str) -> HttpResponse:
    """One step of the draft's way."""
    if step not in STEPS:
        raise NotFound()
    act, takes_words, done = STEPS[step]
    words = request.POST.get("words", "")
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    try:
        act(draft_id, *([words] if takes_words else []), by=actor, at=now)  # type: ignore[operator]
    except (Forbidden, NotFound):
        raise
    except Declined as refusal:
        return show(request, draft_id, refusal, words)
    messages.success(request, gettext(str(done)))
    return redirect("budgets:draft", draft_id)
