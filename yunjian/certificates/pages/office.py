"""The issuing office: its certificates as a list, one with its history and who looked, opened for a reason."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunjian.ui.listing import Ask, Column, Filter, Table, export_csv, export_xlsx
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from ..models import Standing
from .forms import PurposeForm
from .words import CHANGES, STEPS, tone

TABLE = Table(
    columns=(
        Column("title", _("证照"), sortable=True),
        Column("holder_name", _("持证主体"), sortable=True),
        Column("identifier", _("证照标识"), sortable=True),
        Column("unit", _("颁发机构"), value=lambda row: row.unit_title),
        Column("standing", _("状态"), value=lambda row: row.standing.standing_title),
        Column("valid_from", _("有效期起"), "date", value=lambda row: row.standing.valid_from),
        Column("valid_through", _("有效期至"), "date", sortable=True, value=lambda row: row.standing.valid_through),
        Column("issued_at", _("核发时间"), "date", sortable=True),
    ),
    filters=(
        Filter("q", _("标识、持证人或号码")),
        Filter("type", _("证照类型"), "choice"),
        Filter("standing", _("状态"), "choice"),
        Filter("end", _("有效期至"), "date"),
    ),
    sort="-issued_at",
)


def _asked(request: HttpRequest) -> Ask:
    reader = request.actor  # type: ignore[attr-defined]
    types = {each.key: each.title for each in queries.types(reader=reader, at=timezone.now())}
    standings = {key: str(title) for key, title in Standing.choices}
    return TABLE.ask(request.GET, choices={"type": types, "standing": standings})


@never_cache
@login_required
@require_safe
def issued(request: HttpRequest) -> HttpResponse:
    """The certificates of the reader's units."""
    reader = request.actor  # type: ignore[attr-defined]
    policy.require_reads(reader)
    ask = _asked(request)
    listing = TABLE.listing(ask, queries.issued(ask, reader=reader, at=timezone.now()))
    parts = {
        "listing": listing,
        "rows": [(row, tone(row.standing.standing)) for row in listing.rows],
        "may_issue": policy.may_issue(reader),
        "may_verify": policy.may_verify(reader),
        "export_query": request.GET.urlencode(),
    }
    return render(request, "certificates/issued.html", parts)


@never_cache
@login_required
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as asked, as CSV or Excel; names of people as they are in the list."""
    if form not in ("csv", "xlsx"):
        raise Http404
    rows = queries.exported(_asked(request), reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    write = export_csv if form == "csv" else export_xlsx
    return write(TABLE.columns, rows, gettext("证照"))


@never_cache
@login_required
@require_safe
def certificate(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """One certificate, masked, with what happened to it and who looked."""
    reader = request.actor  # type: ignore[attr-defined]
    view = queries.certificate(certificate_id, reader=reader, at=timezone.now())
    return render(request, "certificates/certificate.html", _parts(request, view))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Ask what for, record the look, then show it in full once."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    view = queries.certificate(certificate_id, reader=reader, at=now)
    policy.require_may_reveal(reader, view.unit)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    opened = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            opened = actions.reveal_certificate(certificate_id, given["purpose"], given["words"], by=reader, at=now)
        except (actions.PurposeMissing, actions.ContentsGone) as refusal:
            form.add_error("words", sentence(refusal))
    parts = {"form": form, "view": opened.certificate if opened else view, "opened": opened}
    return render(request, "certificates/reveal.html", parts, status=422 if form.errors else 200)


def _parts(request: HttpRequest, view: queries.CertificateView) -> dict[str, Any]:
    reader = request.actor  # type: ignore[attr-defined]
    may_issue, may_end = (policy.allows(reader, act, view.unit) for act in (policy.ISSUE, policy.END))
    changes = [
        (change.key, change.title, change.is_grave)
        for change in CHANGES.values()
        if change.step in view.allowed and (may_issue if change.makes_version else may_end)
    ]
    return {
        "view": view,
        "tone": tone(view.standing.standing),
        "changes": changes,
        "may_reveal": policy.allows(reader, policy.REVEAL, view.unit),
        "may_print": may_issue,
        "history": [(STEPS.get(step.kind, step.kind), step) for step in queries.history(view.id, reader=reader)],
        "looks": queries.looks(view.id, reader=reader),
    }
