"""What the applicant gets: the certificate of a granted case, issued as the register of certificates has it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from yunjian.certificates import actions as certificates
from yunjian.certificates import queries as register
from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Declined, Invalid
from yunjian.parties import queries as parties

from .. import events, policy
from ..models import Case, Stage, State
from . import _clock
from ._moving import case_held, move, require_move


class NoCertificate(Declined):
    """这类事项不颁发证件。"""


class ContentsMissing(Invalid):
    """这类事项准予后核发电子证照，请先填写证照的内容。"""


class HolderMissing(Invalid):
    """请写明持证人的名称和统一社会信用代码：证照发给新设立的单位，不是发给申请人。"""


class NothingHeld(Declined):
    """持证人现在没有这类有效的证照，不能变更或者延续，请核发新证。"""


@dataclass(frozen=True, slots=True)
class CertificateContents:
    """What the certificate is to say, over what the application told of it.

    The holder is the applicant, unless somebody else is named by code and name. ``how``: issue a new one, or amend or
    renew the one the holder has. ``through``: its last day, where the type leaves that to the issuer.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    how: Literal["issue", "amend", "renew"] = "issue"
    through: date | None = None
    number: str = ""
    name: str = ""


@action
def certify(case_id: int, contents: CertificateContents | None = None, *, by: Actor, at: datetime) -> None:
    """The certificate is made and waits to be handed over; an electronic one is in its holder's drawer from now on.

    Whoever makes it is at the desk of delivery and may issue certificates for the unit.
    """
    case = case_held(case_id)
    policy.require_stage(by, case, Stage.DELIVER, at)
    require_move(case, "certify")
    procedure = _clock.procedure_of(case)
    if not procedure.certificate:
        raise NoCertificate()
    if procedure.certificate_type:
        if contents is None:
            raise ContentsMissing()
        case.certificate = _made(case, procedure.certificate_type, contents, by=by, at=at)
        ledger.record(events.CertificateMade(case.pk, case.certificate, contents.how), by=by, at=at)
    move(case, "certify", State.CERTIFIED, by=by, at=at)


def _made(case: Case, kind: str, contents: CertificateContents, *, by: Actor, at: datetime) -> int:
    number, name = _holder(case, kind, contents, by=by, at=at)
    values = {**(case.particulars or {}), **{name: said for name, said in contents.values.items() if said.strip()}}
    if contents.how == "issue":
        draft = certificates.Draft(number, name, values, valid_through=contents.through)
        return certificates.issue_certificate(kind, draft, by=by, at=at).id
    held = register.standing_certificate(kind, number, reader=by, at=at)
    if held is None:
        raise NothingHeld()
    words = policy.matter_of(case.pk)
    if contents.how == "amend":
        certificates.amend_certificate(held, values, words, keep=True, by=by, at=at)
    else:
        certificates.renew_certificate(held, words, through=contents.through, by=by, at=at)
    return held


def _holder(case: Case, kind: str, contents: CertificateContents, *, by: Actor, at: datetime) -> tuple[str, str]:
    """The holder's number and name: the applicant's as registered, or those written down for somebody else."""
    if case.applicant.startswith(f"{register.type_in_force(kind, reader=by, at=at).holder}:"):
        return parties.number_and_name(case.applicant, reader=SYSTEM)
    if not contents.number.strip() or not contents.name.strip():
        raise HolderMissing()
    return contents.number, contents.name
