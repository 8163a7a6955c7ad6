"""The authorisation code (OpenID4VCI 1.0, section 5): a wallet pushes what it wants, the holder agrees, once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..logic import states
from ..logic.authorizing import REQUEST_URI, Pushed, proves
from ..models import Certificate, Offer, WalletRequest
from .issuing import standing_of
from .wallets import NotValidNow, Token, digest, named, token_of

ANSWERED_WITHIN = timedelta(minutes=5)  # the holder may have to sign in first
CODE = timedelta(seconds=60)
MOST_REQUESTS = 5  # for one offer: a wallet may begin anew, nobody fills the record


@dataclass(frozen=True, slots=True)
class Received:
    """What a wallet leads the holder's browser here with."""

    request_uri: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Answered:
    """Where the holder's browser goes with the answer; without a code they did not agree."""

    redirect_uri: str
    state: str
    code: str


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What the wallet got for the code; the configuration where it was asked for by authorization_details."""

    token: Token
    configuration: str


class MarkRefused(Declined):
    """数字钱包送来的领取标记不对、用过或者已经过期，请在“我的证照”里重新取领取码。"""

    status = 400


@action
def push_request(pushed: Pushed, *, by: Actor, at: datetime) -> Received:
    """Keep what a wallet wants until the holder answers. Only the mark of an open offer opens the door: a request
    without one would be a stranger's, who could lead a holder to agree to the stranger's wallet."""
    policy.require_wallet(by)
    offer = Offer.objects.select_for_update().filter(issuer_state=digest(pushed.issuer_state)).first()
    if offer is None or not _open(offer) or at >= offer.expires_at or offer.requests.count() >= MOST_REQUESTS:
        raise MarkRefused()
    certificate = offer.certificate
    if not pushed.covers(certificate.type, _edition(certificate, offer)):
        raise MarkRefused()
    handle = secrets.token_urlsafe(32)
    request = WalletRequest.objects.create(
        offer=offer,
        reference=digest(handle),
        client=pushed.client,
        redirect_uri=pushed.redirect_uri,
        challenge=pushed.challenge,
        state=pushed.state,
        detailed=bool(pushed.configuration),
        pushed_at=at,
        expires_at=at + ANSWERED_WITHIN,
    )
    ledger.record(events.WalletRequestPushed(*named(certificate), offer.pk, request.pk), by=by, at=at)
    return Received(REQUEST_URI + handle, int(ANSWERED_WITHIN.total_seconds()))


class RequestOver(Declined):
    """数字钱包的这个请求已经过期、答复过，或者不是从您的账号开始的。请在“我的证照”里重新取领取码。"""

    status = 404


@action
def agree_to_request(request_uri: str, client: str, *, by: Actor, at: datetime) -> Answered:
    """The holder lets the wallet collect: a code, good once and for a minute; other wallets' requests end."""
    request, offer = _asked(request_uri, client, by, at)
    certificate = offer.certificate
    if certificate.version != offer.version or standing_of(certificate, at) != states.VALID:
        raise NotValidNow()
    offer.requests.exclude(pk=request.pk).filter(closed_at__isnull=True).update(closed_at=at)
    code = secrets.token_urlsafe(32)
    request.answered_at, request.code, request.code_expires_at = at, digest(code), at + CODE
    request.save(update_fields=["answered_at", "code", "code_expires_at"])
    ledger.record(events.WalletRequestAnswered(*named(certificate), offer.pk, request.pk, True), by=by, at=at)
    return Answered(request.redirect_uri, request.state, code)


@action
def refuse_request(request_uri: str, client: str, *, by: Actor, at: datetime) -> Answered:
    """The holder does not let the wallet collect; the offer ends with it."""
    request, offer = _asked(request_uri, client, by, at)
    request.answered_at = request.closed_at = offer.closed_at = at
    request.save(update_fields=["answered_at", "closed_at"])
    offer.save(update_fields=["closed_at"])
    ledger.record(events.WalletRequestAnswered(*named(offer.certificate), offer.pk, request.pk, False), by=by, at=at)
    return Answered(request.redirect_uri, request.state, "")


class GrantRefused(Declined):
    """授权码不对、用过或者已经过期，请在“我的证照”里重新取领取码。"""

    status = 400


def take_code(code: str, client: str, redirect_uri: str, verifier: str, *, by: Actor, at: datetime) -> Exchanged:
    """Exchange a code for a token. A code presented wrongly, late or twice is a stolen one: it and its token end."""
    found = _take_code(code, client, redirect_uri, verifier, by=by, at=at)
    if found is None:
        raise GrantRefused()
    return found


@action
def _take_code(
    code: str, client: str, redirect_uri: str, verifier: str, *, by: Actor, at: datetime
) -> Exchanged | None:
    policy.require_wallet(by)
    request = WalletRequest.objects.select_for_update().filter(code=digest(code)).exclude(code="").first()
    if request is None or request.closed_at:
        raise GrantRefused()
    offer = hold(Offer.objects, request.offer_id)
    reason = _misuse(request, client, redirect_uri, verifier, at)
    if reason:
        request.closed_at = at
        request.save(update_fields=["closed_at"])
        offer.closed_at = offer.closed_at or at
        offer.save(update_fields=["closed_at"])
        told = events.WalletCodeMisused(*named(offer.certificate), offer.pk, request.pk, reason)
        ledger.record(told, by=by, at=at)
        return None
    if not _open(offer):
        raise GrantRefused()
    request.used_at = at
    request.save(update_fields=["used_at"])
    token = token_of(offer, by, at)
    edition = _edition(offer.certificate, offer)
    return Exchanged(token, f"{offer.certificate.type}.{edition}" if request.detailed else "")


def _misuse(request: WalletRequest, client: str, redirect_uri: str, verifier: str, at: datetime) -> str:
    if request.used_at is not None:
        return "USED"
    if request.code_expires_at is None or at >= request.code_expires_at:
        return "EXPIRED"
    if client != request.client:
        return "CLIENT"
    if redirect_uri != request.redirect_uri:
        return "REDIRECT"
    return "" if proves(verifier, request.challenge) else "VERIFIER"


def _asked(request_uri: str, client: str, by: Actor, at: datetime) -> tuple[WalletRequest, Offer]:
    """A request that waits for its holder's answer."""
    handle = request_uri.removeprefix(REQUEST_URI)
    request = WalletRequest.objects.select_for_update().filter(reference=digest(handle), client=client).first()
    if request is None:
        raise RequestOver()
    offer = hold(Offer.objects, request.offer_id)
    policy.require_holder(by, offer.certificate.holder)
    if request.answered_at or request.closed_at or at >= request.expires_at or not _open(offer):
        raise RequestOver()
    return request, offer


def _open(offer: Offer) -> bool:
    return offer.closed_at is None and offer.taken_at is None


def _edition(certificate: Certificate, offer: Offer) -> str:
    return certificate.versions.get(number=offer.version).edition.isoformat()
