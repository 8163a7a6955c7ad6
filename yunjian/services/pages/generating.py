"""Words a language model writes: a draft beside a case, an item in plain words. Labelled, and bound to nothing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunjian.cases import queries as cases
from yunjian.kernel import rates
from yunjian.kernel.addresses import client_address, household
from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from .guides import in_language
from .words import DRAFTS


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, case_id: int) -> HttpResponse:
    """What is to be drafted, of what the reader may write now."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_reader_of_filed(by)
    if not queries.has_model(reader=by):
        raise actions.NoModel()
    view = cases.case_view(case_id, at=now, reader=by)
    refusal = None
    if request.method == "POST":
        try:
            text = actions.ask_for_draft(case_id, request.POST.get("act", ""), by=by, at=now)
        except Declined as declined:
            if declined.status in (403, 404):
                raise
            refusal = declined
        else:
            return redirect("services:draft_text", case_id, text)
    acts = dict.fromkeys(each.act for each in queries.draftable(view, reader=by))
    parts = {"case": view, "acts": [(each, DRAFTS[each]) for each in acts],
             "refusal": sentence(refusal) if refusal else ""}  # fmt: skip
    return render(request, "services/draft_ask.html", parts, status=refusal.status if refusal else 200)


@never_cache
@login_required
@require_safe
def draft_text(request: HttpRequest, case_id: int, text_id: int) -> HttpResponse:
    """The draft, to be edited and taken over into the act; until it is there the page looks again by itself."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_reader_of_filed(by)
    view = cases.case_view(case_id, at=now, reader=by)
    found = queries.generated_draft(text_id, case_id, at=now, reader=by)
    offer = next((each for each in queries.draftable(view, reader=by) if each.act == found.act), None)
    parts = {"case": view, "text": found, "title": DRAFTS[found.act], "offer": offer}
    return render(request, "services/draft_text.html", parts)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def explanation(request: HttpRequest, item: str) -> HttpResponse:
    """An item in plain words: as it was written once, or to be asked for."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    language = (get_language() or "zh-hans").lower()
    view = queries.guide(item, at=now, reader=by)
    refusal = None
    if request.method == "POST":
        address = rates.nameless(household(client_address(request)))
        try:
            actions.ask_for_explanation(item, language, address, by=by, at=now)
        except actions.NoModel:
            raise
        except actions.ExplainedAlready:
            return redirect("services:explanation", item)
        except Declined as declined:
            refusal = declined
        else:
            return redirect("services:explanation", item)
    found = queries.explained(view.item, language, at=now, reader=by)
    parts = {"item": view.item, "name": in_language(view.item.title, view.item.title_en), "text": found,
             "refusal": sentence(refusal) if refusal else "", "offered": queries.has_model(reader=by)}  # fmt: skip
    return render(request, "services/explanation.html", parts, status=refusal.status if refusal else 200)
