"""The one to-do list: looked at, narrowed, exported, worked off row by row or many rows at once."""

from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties
from yunjian.ui.listing import Ask, Column, Filter, Table, export_csv

from .. import actions, policy, queries
from .words import COLOURS, TITLES

TODO = Table(
    columns=(
        Column("case", _("编号"), "number", sortable=True),
        Column("subject", _("申请事由")),
        Column("applicant", _("申请人")),
        Column("procedure_title", _("办理事项")),
        Column("stage_title", _("环节")),
        Column("state_title", _("状态")),
        Column("arrived", _("到达"), "date", sortable=True, value=lambda row: row.opened_on),
        Column("due", _("期满"), "date", sortable=True, value=lambda row: row.due_on),
        Column("colour_title", _("缓急")),
    ),
    filters=(
        Filter("text", _("编号、事由或者申请人")),
        Filter("colour", _("缓急"), "choice"),
        Filter("procedure", _("办理事项"), "choice"),
        Filter("stage", _("环节"), "choice"),
        Filter("unit", _("单位"), "choice"),
        Filter("hands", _("经手"), "choice"),
    ),
    sort="due",
    sizes=(50, 100, 200),
)
MOST_EXPORTED = 20_000
BULK = {
    "claim": (actions.claim, "step"),
    "put_back": (actions.put_back, "step"),
    "pass_pre_review": (actions.pass_pre_review, "case"),
    "receive": (actions.receive, "case"),
    "accept": (actions.accept, "case"),
    "certify": (actions.certify, "case"),
    "deliver": (actions.deliver, "case"),
}


@never_cache
@login_required
@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """What waits for me, the most pressing first."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_staff(reader)
    ask = _asked(request, reader, now)
    counts = queries.counts(at=now, reader=reader)
    found = queries.todo(_wanted(ask), ask, total=None if ask.values else counts.total, at=now, reader=reader)
    names = parties.masked_names({each.applicant for each in found.rows}, reader=reader)
    people = parties.names_of_staff({each.holder for each in found.rows}, reader=reader)
    listing = TODO.listing(ask, found)
    shown = [
        (each, names.get(each.applicant, ""), people.get(each.holder, ""), COLOURS[each.colour]) for each in found.rows
    ]
    parts: dict[str, Any] = {
        "listing": listing,
        "shown": shown,
        "counts": [(key, title, getattr(counts, key.lower()), COLOURS[key], listing.url(colour=key))
                   for key, title in ask.choices["colour"].items()],
        "total": counts.total,
        "asked": queries.asked_of_us(reader=reader),
        "acts": [(name, TITLES[name]) for name in BULK],
        "leads": policy.leads(reader),
        "counts_others": policy.counts(reader),
        "takes_in": policy.takes_in(reader),
        "keeps_records": queries.keeps_records(reader=reader),
        "inspects": policy.inspects(reader),
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "cases/todo.html", parts)


@never_cache
@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole list, as it was narrowed, for a spreadsheet."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_staff(reader)
    ask = _asked(request, reader, now)
    rows = list(islice(queries.all_todo(_wanted(ask), ask, at=now, reader=reader), MOST_EXPORTED))
    names = parties.masked_names({each.applicant for each in rows}, reader=reader)
    named = (replace(each, applicant=names.get(each.applicant, "")) for each in rows)
    return export_csv(TODO.columns, named, gettext("待办"))


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """One act on many rows: what is declined for one leaves the others done, and each says what became of it."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_staff(by)
    name = request.POST.get("act", "")
    rows = [_row(each) for each in request.POST.getlist("row")]
    chosen = [each for each in rows if each is not None]
    parts: dict[str, Any] = {"title": TITLES.get(name, ""), "results": (), "done": 0}
    if name in BULK and chosen:
        do, about = BULK[name]
        steps = [step if about == "step" else case for step, case in chosen]
        cases = {(step if about == "step" else case): case for step, case in chosen}
        results = actions.for_each(do, steps, by=by, at=now)
        parts["results"] = [(cases[each.id], each.refusal) for each in results]
        parts["done"] = sum(each.refusal is None for each in results)
    return render(request, "cases/bulk.html", parts, status=200 if parts["results"] else 422)


def _asked(request: HttpRequest, reader: Actor, at: datetime) -> Ask:
    return TODO.ask(request.GET, choices=queries.choices(at=at, reader=reader))


def _wanted(ask: Ask) -> queries.Wanted:
    return queries.Wanted(
        **{key: ask.get(key, "") for key in ("text", "colour", "procedure", "stage", "unit", "hands")}
    )


def _row(text: str) -> tuple[int, int] | None:
    """``7-3``: step 7 of case 3."""
    step, _, case = text.partition("-")
    numbers = [each for each in (step, case) if each.isascii() and each.isdecimal() and len(each) < 18]
    return (int(step), int(case)) if len(numbers) == 2 else None
