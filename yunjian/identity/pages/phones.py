"""Signing in and registering by phone: a code goes there, comes back, and opens the door."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.addresses import client_address
from yunjian.kernel.errors import Declined
from yunjian.parties import actions as parties
from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries
from .entering import go_on, safe_next
from .passwords import RULES, new_password

ASKED = "phone"  # the phone a code was sent to in this session
PROVEN = "proven-phone"  # the phone this session has proven, and by which code


class PhoneForm(forms.Form):
    """Where the code goes."""

    phone = forms.CharField(
        label=_("手机号"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national"}),
    )


class PhoneCodeForm(forms.Form):
    """What came."""

    code = forms.CharField(
        label=_("短信验证码"),
        help_text=_("6 位数字，五分钟内有效。"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class RegisterForm(forms.Form):
    """Who one is; a password and an enterprise if one likes."""

    name = forms.CharField(label=_("姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = new_password(_("密码"), RULES, required=False)
    enterprise = forms.CharField(
        label=_("企业名称"),
        help_text=_("代表企业办事的填写；要替企业办事，还需要企业的授权。"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    uscc = forms.CharField(
        label=_("统一社会信用代码"), help_text=_("18 位，见营业执照。"), max_length=40, required=False
    )

    relation = forms.ChoiceField(
        label=_("您和企业的关系"),
        choices=(("AGENT", _("企业的经办人")), ("LEGAL", _("企业的法定代表人"))),
        required=False,
        widget=forms.RadioSelect,
    )

    def clean(self) -> None:
        given = self.cleaned_data
        if bool(given.get("enterprise")) != bool(given.get("uscc")):
            self.add_error("uscc", gettext("企业名称和统一社会信用代码要一起填。"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Ask for a code. Whether the phone has an account is told to nobody before it is proven."""
    if not request.actor.is_anonymous:  # type: ignore[attr-defined]
        return redirect("identity:security")
    form = PhoneForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["phone"]
        try:
            actions.send_phone_code(number, address=client_address(request), by=ANONYMOUS, at=timezone.now())
        except Declined as refusal:
            form.add_error("phone" if refusal.status == 422 else None, sentence(refusal))
            status = refusal.status
        else:
            request.session[ASKED] = {"phone": number, "next": safe_next(request)}
            return redirect("identity:phone_code")
    parts = {"form": form, "next": safe_next(request)}
    return render(request, "identity/phone.html", parts, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Give the code back: in, or on to registering when the phone is new here."""
    asked = request.session.get(ASKED)
    if asked is None or not request.actor.is_anonymous:  # type: ignore[attr-defined]
        return redirect("identity:phone")
    form = PhoneCodeForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        given, where = form.cleaned_data["code"], client_address(request)
        try:
            proof = actions.prove_phone(asked["phone"], given, address=where, by=ANONYMOUS, at=timezone.now())
        except Declined as refusal:
            form.add_error("code" if refusal.status == 422 else None, sentence(refusal))
            status = refusal.status
        else:
            del request.session[ASKED]
            account = queries.account_of_phone(asked["phone"], reader=SYSTEM)
            if account is not None:
                return go_on(request, account, ("phone",), asked["next"])
            request.session[PROVEN] = asked | {"proof": proof}
            return redirect("identity:register")
    parts = {"form": form, "shows_texts": settings.IS_DEMONSTRATION and not settings.SMS_URL}
    return render(request, "identity/phone_code.html", parts, status=status)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Open an account for the phone that was just proven."""
    proven = request.session.get(PROVEN)
    if proven is None or not request.actor.is_anonymous:  # type: ignore[attr-defined]
        return redirect("identity:phone")
    form = RegisterForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        firm = (given["enterprise"], given["uscc"]) if given["uscc"] else None
        words = {"password": given["password"], "enterprise": firm, "relation": given["relation"] or "AGENT"}
        try:
            account = actions.register_citizen(
                proven["proof"], proven["phone"], given["name"], **words, by=ANONYMOUS, at=timezone.now()
            )
        except parties.PasswordTooWeak as refusal:
            form.add_error("password", list(refusal.details) or sentence(refusal))
            status = 422
        except parties.IdentifierDoubtful as refusal:
            form.add_error("uscc", list(refusal.details) or sentence(refusal))
            status = 422
        except parties.NobodyByThatNumber as refusal:
            form.add_error("uscc", sentence(refusal))
            status = 422
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
            status = refusal.status
        else:
            del request.session[PROVEN]
            return go_on(request, account, ("phone",), proven["next"])
    return render(request, "identity/register.html", {"form": form}, status=status)


@never_cache
@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """The messages of a demonstration, in place of a phone; anywhere else there is no such page."""
    found = queries.kept_texts(reader=request.actor)  # type: ignore[attr-defined]
    return render(request, "identity/texts.html", {"texts": found})
