"""Certificates in wallets (OpenID4VCI 1.0): the holder asks for a code, the wallet collects credentials with it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from random import SystemRandom

from django.conf import settings
from django.db.models import F, Max
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from yunjian.kernel import keys, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined
from yunjian_verify.jose import Refused, jwk_of
from yunjian_verify.keys import VerificationKey

from .. import events, policy
from ..logic import states
from ..logic.proofs import NONCE_SECONDS, NonceRefused, check_nonce, check_proof, thumbprint
from ..logic.sd_jwt import issue
from ..logic.status_list import place, shuffled
from ..logic.wallet import BATCH, claims_of
from ..models import Certificate, Credential, Offer, SpentNonce, StateBlock
from ..queries.credentials import CredentialView, credential
from .issuing import standing_of

VALID = timedelta(minutes=5)
TOKEN = timedelta(minutes=5)
MOST_TRIES = 3
PIN = 6  # digits
_DECOYS = 4  # at most: how many claims a certificate has does not show in how many digests there are


class NotValidNow(Declined):
    """这张证照现在不是有效状态，不能放入数字钱包。"""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the holder's page shows, once: nothing of it is kept but digests."""

    id: int
    type: str
    edition: str
    code: str
    pin: str
    issuer_state: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """What the wallet got for the code."""

    token: str
    seconds: int


@action
def offer_to_wallet(certificate_id: int, *, by: Actor, at: datetime) -> Offered:
    """Give the holder a code to collect a valid certificate with; an earlier code ends with it."""
    certificate = hold(Certificate.objects, certificate_id)
    policy.require_holder(by, certificate.holder)
    if standing_of(certificate, at) != states.VALID or certificate.erased_at is not None:
        raise NotValidNow()
    Offer.objects.filter(certificate=certificate, closed_at__isnull=True).update(closed_at=at)
    code, issuer_state = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    pin = f"{secrets.randbelow(10**PIN):0{PIN}}"
    offer = Offer.objects.create(
        certificate=certificate,
        version=certificate.version,
        code=digest(code),
        pin=_pin_digest(code, pin),
        issuer_state=digest(issuer_state),
        made_at=at,
        expires_at=at + VALID,
    )
    ledger.record(events.WalletOffered(*named(certificate), offer.pk), by=by, at=at)
    edition = certificate.versions.get(number=certificate.version).edition.isoformat()
    return Offered(offer.pk, certificate.type, edition, code, pin, issuer_state, offer.expires_at)


class CodeRefused(Declined):
    """领取码或数字码不对、用过或者已经过期，请在网页上重新取领取码。"""

    status = 400


def take_offer(code: str, pin: str, *, by: Actor, at: datetime) -> Token:
    """Exchange the code and the number for a token. A code is good once; a wrong number is counted."""
    found = _take_offer(code, pin, by=by, at=at)
    if found is None:
        raise CodeRefused()
    return found


@action
def _take_offer(code: str, pin: str, *, by: Actor, at: datetime) -> Token | None:
    policy.require_wallet(by)
    offer = Offer.objects.select_for_update().filter(code=digest(code)).first()
    if offer is None or offer.closed_at or offer.taken_at or at >= offer.expires_at:
        raise CodeRefused()
    certificate = offer.certificate
    if not constant_time_compare(offer.pin, _pin_digest(code, pin)):
        offer.tries += 1
        offer.closed_at = at if offer.tries >= MOST_TRIES else None
        offer.save(update_fields=["tries", "closed_at"])
        ledger.record(events.WalletOfferFailed(*named(certificate), offer.pk, offer.tries), by=by, at=at)
        return None
    return token_of(offer, by, at)


def token_of(offer: Offer, by: Actor, at: datetime) -> Token:
    """The one token of an offer that is held; on record."""
    token = secrets.token_urlsafe(32)
    offer.token, offer.taken_at, offer.token_expires_at = digest(token), at, at + TOKEN
    offer.save(update_fields=["token", "taken_at", "token_expires_at"])
    ledger.record(events.WalletOfferTaken(*named(offer.certificate), offer.pk), by=by, at=at)
    return Token(token, int(TOKEN.total_seconds()))


class TokenRefused(Declined):
    """这个领取令牌无效或者已经过期，请在网页上重新取领取码。"""

    status = 401


class Unproven(Declined):
    """数字钱包没有正确证明它持有的密钥。"""

    status = 400

    def __init__(self, error: str, details: str):
        self.error = error
        super().__init__(details)


