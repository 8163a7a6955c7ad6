"""Guidance by questions, and the personal guide it ends in."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunjian.kernel import rates
from yunjian.kernel.addresses import client_address, household
from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries
from ..definitions import Question
from .guides import in_language, papers
from .words import HANDLING

LIMIT = rates.Limit(20, 60)  # guides a minute of one network address
_YES_NO = (("yes", _("是")), ("no", _("不是")))


class QuestionsForm(forms.Form):
    """The questions; none has to be answered."""

    def __init__(self, *args: Any, questions: tuple[Question, ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for each in questions:
            self.fields[each.name] = _field(each)


def _field(question: Question) -> forms.Field:
    label = in_language(question.title, question.title_en)
    if question.kind == "number":
        return forms.DecimalField(label=label, required=False, min_value=0, max_digits=12, decimal_places=2)
    if question.kind == "choice":
        choices = [(each.key, in_language(each.title, each.title_en)) for each in question.choices]
    else:
        choices = [(key, str(title)) for key, title in _YES_NO]
    return forms.ChoiceField(label=label, required=False, choices=[("", gettext("不知道")), *choices])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_item(request: HttpRequest, item: str) -> HttpResponse:
    """The questions of one item."""
    return _ask(request, "items", item)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_theme(request: HttpRequest, theme: str) -> HttpResponse:
    """The questions of a theme and its items, each once."""
    return _ask(request, "themes", theme)


def _ask(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    found = queries.questions(kind, key, at=now, reader=by)
    form = QuestionsForm(request.POST if request.method == "POST" else None, questions=found)
    status = 200
    if request.method == "POST" and form.is_valid():
        name = f"services.guide:{rates.nameless(household(client_address(request)))}"
        if not rates.take(name, LIMIT, at=now).allowed:
            form.add_error(None, gettext("做得太快了，请过一分钟再试。"))
            status = 429
        else:
            answers = {each: str(value) for each, value in form.cleaned_data.items() if value not in (None, "")}
            try:
                return redirect("services:personal_guide", actions.keep_guide(kind, key, answers, by=by, at=now))
            except Declined as refusal:
                form.add_error(None, sentence(refusal))
    view = (queries.theme if kind == "themes" else queries.guide)(key, at=now, reader=by)
    parts = {"form": form, "title": view.title, "back": _back(kind, key)}
    return render(request, "services/questions.html", parts, status=422 if form.errors and status == 200 else status)


def _back(kind: str, key: str) -> str:
    return reverse("services:theme" if kind == "themes" else "services:guide", args=[key])


@never_cache
@require_safe
def kept_guide(request: HttpRequest, guide: str) -> HttpResponse:
    """What somebody has to do, by the address they kept or were given."""
    view = queries.personal_guide(guide, at=timezone.now(), reader=request.actor)  # type: ignore[attr-defined]
    said = dict(_YES_NO)
    answered = [
        (in_language(each.title, each.title_en), said.get(text) or _choice(each, text)) for each, text in view.answered
    ]
    parts = {
        "view": view,
        "title": in_language(view.title, view.title_en),
        "parts": [(each, HANDLING[each.handling]) for each in view.parts],
        "papers": papers(view.papers),
        "answered": answered,
        "back": _back(view.kind, view.key),
        "unfit": [(title, verdict) for title, verdict in view.verdicts if verdict.outcome == "not"],
        "open": [title for title, verdict in view.verdicts if verdict.outcome == "unknown"],
        "address": request.build_absolute_uri(),
    }
    response = render(request, "services/personal.html", parts)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _choice(question: Question, text: str) -> str:
    return next((in_language(each.title, each.title_en) for each in question.choices if each.key == text), text)
