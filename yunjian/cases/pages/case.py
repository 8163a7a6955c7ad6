"""A case: where it stands and why, and what may be done with it now; and the list of one's own."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunjian.kernel.actor import Actor
from yunjian.materials import queries as materials
from yunjian.ui.beside import besides
from yunjian.ui.listing import Column, Table

from .. import policy, queries
from ..actions.attaching import OPEN_TO_MORE
from ..models import Document
from .words import GRAVE, TITLES

OWN = Table(columns=(Column("case", "", sortable=True),), sort="-case", sizes=(20, 50))
AT_A_STEP = {"review_step", "start_special", "resume", "ask_supplement", "claim", "put_back", "hand_over", "reassign",
             "declare_conflict", "consult", "add_note"}  # fmt: skip


@never_cache
@login_required
@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case, to its applicant and to those who work on it."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    view = queries.case_view(case_id, at=now, reader=reader)
    parts: dict[str, Any] = {
        "case": view,
        "acts": [_button(each) for each in view.offers if each.act not in AT_A_STEP and each.act in TITLES
                 and each.act != "answer_consultation"],
        "steps": [(step, [_button(each) for each in view.offers if each.on == step.id and each.act in AT_A_STEP])
                  for step in view.steps],
        "papers": [(each.kind.lower().replace("_", "-"), Document.Kind(each.kind).label) for each in view.offers
                   if each.act == "make_document"],
        "receives": not view.archived_at and (
            not view.inside or any(each.act == "receive_document" for each in view.offers)
        ),
        "attaches": not view.inside and view.state in OPEN_TO_MORE,
        "beside": besides("case", case_id, reader=reader),
        "archived": view.archived_at and policy.keeps_record_of(reader, view.unit),
        "answers": {each.on for each in view.offers if each.act == "answer_consultation"},
        "materials": _materials(view, reader, now),
        "happened": [(each, TITLES.get(each.move, each.title)) for each in view.happened],
    }  # fmt: skip
    return render(request, "cases/case.html", parts)


def _materials(view: queries.CaseView, reader: Actor, at: datetime) -> list[tuple[int, str, str]]:
    """Number, name and address of each material; without an address where the reader may not open it."""
    numbers = [int(each.partition(":")[2]) for each in view.materials if each.startswith("material:")]
    if not view.inside:
        names = materials.own_names(numbers, reader=reader)
        return [
            (each, names.get(each, ""), reverse("materials:material", args=(each,)) if each in names else "")
            for each in numbers
        ]
    lent = queries.lent_for(view.id, at=at, reader=reader) if numbers else {}
    return [
        (each, found.type_title, reverse("materials:lent_material", args=(found.consent, each)))
        if (found := lent.get(each))
        else (each, "", "")
        for each in numbers
    ]


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where one begins: who works on cases at the to-do list, everybody else at their own."""
    works = policy.works_on_cases(request.actor)  # type: ignore[attr-defined]
    return redirect("cases:todo" if works else "cases:mine")


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I applied for, and where it is."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    ask = OWN.ask(request.GET)
    found = queries.own_cases(ask, at=now, reader=reader)
    works, parents = policy.works_on_cases(reader), queries.own_parents(reader=reader)
    return render(request, "cases/mine.html", {"listing": OWN.listing(ask, found), "works": works, "parents": parents})


def _button(offer: queries.Offer) -> dict[str, Any]:
    return {"act": offer.act, "on": offer.on, "title": TITLES[offer.act], "grave": offer.act in GRAVE}
