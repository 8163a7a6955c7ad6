"""Choosing another password: one's own, or with a one-time code when it is forgotten."""

from typing import Any

from django import forms
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yunjian.kernel.actor import ANONYMOUS, Actor
from yunjian.kernel.addresses import client_address
from yunjian.kernel.errors import Declined
from yunjian.parties import actions as parties
from yunjian.parties import queries
from yunjian.ui.templatetags.ui import sentence

from .. import actions
from ..models import Device
from ..queries import MARK
from .entering import after_duty, go_on, note_new_key, own

RULES = _("至少 12 位；小写字母、大写字母、数字、其他字符至少有三种；不用常见密码、姓名和最近用过的密码。")


def new_password(label: Any, hint: Any = "", *, required: bool = True) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, help_text=hint, max_length=256, strip=False, widget=widget, required=required)


def proven_present(account: int, given: str, actor: Actor) -> str:
    """The present password, once more: a refusal is the field's error."""
    try:
        actions.prove_present_password(account, given, by=actor, at=timezone.now())
    except Declined as refusal:
        raise forms.ValidationError(sentence(refusal)) from None
    return given


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    new = new_password(_("新密码"), RULES)
    again = new_password(_("再输一遍新密码"))

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("new"):
            raise forms.ValidationError(gettext("两次输入的新密码不一样。"))
        return self.cleaned_data["again"]


class PasswordForm(NewPasswordForm):
    """The present password first, if there is one."""

    current = forms.CharField(
        label=_("现在的密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("current", "new", "again")

    def __init__(self, *args: object, request: HttpRequest, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._account, self._actor = own(request), request.actor  # type: ignore[attr-defined]
        if not queries.has_password(self._account, reader=self._actor):
            del self.fields["current"]

    def clean_current(self) -> str:
        return proven_present(self._account, self.cleaned_data["current"], self._actor)


class RecoverForm(NewPasswordForm):
    """The code an administrator handed over, and the new password."""

    username = forms.CharField(
        label=_("用户名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("一次性恢复码"),
        help_text=_("向本单位的安全管理员领取，半小时内有效，只能用一次。"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    field_order = ("username", "code", "new", "again")


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; this session goes on under a new key, every other one ends."""
    form = PasswordForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        account, actor, now = own(request), request.actor, timezone.now()  # type: ignore[attr-defined]
        try:
            parties.set_password(account, form.cleaned_data["new"], by=actor, at=now)
        except parties.PasswordTooWeak as refusal:
            form.add_error("new", list(refusal.details) or sentence(refusal))
        else:
            _begin_anew(request, account)
            messages.success(request, gettext("密码已更换。其他地方的登录已经失效。"))
            return after_duty(request, "parties:account")
    parts = {"form": form, "must": request.duty == "identity:password"}  # type: ignore[attr-defined]
    return render(request, "identity/password.html", parts, status=422 if form.errors else 200)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """Whoever forgot the password gives the code they were handed and chooses a new one."""
    if not request.actor.is_anonymous:  # type: ignore[attr-defined]
        return redirect("identity:password")
    form = RecoverForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        given, where = form.cleaned_data, client_address(request)
        try:
            account = actions.recover(
                given["username"], given["code"], given["new"], address=where, by=ANONYMOUS, at=timezone.now()
            )
        except parties.PasswordTooWeak as refusal:
            form.add_error("new", list(refusal.details) or sentence(refusal))
            status = 422
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
            status = refusal.status
        else:
            messages.success(request, gettext("新密码已经生效。"))
            return go_on(request, account, ("password",), "/")
    return render(request, "identity/recover.html", {"form": form}, status=status)


def _begin_anew(request: HttpRequest, account: int) -> None:
    """The same person goes on in a session with another key; every other session ends."""
    mark = request.session.get(MARK, {}) | {"change": False}
    before = request.session.session_key or ""
    auth.update_session_auth_hash(request, auth.get_user_model()._default_manager.get(pk=account))
    request.session[MARK] = mark
    actions.end_devices(account, Device.End.PASSWORD, but=before, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    note_new_key(request, before)
