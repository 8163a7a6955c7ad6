"""The way of a case and of one thing of several, between regions too: opened, moved, asked, documented, closed."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class OfCase:
    case: int

    @property
    def subject(self) -> str:
        return f"cases.case:{self.case}"


@dataclass(frozen=True)
class CaseOpened(OfCase):
    """A draft was begun, by the applicant or at a window for them."""

    kind = "cases.case.opened"
    title = "登记办件"
    procedure: str
    edition: date
    unit: str


@dataclass(frozen=True)
class CaseMoved(OfCase):
    """A case went from one state to another by a move; ``due_on`` is when the running period ends, if one runs."""

    kind = "cases.case.moved"
    title = "办件进入下一状态"
    move: str
    source: str
    target: str
    due_on: date | None


@dataclass(frozen=True)
class CausesGiven(OfCase):
    """Why a case was given back or refused, by the codes of the district's list."""

    kind = "cases.causes.given"
    title = "写明退回或者不予的原因"
    move: str
    causes: tuple[str, ...]


@dataclass(frozen=True)
class CertificateMade(OfCase):
    """The certificate of a granted case was issued, amended or renewed (``how``)."""

    kind = "cases.certificate.made"
    title = "办件的证照已制作"
    certificate: int
    how: str


@dataclass(frozen=True)
class _OfParent:
    parent: int

    @property
    def subject(self) -> str:
        return f"cases.parent:{self.parent}"


@dataclass(frozen=True)
class ParentOpened(_OfParent):
    """One thing of several items was begun; ``cases`` are its children, all of them drafts."""

    kind = "cases.parent.opened"
    title = "登记一件事"
    theme: str
    unit: str
    cases: tuple[int, ...]


@dataclass(frozen=True)
class ParentSubmitted(_OfParent):
    """The whole was handed in; the children whose turn it is, each says itself."""

    kind = "cases.parent.submitted"
    title = "提交一件事"


@dataclass(frozen=True)
class ParentWithdrawn(_OfParent):
    """Every child that was not decided yet was taken back."""

    kind = "cases.parent.withdrawn"
    title = "撤回一件事"
    cases: tuple[int, ...]


@dataclass(frozen=True)
class ParentClosed(_OfParent):
    """Every child has ended; ``granted`` of them as the applicant wished."""

    kind = "cases.parent.closed"
    title = "一件事全部办结"
    granted: int
    others: int


@dataclass(frozen=True)
class MaterialsAttached(OfCase):
    """The applicant lent materials for the case; ``consent`` is that of the drawer."""

    kind = "cases.materials.attached"
    title = "办件附上材料"
    consent: int
    materials: tuple[str, ...]


@dataclass(frozen=True)
class CorrectionNotified(OfCase):
    """The applicant was told, once, all that is missing."""

    kind = "cases.correction.notified"
    title = "告知申请人补正"
    notice: int
    missing: int
    answer_by: date


@dataclass(frozen=True)
class _OfForwarding(OfCase):
    forwarding: int
    region: str


@dataclass(frozen=True)
class CaseForwarded(_OfForwarding):
    """What was taken in for another region was sent there."""

    kind = "cases.case.forwarded"
    title = "转送外地办理"
    means: str


@dataclass(frozen=True)
class ForwardedAnswered(_OfForwarding):
    """The other region's answer was noted: what it asks for, or how it decided."""

    kind = "cases.forwarded.answered"
    title = "收到外地的结果"
    answer: str


@dataclass(frozen=True)
class TakenInElsewhere(_OfForwarding):
    """Another region's window took the case in for us."""

    kind = "cases.case.taken-in-elsewhere"
    title = "登记由外地代收"


@dataclass(frozen=True)
class RegionTold(_OfForwarding):
    """The region that took a case in was told how it ended."""

    kind = "cases.region.told"
    title = "把结果告知代收地"
    answer: str


@dataclass(frozen=True)
class PeriodExtended(OfCase):
    """A leader extended the period, and the reason was told."""

    kind = "cases.period.extended"
    title = "批准延长办理期限（已告知）"
    days: int
    due_on: date


@dataclass(frozen=True)
class DocumentMade(OfCase):
    """A document of the case got its number and seal, and lies on the applicant's pages."""

    kind = "cases.document.made"
    title = "制作办件文书"
    document: int
    what: str
    unit: str
    number: str
    digest: str
    key: str


@dataclass(frozen=True)
class DocumentReceived(OfCase):
    """The applicant has it: by their own act, or handed over at the window."""

    kind = "cases.document.received"
    title = "签收办件文书"
    document: int
    how: str


@dataclass(frozen=True)
class CaseArchived(OfCase):
    """The record of an ended case was closed: the digest of its package's manifest, and how long it is kept."""

    kind = "cases.case.archived"
    title = "办件归档"
    manifest: str
    files: int
    keep_until: date | None
