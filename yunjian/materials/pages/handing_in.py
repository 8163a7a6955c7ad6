"""A file is handed in through a form that works without a script, and part by part with one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from ..definitions import MaterialType
from ..logic.kinds import ACCEPTED
from ..models import vault

MOST_IN_A_FORM = 50 * actions.MEGABYTE


class HandInForm(forms.Form):
    """Which material it is, the file, and when it was issued."""

    type = forms.ChoiceField(label=_("这是什么材料"))
    file = forms.FileField(
        label=_("文件"),
        help_text=_("PDF、图片（JPEG、PNG、TIFF、WebP）、OFD、Word（docx）或 Excel（xlsx）。不用脚本时最大 50 MB。"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,  # the action says it better
    )
    issued_on = forms.DateField(
        label=_("签发日期"),
        help_text=_("照材料上写的填，用来提醒到期，例如 2026-03-02。"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, types: Iterable[MaterialType], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [("", gettext("请选择")), *((each.key, each.title) for each in types)]  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    """For oneself, or for whom one acts."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    holder = policy.holder_of(by)
    types = queries.types_for(holder, reader=by, at=now)
    asked = {"type": request.GET.get("type", ""), "replaces": request.GET.get("replaces", "")}
    form = HandInForm(request.POST or None, request.FILES or None, types=types, initial=asked)
    parts: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        kept = keep_or_say(form, holder, "", by, parts)
        if kept is not None:
            messages.success(request, gettext("已经收到，正在核对。核对以后就可以在办事时使用。"))
            return redirect("materials:material", kept)
    return render(request, "materials/hand_in.html", parts, status=422 if form.errors else 200)


def keep_or_say(form: HandInForm, holder: str, unit: str, by: Actor, parts: dict[str, Any]) -> int | None:
    """Keep the form's file; a refusal goes to its field."""
    given, now = form.cleaned_data, timezone.now()
    file: UploadedFile = given["file"]
    if (file.size or 0) > MOST_IN_A_FORM:
        form.add_error("file", sentence(actions.TooLarge("50 MB")))
        return None
    safe = vault()
    sealed = safe.keep(file.chunks(), most=MOST_IN_A_FORM)
    try:
        return actions.keep_material(
            holder, given["type"], file.name or "", sealed, unit=unit, issued_on=given["issued_on"],
            replaces=given.get("replaces"), by=by, at=now,
        )  # fmt: skip
    except actions.DatesWrong as refusal:
        form.add_error("issued_on", sentence(refusal))
    except actions.AlreadyKept as refusal:
        parts["already"] = refusal.material
        form.add_error("file", sentence(refusal))
    except Declined as refusal:
        form.add_error("file", sentence(refusal))
    safe.store.delete(sealed.place)
    return None
