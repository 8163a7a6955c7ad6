"""Who sits where, and who stands in for whom: arranged by the unit's leader; one's own deputy by oneself."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Forbidden
from yunjian.parties import queries as parties
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from .forms import DeputyForm, SeatForm


@never_cache
@login_required
@require_safe
def desks(request: HttpRequest) -> HttpResponse:
    """The desks of the units one leads, and deputies."""
    return _shown(request)


@login_required
@require_POST
def seat(request: HttpRequest) -> HttpResponse:
    """Put somebody at a desk."""
    by, now = _who(request)
    form = _seat_form(by, now, request.POST)

    def do(given: dict[str, Any]) -> None:
        actions.seat(given["account"], given["unit"], given["procedure"], given["stage"], by=by, at=now)

    return _done(request, form, do, "seats")


@login_required
@require_POST
def unseat(request: HttpRequest) -> HttpResponse:
    """Take somebody off a desk, or off all desks of the unit."""
    by, now = _who(request)
    account, unit = (request.POST.get(key, "")[:80] for key in ("account", "unit"))
    procedure, stage = (request.POST.get(key, "")[:80] for key in ("procedure", "stage"))
    try:
        if procedure:
            actions.unseat(account, unit, procedure, stage, by=by, at=now)
        else:
            actions.clear_desks(account, unit, by=by, at=now)
    except Forbidden:
        raise
    except Declined as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, gettext("已经离开岗位，手里的办件回到岗位上。"))
    return redirect("cases:desks")


@login_required
@require_POST
def deputy(request: HttpRequest) -> HttpResponse:
    """Have somebody stand in, for whole days."""
    by, now = _who(request)
    form = _deputy_form(by, now, request.POST)

    def do(given: dict[str, Any]) -> None:
        starts_at, ends_at = _midnight(given["starts_on"]), _midnight(given["ends_on"] + timedelta(days=1))
        actions.name_deputy(
            given["absent"], given["deputy"], given["at_unit"], starts_at=starts_at, ends_at=ends_at, by=by, at=now
        )

    return _done(request, form, do, "deputies")


@login_required
@require_POST
def release(request: HttpRequest, deputyship_id: int) -> HttpResponse:
    """End it before its time."""
    by, now = _who(request)
    try:
        actions.release_deputy(deputyship_id, by=by, at=now)
    except actions.OverAlready as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, gettext("代班已经结束。"))
    return redirect("cases:desks")


def _who(request: HttpRequest) -> tuple[Actor, datetime]:
    return request.actor, timezone.now()  # type: ignore[attr-defined]


def _shown(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    reader, now = _who(request)
    policy.require_staff(reader)
    parts = {
        "leads": policy.leads(reader),
        "seats": queries.seats(at=now, reader=reader) if policy.leads(reader) else (),
        "deputies": queries.deputies(at=now, reader=reader),
        "seat_form": _seat_form(reader, now),
        "deputy_form": _deputy_form(reader, now),
        **more,
    }
    return render(request, "cases/desks.html", parts, status=status)


def _done(request: HttpRequest, form: forms.Form, do: Callable[[dict[str, Any]], None], which: str) -> HttpResponse:
    """Do what the form says, or show it again with the refusal."""
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已经安排。"))
            return redirect("cases:desks")
    return _shown(request, status=422, **{"seat_form" if which == "seats" else "deputy_form": form, "wrong": form})


def _seat_form(reader: Actor, at: datetime, data: Any = None) -> SeatForm:
    led, titles = policy.units_to_lead(reader), parties.unit_titles(reader=reader)
    units = [(key, title) for key, title in titles.items() if led is None or key in led]
    kinds = [(each.key, each.title) for each in queries.procedures(at=at, reader=reader)]
    return SeatForm(data, people=_people(led, titles, reader, at), units=units, procedures=kinds)


def _deputy_form(reader: Actor, at: datetime, data: Any = None) -> DeputyForm:
    """One's own deputy; who leads a unit, anybody's there."""
    titles = parties.unit_titles(reader=reader)
    units = {key: title for key, title in titles.items() if any(held.holds_for(key) for held in reader.held)}
    people = _people(frozenset(units), titles, reader, at)
    own = [(reader.id, gettext("%(name)s（本人）") % {"name": reader.name})]
    absent = [*own, *(each for each in people if each[0] != reader.id)] if policy.leads(reader) else own
    return DeputyForm(data, people=people, absent=absent, units=list(units.items()))


def _people(units: frozenset[str] | None, titles: dict[str, str], reader: Actor, at: datetime) -> list[tuple[str, str]]:
    """The colleagues there, each once, with where they work."""
    places: dict[str, tuple[str, list[str]]] = {}
    for each in parties.staff_of(units, reader=reader, at=at):
        places.setdefault(each.account, (each.name, []))[1].append(titles.get(each.unit, each.unit))
    return [(account, f"{name} · {'、'.join(where)}") for account, (name, where) in places.items()]


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
