"""An act on a case: what must be said with it, and the refusal where it is declined."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined
from yunjian.parties import queries as parties
from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries
from ..policy import seen_by
from .certifying import CertifyForm
from .forms import (
    AnswerElsewhereForm,
    CausesForm,
    ConsultForm,
    ExtendForm,
    ForwardForm,
    MissingForm,
    PlainForm,
    ReasonsForm,
    ReviewForm,
    SettleForm,
    SpecialForm,
    SupplementForm,
    TakenInForm,
    TellForm,
    ToForm,
    WordsForm,
)
from .words import GRAVE, TITLES

Given = dict[str, Any]


@dataclass(frozen=True)
class _Act:
    """An act as it is asked for: its form; what it is about; how what was said goes to the action."""

    form: type[forms.Form]
    do: Callable[..., object]
    says: Callable[[Given], tuple[Any, ...]] = lambda given: ()
    about: str = "case"  # case, step, both
    move: str = ""  # for which causes are given


def _yes(key: str, words: str) -> Callable[[Given], tuple[Any, ...]]:
    return lambda given: (given[key] == "yes", given[words])


def _why(words: str) -> Callable[[Given], tuple[Any, ...]]:
    return lambda given: (given[words], given.get("causes", ()))


def _answer(given: Given) -> tuple[bool, str, list[str]]:
    return given["granted"] == "yes", given["reasons"], given.get("causes", [])


def _said(*keys: str) -> Callable[[Given], tuple[Any, ...]]:
    return lambda given: tuple(given[key] for key in keys)


def _lines(given: Given) -> tuple[list[str], list[str]]:
    return [line.strip() for line in given["missing"].splitlines() if line.strip()], given.get("causes", [])


def _answer_elsewhere(case: int, given: Given, *, by: Actor, at: datetime) -> None:
    actions.answer_elsewhere(
        case, given["answer"], given["on"], number=given["number"], accepted_on=given["accepted_on"],
        words_of_it=given["reasons"], missing=_lines(given)[0], by=by, at=at,
    )  # fmt: skip


def _note_taken_in(case: int, given: Given, *, by: Actor, at: datetime) -> None:
    actions.note_taken_in(
        case, given["region"], given["reference"], given["means"], given["on"], tracking=given["tracking"], by=by, at=at
    )


ACTS = {
    "submit": _Act(PlainForm, actions.submit),
    "return_for_changes": _Act(ReasonsForm, actions.return_for_changes, _why("reasons"), move="return_for_changes"),
    "pass_pre_review": _Act(PlainForm, actions.pass_pre_review),
    "receive": _Act(PlainForm, actions.receive),
    "notify_correction": _Act(MissingForm, actions.notify_correction, _lines, move="notify_correction"),
    "hand_in_correction": _Act(PlainForm, actions.hand_in_correction),
    "accept": _Act(PlainForm, actions.accept),
    "refuse_acceptance": _Act(ReasonsForm, actions.refuse_acceptance, _why("reasons"), move="refuse_acceptance"),
    "settle_at_once": _Act(SettleForm, actions.settle_at_once, _answer, move="refuse"),
    "forward": _Act(ForwardForm, actions.forward, _said("means", "tracking")),
    "answer_elsewhere": _Act(AnswerElsewhereForm, _answer_elsewhere, lambda given: (given,)),
    "note_taken_in": _Act(TakenInForm, _note_taken_in, lambda given: (given,)),
    "tell_region": _Act(TellForm, actions.tell_region, _said("number")),
    "review_step": _Act(ReviewForm, actions.review_step, _yes("favourable", "opinion"), "step"),
    "start_special": _Act(SpecialForm, actions.start_special, _said("kind", "told_days"), "step"),
    "resume": _Act(PlainForm, actions.resume, about="step"),
    "ask_supplement": _Act(SupplementForm, actions.ask_supplement, _said("words"), "step"),
    "take_supplement": _Act(PlainForm, actions.take_supplement),
    "extend": _Act(ExtendForm, actions.extend, _said("days", "reason")),
    "decide": _Act(SettleForm, actions.decide, _answer, move="refuse"),
    "certify": _Act(CertifyForm, actions.certify, lambda given: (given["contents"],) if "contents" in given else ()),
    "deliver": _Act(PlainForm, actions.deliver),
    "withdraw": _Act(PlainForm, actions.withdraw),
    "terminate": _Act(ReasonsForm, actions.terminate, _why("reasons"), move="terminate"),
    "archive": _Act(PlainForm, actions.archive),
    "claim": _Act(PlainForm, actions.claim, about="step"),
    "put_back": _Act(PlainForm, actions.put_back, about="step"),
    "hand_over": _Act(ToForm, actions.hand_over, _said("to"), "step"),
    "reassign": _Act(ToForm, actions.reassign, _said("to"), "step"),
    "declare_conflict": _Act(WordsForm, actions.declare_conflict, _said("words"), "step"),
    "consult": _Act(ConsultForm, actions.consult, _said("unit", "words"), "step"),
    "answer_consultation": _Act(WordsForm, actions.answer_consultation, _said("words"), "both"),
    "add_note": _Act(WordsForm, actions.add_note, _said("words"), "step"),
}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, case_id: int, act: str) -> HttpResponse:
    """Do it, or ask what must be said with it. Which step or consultation it is about, ``on`` says."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    wanted = ACTS.get(act)
    if wanted is None:
        raise Http404
    view = queries.case_view(case_id, at=now, reader=by)
    on = _number(request.POST.get("on") or request.GET.get("on") or "0")
    done = request.method == "POST" and "written" not in request.POST
    form = _form(wanted, request.POST if done else None, view, on, by, now)
    if request.method == "POST" and not done:  # words written on another page: shown here, and nothing is done yet
        form.initial = {name: request.POST[name] for name in form.fields if name in request.POST}
    if done and form.is_valid():
        try:
            wanted.do(*_about(wanted, view, on), *wanted.says(form.cleaned_data), by=by, at=now)
        except Declined as refusal:
            _show(form, refusal)
        else:
            messages.success(request, gettext("已办理：%(act)s。") % {"act": TITLES[act]})
            return _back(case_id, now, by)
    step = next((each for each in view.steps if each.id == on), None)
    asked = next((each for each in view.consultations if each.id == on), None) if wanted.about == "both" else None
    parts = {"form": form, "case": view, "title": TITLES[act], "grave": act in GRAVE, "on": on, "step": step,
             "asked": asked, "plain": isinstance(form, PlainForm)}  # fmt: skip
    return render(request, "cases/act.html", parts, status=422 if form.errors else 200)


