"""Is it genuine, does it hold: at a counter for a purpose, and for everybody who has it in hand."""

from urllib.parse import parse_qs, urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yunjian.kernel import rates
from yunjian.kernel.addresses import client_address, household
from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, policy, queries
from .forms import CheckForm, VerifyForm
from .words import tone

LIMIT = rates.Limit(20, 60)  # checks a minute of one network address: nobody guesses a code of 64 bits at that pace


class TooManyChecks(Declined):
    """查验太频繁了，请过一会儿再试。"""

    status = 429


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Staff enters or scans the identifier and sees what the purpose needs; the holder sees that they did."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_verifier(reader)
    purposes = sorted(queries.purposes(reader=reader, at=now).items())
    form = VerifyForm(request.POST if request.method == "POST" else None, purposes=purposes)
    found = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            found = actions.verify_certificate(scanned(given["identifier"]), given["purpose"], by=reader, at=now)
        except actions.PurposeUnknown as refusal:
            form.add_error("purpose", sentence(refusal))
        except Declined as refusal:
            form.add_error("identifier", sentence(refusal))
    parts = {"form": form, "found": found, "tone": tone(found.standing) if found else ""}
    return render(request, "certificates/verify.html", parts, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Everybody: whether a certificate in hand is genuine and holds, and nothing else. The printed code leads here."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    by_code = {"identifier": request.GET.get("id", ""), "detail": request.GET.get("code", "")}
    asked = request.method == "POST" or all(by_code.values())
    form = CheckForm((request.POST if request.method == "POST" else by_code) if asked else None)
    found = None
    if asked and form.is_valid():
        name = f"certificates.check:{rates.nameless(household(client_address(request)))}"
        if not rates.take(name, LIMIT, at=now).allowed:
            raise TooManyChecks()
        given = form.cleaned_data
        found = queries.checked(scanned(given["identifier"]), given["detail"], reader=reader, at=now)
    answered = asked and form.is_valid()
    parts = {"form": form, "found": found, "answered": answered, "tone": tone(found.standing) if found else ""}
    return render(request, "certificates/check.html", parts, status=422 if form.errors else 200)


def scanned(text: str) -> str:
    """The identifier of what a scanner typed: itself, or the address the printed code holds."""
    if "?" not in text:
        return text
    return parse_qs(urlsplit(text.strip()).query).get("id", [""])[0]
