"""The security administrator's pages: recovery codes, outside identities, and the systems that sign in here."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries


class RecoveryForm(forms.Form):
    """Whose password is to be replaced."""

    username = forms.CharField(label=_("用户名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    resets_factors = forms.BooleanField(label=_("同时解除第二重验证（验证器和通行密钥都丢了才选）"), required=False)


class OutsideForm(forms.Form):
    """Which account is which subject of the provider."""

    username = forms.CharField(label=_("用户名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    subject = forms.CharField(
        label=_("对方的用户标识"),
        help_text=_("统一身份平台给出的 sub，不是姓名，也不会变。"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ClientForm(forms.Form):
    """Which system, and where its people come back to."""

    name = forms.CharField(label=_("系统名称"), max_length=100)
    redirect_uris = forms.CharField(
        label=_("回调地址"),
        help_text=_("一行一个，以 https:// 开头并写全。"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        max_length=2000,
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recovery(request: HttpRequest) -> HttpResponse:
    """Hand out a code for one new password; it is shown once."""
    policy.require_may_secure(request.actor, policy.ISSUE_RECOVERY)  # type: ignore[attr-defined]
    form = RecoveryForm(request.POST if request.method == "POST" else None)
    code = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            code = actions.issue_recovery(
                given["username"],
                resets_factors=given["resets_factors"],
                by=request.actor,  # type: ignore[attr-defined]
                at=timezone.now(),
            )
        except Declined as refusal:
            form.add_error("username", sentence(refusal))
    parts = {"form": form, "code": code, "username": form.data.get("username", "")}
    return render(request, "identity/recovery.html", parts, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: HttpRequest) -> HttpResponse:
    """Tie an account to its subject at the outside provider."""
    policy.require_may_secure(request.actor, policy.LINK)  # type: ignore[attr-defined]
    provider = queries.provider(reader=request.actor)  # type: ignore[attr-defined]
    form = OutsideForm(request.POST if request.method == "POST" and provider else None)
    if provider and form.is_valid():
        given = form.cleaned_data
        try:
            actions.link_identity(
                given["username"],
                provider.key,
                given["subject"],
                by=request.actor,  # type: ignore[attr-defined]
                at=timezone.now(),
            )
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已登记对应关系。"))
            return redirect("identity:outside")
    parts = {"form": form, "provider": provider}
    return render(request, "identity/outside.html", parts, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clients(request: HttpRequest) -> HttpResponse:
    """The systems that let people sign in here; a new one is shown its secret once."""
    known = queries.clients(reader=request.actor)  # type: ignore[attr-defined]
    form = ClientForm(request.POST if request.method == "POST" else None)
    made = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        addresses = [line.strip() for line in given["redirect_uris"].splitlines() if line.strip()]
        try:
            made = actions.register_client(given["name"], addresses, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
        except Declined as refusal:
            form.add_error("redirect_uris", sentence(refusal))
        else:
            known, form = queries.clients(reader=request.actor), ClientForm()  # type: ignore[attr-defined]
    parts = {"clients": known, "form": form, "made": made}
    return render(request, "identity/clients.html", parts, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, client_id: str) -> HttpResponse:
    """That system may no longer ask."""
    actions.withdraw_client(client_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("已停用，这个系统不能再用本平台登录。"))
    return redirect("identity:clients")
