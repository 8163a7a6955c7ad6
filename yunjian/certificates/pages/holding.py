"""The holder's drawer: my certificates, one of them, who looked at it; and the paper, for the holder and the office."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunjian.kernel.errors import Declined

from .. import actions, queries
from ..logic.paper import NoFont
from ..logic.paper import paper as paper_of
from .words import STEPS, tone


class PaperImpossible(Declined):
    """服务器上没有中文字体，排不出打印件。请告诉系统管理员安装一种中文字体。"""

    status = 503


SOON = 60  # days before the end from which the drawer warns


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I hold, or those I act for; what counts stands first."""
    reader = request.actor  # type: ignore[attr-defined]
    rows = queries.held(reader=reader, at=timezone.now())
    parts = {"rows": [(row, tone(row.standing.standing)) for row in rows], "soon": SOON, "has_owner": bool(reader.owns)}
    return render(request, "certificates/mine.html", parts)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """One of mine: masked until I ask for it in full, which is on record like every other look."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    view = queries.own_certificate(certificate_id, reader=reader, at=now)
    if request.method == "POST":
        view = actions.reveal_own_certificate(certificate_id, by=reader, at=now).certificate
    parts = {
        "view": view,
        "tone": tone(view.standing.standing),
        "is_open": request.method == "POST",
        "soon": SOON,
        "history": [(STEPS.get(step.kind, step.kind), step) for step in queries.history(view.id, reader=reader)],
        "looks": queries.looks(view.id, reader=reader),
    }
    return render(request, "certificates/own.html", parts)


@never_cache
@login_required
@require_POST
def paper(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """The certificate on A4, with the code that leads to the check."""
    found = actions.print_certificate(certificate_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    address = request.build_absolute_uri(reverse("certificates:check"))
    try:
        data = paper_of(found, address)
    except NoFont:
        raise PaperImpossible() from None
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{certificate_id}-{found.version:03}.pdf"'
    return response