@action
def give_credentials(
    token: str, configuration: str, proofs: Sequence[object], *, base: str, by: Actor, at: datetime
) -> tuple[str, ...]:
    """Credentials of the offered version, one for each key proven; each with its own place in the lists of states.

    The certificate has to hold at this moment, whatever it did when it was offered. The nonces are used up.
    """
    policy.require_wallet(by)
    offer = Offer.objects.select_for_update().filter(token=digest(token)).exclude(token="").first()
    if offer is None or offer.closed_at or offer.token_expires_at is None or at >= offer.token_expires_at:
        raise TokenRefused()
    certificate = hold(Certificate.objects, offer.certificate_id)
    if certificate.version != offer.version or standing_of(certificate, at) != states.VALID:
        raise NotValidNow()
    view = credential(certificate, on=timezone.localdate(at))
    if configuration != f"{view.type}.{view.edition.isoformat()}":
        raise Unproven("unknown_credential_configuration", "The code was given for another type of certificate.")
    keys_proven = _proven(proofs, base, at)
    made = [_make(view, offer, key, base, at) for key in keys_proven]
    offer.closed_at = at
    offer.save(update_fields=["closed_at"])
    given = tuple(row.pk for row, _text in made)
    ledger.record(events.CredentialsGiven(*named(certificate), given), by=by, at=at)
    return tuple(text for _row, text in made)


def _proven(proofs: Sequence[object], base: str, at: datetime) -> list[VerificationKey]:
    """The keys of the proofs, each once; their nonces are ours, fresh, and used up with this."""
    if not 1 <= len(proofs) <= BATCH:
        raise Unproven("invalid_credential_request", f"Between one and {BATCH} proofs are taken at once.")
    now, found, spent = int(at.timestamp()), [], set()
    try:
        for proof in proofs:
            key, nonce = check_proof(proof, audience=base, now=now)
            spent.add(check_nonce(nonce, settings.SECRET_KEY, now=now))
            found.append(key)
    except NonceRefused as refusal:
        raise Unproven("invalid_nonce", refusal.sentence) from None
    except Refused as refusal:
        raise Unproven("invalid_proof", refusal.sentence) from None
    if len(set(found)) != len(found):
        raise Unproven("invalid_proof", "Two proofs are made with one key.")
    if SpentNonce.objects.filter(digest__in=spent).exists():
        raise Unproven("invalid_nonce", "The nonce of the proof has been used.")
    until = at + timedelta(seconds=NONCE_SECONDS)
    SpentNonce.objects.bulk_create([SpentNonce(digest=digest, expires_at=until) for digest in sorted(spent)])
    return found


def _make(view: CredentialView, offer: Offer, key: VerificationKey, base: str, at: datetime) -> tuple[Credential, str]:
    where = _next_place()
    claims = claims_of(view, base=base, status=where, at=timezone.localtime(at))
    text = issue(claims, signer=keys.signer("certificates"), holder=jwk_of(key), decoys=secrets.randbelow(_DECOYS + 1))
    version = offer.certificate.versions.get(number=view.version)
    until = datetime.fromtimestamp(claims["exp"], tz=at.tzinfo)
    row = Credential.objects.create(
        version=version,
        offer=offer,
        list=where[0],
        place=where[1],
        holder_key=thumbprint(key),
        given_at=at,
        expires_at=until,
    )
    return row, text


def _next_place() -> tuple[int, int]:
    """The next place of the newest block; a new block when it is full."""
    block = StateBlock.objects.select_for_update().order_by("-number").first()
    found = place(block.number, bytes(block.order), block.given) if block else None
    if block is None or found is None:
        number = (StateBlock.objects.aggregate(last=Max("number"))["last"] or 0) + 1 if block else 0
        block = StateBlock.objects.create(number=number, order=shuffled(SystemRandom()))
        found = place(number, bytes(block.order), 0)
    StateBlock.objects.filter(pk=block.pk).update(given=F("given") + 1)
    assert found is not None  # noqa: S101  a new block has room
    return found


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _pin_digest(code: str, pin: str) -> str:
    """Six digits are soon tried: without the code and the installation's secret the digest tells nothing."""
    return salted_hmac("certificates.wallet.pin", f"{code}:{pin}", algorithm="sha256").hexdigest()


def named(certificate: Certificate) -> tuple[int, int, str, str]:
    return certificate.pk, certificate.version, certificate.type, certificate.unit
