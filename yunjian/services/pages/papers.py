"""The papers of an application: what each is, who already has it, and how it is given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined
from yunjian.materials import queries as materials
from yunjian.ui.listing import Ask
from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries
from ..queries import ApplicationView, PaperStatus
from .guides import in_language
from .steps import PAGES, number_of, steps
from .words import NEEDS

NEWEST = Ask(sort="kept_at", descending=True, size=100)
WAYS = {
    "MATERIAL": _("附上我的材料"),
    "CERTIFICATE": _("用我的电子证照，免交"),
    "REGISTER": _("由办理单位查登记簿，免交"),
    "PROMISE": _("用承诺代替"),
    "FOLLOWS": _("以后补交"),
    "AT_WINDOW": _("纸质件已经交到窗口"),
}


@dataclass(frozen=True, slots=True)
class PaperBox:
    """One paper as the page draws it."""

    status: PaperStatus
    title: str
    need: Any
    ways: tuple[tuple[str, Any], ...]
    offered: tuple[tuple[int, str, bool], ...]  # materials that may be attached; whether it is
    attached: tuple[tuple[int, str], ...]
    drawer: str  # where one hands in what is missing


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, application_id: int) -> HttpResponse:
    """Each paper with the ways it may be given; what the district has is not asked for."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    view = queries.application(application_id, at=now, reader=by)
    refusal, wrong = None, ""
    if request.method == "POST":
        wrong = request.POST.get("paper", "")[:80]
        try:
            _do(request, view, wrong, by, now)
        except Declined as declined:
            refusal = sentence(declined)
        else:
            return redirect(f"{reverse(PAGES['papers'], args=[view.id])}#paper-{wrong}")
    boxes = _boxes(view, by, now)
    left = [each for each in boxes if not each.status.is_settled]
    parts = {**steps(view, "papers"), "boxes": boxes, "left": left, "refusal": refusal, "wrong": wrong}
    return render(request, "services/application_papers.html", parts, status=422 if refusal else 200)


def _do(request: HttpRequest, view: ApplicationView, paper: str, by: Actor, now: datetime) -> None:
    revision = number_of(request)
    if request.POST.get("do") == "take_back":
        actions.take_back_paper(view.id, revision, paper, by=by, at=now)
        return
    chosen = [int(each) for each in request.POST.getlist("materials")[:50] if each.isascii() and each.isdecimal()]
    way = request.POST.get("way", "")
    numbers = chosen if way == "MATERIAL" else ()
    actions.give_paper(view.id, revision, paper, way, materials=numbers, by=by, at=now)


def _boxes(view: ApplicationView, by: Actor, now: datetime) -> list[PaperBox]:
    """The drawer is asked once; the window does not open it."""
    rows: tuple[materials.MaterialView, ...] = ()
    if not view.assisting:
        rows = materials.drawer(view.applicant, NEWEST, reader=by, at=now).rows
    return [_box(each, view, rows) for each in view.papers]


def _box(status: PaperStatus, view: ApplicationView, rows: tuple[materials.MaterialView, ...]) -> PaperBox:
    wanted, given = status.wanted, status.given
    chosen = set(given.material_ids) if given else set()
    names = {each.id: f"{each.type_title} · {each.file_name}" for each in rows}
    fitting = [
        each
        for each in rows
        if (each.state == "KEPT" or each.is_lendable) and (not wanted.type or each.type == wanted.type)
    ]
    if view.assisting:
        ways = [*(each for each in wanted.ways if each not in ("MATERIAL", "CERTIFICATE")), "AT_WINDOW"]
    else:
        ways = list(wanted.ways)
    return PaperBox(
        status,
        in_language(wanted.title, wanted.title_en),
        NEEDS[wanted.need],
        tuple((each, WAYS[each]) for each in ways),
        tuple((each.id, names[each.id], each.id in chosen) for each in fitting),
        tuple((number, names.get(number, "")) for number in sorted(chosen)),
        f"{reverse('materials:hand_in')}?{urlencode({'type': wanted.type})}",
    )
