"""The register of enterprises, for staff."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, logic, policy, queries
from ..models import Flag

PAGE = 50


class EnterpriseForm(forms.Form):
    """A new enterprise; what is not sound is not taken in."""

    name = forms.CharField(label=_("名称"), max_length=160)
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        help_text=_("18 位，见营业执照；可以带空格。"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("联系电话"),
        help_text=_("手机号，或带区号的固定电话。"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_uscc(self) -> str:
        return sound(self.cleaned_data["uscc"], logic.credit_code_flag(self.cleaned_data["uscc"]))

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        return sound(phone, logic.phone_flag(phone) if phone else "")


def sound(text: str, flag: str) -> str:
    if flag:
        raise forms.ValidationError(Flag(flag).label)
    return text


@login_required
@require_safe
def enterprises(request: HttpRequest) -> HttpResponse:
    """The register: search by name or code, or see only what is in doubt."""
    reader = request.actor  # type: ignore[attr-defined]
    text = request.GET.get("q", "").replace("\0", "").strip()[:100]
    doubtful = request.GET.get("doubtful") == "1"
    number = _page_number(request.GET.get("page", ""))
    found = queries.enterprises(text, doubtful=doubtful, offset=(number - 1) * PAGE, limit=PAGE, reader=reader)
    parts = {
        "found": found,
        "text": text,
        "doubtful": doubtful,
        "number": number,
        "pages": max(1, -(-found.total // PAGE)),
        "may_add": policy.may_register_enterprises(reader),
    }
    return render(request, "parties/enterprises.html", parts)


def _page_number(text: str) -> int:
    return max(1, min(int(text), 1_000_000)) if text.isascii() and text.isdecimal() and len(text) < 8 else 1


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add an enterprise; a doubtful identifier is declined with a sentence."""
    policy.require_may_register_enterprises(request.actor)  # type: ignore[attr-defined]
    form = EnterpriseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.register_enterprise(
                given["name"],
                given["uscc"],
                given["phone"],
                by=request.actor,  # type: ignore[attr-defined]
                at=timezone.now(),
            )
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已登记“%(name)s”。") % {"name": given["name"]})
            return redirect("parties:enterprises")
    return render(request, "parties/enterprise_form.html", {"form": form}, status=422 if form.errors else 200)
