"""One's own data: who looked at it, all that is kept, taking it away, asking to have it erased."""

import json
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunjian.kernel.errors import Declined, NotFound
from yunjian.kernel.personal import Held
from yunjian.ui.listing import Column, Table
from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries

MOST_SHOWN = 50  # rows of each kind on the page, the newest; the file has them all
MINE = Table(columns=(Column("at", _("时间"), "date"),), sort="-at")


class ErasureForm(forms.Form):
    """Why one wants to be erased; one need not say."""

    reason = forms.CharField(label=_("理由"), max_length=500, required=False)


@never_cache
@login_required
@require_safe
def who_looked(request: HttpRequest) -> HttpResponse:
    """Who looked at my data, when, why."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    person = queries.own_person(reader=reader)
    ask = MINE.ask(request.GET)
    listing = MINE.listing(ask, queries.looks_at(person, ask, reader=reader, at=now)) if person else None
    return render(request, "parties/who_looked.html", {"listing": listing, "person": person})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    """What is kept of me: shown or taken away when asked for, and each time on record."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    person = queries.own_person(reader=reader)
    data = None
    if request.method == "POST":
        if person is None:
            raise NotFound()
        data = actions.take_own_data(person, by=reader, at=now)
        if request.POST.get("form") == "json":
            return _as_file(data)
    parts = {
        "data": data,
        "held": [_Shown(each) for each in data.held] if data else (),
        "rules": queries.erasure_rules(reader=reader),
        "person": person,
        "form": ErasureForm(),
        "erasures": queries.own_erasures(person, reader=reader) if person else (),
    }
    return render(request, "parties/my_data.html", parts)


@login_required
@require_http_methods(["POST"])
def ask_for_erasure(request: HttpRequest) -> HttpResponse:
    """Ask to have my data erased."""
    reader = request.actor  # type: ignore[attr-defined]
    person = queries.own_person(reader=reader)
    form = ErasureForm(request.POST)
    if person is None:
        raise NotFound()
    if not form.is_valid():
        messages.error(request, gettext("理由最多 500 字，请写短一些。"))
        return redirect("parties:my_data")
    try:
        actions.ask_for_erasure(person, form.cleaned_data["reason"], by=reader, at=timezone.now())
    except Declined as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, gettext("删除申请已经提出，决定和理由会显示在这里。"))
    return redirect("parties:my_data")


class _Shown:
    """What a floor holds of me, as the page shows it: titles, and the first rows as text."""

    def __init__(self, held: Held):
        self.key, self.title, self.is_withheld = held.key, held.title, held.is_withheld
        self.count, self.titles = len(held.rows), tuple(held.columns.values())
        latest = held.rows[-MOST_SHOWN:][::-1]
        self.rows = tuple(tuple((title, _said(row[name])) for name, title in held.columns.items()) for row in latest)


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def _as_file(data: queries.OwnData) -> HttpResponse:
    kept = {name: getattr(data, name) for name in ("person", "posts", "account", "mandates", "looks")}
    kept |= {each.key: None if each.is_withheld else each.rows for each in data.held}
    text = json.dumps(kept, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
