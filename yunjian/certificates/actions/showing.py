"""A holder shows a certificate at a counter by a code on the phone: good for a minute, taken once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils import timezone

from yunjian.kernel import keys, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined
from yunjian.parties import queries as parties
from yunjian_verify.counter import CounterCode as Read
from yunjian_verify.counter import read
from yunjian_verify.jose import Refused

from .. import events, policy
from ..logic import states
from ..logic.counter import Said, code
from ..models import Certificate, CounterCode, Look, Version
from ..queries.views import standing_view, type_of
from .issuing import standing_of
from .looks import Verified, keep, verified
from .signing import SIGNING

CODE_VALID = timedelta(seconds=60)


class NotHolding(Declined):
    """这张证照现在不是有效状态，不能出示证照码。"""


class CounterCodeRefused(Declined):
    """这个证照码没有通过查验。"""

    def __init__(self, reason: str, *details: str):
        self.reason = reason
        super().__init__(*details)


@dataclass(frozen=True, slots=True)
class CodeShown:
    """What the phone shows."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CodeChecked:
    """What everybody learns from a code: what it says, and how the certificate stands at this moment."""

    title: str
    name: str
    standing: str
    standing_title: str
    shown_at: datetime


@action
def show_at_counter(certificate_id: int, *, base: str, by: Actor, at: datetime) -> CodeShown:
    """Make a code for a certificate that holds: its type, the masked name, that it holds, one minute.

    Nothing of it is kept but the digest of its nonce, so that the online counter takes it once.
    """
    certificate = hold(Certificate.objects, certificate_id)
    policy.require_holder(by, certificate.holder)
    if standing_of(certificate, at) != states.VALID or certificate.erased_at is not None:
        raise NotHolding()
    nonce, until = secrets.token_urlsafe(12), at + CODE_VALID
    of_person = certificate.holder.startswith("person:")
    name = parties.masked("name", certificate.holder_name, reader=by) if of_person else certificate.holder_name
    said = Said(certificate.type, type_of(certificate).title, name, states.VALID)
    moments = {"at": int(at.timestamp()), "until": int(until.timestamp())}
    token = code(said, base=base, nonce=nonce, signer=keys.signer(SIGNING.name), **moments)
    row = CounterCode.objects.create(
        certificate=certificate, version=certificate.version, nonce=_digest(nonce), made_at=at, expires_at=until
    )
    ledger.record(events.CounterCodeShown(*_named(certificate), row.pk), by=by, at=at)
    return CodeShown(token, until)


@action
def check_counter_code(text: str, *, by: Actor, at: datetime) -> CodeChecked:
    """Anybody to whom a code is shown: whether it is genuine, fresh and not shown before; it is used up with this."""
    policy.require_checker(by)
    found, row = _take(text, at)
    certificate = hold(Certificate.objects, row.certificate_id)
    look = keep(certificate, Look.How.CODE, "", "", (), by=by, at=at)
    ledger.record(events.CounterCodeTaken(*_named(certificate), row.pk, look), by=by, at=at)
    view = standing_view(certificate, on=timezone.localdate(at))
    return CodeChecked(found.title, found.name, view.standing, view.standing_title, row.made_at)


@action
def verify_counter_code(text: str, purpose: str = "", *, by: Actor, at: datetime) -> Verified:
    """At a window: the same, and of the certificate what the purpose needs."""
    policy.require_verifier(by)
    _found, row = _take(text, at)
    certificate = hold(Certificate.objects, row.certificate_id)
    version = Version.objects.get(certificate=certificate, number=row.version)
    shown, look = verified(certificate, version, purpose, by=by, at=at)
    ledger.record(events.CounterCodeTaken(*_named(certificate), row.pk, look), by=by, at=at)
    return shown


def _take(text: str, at: datetime) -> tuple[Read, CounterCode]:
    """A genuine code in its minute, used up; refused with the reason otherwise."""
    try:
        found = read(text, keys=keys.verification_keys(SIGNING.name), now=int(at.timestamp()), leeway=0)
    except Refused as refusal:
        raise CounterCodeRefused(refusal.code, refusal.sentence) from None
    row = CounterCode.objects.select_for_update().filter(nonce=_digest(found.nonce)).first()
    if row is None:
        raise CounterCodeRefused("unknown")
    if row.used_at is not None:
        raise CounterCodeRefused("used")
    if at >= row.expires_at:
        raise CounterCodeRefused("expired")
    row.used_at = at
    row.save(update_fields=["used_at"])
    return found, row


def _digest(nonce: str) -> str:
    return sha256(nonce.encode()).hexdigest()


def _named(certificate: Certificate) -> tuple[int, int, str, str]:
    return certificate.pk, certificate.version, certificate.type, certificate.unit
