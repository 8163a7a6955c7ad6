"""Ask a wallet at a window (OpenID4VP 1.0): one question, one answer, shown to whoever asked and then put away."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils import timezone

from yunjian.kernel import catalogue, keys, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Forbidden
from yunjian_verify.jose import Refused
from yunjian_verify.sd_jwt import Binding, Verified, verify

from .. import events, policy
from ..definitions import CertificateType
from ..logic import states
from ..logic.asking import client_of, presentation_in, self_issued
from ..logic.wallet import claim_of, vct_of
from ..models import CounterCode, Credential, Question, SpentNonce
from .issuing import standing_of
from .looks import PurposeUnknown

OPEN = timedelta(minutes=5)  # for the wallet to answer
SHOWN = timedelta(minutes=30)  # for the window to read the answer
MOST_CLOSED = 500


class QuestionOver(Declined):
    """这次核验已经结束或者过期，请重新发起。"""

    status = 410


class NothingToPutAway(Declined):
    """没有要清除的核验结果。"""


class AnswerRefused(Declined):
    """出示的证照没有通过核验。"""

    status = 400

    def __init__(self, reason: str, details: str):
        self.reason = reason
        super().__init__(details)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the window's page shows: where the wallet finds the question, and who asks."""

    id: int
    reference: str
    client: str
    expires_at: datetime


@action
def ask_wallet(type_key: str, purpose: str, *, by: Actor, at: datetime) -> Asked:
    """Ask for a certificate of the type; only what the purpose needs is asked for, nothing else may be shown."""
    policy.require_verifier(by)
    kind = catalogue.in_force(CertificateType, type_key, on=timezone.localdate(at))
    declared = kind.purpose(purpose)
    if purpose and declared is None:
        raise PurposeUnknown()
    signer = keys.signer("certificates")
    reference = secrets.token_urlsafe(24)
    paper = self_issued(signer, signer.public_key, "Yunjian", at=at)
    question = Question.objects.create(
        type=type_key,
        purpose=purpose,
        claims=[claim_of(name) for name in (declared.fields if declared else ())],
        asked_by=by.id,
        reference=sha256(reference.encode()).hexdigest(),
        nonce=secrets.token_urlsafe(24),
        certificate_of_asker=paper,
        asked_at=at,
        expires_at=at + OPEN,
    )
    ledger.record(events.WalletAsked(question.pk, type_key, tuple(question.claims)), by=by, at=at)
    return Asked(question.pk, reference, client_of(paper), question.expires_at)


def answer_question(
    reference: str, state: str, vp_token: str, *, base: str, error: str = "", by: Actor, at: datetime
) -> int:
    """Take a wallet's answer, once; what is wrong with it is kept for the window and told to the wallet."""
    question, reason, words = _answer(reference, state, vp_token, error, base=base, by=by, at=at)
    if reason:
        raise AnswerRefused(reason, words)
    return question


@action
def _answer(
    reference: str, state: str, vp_token: str, error: str, *, base: str, by: Actor, at: datetime
) -> tuple[int, str, str]:
    policy.require_wallet(by)
    digest = sha256(reference.encode()).hexdigest()
    question = Question.objects.select_for_update().filter(reference=digest).first()
    if question is None or question.state != Question.State.WAITING or at >= question.expires_at or state != digest:
        raise QuestionOver()
    certificate, claims, reason, words = None, {}, "", ""
    if error:
        reason, words = "declined", "The wallet did not show it."
    else:
        try:
            shown = _checked(question, vp_token, base, at)
            certificate = _standing(shown, base, at)
            claims = {name: shown.claims[name] for name in question.claims}
        except Refused as refusal:
            certificate, reason, words = None, refusal.code, refusal.sentence
    question.state = Question.State.REFUSED if reason else Question.State.SHOWN
    question.reason, question.shown, question.answered_at = reason, claims, at
    question.certificate_id = certificate
    question.save(update_fields=["state", "reason", "shown", "answered_at", "certificate"])
    ledger.record(events.WalletAnswered(question.pk, certificate, tuple(claims), reason), by=by, at=at)
    return question.pk, reason, words


def _checked(question: Question, vp_token: str, base: str, at: datetime) -> Verified:
    """The presentation, when it is what was asked for: our certificate, for us, for this question, and no more."""
    shown = verify(
        presentation_in(vp_token),
        trusted={base: keys.verification_keys("certificates")},
        now=int(at.timestamp()),
        binding=Binding(client_of(bytes(question.certificate_of_asker)), question.nonce),
        vcts=frozenset(vcts_of(question.type, base)),
    )
    if missing := [name for name in question.claims if name not in shown.claims]:
        raise Refused("claims missing", f"The presentation does not show what was asked for: {', '.join(missing)}.")
    if more := [name for name in shown.disclosed if name not in question.claims]:
        raise Refused("claims beyond", f"The presentation shows what was not asked for: {', '.join(more)}.")
    return shown


def _standing(shown: Verified, base: str, at: datetime) -> int:
    """The certificate behind the presentation, when it holds: read from the record, of which the lists are made."""
    if shown.status is None or not shown.status.uri.startswith(f"{base}/certificates/states/"):
        raise Refused("status", "The credential does not say where its state is published.")
    number = shown.status.uri.rpartition("/")[2]
    row = (
        Credential.objects.filter(list=number, place=shown.status.index).select_related("version__certificate").first()
        if number.isdecimal() and len(number) < 10
        else None
    )
    if row is None:
        raise Refused("status", "The credential has no state here.")
    certificate = row.version.certificate
    if certificate.version != row.version.number:
        raise Refused("revoked", "The credential is of an earlier version of the certificate.")
    found = standing_of(certificate, at)
    if found == states.SUSPENDED:
        raise Refused("suspended", "The certificate is suspended.")
    if found != states.VALID:
        raise Refused("revoked", "The certificate does not hold any more.")
    return certificate.pk


def vcts_of(type_key: str, base: str) -> Sequence[str]:
    """Every edition of the type, newest first: a certificate keeps the edition it was issued under."""
    editions = catalogue.editions(CertificateType, type_key)
    return [vct_of(base, type_key, edition.valid_from) for edition in editions]


@action
def close_question(question_id: int, *, by: Actor, at: datetime) -> None:
    """Put away what was shown: whoever asked has read it."""
    policy.require_verifier(by)
    question = hold(Question.objects, question_id)
    if question.asked_by != by.id:
        raise Forbidden()
    if question.state == Question.State.CLOSED:
        raise QuestionOver()
    question.state, question.shown = Question.State.CLOSED, {}
    question.save(update_fields=["state", "shown"])
    ledger.record(events.QuestionsClosed((question.pk,), 0), by=by, at=at)


@action
def put_away(*, by: Actor, at: datetime) -> int:
    """Put away what nobody closed in time, and forget nonces and codes that are over."""
    policy.require_platform(by)
    old = Question.objects.exclude(state=Question.State.CLOSED).filter(asked_at__lt=at - SHOWN)
    found = tuple(old.order_by("pk").values_list("pk", flat=True)[:MOST_CLOSED])
    Question.objects.filter(pk__in=found).update(state=Question.State.CLOSED, shown={})
    nonces, _kinds = SpentNonce.objects.filter(expires_at__lt=at).delete()
    codes, _kinds = CounterCode.objects.filter(expires_at__lt=at - SHOWN).delete()
    nonces += codes
    if not found and not nonces:
        raise NothingToPutAway()
    ledger.record(events.QuestionsClosed(found, nonces), by=by, at=at)
    return len(found)
