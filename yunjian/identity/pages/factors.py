"""Second factors: an authenticator app, recovery codes, and how one is taken away again."""

import base64
from urllib.parse import quote, urlencode

import qrcode
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from qrcode.image.svg import SvgPathFillImage

from yunjian.kernel.errors import Declined, Forbidden
from yunjian.parties import queries as parties
from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries
from ..logic.standing import SECOND_FACTORS
from ..queries import MARK
from .entering import THEN, after_duty, note_new_key, own
from .passwords import proven_present

SECRET = "app-secret"  # noqa: S105 - the name of a place in the session
FRESH = 600  # seconds after signing in during which somebody without a password may change factors


class SureForm(forms.Form):
    """The password once more, before something that matters."""

    current = forms.CharField(
        label=_("现在的密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: object, request: HttpRequest, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._request = request
        if not parties.has_password(own(request), reader=request.actor):  # type: ignore[attr-defined]
            del self.fields["current"]

    def clean_current(self) -> str:
        return proven_present(own(self._request), self.cleaned_data["current"], self._request.actor)  # type: ignore[attr-defined]

    def clean(self) -> None:
        if "current" not in self.fields and not is_fresh(self._request):
            raise forms.ValidationError(gettext("为了安全，请先退出再登录一次，然后在十分钟内办理。"))


class FreshForm(SureForm):
    """The password, unless the sign-in is fresh."""

    def __init__(self, *args: object, request: HttpRequest, **kwargs: object):
        super().__init__(*args, request=request, **kwargs)
        if is_fresh(request):
            self.fields.pop("current", None)


class AppForm(FreshForm):
    """What the app shows after it has read the picture; the password too, unless the sign-in is fresh."""

    code = forms.CharField(
        label=_("验证器上显示的 6 位数字"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}),
    )
    field_order = ("current", "code")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Tie an authenticator app: read the picture, type what it shows."""
    account, actor = own(request), request.actor  # type: ignore[attr-defined]
    if queries.factors(account, reader=actor).app:
        return redirect("identity:security") if request.duty is None else _prove_again(request)  # type: ignore[attr-defined]
    secret = request.session.setdefault(SECRET, generate_totp_secret())
    form = AppForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"].replace(" ", "")
        try:
            actions.enrol_totp(account, secret, code, by=actor, at=timezone.now())
        except Declined as refusal:
            form.add_error("code", sentence(refusal))
        else:
            del request.session[SECRET]
            note_method(request, "totp")
            return _show_codes(request)
    url = _otpauth(request.user.get_username(), secret)
    parts = {"form": form, "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)), "url": url}
    parts |= {"picture": _picture(url), "must": request.duty == "identity:app"}  # type: ignore[attr-defined]
    return render(request, "identity/app.html", parts, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make ten new recovery codes; they are shown once."""
    account, actor = own(request), request.actor  # type: ignore[attr-defined]
    form = SureForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        return _show_codes(request)
    parts = {"form": form, "factors": queries.factors(account, reader=actor)}
    return render(request, "identity/recovery_codes.html", parts, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, factor_id: int) -> HttpResponse:
    """Untie an app or a passkey, after the password was given once more."""
    account, actor = own(request), request.actor  # type: ignore[attr-defined]
    mine = queries.factors(account, reader=actor)
    found = next((each for each in (mine.app, *mine.passkeys) if each and each.id == factor_id), None)
    if found is None:
        raise actions.NoFactor()
    form = SureForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        actions.remove_factor(account, factor_id, by=actor, at=timezone.now())
        messages.success(request, gettext("已解除。"))
        return redirect("identity:security")
    parts = {"form": form, "factor": found}
    return render(request, "identity/remove_factor.html", parts, status=422 if form.errors else 200)


def note_method(request: HttpRequest, method: str) -> None:
    """The session has shown one thing more about its owner; it goes on under another key."""
    mark = request.session[MARK]
    before = request.session.session_key or ""
    request.session.cycle_key()
    request.session[MARK] = mark | {"methods": [*mark["methods"], method]}
    note_new_key(request, before)


def is_fresh(request: HttpRequest) -> bool:
    """Whether somebody has only just signed in: what they showed then still counts."""
    return timezone.now().timestamp() - request.session.get(MARK, {}).get("began", 0) <= FRESH


def _show_codes(request: HttpRequest) -> HttpResponse:
    codes = actions.make_recovery_codes(own(request), by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    then = request.session.pop(THEN, None)
    if then:
        request.session[THEN] = then
    return render(request, "identity/codes.html", {"codes": codes, "then": then or ""})


def _prove_again(request: HttpRequest) -> HttpResponse:
    """Somebody with an app came in without showing it: they have to sign in with it."""
    if SECOND_FACTORS & set(request.session.get(MARK, {}).get("methods", ())):
        return after_duty(request, "identity:security")
    raise Forbidden()


def _otpauth(name: str, secret: str) -> str:
    issuer = gettext("云间")
    words = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{issuer}:{name}')}?{words}"


def _picture(url: str) -> SafeString:
    """The QR code as a picture in the address itself: nothing is loaded from anywhere."""
    svg = qrcode.make(url, image_factory=SvgPathFillImage, border=2).to_string()
    return mark_safe("data:image/svg+xml;base64," + base64.b64encode(svg).decode())  # noqa: S308 - only base64
