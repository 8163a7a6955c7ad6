"""The one to-do list: looked at, narrowed, exported, worked off row by row or many rows at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache, partial
from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties
from yunjian.ui.formats import NOTHING
from yunjian.ui.listing import Ask, Column, Filter, Table, export_csv
from yunjian.ui.rows import written
from yunjian.ui.templatetags.ui import tag

from .. import actions, policy, queries
from .forms import ReasonsForm
from .words import COLOURS, GRAVE, TITLES

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
BULK: dict[str, tuple[Callable[..., object], str]] = {
    "claim": (actions.claim, "step"),
    "put_back": (actions.put_back, "step"),
    "pass_pre_review": (actions.pass_pre_review, "case"),
    "receive": (actions.receive, "case"),
    "accept": (actions.accept, "case"),
    "certify": (actions.certify, "case"),
    "deliver": (actions.deliver, "case"),
    "return_for_changes": (actions.return_for_changes, "case"),
    "refuse_acceptance": (actions.refuse_acceptance, "case"),
    "terminate": (actions.terminate, "case"),
}
WITH_REASONS = ("return_for_changes", "refuse_acceptance", "terminate")


@never_cache
@login_required
@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """What waits for me, the most pressing first."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_staff(reader)
    place = queries.place_of(at=now, reader=reader)
    ask = _asked(request, place, reader)
    counts = queries.counts(place=place, at=now, reader=reader)
    total = None if ask.values else counts.total
    found = queries.todo(_wanted(ask), ask, place=place, total=total, at=now, reader=reader)
    names = parties.masked_names({each.applicant for each in found.rows}, reader=reader)
    people = parties.names_of_staff({each.holder for each in found.rows}, reader=reader)
    listing = TODO.listing(ask, found)
    parts: dict[str, Any] = {
        "listing": listing,
        "body": _body(found.rows, names, people),
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
    ask = _asked(request, queries.place_of(at=now, reader=reader), reader)
    rows = list(islice(queries.all_todo(_wanted(ask), ask, at=now, reader=reader), MOST_EXPORTED))
    names = parties.masked_names({each.applicant for each in rows}, reader=reader)
    named = (replace(each, applicant=names.get(each.applicant, "")) for each in rows)
    return export_csv(TODO.columns, named, gettext("待办"))


ROW = (
    '<tr><td data-label="{pick_label}"><input type="checkbox" name="row" value="{row}" aria-label="{pick}"></td>'
    '<td class="number" data-label="{number_label}">{number}</td>'
    '<th scope="row"><a href="{url}">{subject}</a> <span class="muted">{procedure}</span></th>'
    '<td data-label="{applicant_label}">{applicant}</td>'
    '<td data-label="{stage_label}">{stage} <span class="muted">{state}</span></td>'
    '<td data-label="{arrived_label}">{arrived}</td><td data-label="{due_label}">{colour} {due}</td>'
    '<td data-label="{holder_label}">{holder}</td></tr>\n'
)


def _body(rows: Iterable[queries.Waiting], names: Mapping[str, str], people: Mapping[str, str]) -> SafeString:
    """The rows of the list: fifty of them are most of the page's work."""
    here, pick, mine = reverse("cases:todo"), gettext("选办件 %(number)s"), gettext("我")
    colours = cache(lambda title, colour: tag(title, COLOURS[colour]))
    lines = (
        {
            "row": f"{each.step}-{each.case}",
            "number": each.case,
            "pick": pick % {"number": each.case},
            "url": f"{here}{each.case}/",
            "subject": each.subject,
            "procedure": "" if each.procedure_title == each.subject else each.procedure_title,
            "applicant": names.get(each.applicant) or NOTHING,
            "stage": each.stage_title,
            "state": each.state_title,
            "arrived": each.opened_on.isoformat(),
            "colour": colours(each.colour_title, each.colour),
            "due": each.due_on.isoformat() if each.due_on else "",
            "holder": mine if each.is_mine else people.get(each.holder) or NOTHING,
        }
        for each in rows
    )
    return written(
        ROW, lines, pick_label=gettext("选"), number_label=gettext("编号"), applicant_label=gettext("申请人"),
        stage_label=gettext("环节"), arrived_label=gettext("到达"), due_label=gettext("期满"),
        holder_label=gettext("经手"),
    )  # fmt: skip


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """One act on many rows: what is declined for one leaves the others done, and each says what became of it.

    What goes against the applicants asks first for the causes and the reasons that hold for all of the rows.
    """
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_staff(by)
    name = request.POST.get("act", "")
    rows = [_row(each) for each in request.POST.getlist("row")]
    chosen = [each for each in rows if each is not None]
    parts: dict[str, Any] = {"title": TITLES.get(name, ""), "results": (), "done": 0}
    if name in BULK and chosen:
        do, about = BULK[name]
        if name in WITH_REASONS:
            offered = queries.causes_for(name, at=now, reader=by)
            form = ReasonsForm(request.POST if "said" in request.POST else None, causes=offered)
            if not form.is_valid():
                parts |= {"form": form, "act": name, "chosen": chosen, "grave": name in GRAVE}
                return render(request, "cases/bulk_ask.html", parts, status=422 if form.is_bound else 200)
            said = form.cleaned_data
            do = partial(do, reasons=said["reasons"], causes=said.get("causes", ()))
        steps = [step if about == "step" else case for step, case in chosen]
        cases = {(step if about == "step" else case): case for step, case in chosen}
        results = actions.for_each(do, steps, by=by, at=now)
        parts["results"] = [(cases[each.id], each.refusal) for each in results]
        parts["done"] = sum(each.refusal is None for each in results)
    return render(request, "cases/bulk.html", parts, status=200 if parts["results"] else 422)


def _asked(request: HttpRequest, place: queries.Place, reader: Actor) -> Ask:
    return TODO.ask(request.GET, choices=queries.choices(place, reader=reader))


def _wanted(ask: Ask) -> queries.Wanted:
    return queries.Wanted(
        **{key: ask.get(key, "") for key in ("text", "colour", "procedure", "stage", "unit", "hands")}
    )


def _row(text: str) -> tuple[int, int] | None:
    """``7-3``: step 7 of case 3."""
    step, _, case = text.partition("-")
    numbers = [each for each in (step, case) if each.isascii() and each.isdecimal() and len(each) < 18]
    return (int(step), int(case)) if len(numbers) == 2 else None
