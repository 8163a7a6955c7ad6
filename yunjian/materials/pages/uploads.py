"""Resumable uploads: the core of tus 1.0 (creation, HEAD, PATCH) for our script; a page that shows how far it is."""

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from ..models import vault

TUS = "1.0.0"
PIECE = 256 * 1024
MEDIA = "application/offset+octet-stream"


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Creation: ``Upload-Length`` as the field ``size``, the metadata as the form's other fields."""
    by = request.actor  # type: ignore[attr-defined]
    text = request.POST.get("size", "")
    try:
        token = actions.begin_upload(
            policy.holder_of(by), request.POST.get("type", ""), request.POST.get("name", ""),
            int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0,
            issued_on=_day(request.POST.get("issued_on", "")), by=by, at=timezone.now(),
        )  # fmt: skip
    except Declined as refusal:
        return _told(JsonResponse({"sentence": sentence(refusal)}, status=refusal.status))
    answer = JsonResponse({"location": reverse("materials:upload", args=[token])}, status=201)
    answer["Location"] = reverse("materials:upload", args=[token])
    return _told(answer)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "PATCH"])
def upload(request: HttpRequest, sending: str) -> HttpResponse:
    """How far it is (HEAD), the next part (PATCH), or a page for people (GET)."""
    by = request.actor  # type: ignore[attr-defined]
    if request.method == "PATCH":
        return _told(_part(request, sending))
    found = queries.upload(sending, reader=by)
    if request.method == "HEAD":
        answer = HttpResponse()
        answer["Upload-Offset"], answer["Upload-Length"] = str(found.offset), str(found.size)
        answer["Cache-Control"] = "no-store"
        return _told(answer)
    parts = {"upload": found, "reason": gettext(found.reason) if found.reason else ""}
    return render(request, "materials/upload.html", parts)


def _part(request: HttpRequest, sending: str) -> HttpResponse:
    by, offset = request.actor, request.headers.get("Upload-Offset", "")  # type: ignore[attr-defined]
    if request.content_type != MEDIA or not offset.isdecimal():
        return JsonResponse({"sentence": gettext("这个地址只接收分段上传的内容。")}, status=415)
    safe = vault()
    try:
        envelope = queries.place_for_part(sending, reader=by)
        place, size = safe.add(_pieces(request), envelope)
    except Declined as refusal:
        return JsonResponse({"sentence": sentence(refusal)}, status=refusal.status)
    try:
        now_at = actions.receive_part(sending, int(offset), place, size, by=by, at=timezone.now())
    except Declined as refusal:
        safe.store.delete(place)
        return JsonResponse({"sentence": sentence(refusal)}, status=refusal.status)
    answer = HttpResponse(status=204)
    answer["Upload-Offset"] = str(now_at)
    return answer


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    """What arrives of the part, even when the line breaks in the middle: the rest comes with the next one."""
    try:
        while piece := request.read(PIECE):
            yield piece
    except UnreadablePostError:
        return


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _told(answer: HttpResponse) -> HttpResponse:
    answer["Tus-Resumable"] = TUS
    answer["Tus-Max-Size"] = str(actions.LARGEST)
    return answer
