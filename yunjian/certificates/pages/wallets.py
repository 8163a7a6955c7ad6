"""The holder puts a certificate into a wallet; a window asks a wallet for one."""

import json
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunjian.kernel.addresses import base_of

from .. import actions, queries
from ..logic.counter import picture
from ..logic.wallet import offer

REASONS = {
    "declined": _("对方没有同意出示。"),
    "revoked": _("证照已经失效：终止、过期或者换了新的版本。"),
    "suspended": _("证照暂停，现在不算有效。"),
    "expired": _("凭证已经过期，请对方重新领取。"),
    "issuer": _("不是本区颁发的证照。"),
    "signature": _("签名不对，可能是伪造的。"),
    "vct": _("出示的是另一类证照。"),
    "binding missing": _("出示的人没有证明证照是自己的。"),
    "holder signature": _("出示的人不是证照的持有人。"),
    "claims missing": _("没有出示这次需要的内容。"),
    "claims beyond": _("出示了这次没有要的内容，已经丢弃。"),
    "audience": _("这是出示给别人的，不是给本窗口的。"),
    "nonce": _("这是以前出示过的，不是这一次的。"),
    "stale": _("出示的时间太久了。"),
}
OTHER = _("出示的内容不完整或者被改动过。")
_KEPT = "certificates.questions"  # the addresses of one's open questions: nothing of them is kept but digests


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wallet(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """The holder asks for a code; it is shown once, as a picture, a link and a number."""
    reader = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    shown = queries.own_certificate(certificate_id, reader=reader, at=now)
    context: dict[str, object] = {"certificate": shown}
    if request.method == "POST":
        made = actions.offer_to_wallet(certificate_id, by=reader, at=now)
        configuration = f"{made.type}.{made.edition}"
        told = offer(base_of(request), configuration, made.code, made.issuer_state, pin_length=len(made.pin))
        link = "openid-credential-offer://?" + urlencode({"credential_offer": json.dumps(told, ensure_ascii=False)})
        context |= {"link": link, "picture": picture(link), "pin": made.pin, "until": made.expires_at}
    return render(request, "certificates/wallet.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A window chooses what it needs, and asks."""
    reader = request.actor  # type: ignore[attr-defined]
    choices = queries.wallet_choices(reader=reader, at=timezone.now())
    if request.method != "POST":
        return render(request, "certificates/ask.html", {"choices": choices})
    wanted = request.POST.get("what", "")
    if wanted not in {choice.key for choice in choices}:
        context = {"choices": choices, "missing": True}
        return render(request, "certificates/ask.html", context, status=422)
    type_key, _, purpose = wanted.partition(":")
    asked = actions.ask_wallet(type_key, purpose, by=reader, at=timezone.now())
    request.session[_KEPT] = {str(asked.id): asked.reference}
    return redirect("wallets:asked", question_id=asked.id)


@never_cache
@require_safe
def asked(request: HttpRequest, question_id: int) -> HttpResponse:
    """The question as a picture while it waits; then what came of it."""
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.answer(question_id, reader=reader, at=timezone.now())
    context: dict[str, object] = {"answer": found, "reason": REASONS.get(found.reason, OTHER)}
    reference = request.session.get(_KEPT, {}).get(str(question_id))
    if found.state == "WAITING" and reference:
        where = base_of(request) + reverse("wallets:question", args=[reference])
        client = queries.client_id(question_id, reader=reader)
        link = "openid4vp://?" + urlencode({"client_id": client, "request_uri": where})
        context |= {"link": link, "picture": picture(link)}
    template = "certificates/_asked.html" if getattr(request, "htmx", False) else "certificates/asked.html"
    return render(request, template, context)


@require_POST
def close(request: HttpRequest, question_id: int) -> HttpResponse:
    """Whoever asked has read the answer."""
    actions.close_question(question_id, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("核验结果已清除。"))
    return redirect("wallets:ask")
