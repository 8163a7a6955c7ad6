"""What a wallet collects with: a pushed request, the page on which its holder agrees, and the token for the code."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.addresses import base_of
from yunjian.kernel.errors import Invalid

from .. import actions, queries
from ..logic.authorizing import CODE_GRANT, REQUEST_URI, RequestUnfit, details_of, led_back, place_of, read_pushed
from ..logic.wallet import GRANT
from .protocol import failed, given_once, private, protocol


class NotPushed(Invalid):
    """数字钱包没有先把请求交给本平台（PAR），不能领取。请换一个数字钱包，或者在“我的证照”里取领取码后输入数字码领取。"""


@protocol("POST")
def push(request: HttpRequest) -> HttpResponse:
    """A wallet says what it wants before it leads its holder here (RFC 9126)."""
    if not given_once(request.POST):
        return failed("invalid_request", "Every parameter is given once.")
    try:
        pushed = read_pushed(request.POST.dict(), base_of(request))
        kept = actions.push_request(pushed, by=ANONYMOUS, at=timezone.now())
    except RequestUnfit as refusal:
        return failed(refusal.error, refusal.description)
    except actions.MarkRefused:
        return failed("invalid_request", "issuer_state is unknown, used or expired, or for another type.")
    return private({"request_uri": kept.request_uri, "expires_in": kept.seconds}, status=201)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """The page of consent. Nobody is led out of here but the holder who began it, by a button of theirs."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    client, reference = _named(request.GET)
    shown = queries.wallet_request(reference, client, reader=reader, at=now)
    if shown is None:
        raise actions.RequestOver()
    if request.method == "POST":
        answer = actions.agree_to_request if request.POST.get("answer") == "agree" else actions.refuse_request
        told = answer(reference, client, by=reader, at=now)
        error = "" if told.code else "access_denied"
        where = led_back(told.redirect_uri, code=told.code, error=error, state=told.state, iss=base_of(request))
        return HttpResponse(status=303, headers={"Location": where})
    place = place_of(shown.redirect_uri)
    response = render(request, "certificates/authorize.html", {"asked": shown, "place": place})
    response.form_target = place  # type: ignore[attr-defined]
    return response


@protocol("POST")
def token(request: HttpRequest) -> HttpResponse:
    """A code against a token: one the holder was shown, with its number, or one the holder agreed to."""
    if not given_once(request.POST):
        return failed("invalid_request", "Every parameter is given once.")
    grant = request.POST.get("grant_type")
    if grant == CODE_GRANT:
        return _agreed(request)
    if grant != GRANT:
        return failed("unsupported_grant_type", "The pre-authorized code and the authorization code are taken.")
    code, pin = request.POST.get("pre-authorized_code", ""), request.POST.get("tx_code", "")
    if not code or not pin:
        return failed("invalid_request", "The code and the number shown on the page are both needed.")
    try:
        found = actions.take_offer(code[:200], pin[:20], by=ANONYMOUS, at=timezone.now())
    except actions.CodeRefused:
        return failed("invalid_grant", "The code or the number is wrong, used or expired.")
    return private({"access_token": found.token, "token_type": "Bearer", "expires_in": found.seconds})


def _agreed(request: HttpRequest) -> HttpResponse:
    wanted = ("code", "client_id", "redirect_uri", "code_verifier")
    code, client, back, verifier = (request.POST.get(name, "")[:600] for name in wanted)
    if not (code and client and back and verifier):
        return failed("invalid_request", "code, client_id, redirect_uri and code_verifier are all needed.")
    try:
        found = actions.take_code(code, client, back, verifier, by=ANONYMOUS, at=timezone.now())
    except actions.GrantRefused:
        return failed("invalid_grant", "The code is wrong, used or expired, or was given to another.")
    told = {"access_token": found.token.token, "token_type": "Bearer", "expires_in": found.token.seconds}
    more = {"authorization_details": details_of(found.configuration)} if found.configuration else {}
    return private(told | more)


def _named(query: QueryDict) -> tuple[str, str]:
    """By whom and as what a request was pushed; one that was not is no request."""
    client, reference = query.get("client_id", ""), query.get("request_uri", "")
    if not client or not reference.startswith(REQUEST_URI) or not given_once(query):
        raise NotPushed()
    return client[:200], reference[:200]
