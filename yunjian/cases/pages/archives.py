"""The index of closed records, and a record to take along."""

from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunjian.ui.listing import Column, Filter, Table

from .. import queries

INDEX = Table(
    columns=(Column("case", _("编号"), "number", sortable=True), Column("keep", _("保管期满"), "date", sortable=True)),
    filters=(Filter("text", _("编号或者办理事项")),),
    sort="-case",
    sizes=(50, 100),
)


@never_cache
@login_required
@require_safe
def archives(request: HttpRequest) -> HttpResponse:
    """What was closed, by number or by matter; how long each is kept."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    ask = INDEX.ask(request.GET)
    found = queries.archives(ask.get("text", ""), ask, at=now, reader=reader)
    return render(request, "cases/archives.html", {"listing": INDEX.listing(ask, found)})


@never_cache
@login_required
@require_safe
def package(request: HttpRequest, case_id: int) -> FileResponse:
    """The package as it was frozen; with the proof of the ledger in it once there is one."""
    found = queries.package(case_id, reader=request.actor)  # type: ignore[attr-defined]
    return FileResponse(BytesIO(found.data), as_attachment=True, filename=found.name, content_type="application/zip")
