"""Is it genuine, does it hold: at a counter for a purpose, and for everybody who has it in hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yunjian.kernel import rates
from yunjian.kernel.actor import Actor
from yunjian.kernel.addresses import client_address, household
from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence
from yunjian_verify.counter import MAX_SIZE, token_in

from .. import actions, policy, queries
from ..logic.draft import tidy
from .forms import CheckForm, CodeForm, VerifyForm
from .words import CODE_OTHER, CODE_REASONS, tone

LIMIT = rates.Limit(20, 60)  # checks a minute of one network address: nobody guesses a code of 64 bits at that pace


class TooManyChecks(Declined):
    """查验太频繁了，请过一会儿再试。"""

    status = 429


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Staff enters or scans an identifier or a code and sees what the purpose needs; the holder sees that they did.

    What the paper says may be typed beside what the register says: where they differ, the paper was altered.
    """
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_verifier(reader)
    purposes = sorted(queries.purposes(reader=reader, at=now).items())
    form = VerifyForm(request.POST if request.method == "POST" else None, purposes=purposes)
    found = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            found = _verified(given["identifier"], given["purpose"], reader, now)
        except actions.PurposeUnknown as refusal:
            form.add_error("purpose", sentence(refusal))
        except actions.CounterCodeRefused as refusal:
            form.add_error("identifier", str(CODE_REASONS.get(refusal.reason, CODE_OTHER)))
        except Declined as refusal:
            form.add_error("identifier", sentence(refusal))
    parts: dict[str, object] = {"form": form, "found": found, "tone": tone(found.standing) if found else ""}
    if found:
        parts |= {"compared": compared(found.shown, request.POST), "purpose_key": form.cleaned_data["purpose"]}
        parts["form"] = VerifyForm(purposes=purposes)
    return render(request, "certificates/verify.html", parts, status=422 if form.errors else 200)


def _verified(text: str, purpose: str, by: Actor, at: datetime) -> actions.Verified:
    if token := token_in(text):
        return actions.verify_counter_code(token, purpose, by=by, at=at)
    return actions.verify_certificate(scanned(text), purpose, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Compared:
    """One field as the register has it, beside what was typed from the paper."""

    name: str
    title: str
    value: str
    typed: str

    @property
    def is_same(self) -> bool:
        return "".join(tidy(self.typed).split()) == "".join(tidy(self.value).split())


def compared(shown: Sequence[queries.Shown], typed: Mapping[str, str]) -> list[Compared]:
    """The fields that were shown, each with what the paper was typed to say; blank where nothing was typed."""
    return [
        Compared(each.name, each.title, each.value, typed.get(f"paper_{each.name}", "")[:500].strip()) for each in shown
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Everybody: whether a certificate in hand is genuine and holds, and nothing else. The printed code leads here.

    A counter code leads here too; it is used up only by the button, not by an address that somebody looks ahead at.
    """
    if "shown" in request.POST or "shown" in request.GET:
        return _check_code(request)
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    by_code = {"identifier": request.GET.get("id", ""), "detail": request.GET.get("code", "")}
    asked = request.method == "POST" or all(by_code.values())
    form = CheckForm((request.POST if request.method == "POST" else by_code) if asked else None)
    found = None
    if asked and form.is_valid():
        _require_calm(request, now)
        given = form.cleaned_data
        found = queries.checked(scanned(given["identifier"]), given["detail"], reader=reader, at=now)
    answered = asked and form.is_valid()
    parts = {"form": form, "found": found, "answered": answered, "tone": tone(found.standing) if found else ""}
    return render(
        request, "certificates/check.html", parts | {"code_form": CodeForm()}, status=422 if form.errors else 200
    )


def _check_code(request: HttpRequest) -> HttpResponse:
    """A code somebody showed: asked for once more when it came by an address, then taken."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    if request.method != "POST":
        waiting = CodeForm(initial={"shown": request.GET["shown"][:MAX_SIZE]})
        given = {"form": CheckForm(), "code_form": waiting, "ready": True}
        return render(request, "certificates/check.html", given)
    form, found = CodeForm(request.POST), None
    if form.is_valid():
        _require_calm(request, now)
        try:
            found = actions.check_counter_code(form.cleaned_data["shown"], by=reader, at=now)
        except actions.CounterCodeRefused as refusal:
            form.add_error("shown", str(CODE_REASONS.get(refusal.reason, CODE_OTHER)))
    parts: dict[str, object] = {"form": CheckForm(), "code_form": CodeForm() if found else form, "code": found}
    tones = {"tone": tone(found.standing) if found else ""}
    return render(request, "certificates/check.html", parts | tones, status=422 if form.errors else 200)


def _require_calm(request: HttpRequest, now: datetime) -> None:
    name = f"certificates.check:{rates.nameless(household(client_address(request)))}"
    if not rates.take(name, LIMIT, at=now).allowed:
        raise TooManyChecks()


def scanned(text: str) -> str:
    """The identifier of what a scanner typed: itself, or the address the printed code holds."""
    if "?" not in text:
        return text
    return parse_qs(urlsplit(text.strip()).query).get("id", [""])[0]
