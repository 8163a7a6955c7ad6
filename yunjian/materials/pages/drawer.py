"""My materials: what the district holds of me, from where, until when, who used it and for what."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunjian.kernel.errors import NotFound

from .. import actions, policy, queries
from . import answers


@never_cache
@login_required
@require_safe
def drawer(request: HttpRequest) -> HttpResponse:
    """The list, with its filters."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    ask = queries.DRAWER.ask(request.GET, choices=queries.choices(reader=reader, at=now))
    found = queries.drawer(policy.holder_of(reader), ask, reader=reader, at=now)
    parts = {
        "listing": queries.DRAWER.listing(ask, found),
        "may_take_in": policy.may_take_in(reader),
        "may_use": policy.may_use(reader),
        "may_verify": policy.may_verify(reader),
    }
    return render(request, "materials/drawer.html", parts)


@never_cache
@login_required
@require_safe
def material(request: HttpRequest, material_id: int) -> HttpResponse:
    """One material: its pages, what was read from it, who used it."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    found = queries.material(material_id, reader=reader, at=now)
    parts: dict[str, Any] = {
        "material": found,
        "reason": gettext(found.reason) if found.reason else "",
        "pages": queries.pages(material_id, reader=reader),
        "fields": queries.fields_of(material_id, reader=reader),
        "how": queries.how_read(material_id, reader=reader),
        "uses": queries.uses(material_id, reader=reader),
    }
    return render(request, "materials/material.html", parts)


@never_cache
@login_required
@require_safe
def piece(request: HttpRequest, material_id: int, piece: str) -> HttpResponseBase:
    """The picture of a page, or the harmless PDF to be put away."""
    file = queries.copy(material_id, piece, reader=request.actor)  # type: ignore[attr-defined]
    return answers.attachment(file, f"{material_id}.pdf") if piece == "copy" else answers.picture(file)


@login_required
@require_POST
def original(request: HttpRequest, material_id: int) -> HttpResponseBase:
    """The file as it was handed in; that it was taken is on record."""
    reader = request.actor  # type: ignore[attr-defined]
    actions.open_original(material_id, by=reader, at=timezone.now())
    file = queries.original(material_id, reader=reader)
    return answers.attachment(file, file.name)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, material_id: int) -> HttpResponse:
    """What the receipt says, and how to check it without us; sent, the file to be kept."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    found = queries.receipt(material_id, reader=reader)
    if request.method == "POST":
        text = queries.receipt_file(material_id, reader=reader)
        actions.take_receipt(material_id, by=reader, at=now)
        return answers.text_file(text, found.file_name)
    parts = {"receipt": found, "material": queries.material(material_id, reader=reader, at=now)}
    return render(request, "materials/receipt.html", parts)


@login_required
@require_POST
def delete(request: HttpRequest, material_id: int) -> HttpResponse:
    """Delete it, or hear until when the rules keep it."""
    until = actions.want_deletion(material_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    if until is None:
        messages.success(request, gettext("材料已经删除，密钥已销毁，谁也打不开了。"))
        return redirect("materials:drawer")
    sentence = gettext("这份材料办事时用过，要随办件保存到 %(until)s，到期自动删除。")
    messages.info(request, sentence % {"until": until.isoformat()})
    return redirect("materials:material", material_id)


@login_required
@require_POST
def fields(request: HttpRequest, material_id: int) -> HttpResponse:
    """Say what stands in it, where it was read wrongly."""
    reader = request.actor  # type: ignore[attr-defined]
    known = [key for key, *_ in queries.fields_of(material_id, reader=reader)]
    given = {key: request.POST[f"field-{key}"] for key in known if f"field-{key}" in request.POST}
    if not given:
        raise NotFound()
    actions.correct_fields(material_id, given, by=reader, at=timezone.now())
    messages.success(request, gettext("已经保存。"))
    return redirect("materials:material", material_id)
