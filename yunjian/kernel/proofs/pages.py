"""The ledger's public address: checkpoint and tiles for machines, a page for people, a range for the auditor."""

import re
from datetime import date, datetime, time

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yunjian_verify.proof import MOST_BYTES
from yunjian_verify.tiles import tile_at

from .. import policy
from . import checkpoints, exporting, proving, showing
from .actions import export_ledger

FOR_GOOD = "public, max-age=31536000, immutable"
FOR_SECONDS = "public, max-age=5"


class ProofForm(forms.Form):
    """A proof file; or a place and the leaf hash that should stand there."""

    file = forms.FileField(label=_("证明文件"), help_text=_("扩展名一般是 .tlog-proof。"), required=False)
    index = forms.IntegerField(label=_("或者：记录的序号"), required=False, min_value=0, max_value=2**62)
    leaf = forms.CharField(label=_("和它的叶哈希"), help_text=_("64 个十六进制字符。"), required=False, max_length=64)

    def clean_leaf(self) -> bytes:
        """The bytes of the hash."""
        text = self.cleaned_data["leaf"].lower()
        if text and not re.fullmatch(r"[0-9a-f]{64}", text):
            raise forms.ValidationError(_("叶哈希要是 64 个十六进制字符。"))
        return bytes.fromhex(text)

    def clean(self) -> None:
        """Something to judge."""
        given = self.cleaned_data
        if not given.get("file") and not self.errors and (given.get("index") is None or not given.get("leaf")):
            raise forms.ValidationError(_("请选择证明文件，或者写出序号和叶哈希。"))


class MonthForm(forms.Form):
    """Which month."""

    month = forms.RegexField(
        r"^20\d\d-(0[1-9]|1[0-2])$",
        label=_("月份"),
        help_text=_("如 2026-10。取的是这个月里封存的记录。"),
        error_messages={"invalid": _("月份要写成 2026-10 这样。")},
    )


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint with its cosignatures."""
    newest = checkpoints.newest()
    if newest is None:
        raise Http404
    response = HttpResponse(checkpoints.note_of(newest), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = FOR_SECONDS
    return response


@require_safe
def tile(request: HttpRequest, tile: str) -> HttpResponse:
    """A tile of hashes; a bundle of entries for whoever may read the ledger."""
    wanted = tile_at(f"tile/{tile}")
    if wanted is None:
        raise Http404
    if wanted.level < 0:
        found = exporting.bundle(wanted, reader=request.actor)  # type: ignore[attr-defined]
    else:
        found = exporting.tile(wanted)
    if found is None:
        raise Http404
    response = HttpResponse(found, content_type="application/octet-stream")
    response["Cache-Control"] = FOR_GOOD if wanted.level >= 0 else "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def ledger(request: HttpRequest) -> HttpResponse:
    """What the ledger is, who watches it, how to check it; and a proof brought along is judged."""
    form = ProofForm(request.POST, request.FILES) if request.method == "POST" else ProofForm()
    judged = None
    if form.is_valid():
        file, given = form.cleaned_data["file"], form.cleaned_data
        judged = (
            showing.judged(file.read(MOST_BYTES + 1)) if file else showing.judged_hash(given["index"], given["leaf"])
        )
    context = {
        "ledger": showing.shown(),
        "form": form,
        "judged": judged,
        "exports": policy.may(request.actor, policy.READ_LEDGER),  # type: ignore[attr-defined]
    }
    return render(request, "kernel/ledger.html", context, status=422 if form.errors else 200)


@require_safe
def proof(request: HttpRequest, index: int) -> HttpResponse:
    """One entry's proof as a file; with the entry inside for those who may have it."""
    text = proving.proof_file(index, reader=request.actor)  # type: ignore[attr-defined]
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="entry-{index}.tlog-proof"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    """A month of the ledger as a file that proves itself."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require(actor, policy.READ_LEDGER)
    form = MonthForm(request.POST if request.method == "POST" else None, initial={"month": _last_month(at)})
    if request.method == "POST" and form.is_valid():
        month = form.cleaned_data["month"]
        start, end = exporting.sealed_between(*_month(month))
        if start < end:
            return _streamed(export_ledger(start, end, by=actor, at=at), f"ledger-{month}.txt")
        form.add_error("month", gettext("这个月没有封存并签名的记录。"))
    return render(request, "kernel/export_ledger.html", {"form": form}, status=422 if form.errors else 200)


def _streamed(lines: object, name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8")  # type: ignore[arg-type]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _month(text: str) -> tuple[datetime, datetime]:
    """Its first moment, and the next month's."""
    first = date.fromisoformat(f"{text}-01")
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    begin, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, following))
    return begin, end


def _last_month(at: datetime) -> str:
    day = timezone.localtime(at).date()
    return f"{day.year - (day.month == 1)}-{(day.month - 2) % 12 + 1:02}"


urlpatterns = [
    path("tlog/checkpoint", checkpoint, name="checkpoint"),
    path("tlog/tile/<path:tile>", tile, name="tile"),
    path("ledger/", ledger, name="ledger"),
    path("ledger/export/", export, name="export_ledger"),
    path("ledger/entries/<int:index>.tlog-proof", proof, name="proof"),
]
