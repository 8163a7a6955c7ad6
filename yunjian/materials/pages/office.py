"""What holders lent to the reader's office: opened for its matter, each time on record."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .. import actions, queries
from . import answers

LONGEST = 80


@never_cache
@login_required
@require_safe
def lent(request: HttpRequest) -> HttpResponse:
    """The list, searched by matter."""
    text = request.GET.get("matter", "").replace("\0", "").strip()[:LONGEST]
    found = queries.lent_materials(matter=text, reader=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "materials/lent.html", {"lent": found, "text": text})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lent_material(request: HttpRequest, consent_id: int, material_id: int) -> HttpResponse:
    """What it is for; its pages once the reader said so."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    if request.method == "POST":
        actions.use(consent_id, material_id, by=reader, at=now)
        return redirect("materials:lent_material", consent_id, material_id)
    found = queries.lent_material(consent_id, material_id, reader=reader, at=now)
    is_open = queries.is_open(consent_id, material_id, reader=reader, at=now)
    pages = queries.lent_pages(consent_id, material_id, reader=reader, at=now) if is_open else ()
    return render(request, "materials/lent_material.html", {"lent": found, "is_open": is_open, "pages": pages})


@never_cache
@login_required
@require_safe
def lent_piece(request: HttpRequest, consent_id: int, material_id: int, piece: str) -> HttpResponseBase:
    """The picture of a page, or the harmless PDF."""
    reader = request.actor  # type: ignore[attr-defined]
    file = queries.lent_copy(consent_id, material_id, piece, reader=reader, at=timezone.now())
    return answers.attachment(file, f"{material_id}.pdf") if piece == "copy" else answers.picture(file)
