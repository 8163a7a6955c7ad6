"""The steps that change how a certificate stands: suspend, resume, revoke, archive; each with its reason."""

from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..logic import states
from ..models import Certificate, Contents, Ground, State, Step, StepKind
from .issuing import NotNow, standing_of, words_of


class GroundMissing(Invalid):
    """请选择终止证照的法律依据：撤回、撤销、吊销或者注销。"""


class NotArchived(Declined):
    """只有已归档的证照才能删除内容。"""


class ErasedAlready(Declined):
    """这张证照的内容已经删除了。"""


@action
def suspend_certificate(certificate_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """It does not count until it is resumed."""
    certificate, step = _take(certificate_id, StepKind.SUSPEND, words, by=by, at=at)
    ledger.record(events.CertificateSuspended(*_named(certificate), step), by=by, at=at)


@action
def resume_certificate(certificate_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """It counts again, for what is left of its period."""
    certificate, step = _take(certificate_id, StepKind.RESUME, words, by=by, at=at)
    ledger.record(events.CertificateResumed(*_named(certificate), step), by=by, at=at)


@action
def revoke_certificate(certificate_id: int, ground: str, words: str, *, by: Actor, at: datetime) -> None:
    """It ends for good, on one of the grounds the law knows; the words say the facts."""
    if ground not in Ground.values:
        policy.require_may_end(by, hold(Certificate.objects, certificate_id).unit)
        raise GroundMissing()
    certificate, step = _take(certificate_id, StepKind.REVOKE, words, ground=ground, by=by, at=at)
    ledger.record(events.CertificateRevoked(*_named(certificate), step, ground), by=by, at=at)


@action
def archive_certificate(certificate_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """What has ended goes to the archive; it stays there for the period of retention."""
    certificate, step = _take(certificate_id, StepKind.ARCHIVE, words, by=by, at=at)
    ledger.record(events.CertificateArchived(*_named(certificate), step), by=by, at=at)


@action
def erase_contents(certificate_id: int, *, by: Actor, at: datetime) -> None:
    """Erase what an archived certificate said, in all its versions; that it existed, and the digests, stay.

    With the values goes the salt, so that nobody can try names and numbers against the digests that stay.
    """
    policy.require_eraser(by)
    certificate = hold(Certificate.objects, certificate_id)
    if certificate.erased_at is not None:
        raise ErasedAlready()
    if certificate.state != State.ARCHIVED:
        raise NotArchived()
    rows = Contents.objects.filter(version__certificate=certificate)
    count = rows.update(values={}, salt="", holder_name="", holder_number="")
    certificate.holder_name = certificate.holder_number = ""
    certificate.erased_at = at
    certificate.save(update_fields=["holder_name", "holder_number", "erased_at"])
    Step.objects.filter(certificate=certificate).update(words="")
    ledger.record(events.CertificateErased(*_named(certificate), count), by=by, at=at)


def _named(certificate: Certificate) -> tuple[int, int, str, str]:
    return certificate.pk, certificate.version, certificate.type, certificate.unit


def _take(
    certificate_id: int, kind: StepKind, words: str, *, ground: str = "", by: Actor, at: datetime
) -> tuple[Certificate, int]:
    """Hold it, ask who may, look whether it may, change it, keep why."""
    certificate = hold(Certificate.objects, certificate_id)
    policy.require_may_end(by, certificate.unit)
    state = states.after(kind.value, standing_of(certificate, at))
    if state is None:
        raise NotNow()
    said = words_of(words)
    certificate.state = state
    if state == State.REVOKED:
        certificate.ground, certificate.ended_at = ground, at
    certificate.save(update_fields=["state", "ground", "ended_at"])
    step = Step.objects.create(certificate=certificate, kind=kind, ground=ground, words=said, by=by.id, at=at)
    return certificate, step.pk
