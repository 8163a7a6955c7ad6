"""The holder's drawer: my certificates, one of them, who looked at it; and the paper, for the holder and the office."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunjian.kernel import rates
from yunjian.kernel.errors import Declined
from yunjian.kernel.typesetting import NoFont

from .. import actions, queries
from ..logic.counter import address, picture
from ..logic.paper import paper as paper_of
from .protocol import base_of
from .words import STEPS, tone


class TooManyCodes(Declined):
    """换码太频繁了，请过一会儿再试。"""

    status = 429


CODES = rates.Limit(12, 60)  # codes a minute of one account
REFRESH, TURNS = 45, 12  # the page asks for another code after so many seconds, so many times; then by the button
SOON = 60  # days before the end from which the drawer warns


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I hold, or those I act for; what counts stands first."""
    reader = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    rows = queries.held(reader=reader, at=now)
    parts = {
        "rows": [(row, tone(row.standing.standing)) for row in rows],
        "soon": SOON,
        "has_owner": bool(reader.owns),
        "waiting": queries.own_open_askings(reader=reader, at=now),
    }
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
        "waiting": queries.own_open_askings(certificate=view.id, reader=reader, at=now),
    }
    return render(request, "certificates/own.html", parts)


@never_cache
@login_required
@require_POST
def paper(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """The certificate on A4, with the code that leads to the check."""
    found = actions.print_certificate(certificate_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    try:
        data = paper_of(found, check_page(request))
    except NoFont:
        raise actions.PaperImpossible() from None
    return _download(data, certificate_id, found.version)


@never_cache
@login_required
@require_POST
def sealed(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """The same paper, signed by the district: any PDF reader tells whether it was changed."""
    made = actions.seal_paper(certificate_id, check_page(request), by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return _download(made.data, certificate_id, made.version, "-signed")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """A code for a counter, made anew by the button or, for some minutes, by the page itself."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    view = queries.own_certificate(certificate_id, reader=reader, at=now)
    parts: dict[str, object] = {"view": view}
    if request.method == "POST":
        if not rates.take(f"certificates.code:{reader.id}", CODES, at=now).allowed:
            raise TooManyCodes()
        shown = actions.show_at_counter(certificate_id, base=base_of(request), by=reader, at=now)
        turn = _turn(request.POST.get("turn", ""))
        parts |= {
            "picture": picture(address(check_page(request), shown.token)),
            "until": shown.expires_at,
            "turn": turn + 1,
            "goes_on": turn < TURNS,
            "seconds": REFRESH,
        }
    template = "certificates/_code.html" if getattr(request, "htmx", False) else "certificates/code.html"
    return render(request, template, parts)


def _turn(text: str) -> int:
    """How often the page has asked by itself."""
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def check_page(request: HttpRequest) -> str:
    """Where the printed code leads to."""
    return request.build_absolute_uri(reverse("certificates:check"))


def _download(data: bytes, certificate_id: int, version: int, kind: str = "") -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{certificate_id}-{version:03}{kind}.pdf"'
    return response
