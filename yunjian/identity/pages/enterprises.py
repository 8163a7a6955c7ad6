"""Signing in for an enterprise: its credit code first, then oneself, by whichever way one has."""

import re
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .entering import FIRM, safe_next

CODE = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{18}")  # GB 32100-2015


class FirmForm(forms.Form):
    """Which enterprise."""

    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        help_text=_("18 位，见营业执照。"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_uscc(self) -> str:
        code = re.sub(r"[\s-]", "", self.cleaned_data["uscc"]).upper()
        if not CODE.fullmatch(code):
            raise forms.ValidationError(gettext("统一社会信用代码是 18 位数字和大写字母，请照营业执照填写。"))
        return code


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enterprise(request: HttpRequest) -> HttpResponse:
    """Say for which enterprise one comes, or that one comes as oneself after all; then prove oneself."""
    if not request.actor.is_anonymous:  # type: ignore[attr-defined]
        return redirect("parties:mandates")
    form = FirmForm(request.POST if request.method == "POST" and "oneself" not in request.POST else None)
    if request.method == "POST" and ("oneself" in request.POST or form.is_valid()):
        request.session.pop(FIRM, None)
        if "oneself" not in request.POST:
            request.session[FIRM] = form.cleaned_data["uscc"]
        answer = redirect("identity:login")
        answer["Location"] += "?" + urlencode({"next": safe_next(request)}, safe="/")
        return answer
    parts = {"form": form, "next": safe_next(request)}
    return render(request, "identity/enterprise.html", parts, status=422 if form.errors else 200)
