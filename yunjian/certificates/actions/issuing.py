"""Issuing one certificate, and giving a new version of it: renewed, amended, replaced."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..definitions import CertificateType
from ..logic import states
from ..logic.draft import Draft, plain
from ..logic.identifier import LAST_VERSION, Identifier
from ..models import Cause, Certificate, Contents, Problem, Step, StepKind
from .rows import Made, Problems, Sound, examined, issue_all, lock_serials, write_versions

LEAST_WORDS = 4  # characters: a reason somebody else can understand


class ContentsWrong(Invalid):
    """证照的内容有误，没有核发。"""

    def __init__(self, problems: Problems, kind: CertificateType):
        self.problems = problems
        super().__init__(problem_sentence(kind, field, problem) for field, problem in problems)


class NotNow(Declined):
    """这张证照现在的状态不能这样办。"""


class WordsMissing(Invalid):
    """请写明理由，至少四个字；持证人会看到。"""


class NothingChanged(Invalid):
    """内容和现行版本一样，不用变更。"""


class VersionsUsedUp(Declined):
    """这张证照已经有 999 个版本，不能再增加。请注销后重新核发。"""


class ContentsErased(Declined):
    """这张证照的内容已经删除，不能再出新版本。"""


def problem_sentence(kind: CertificateType, field: str, problem: str) -> str:
    """What is wrong with a draft: where, and what to do."""
    declared = kind.field(field)
    where = {"holder": gettext("持证主体"), "period": gettext("有效期")}.get(field)
    title = where or (declared.title if declared else field)
    return gettext("“%(field)s”%(problem)s") % {"field": title, "problem": Problem(problem).label}


@action
def issue_certificate(type_key: str, draft: Draft, *, by: Actor, at: datetime) -> Made:
    """Issue one certificate of the type in force; its serial follows the last without a gap."""
    kind = catalogue.in_force(CertificateType, type_key, on=timezone.localdate(at))
    policy.require_issuer(by, kind.issuer)
    lock_serials(kind)
    [found] = examined(kind, [draft], by=by, at=at)
    if not isinstance(found, Sound):
        raise ContentsWrong(found, kind)
    [made] = issue_all(kind, [found], batch=None, by=by, at=at)
    return made


@action
def renew_certificate(certificate_id: int, words: str, *, through: date | None = None, by: Actor, at: datetime) -> str:
    """Let it hold for a further period, from the end of the present one; returns the new identifier.

    It has to be asked for before it ends (Administrative Licence Law, article 50): what ran out is issued anew.
    """
    certificate, kind = _held(certificate_id, "RENEW", by, at)
    start = certificate.valid_before
    end = None if start is None else kind.validity.ends_before(start, through)
    if start is None or end is None or end <= start or kind.validity.is_too_long(start, end):
        raise ContentsWrong((("period", Problem.PERIOD.value),), kind)
    certificate.valid_before = end
    certificate.reminded, certificate.told_expired = None, False
    values = _values(certificate)
    return _new_version(certificate, kind, values, Cause.RENEWED, StepKind.RENEW, words, by=by, at=at)


@action
def amend_certificate(
    certificate_id: int, values: Mapping[str, str], words: str, *, keep: bool = False, by: Actor, at: datetime
) -> str:
    """Say something else of the holder, for the rest of the period; returns the new identifier.

    With ``keep`` a field that is not given says what it said.
    """
    certificate, kind = _held(certificate_id, "AMEND", by, at)
    given = plain(Draft("", "", {**_values(certificate), **values} if keep else values)).values
    if wrong := kind.problems(given):
        raise ContentsWrong(wrong, kind)
    if given == _values(certificate):
        raise NothingChanged()
    return _new_version(certificate, kind, given, Cause.AMENDED, StepKind.AMEND, words, by=by, at=at)


@action
def replace_certificate(certificate_id: int, words: str, *, by: Actor, at: datetime) -> str:
    """Give a new version for a copy that was lost or damaged: it says the same, and the old one no longer counts."""
    certificate, kind = _held(certificate_id, "REPLACE", by, at)
    values = _values(certificate)
    return _new_version(certificate, kind, values, Cause.REPLACED, StepKind.REPLACE, words, by=by, at=at)


def standing_of(certificate: Certificate, at: datetime) -> str:
    return states.standing(
        certificate.state, certificate.valid_from, certificate.valid_before, on=timezone.localdate(at)
    )


def words_of(words: str) -> str:
    """The reason given, at least a few characters of it."""
    said = " ".join(words.split())[:500]
    if len(said) < LEAST_WORDS:
        raise WordsMissing()
    return said


def _held(certificate_id: int, step: str, by: Actor, at: datetime) -> tuple[Certificate, CertificateType]:
    """The certificate, locked, and its type as it is in force today."""
    certificate = hold(Certificate.objects, certificate_id)
    policy.require_issuer(by, certificate.unit)
    if states.after(step, standing_of(certificate, at)) is None:
        raise NotNow()
    return certificate, catalogue.in_force(CertificateType, certificate.type, on=timezone.localdate(at))


def _values(certificate: Certificate) -> dict[str, str]:
    """What the present version says."""
    found = Contents.objects.get(version__certificate=certificate, version__number=certificate.version)
    if not found.salt:
        raise ContentsErased()
    return dict(found.values)


_EVENTS: dict[Cause, Callable[..., ledger.Event]] = {
    Cause.RENEWED: events.CertificateRenewed,
    Cause.AMENDED: events.CertificateAmended,
    Cause.REPLACED: events.CertificateReplaced,
}


def _new_version(
    certificate: Certificate,
    kind: CertificateType,
    values: Mapping[str, str],
    cause: Cause,
    step: StepKind,
    words: str,
    *,
    by: Actor,
    at: datetime,
) -> str:
    said = words_of(words)
    if certificate.version >= LAST_VERSION:
        raise VersionsUsedUp()
    certificate.version += 1
    numbered = Identifier(certificate.type_code, certificate.issuer_code, certificate.serial, certificate.version)
    certificate.identifier = str(numbered)
    certificate.save()
    [version] = write_versions(kind, [certificate], [values], cause, by=by, at=at)
    taken = Step.objects.create(certificate=certificate, kind=step, words=said, by=by.id, at=at)
    event = _EVENTS[cause](
        certificate.pk,
        version.number,
        certificate.type,
        certificate.unit,
        version.identifier,
        version.digest,
        version.valid_from.isoformat(),
        version.valid_before.isoformat() if version.valid_before else None,
        taken.pk,
    )
    ledger.record(event, by=by, at=at)
    return certificate.identifier
