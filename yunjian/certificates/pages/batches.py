"""Issuing from a file: hand it in, watch it, take back the rows that were not issued."""

import hashlib
from functools import partial
from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunjian.kernel.errors import Declined
from yunjian.ui.listing import Column, export_csv
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from ..logic import sheet
from ..logic.batch import ColumnsWrong, given, keys_of
from ..queries.views import titled

SHOWN = 50


class BatchForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("要核发的证照"),
        help_text=_("CSV 或 Excel（xlsx），第一行是列名，与模板一致；最多 20,000 行、10 MB。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


@never_cache
@login_required
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """The batches of the reader's units."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    return render(request, "certificates/batches.html", {"batches": queries.batches(reader=reader, at=now)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, type_key: str) -> HttpResponse:
    """A file of certificates of one type."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    kind = queries.type_in_force(type_key, reader=reader, at=now)
    policy.require_issuer(reader, kind.issuer)
    form = BatchForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            data = file.read(sheet.MOST_BYTES + 1)
            cells = sheet.read(data, file.name)
            keys = keys_of(kind, cells[0])
            rows = [given(keys, row) for row in cells[1:]]
            name = PurePath(file.name).name
            batch = actions.receive_batch(type_key, name, hashlib.sha256(data).hexdigest(), rows, by=reader, at=now)
        except sheet.SheetUnreadable as trouble:
            form.add_error("file", gettext(trouble.sentence) % trouble.values)
        except ColumnsWrong as trouble:
            form.add_error("file", columns_wrong(trouble))
        except Declined as refusal:
            form.add_error("file", sentence(refusal))
        else:
            messages.success(request, gettext("已受理 %(count)d 行，正在核发。") % {"count": len(rows)})
            return redirect("certificates:batch", batch)
    parts = {"form": form, "title": titled(kind), "kind": kind}
    return render(request, "certificates/hand_in.html", parts, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """How far a batch has come, and its first rows that were not issued."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    view = queries.batch(batch_id, reader=reader, at=now)
    may_issue = policy.allows(reader, policy.ISSUE, view.unit)
    rows = list(queries.refused_rows(batch_id, reader=reader, at=now, limit=SHOWN)) if may_issue else []
    return render(request, "certificates/batch.html", {"batch": view, "rows": rows, "may_issue": may_issue})


@never_cache
@login_required
@require_safe
def refused(request: HttpRequest, batch_id: int) -> HttpResponseBase:
    """The rows that were not issued as a file to correct, each with its reasons."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    view = queries.batch(batch_id, reader=reader, at=now)
    policy.require_issuer(reader, view.unit)
    titles = queries.batch_columns(view.type, reader=reader, at=now)
    columns = [
        Column("number", _("原行号"), "number"),
        Column("reasons", _("没有核发的原因")),
        *(Column(key, title, value=partial(_given, key)) for key, title in titles.items()),
    ]
    return export_csv(columns, queries.refused_rows(batch_id, reader=reader, at=now), gettext("没有核发的行"))


def columns_wrong(trouble: ColumnsWrong) -> str:
    """Which columns are missing, and which are not known, in the reader's language."""
    found = [gettext("第一行的列名要与模板一致，每列一次。")]
    if trouble.missing:
        found.append(gettext("缺少：%(names)s。") % {"names": "、".join(trouble.missing)})
    if trouble.unknown:
        found.append(gettext("不认识：%(names)s。") % {"names": "、".join(trouble.unknown)})
    return " ".join(found)


def _given(key: str, row: queries.RefusedRow) -> str:
    return row.given.get(key, "")


@login_required
@require_safe
def template(request: HttpRequest, type_key: str) -> HttpResponseBase:
    """An empty file with the columns of the type."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    kind = queries.type_in_force(type_key, reader=reader, at=now)
    policy.require_issuer(reader, kind.issuer)
    columns = [Column(key, title) for key, title in queries.batch_columns(type_key, reader=reader, at=now).items()]
    return export_csv(columns, [], kind.title)
