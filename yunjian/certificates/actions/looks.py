"""Looking at what a certificate says: each look is kept, on record, and shown to its holder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..definitions import CertificateType
from ..logic.identifier import IdentifierUnsound, parse
from ..models import Certificate, Look, Version
from ..queries.credentials import CredentialView, credential
from ..queries.views import CertificateView, Shown, certificate_view, grades, shown_fields, standing_view

PURPOSES = ("HANDLE", "CORRECT", "AUDIT")  # what an issuing office may open a certificate for
LEAST_WORDS = 4


class PurposeMissing(Invalid):
    """请选择查看证照的用途，并写明具体事由，至少四个字；持证人会看到。"""


class IdentifierWrong(Invalid):
    """证照标识有误：它以 1.2.156.3005.2 开头，共六段，最后一段是校验位。请对照证照重新输入。"""


class NoSuchCertificate(Declined):
    """没有这个标识的证照。请对照证照核对；仍然查不到的，可能不是真的。"""

    status = 404


class PurposeUnknown(Invalid):
    """这类证照没有这个核验用途，请重新选择。"""


class ContentsGone(Declined):
    """这张证照的内容已经按保存期限删除，只能看到它的存在和状态。"""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a look shows: the certificate, and the fields in full that it may see; the rest stays masked."""

    certificate: CertificateView
    masked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What a window sees: how the certificate stands, and the fields its purpose needs."""

    title: str
    identifier: str
    is_current: bool
    standing: str
    standing_title: str
    valid_from: str
    valid_through: str
    purpose: str
    shown: tuple[Shown, ...]


@action
def reveal_certificate(certificate_id: int, purpose: str, words: str, *, by: Actor, at: datetime) -> Opened:
    """Show the issuing office what a certificate says, for a reason its holder will read.

    What the role does not open (sensitive data, for some) stays masked.
    """
    certificate = hold(Certificate.objects, certificate_id)
    policy.require_may_reveal(by, certificate.unit)
    said = " ".join(words.split())[:200]
    if purpose not in PURPOSES or len(said) < LEAST_WORDS:
        raise PurposeMissing()
    require_contents(certificate)
    return _opened(certificate, Look.How.REVEAL, purpose, said, by=by, at=at)


@action
def reveal_own_certificate(certificate_id: int, *, by: Actor, at: datetime) -> Opened:
    """Show the holder, or who has the holder's mandate, all that the certificate says."""
    certificate = hold(Certificate.objects, certificate_id)
    policy.require_holder(by, certificate.holder)
    require_contents(certificate)
    return _opened(certificate, Look.How.OWN, "", "", by=by, at=at)


@action
def print_certificate(certificate_id: int, *, by: Actor, at: datetime) -> CredentialView:
    """Give what the paper needs: to the holder, or to the office that issued it."""
    certificate = hold(Certificate.objects, certificate_id)
    if policy.is_holder(by, certificate.holder):
        policy.require_holder(by, certificate.holder)
    else:
        policy.require_issuer(by, certificate.unit)
    require_contents(certificate)
    found = credential(certificate, on=timezone.localdate(at))
    keep(certificate, Look.How.PAPER, "", "", [field.name for field in found.fields], by=by, at=at)
    return found


@action
def verify_certificate(identifier: str, purpose: str = "", *, by: Actor, at: datetime) -> Verified:
    """At a window: whether the certificate shown is genuine and holds, and no more of it than the purpose needs."""
    policy.require_verifier(by)
    try:
        wanted = str(parse(identifier))
    except IdentifierUnsound:
        raise IdentifierWrong() from None
    version = Version.objects.filter(identifier=wanted).first()
    if version is None:
        raise NoSuchCertificate()
    certificate = hold(Certificate.objects, version.certificate_id)
    return verified(certificate, version, purpose, by=by, at=at)[0]


@action
def read_for_system(certificate_id: int, *, by: Actor, at: datetime) -> CredentialView:
    """Give the issuing unit's own system all that a certificate says; its holder sees that it was read."""
    certificate = hold(Certificate.objects, certificate_id)
    policy.require_may_reveal(by, certificate.unit)
    require_contents(certificate)
    found = credential(certificate, on=timezone.localdate(at))
    keep(certificate, Look.How.SYSTEM, "", "", [field.name for field in found.fields], by=by, at=at)
    return found


def verified(
    certificate: Certificate, version: Version, purpose: str, *, by: Actor, at: datetime
) -> tuple[Verified, int]:
    """What the window sees of a certificate it was shown, and the look that was kept of it."""
    kind = catalogue.edition(CertificateType, certificate.type, version.edition)
    declared = kind.purpose(purpose)
    if purpose and declared is None:
        raise PurposeUnknown()
    shown = shown_fields(certificate, declared.fields if declared else (), reader=by)
    title = declared.title if declared else ""
    look = keep(certificate, Look.How.WINDOW, title, "", [each.name for each in shown], by=by, at=at)
    view = standing_view(certificate, on=timezone.localdate(at))
    found = Verified(
        title=kind.title,
        identifier=version.identifier,
        is_current=version.number == certificate.version,
        standing=view.standing,
        standing_title=view.standing_title,
        valid_from=view.valid_from.isoformat(),
        valid_through=view.valid_through.isoformat() if view.valid_through else "",
        purpose=title,
        shown=shown,
    )
    return found, look


def require_contents(certificate: Certificate) -> None:
    if certificate.erased_at is not None:
        raise ContentsGone()


def _opened(certificate: Certificate, how: Look.How, purpose: str, words: str, *, by: Actor, at: datetime) -> Opened:
    graded = grades(certificate)
    full = frozenset(
        name for name, grade in graded.items() if how == Look.How.OWN or policy.may_see(by, certificate.unit, grade)
    )
    keep(certificate, how, purpose, words, sorted(full), by=by, at=at)
    view = certificate_view(certificate, full=full, on=timezone.localdate(at), reader=by)
    return Opened(view, tuple(name for name in graded if name not in full))


def keep(
    certificate: Certificate,
    how: Look.How,
    purpose: str,
    words: str,
    fields: Sequence[str],
    *,
    by: Actor,
    at: datetime,
) -> int:
    """Keep that somebody looked, and how; returns the look."""
    held = next((held for held in by.held if held.holds_for(certificate.unit)), next(iter(by.held), None))
    is_own = how in (Look.How.OWN,) or policy.is_holder(by, certificate.holder)
    look = Look.objects.create(
        certificate=certificate,
        by=by.id,
        by_name=by.name[:60],
        role=held.role if held and not is_own else "",
        unit=held.unit if held and not is_own else "",
        acting_for=by.acting_for,
        how=how,
        purpose=purpose,
        words=words,
        fields=list(fields),
        at=at,
    )
    event = events.CertificateLookedAt(
        certificate.pk, certificate.version, certificate.type, certificate.unit, look.pk, how.value, tuple(fields)
    )
    ledger.record(event, by=by, at=at)
    return look.pk
