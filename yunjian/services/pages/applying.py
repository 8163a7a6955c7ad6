"""Applying: begin, answer the questions, fill in the form with what is typed kept as it is typed; one's own list."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined
from yunjian.parties import queries as parties
from yunjian.ui.listing import Column, Filter, Table
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from ..definitions import Form
from ..logic import posted
from ..logic.applying import places_that_differ
from ..logic.filling import to_fill
from ..models import Application
from ..queries import ApplicationView
from .filling import change_rows, drawn
from .guides import in_language
from .personal import QuestionsForm
from .steps import PAGES, next_page, number_of, said_by, said_of_sources, steps, value_at

TABLE = Table(
    columns=(Column("title", _("办什么"), sortable=True), Column("saved", _("最近保存"), "date", sortable=True)),
    filters=(Filter("q", _("名称")), Filter("state", _("状态"), "choice")),
    sort="-saved",
    sizes=(20, 50),
)


class OwnForm(forms.Form):
    """For whom: oneself, or whom one acts for."""

    applicant = forms.ChoiceField(label=_("申请人"))

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["applicant"].choices = owners  # type: ignore[attr-defined]
        if len(owners) == 1:
            self.fields["applicant"].initial = owners[0][0]


class WindowForm(forms.Form):
    """For whom, by the papers somebody shows at the window."""

    name = forms.CharField(label=_("申请人姓名或者名称"), max_length=100)
    number = forms.CharField(label=_("身份证号码或者统一社会信用代码"), max_length=40)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, item: str) -> HttpResponse:
    """Begin to apply for an item: who applies; or go on with a draft."""
    return _begin(request, Application.Kind.ITEM, item)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply_theme(request: HttpRequest, theme: str) -> HttpResponse:
    """Begin to apply for several items as one thing."""
    return _begin(request, Application.Kind.THEME, theme)


def _begin(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    by, now = _who(request)
    ground = queries.ground_in_force(kind, key, at=now, reader=by)
    at_window = policy.assists_somewhere(by)
    data = request.POST if request.method == "POST" else None
    form: forms.Form = WindowForm(data) if at_window else OwnForm(data, owners=owners(by))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if at_window:
                applicant = parties.party_known_as(given["name"], given["number"], reader=by)
            else:
                applicant = given["applicant"]
            made = actions.begin_application(key, applicant, kind=kind, by=by, at=now)
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return redirect(PAGES["questions"] if ground.questions else PAGES["form"], made)
    parts = {
        "form": form,
        "title": in_language(ground.whole.title, ground.whole.title_en),
        "guide": "services:theme" if kind == Application.Kind.THEME else "services:guide",
        "key": key,
        "nobody": not at_window and not owners(by),
        "drafts": queries.open_drafts(kind, key, reader=by),
    }
    return render(request, "services/apply.html", parts, status=422 if form.errors else 200)


def owners(by: Actor) -> list[tuple[str, str]]:
    """Oneself, or whom one acts for."""
    named = parties.principal_name(reader=by) if by.acting_for else by.name
    return [(each, named or gettext("本人")) for each in policy.applicants(by)]


@never_cache
@login_required
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """What I applied for, what I have not finished, and where each case is."""
    reader, now = _who(request)
    choices = {"state": {key: str(title) for key, title in Application.State.choices}}
    ask = TABLE.ask(request.GET, choices=choices)
    listing = TABLE.listing(ask, queries.own_applications(ask, at=now, reader=reader))
    return render(request, "services/applications.html", {"listing": listing})


@never_cache
@login_required
@require_safe
def application(request: HttpRequest, application_id: int) -> HttpResponse:
    """Where one stands: go on with a draft; what was handed in, and what the window asks for."""
    by, now = _who(request)
    view = queries.application(application_id, at=now, reader=by)
    if not view.is_draft and view.handed_in_at and not view.waiting:
        return redirect(PAGES["receipt"], application_id)
    return render(request, "services/application.html", {**steps(view, "start"), **said_by(view, now, by)})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, application_id: int) -> HttpResponse:
    """The questions that decide whether one can apply and which papers it takes."""
    by, now = _who(request)
    view = queries.application(application_id, at=now, reader=by)
    data = request.POST if request.method == "POST" else None
    form = QuestionsForm(data, questions=view.questions, initial=dict(view.answers))
    if request.method == "POST" and form.is_valid():
        answers = {each: str(value) for each, value in form.cleaned_data.items() if value not in (None, "")}
        try:
            actions.save_application(view.id, number_of(request), answers=answers, by=by, at=now)
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return redirect(next_page(view, "questions"), view.id)
    parts = {**steps(view, "questions"), "form": form}
    return render(request, "services/application_questions.html", parts, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, application_id: int) -> HttpResponse:
    """The form. It is kept as it is, right or not; who goes on hears what is wrong and may still go on later."""
    by, now = _who(request)
    view = queries.application(application_id, at=now, reader=by)
    if view.form is None:
        return redirect(next_page(view, "form"), view.id)
    if request.method != "POST":
        return _form(request, view, view.form, dict(view.values))
    given = posted.document(request.POST.dict(), view.form)
    do = request.POST.get("do", "")
    changed = change_rows(given, do, view.form)
    try:
        actions.save_application(view.id, number_of(request), values=given, by=by, at=now)
    except actions.ApplicationChanged as refusal:
        return _form(
            request,
            view,
            view.form,
            given,
            refusal=refusal,
            differing=_differing(view, view.form, given, by),
            status=409,
        )
    except Declined as refusal:
        return _form(request, view, view.form, given, refusal=refusal, status=refusal.status)
    if changed or do == "save":
        if not changed:
            messages.success(request, gettext("已经保存。"))
        return redirect(PAGES["form"], view.id)
    if wrong := queries.findings(view.form, given, reader=by):
        found, view = view.form, queries.application(application_id, at=now, reader=by)
        return _form(request, view, found, given, wrong=wrong, status=422)
    return redirect(next_page(view, "form"), view.id)


def _form(
    request: HttpRequest,
    view: ApplicationView,
    found: Form,
    given: dict[str, Any],
    *,
    wrong: tuple[queries.Finding, ...] = (),
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    can_fill = view.is_open and not view.assisting and bool(to_fill(found, given))
    sources = said_of_sources(view)
    parts = {**drawn(found, given, wrong, sources), **steps(view, "form"), "can_fill": can_fill, **more}
    return render(request, "services/application_form.html", parts, status=status)


def _differing(view: ApplicationView, found: Form, given: dict[str, Any], by: Actor) -> list[tuple[str, str, str]]:
    """Where what was typed and what is kept do not say the same: the field, kept, typed."""
    kept, typed = found.tidy(view.values), found.tidy(given)
    return [
        (queries.titled_place(found, place, reader=by), value_at(kept, place), value_at(typed, place))
        for place in sorted(places_that_differ(kept, typed))
    ]


@login_required
@require_POST
def fill(request: HttpRequest, application_id: int) -> HttpResponse:
    """Fill the empty fields from what the district has."""
    by, now = _who(request)
    try:
        actions.fill_application(application_id, number_of(request), by=by, at=now)
    except (actions.NothingToFill, actions.NotAtTheWindow, actions.ApplicationChanged, actions.NotOpen) as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, gettext("已经填上平台有的信息，每一项都写了来源。请核对，不对的可以改。"))
    return redirect(PAGES["form"], application_id)


@login_required
@require_POST
def save(request: HttpRequest, application_id: int) -> JsonResponse:
    """What the page's script sends while one types; told in JSON, with a sentence when it is not kept."""
    by, now = _who(request)
    try:
        view = queries.application(application_id, at=now, reader=by)
        if view.form is None:
            raise actions.NotOpen()
        given, revision = posted.document(request.POST.dict(), view.form), number_of(request)
        if given != view.values or revision != view.revision:
            revision = actions.save_application(view.id, revision, values=given, by=by, at=now)
    except Declined as refusal:
        return JsonResponse({"said": sentence(refusal)}, status=refusal.status)
    return JsonResponse({"revision": revision})


def _who(request: HttpRequest) -> tuple[Actor, datetime]:
    return request.actor, timezone.now()  # type: ignore[attr-defined]
