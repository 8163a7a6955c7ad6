"""What whoever makes the certificate of a case has to fill in, and what the application told already."""

from dataclasses import dataclass
from datetime import datetime

from yunjian.certificates import queries as register
from yunjian.certificates.definitions import LONGEST, CertificateField
from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import NotFound
from yunjian.parties import queries as parties
from yunjian.ui.formats import is_chinese

from .. import policy
from ..definitions import Procedure
from ..models import Case, Stage


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A field of the certificate: what was told of it in full where it is public, else masked."""

    name: str
    title: str
    kind: str
    required: bool
    longest: int  # characters
    choices: tuple[tuple[str, str], ...]
    told: str
    masked: str


@dataclass(frozen=True, slots=True)
class Certifying:
    """The certificate to be made: its type, whose it will be, its fields."""

    type: str
    title: str
    holder: str  # the applicant's name; empty where the holder is somebody else, who has to be written down
    held: bool  # the holder has one that counts: it may be amended or renewed
    until: bool  # its last day has to be written down
    lines: tuple[CertificateLine, ...]


def certifying(case_id: int, *, reader: Actor, at: datetime) -> Certifying | None:
    """None where the matter has no electronic certificate. For whoever is at the desk of delivery and may issue it."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    policy.require_stage(reader, case, Stage.DELIVER, at)
    key = catalogue.edition(Procedure, case.procedure, case.edition).certificate_type
    if not key:
        return None
    kind = register.type_in_force(key, reader=reader, at=at)
    number, name = parties.number_and_name(case.applicant, reader=SYSTEM)
    own = case.applicant.startswith(f"{kind.holder}:")
    held = own and register.standing_certificate(key, number, reader=reader, at=at) is not None
    shown = parties.masked("name", name, reader=reader) if kind.holder == "person" else name
    told = case.particulars or {}
    return Certifying(
        key, _titled(kind.title, kind.title_en), shown if own else "", held, kind.validity.rule == "until",
        tuple(_line(each, told.get(each.name, ""), reader) for each in kind.ordered()),
    )  # fmt: skip


def _line(declared: CertificateField, told: str, reader: Actor) -> CertificateLine:
    masked = parties.masked(declared.mask, told, reader=reader) if declared.mask and told else ""
    return CertificateLine(
        declared.name, _titled(declared.title, declared.title_en), declared.kind, declared.required,
        min(LONGEST[declared.kind], 500),
        tuple((each.code, _titled(each.title, each.title_en)) for each in declared.choices),
        "" if declared.mask else told, masked,
    )  # fmt: skip


def _titled(title: str, title_en: str) -> str:
    return title if is_chinese() else title_en
