"""Drafts of items: a file handed in and what was wrong in it, the list, one draft, and that an item is to end."""

import hashlib
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunjian.kernel.errors import Declined, Forbidden
from yunjian.ui.listing import Column, Filter, Table

from .. import actions, policy, queries
from ..definitions import Said
from ..logic.reading import COLUMNS, CatalogueUnreadable, catalogue_of, rows_of
from ..models import ItemDraft
from .words import HANDLING, TARGETS, TYPES

MOST_ROWS, MOST_BYTES = 2000, 10 << 20  # of a file handed in on a page: one that is read while a person waits
MOST_FLAWS = 300
TABLE = Table(
    columns=(Column("title", _("事项名称"), sortable=True), Column("drafted", _("起草时间"), "date", sortable=True)),
    filters=(
        Filter("q", _("名称")),
        Filter("state", _("状态"), "choice"),
        Filter("purpose", _("内容"), "choice"),
        Filter("unit", _("单位"), "choice"),
    ),
    sort="-drafted",
    sizes=(50, 100, 200),
)
TURNS = {
    "DRAFTED": _("起草"),
    "CHECKED": _("审核"),
    "PUBLISHED": _("发布"),
    "SENT_BACK": _("退回"),
    "WITHDRAWN": _("撤回"),
}
Shown = tuple[int, str, str, bool]  # row, column, sentence, whether the row was left out
COLOURS = {"DRAFTED": "warning", "CHECKED": "note", "PUBLISHED": "ok"}


class FileForm(forms.Form):
    """The file, and whose items they are where somebody drafts for more than one unit."""

    unit = forms.ChoiceField(label=_("单位"))
    file = forms.FileField(
        label=_("事项目录文件"),
        help_text=_("CSV、Excel（xlsx）或者 JSON，第一行是列名，每行一个事项；最多 2,000 行、10 MB。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.json"}),
    )

    def __init__(self, *args: Any, units: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units.items())  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].initial = next(iter(units))
            self.fields["unit"].widget = forms.HiddenInput()


@never_cache
@login_required
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts of my units, the newest first; those that wait can be chosen and decided together."""
    reader = request.actor  # type: ignore[attr-defined]
    policy.require_reader_of_drafts(reader)
    choices = {
        "state": {key: str(title) for key, title in ItemDraft.State.choices},
        "purpose": {key: str(title) for key, title in ItemDraft.Purpose.choices},
        "unit": queries.units_with_drafts(reader=reader),
    }
    listing = TABLE.listing(ask := TABLE.ask(request.GET, choices=choices), queries.drafts(ask, reader=reader))
    parts = {
        "listing": listing,
        "rows": [
            (row, choices["state"][row.state], choices["purpose"][row.purpose], COLOURS.get(row.state, ""))
            for row in listing.rows
        ],
        "may_draft": policy.drafts_somewhere(reader),
        "may_check": (checks := policy.checks_somewhere(reader)),
        "may_publish": (publishes := policy.publishes_somewhere(reader)),
        "may_decide": checks or publishes,
        "today": timezone.localdate().isoformat(),
    }
    return render(request, "services/drafts.html", parts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    """A catalogue file: what can be read of it becomes drafts, the rest is said row by row."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    units = queries.units_drafted_for(reader=by)
    if not units:
        raise Forbidden()
    form = FileForm(request.POST or None, request.FILES or None, units=units)
    flaws: list[Shown] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            data = file.read(MOST_BYTES + 1)
            rows = rows_of(data, file.name, most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
            found = catalogue_of(rows, queries.units_by_name(reader=by), timezone.localdate(now))
            name, digest = PurePath(file.name).name, hashlib.sha256(data).hexdigest()
            made = actions.draft_items(form.cleaned_data["unit"], name, digest, found, by=by, at=now)
        except CatalogueUnreadable as trouble:
            form.add_error("file", in_words(trouble.args[0]))
        except Declined as refusal:
            form.add_error("file", gettext(refusal.sentence))
            flaws = [_flaw(each.row, each.field, *each.told, each.is_error) for each in found.flaws[:MOST_FLAWS]]
        else:
            return redirect("services:draft_file", made)
    parts = {"form": form, "columns": list(COLUMNS.values()), "flaws": flaws}
    return render(request, "services/hand_in.html", parts, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def draft_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """What became of a file, and every flaw with its row."""
    view = queries.draft_file(file_id, reader=request.actor)  # type: ignore[attr-defined]
    said = [_flaw(f.row, f.column, f.pattern, f.values, f.is_error) for f in view.flaws[:MOST_FLAWS]]
    parts = {"file": view, "flaws": said, "more": max(0, len(view.flaws) - MOST_FLAWS)}
    return render(request, "services/draft_file.html", parts)


def _flaw(row: int, column: str, pattern: str, values: dict[str, Any], is_error: bool) -> Shown:
    return row, COLUMNS.get(column, column), in_words(pattern, values), is_error


def in_words(pattern: str, values: dict[str, Any] | None = None) -> str:
    """A sentence of the reading in the reader's language."""
    if isinstance(pattern, Said):
        return in_words(pattern.pattern, pattern.values)
    return gettext(pattern) % values if values else gettext(pattern)


@never_cache
@login_required
@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """One draft: what it says, what that changes for whom, and what I may do with it."""
    return shown(request, draft_id)


def shown(request: HttpRequest, draft_id: int, refusal: Declined | None = None) -> HttpResponse:
    """The page of a draft, with why it was declined to do something with it."""
    view = queries.draft(draft_id, at=timezone.now(), reader=request.actor)  # type: ignore[attr-defined]
    way = view.procedure
    parts = {
        "view": view,
        "row": view.row,
        "item": view.item,
        "way": way,
        "handling": HANDLING[way.handling] if way else "",
        "matter_type": TYPES[way.matter_type] if way else "",
        "targets": [TARGETS[each] for each in view.item.targets],
        "state": (dict(ItemDraft.State.choices)[view.row.state], COLOURS.get(view.row.state, "")),
        "purpose": dict(ItemDraft.Purpose.choices)[view.row.purpose],
        "turns": [(TURNS[each.what], each) for each in view.turns],
        "refusal": refusal,
        "today": timezone.localdate().isoformat(),
    }
    return render(request, "services/draft.html", parts, status=refusal.status if refusal else 200)
