"""Passkeys: adding one, and signing in with one. The ceremony itself is the browser's; passkey.js speaks to it."""

import json
from typing import Any

from allauth.mfa.webauthn.internal import auth as ceremony
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yunjian.kernel.actor import ANONYMOUS, Actor
from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions
from .entering import PENDING, enter, own, pending, safe_next
from .factors import SureForm, note_method


class PasskeyForm(SureForm):
    """What the passkey is called, and what the browser answered."""

    name = forms.CharField(label=_("给它起个名字"), help_text=_("例如：办公电脑、我的手机。"), max_length=60)
    credential = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)
    field_order = ("name", "current", "credential")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a passkey: name it, then let the device make it."""
    account, actor = own(request), request.actor  # type: ignore[attr-defined]
    form = PasskeyForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            credential = _read(given["credential"])
            actions.add_passkey(account, given["name"], credential, by=actor, at=timezone.now())
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            note_method(request, "passkey")
            messages.success(request, gettext("通行密钥已登记，下次可以用它直接登录。"))
            return redirect("identity:security")
    options = json.dumps(ceremony.begin_registration(request.user, True))
    parts = {"form": form, "options": options}
    return render(request, "identity/add_passkey.html", parts, status=422 if form.errors else 200)


@never_cache
@require_POST
def question(request: HttpRequest) -> JsonResponse:
    """What a passkey has to answer, asked once of this session."""
    waiting = pending(request)
    user = actions.somebody(waiting["account"]) if waiting else None
    return JsonResponse(ceremony.begin_authentication(user))


@never_cache
@require_POST
def enter_with_passkey(request: HttpRequest) -> HttpResponse:
    """In, with a passkey alone, or with one as the second factor."""
    waiting = pending(request)
    by = Actor(f"account:{waiting['account']}") if waiting else ANONYMOUS
    try:
        credential = _read(request.POST.get("credential", ""))
        known = waiting["account"] if waiting else None
        account = actions.prove_passkey(credential, account_id=known, by=by, at=timezone.now())
    except Declined as refusal:
        messages.error(request, sentence(refusal))
        return redirect("identity:second_factor" if waiting else "identity:login")
    if waiting is None:
        return enter(request, account, ("passkey",), safe_next(request))
    del request.session[PENDING]
    return enter(request, account, (*waiting["methods"], "passkey"), waiting["next"], change=waiting["change"])


def _read(text: str) -> dict[str, Any]:
    try:
        credential = json.loads(text)
    except (ValueError, RecursionError):
        raise actions.PasskeyNotProven() from None
    if not isinstance(credential, dict):
        raise actions.PasskeyNotProven()
    return credential
