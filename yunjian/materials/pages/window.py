"""At the window: a file is taken in for whoever stands there; a paper is compared with its receipt."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yunjian.kernel.errors import Declined
from yunjian.parties import queries as parties
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from .handing_in import HandInForm, keep_or_say


class TakeInForm(HandInForm):
    """The same with whose it is, by name and number, and at which office."""

    unit = forms.ChoiceField(label=_("代收单位"))
    name = forms.CharField(label=_("持有人姓名或企业名称"), max_length=160)
    number = forms.CharField(label=_("身份证号或统一社会信用代码"), max_length=40)
    field_order = ("unit", "name", "number", "type", "file", "issued_on", "replaces")

    def __init__(self, *args: Any, units: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units.items())  # type: ignore[attr-defined]


class VerifyForm(forms.Form):
    """The receipt's number and code, and the file that is said to belong to it."""

    number = forms.IntegerField(label=_("收据编号"), min_value=1, max_value=2**62)
    code = forms.CharField(label=_("校验码"), help_text=_("收据上的 16 位字母和数字。"), max_length=40)
    file = forms.FileField(label=_("要核对的文件"), allow_empty_file=True)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Hand in on behalf."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_taking_in(by)
    units = {key: title for key, title in parties.unit_titles(reader=by).items() if policy.may_take_in_at(by, key)}
    types = queries.all_types(reader=by, at=now)
    form = TakeInForm(request.POST or None, request.FILES or None, types=types, units=units)
    parts: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        holder = parties.party_known_as(given["name"], given["number"], reader=by)
        if not holder:
            form.add_error("number", gettext("姓名和号码与登记的对不上，或者还没有登记。请核对证件。"))
        elif keep_or_say(form, holder, given["unit"], by, parts) is not None or "already" in parts:
            # Whether the holder had this very file already is theirs to know: the answer is the same.
            messages.success(request, gettext("已经代收。持有人可以在“我的材料”里看到。"))
            return redirect("materials:take_in")
    return render(request, "materials/take_in.html", parts, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a file is the one that was handed in under a receipt."""
    by = request.actor  # type: ignore[attr-defined]
    policy.require_verifying(by)
    form = VerifyForm(request.POST or None, request.FILES or None)
    parts: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        digest = hashlib.sha256()
        for piece in given["file"].chunks():
            digest.update(piece)
        try:
            parts["matches"] = actions.verify_receipt(
                given["number"], given["code"], digest.digest(), by=by, at=timezone.now()
            )
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
    return render(request, "materials/verify.html", parts, status=422 if form.errors else 200)