def _about(wanted: _Act, view: queries.CaseView, on: int) -> tuple[int, ...]:
    """The step must be one of this case: the address and what is done speak of the same."""
    if wanted.about == "case":
        return (view.id,)
    if wanted.about == "both":
        return (view.id, on)
    if on not in {each.id for each in view.steps}:
        raise Http404
    return (on,)


def _form(wanted: _Act, data: Any, view: queries.CaseView, on: int, reader: Actor, at: datetime) -> forms.Form:
    kind = wanted.form
    if issubclass(kind, CausesForm):
        return kind(data, causes=queries.causes_for(wanted.move, at=at, reader=reader))
    if kind is CertifyForm:
        making = queries.certifying(view.id, reader=reader, at=at)
        return CertifyForm(data, making=making) if making else PlainForm(data)
    if kind is ToForm:
        return ToForm(data, colleagues=queries.colleagues(on, reader=reader))
    if kind is ConsultForm:
        units = [(each.key, each.title) for each in parties.units(reader=reader) if each.key != view.unit]
        return ConsultForm(data, units=units)
    if kind is TakenInForm:
        known = queries.regions_that_take_in(view.procedure, at=at, reader=reader)
        return TakenInForm(data, regions=[(each.key, each.title) for each in known])
    return kind(data)


def _show(form: forms.Form, refusal: Declined) -> None:
    if isinstance(form, CertifyForm):
        form.show(refusal)
    else:
        form.add_error(None, sentence(refusal))


def _back(case_id: int, at: datetime, by: Actor) -> HttpResponse:
    """To the case, while one may still see it."""
    return redirect("cases:case", case_id) if seen_by(by, case_id, at) else redirect("cases:todo")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
