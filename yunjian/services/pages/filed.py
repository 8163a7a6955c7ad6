"""Looking it all over, handing it in, the receipt; and what was handed in, read by those who work on the case."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunjian.cases import queries as cases
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, NotFound
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from ..logic.applying import places_that_differ
from .guides import in_language
from .steps import PAGES, TITLES, number_of, said_by, steps


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, application_id: int) -> HttpResponse:
    """Everything on one page: what is missing, what was filled in, what goes along; and the button."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    refusal = None
    if request.method == "POST":
        try:
            _hand_in(request, application_id, by, now)
        except NotFound:
            raise
        except Declined as declined:
            refusal = sentence(declined)
        else:
            return redirect(PAGES["receipt"], application_id)
    view = queries.application(application_id, at=now, reader=by)
    if not view.is_open:
        return redirect(PAGES["start"], view.id)
    found = queries.problems(view, at=now, reader=by)
    looked = [each for each in queries.prereview(view, at=now, reader=by) if not each.blocks]
    parts = {
        **steps(view, "check"),
        **said_by(view, now, by),
        "problems": [(str(TITLES.get(each.page, "")), PAGES[each.page], each) for each in found],
        "findings": queries.in_words(looked, [view.form] if view.form else [], reader=by),
        "answers": queries.answered(view.questions, view.answers, reader=by),
        "sections": queries.written(view.form, view.values, reader=by),
        "papers": [(in_language(each.wanted.title, each.wanted.title_en), each) for each in view.papers],
        "lends": any(each.given and each.given.materials for each in view.papers),
        "refusal": refusal,
    }
    return render(request, "services/application_check.html", parts, status=422 if refusal else 200)


def _hand_in(request: HttpRequest, application_id: int, by: Actor, at: datetime) -> None:
    """For the first time, or again for each case that waits; the receipt it leads to is the answer."""
    revision = number_of(request)
    if request.POST.get("agreed") != "yes":
        raise NotAgreed()
    waiting = queries.waiting_for(application_id, at=at, reader=by) if request.POST.get("again") == "yes" else ()
    if not waiting:
        actions.hand_in_application(application_id, revision, by=by, at=at)
    for case in waiting:
        actions.hand_in_again(application_id, revision, case, by=by, at=at)


class NotAgreed(Declined):
    """请先勾选“内容属实，同意借出附上的材料”，再提交。"""

    status = 422


@never_cache
@login_required
@require_safe
def receipt(request: HttpRequest, application_id: int) -> HttpResponse:
    """What was handed in, when, and what comes next; to be printed or kept."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    found = queries.receipt(application_id, at=now, reader=by)
    view = found.application
    parts = {
        **steps(view, "receipt"),
        "receipt": found,
        "case": found.case,
        "filed": [(each, queries.written(view.form, each.values, reader=by)) for each in found.filings],
        "ruled": queries.ruled_application(view, reader=by),
        "may_be_ruled": queries.may_be_ruled(view, at=now, reader=by),
    }
    return render(request, "services/receipt.html", parts)


@login_required
@require_POST
def ask_for_person(request: HttpRequest, application_id: int) -> HttpResponse:
    """A person instead of a rule, or after it."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    words = request.POST.get("words", "")
    try:
        actions.ask_for_person(application_id, words, by=by, at=now)
    except (actions.PersonAskedAlready, actions.NotHandedIn, actions.WordsTooLong) as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, gettext("已经记下：由工作人员看您的申请。"))
    return redirect(PAGES["receipt"], application_id)


@login_required
@require_POST
def discard(request: HttpRequest, application_id: int) -> HttpResponse:
    """Throw a draft away."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    try:
        actions.discard_application(application_id, by=by, at=now)
    except actions.NotOpen as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, gettext("草稿已经丢弃，填写的内容已经删除。"))
    return redirect("services:applications")


@login_required
@require_POST
def renew(request: HttpRequest, application_id: int) -> HttpResponse:
    """Bring a draft to the edition in force."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    try:
        actions.renew_application(application_id, number_of(request), by=by, at=now)
    except (actions.AsBefore, actions.ApplicationChanged, actions.NotOpen) as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, gettext("已经改用新版本，请核对一遍。"))
    return redirect(PAGES["start"], application_id)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """What was filled in for a case, to those who work on it: after a click, for who read it stays on record."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_reader_of_filed(by)
    case = cases.case_view(case_id, at=now, reader=by)
    parts: dict[str, Any] = {"case": case}
    if request.method == "POST":
        found = actions.look_at_application(case_id, by=by, at=now)
        lent = {
            number: reverse("materials:lent_material", args=(each.consent, number))
            for number, each in cases.lent_for(case_id, at=now, reader=by).items()
        }
        stand = queries.certificates_given(found, at=now, reader=by)
        parts |= {
            "found": found,
            "points": queries.suggestions(case_id, at=now, reader=by),
            "ruled": queries.ruled_case(case_id, at=now, reader=by),
            "filed": [
                (
                    each,
                    queries.answered(found.questions, each.answers, reader=by),
                    queries.written(found.form, each.values, reader=by),
                    _changed(found, before, each, by) if before else None,
                    [
                        (paper, [(no, lent.get(no, "")) for no in paper.material_ids], stand.get(paper.certificate))
                        for paper in each.papers
                    ],
                )
                for before, each in reversed([*zip((None, *found.filings[:-1]), found.filings, strict=True)])
            ],
        }
    return render(request, "services/of_case.html", parts)


def _changed(
    found: queries.FiledApplication, before: queries.FiledView, now: queries.FiledView, by: Actor
) -> list[str]:
    """What was handed in otherwise than the time before: answers, places of the form, papers."""
    answers = [
        in_language(each.title, each.title_en)
        for each in found.questions
        if before.answers.get(each.name) != now.answers.get(each.name)
    ]
    differing = sorted(places_that_differ(before.values, now.values))
    places = [queries.titled_place(found.form, each, reader=by) for each in differing] if found.form else []
    given = {each.paper: each for each in before.papers}
    return [*answers, *places, *(each.title for each in now.papers if given.get(each.paper) != each)]
