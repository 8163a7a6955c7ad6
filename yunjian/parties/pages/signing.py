"""Logging in and out."""

from django import forms
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from .. import actions
from ..models import Account


class LoginForm(forms.Form):
    """Who, and the word only they know."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """The login page; it leads back to where one came from, within this site only."""
    next_page = _safe_next(request)
    if not request.actor.is_anonymous:  # type: ignore[attr-defined]
        return redirect(next_page)
    form = LoginForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "parties/login.html", {"form": form, "next": next_page}, status=status)
    given = form.cleaned_data
    try:
        account_id = actions.sign_in(given["username"], given["password"], by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    except actions.WrongCredentials as refusal:
        form.add_error(None, gettext(refusal.sentence))
        return render(request, "parties/login.html", {"form": form, "next": next_page}, status=refusal.status)
    auth.login(request, Account.objects.get(pk=account_id))
    return redirect(next_page)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Leave: by POST only, so that no link or picture can log anybody out."""
    if request.user.is_authenticated:
        actions.sign_out(request.user.pk, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    auth.logout(request)
    return redirect("portal:home")


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("portal:home")
