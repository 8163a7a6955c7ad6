"""One's own account: who am I, my posts, my roles, my password."""

from typing import cast

from django import forms
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from .. import actions, policy, queries
from ..models import Account


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who am I, my posts, my roles."""
    reader = request.actor  # type: ignore[attr-defined]
    mine = queries.account(_own(request).pk, reader=reader, at=timezone.now())
    parts = {
        "account": mine,
        "reads_accounts": policy.may_read_accounts(reader),
        "reads_people": policy.may_read_people(reader),
        "reads_enterprises": policy.may_read_enterprises(reader),
    }
    return render(request, "parties/account.html", parts)


class PasswordForm(forms.Form):
    """The old password, and the new one twice."""

    current = forms.CharField(
        label=_("现在的密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        help_text=_("至少 12 位，不要全是数字，也不要用常见的密码。"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一遍新密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, encoded: str, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._encoded = encoded

    def clean_current(self) -> str:
        if not check_password(self.cleaned_data["current"], self._encoded):
            raise forms.ValidationError(gettext("现在的密码不对。"))
        return self.cleaned_data["current"]

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("new"):
            raise forms.ValidationError(gettext("两次输入的新密码不一样。"))
        return self.cleaned_data["again"]


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; this session goes on, every other one ends."""
    form = PasswordForm(request.POST if request.method == "POST" else None, encoded=_own(request).password)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_password(
                _own(request).pk,
                form.cleaned_data["new"],
                by=request.actor,  # type: ignore[attr-defined]
                at=timezone.now(),
            )
        except actions.PasswordTooWeak as refusal:
            form.add_error("new", list(refusal.details) or gettext(refusal.sentence))
        else:
            auth.update_session_auth_hash(request, Account.objects.get(pk=_own(request).pk))
            messages.success(request, gettext("密码已更换。其他地方的登录已经失效。"))
            return redirect("parties:account")
    return render(request, "parties/password.html", {"form": form}, status=422 if form.errors else 200)


def _own(request: HttpRequest) -> Account:
    """The account somebody is logged in with."""
    return cast(Account, request.user)
