"""Signing in with a password and a second factor, and out again."""

from django import forms
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yunjian.kernel.actor import ANONYMOUS, Actor
from yunjian.kernel.addresses import client_address
from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries
from .entering import PENDING, enter, go_on, pending, safe_next


class LoginForm(forms.Form):
    """Who, and the word only they know."""

    username = forms.CharField(
        label=_("用户名或手机号"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """What the app shows, or one of the recovery codes."""

    code = forms.CharField(
        label=_("验证码"),
        help_text=_("验证器上的 6 位数字；手机不在身边时，用一个恢复码。"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}),
    )


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """The login page; it leads back to where one came from, within this site only."""
    next_page = safe_next(request)
    if not request.actor.is_anonymous:  # type: ignore[attr-defined]
        return redirect(next_page)
    form = LoginForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        try:
            known = actions.prove_password(
                given["username"], given["password"], address=client_address(request), by=ANONYMOUS, at=now
            )
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
            status = refusal.status
        else:
            return go_on(request, known.account, ("password",), next_page, change=actions.must_change(known, now))
    parts = {"form": form, "next": next_page, "provider": queries.provider(reader=ANONYMOUS)}
    return render(request, "identity/login.html", parts, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """The code after the password; who waits too long begins again."""
    waiting = pending(request)
    if waiting is None:
        return redirect("identity:login")
    account, owner = waiting["account"], Actor(f"account:{waiting['account']}")
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            proven = actions.prove_factor(account, code, address=client_address(request), by=owner, at=timezone.now())
        except Declined as refusal:
            form.add_error("code" if refusal.status == 422 else None, sentence(refusal))
            status = refusal.status
        else:
            del request.session[PENDING]
            methods = (*waiting["methods"], proven)
            return enter(request, account, methods, waiting["next"], change=waiting["change"])
    parts = {"form": form, "factors": queries.factors(account, reader=owner)}
    return render(request, "identity/second_factor.html", parts, status=status)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Leave: by POST only, so that no link or picture can sign anybody out."""
    if request.user.is_authenticated:
        key = request.session.session_key or ""
        actions.sign_out(request.user.pk, key, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    auth.logout(request)
    answer = redirect("portal:home")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
