"""What others may hear of cases. Past tense; ids, keys and digests only: no name, no reason, no opinion."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class _OfCase:
    case: int

    @property
    def subject(self) -> str:
        return f"cases.case:{self.case}"


@dataclass(frozen=True)
class CaseOpened(_OfCase):
    """A draft was begun, by the applicant or at a window for them."""

    kind = "cases.case.opened"
    title = "登记办件"
    procedure: str
    edition: date
    unit: str


@dataclass(frozen=True)
class CaseMoved(_OfCase):
    """A case went from one state to another by a move; ``due_on`` is when the running period ends, if one runs."""

    kind = "cases.case.moved"
    title = "办件进入下一状态"
    move: str
    source: str
    target: str
    due_on: date | None


@dataclass(frozen=True)
class CausesGiven(_OfCase):
    """Why a case was given back or refused, by the codes of the district's list."""

    kind = "cases.causes.given"
    title = "写明退回或者不予的原因"
    move: str
    causes: tuple[str, ...]


@dataclass(frozen=True)
class CertificateMade(_OfCase):
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
class MaterialsAttached(_OfCase):
    """The applicant lent materials for the case; ``consent`` is that of the drawer."""

    kind = "cases.materials.attached"
    title = "办件附上材料"
    consent: int
    materials: tuple[str, ...]


@dataclass(frozen=True)
class CorrectionNotified(_OfCase):
    """The applicant was told, once, all that is missing."""

    kind = "cases.correction.notified"
    title = "告知申请人补正"
    notice: int
    missing: int
    answer_by: date


@dataclass(frozen=True)
class PeriodExtended(_OfCase):
    """A leader extended the period, and the reason was told."""

    kind = "cases.period.extended"
    title = "批准延长办理期限（已告知）"
    days: int
    due_on: date


@dataclass(frozen=True)
class _OfStep(_OfCase):
    step: int


@dataclass(frozen=True)
class StepOpened(_OfStep):
    """A step waits at a desk."""

    kind = "cases.step.opened"
    title = "办件步骤待办"
    stage: str
    unit: str


@dataclass(frozen=True)
class StepReviewed(_OfStep):
    """Somebody gave an opinion; ``done`` False while a second pair of eyes is to follow."""

    kind = "cases.step.reviewed"
    title = "办件步骤审查"
    favourable: bool
    done: bool


@dataclass(frozen=True)
class StepTaken(_OfStep):
    """A step changed hands: claimed, handed over, put back or taken from who left; ``holder`` empty: nobody's."""

    kind = "cases.step.taken"
    title = "办件步骤换人经手"
    how: str
    holder: str


@dataclass(frozen=True)
class DeadlineNear(_OfStep):
    """The first day of warning of a step's deadline has come."""

    kind = "cases.deadline.near"
    title = "办件步骤将到期"
    due_on: date


@dataclass(frozen=True)
class DeadlinePassed(_OfStep):
    """A step was not done by its last day."""

    kind = "cases.deadline.passed"
    title = "办件步骤超期"
    due_on: date


@dataclass(frozen=True)
class ConsultationAsked(_OfCase):
    kind = "cases.consultation.asked"
    title = "征求其他单位意见"
    consultation: int
    unit: str


@dataclass(frozen=True)
class ConsultationAnswered(_OfCase):
    kind = "cases.consultation.answered"
    title = "答复征求的意见"
    consultation: int


@dataclass(frozen=True)
class NoteAdded(_OfCase):
    kind = "cases.note.added"
    title = "办件内部备注"
    note: int


@dataclass(frozen=True)
class ConflictDeclared(_OfCase):
    """Somebody is excluded from a case for a conflict of interest."""

    kind = "cases.conflict.declared"
    title = "办件回避"
    account: str


@dataclass(frozen=True)
class DocumentMade(_OfCase):
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
class DocumentReceived(_OfCase):
    """The applicant has it: by their own act, or handed over at the window."""

    kind = "cases.document.received"
    title = "签收办件文书"
    document: int
    how: str


@dataclass(frozen=True)
class CaseArchived(_OfCase):
    """The record of an ended case was closed: the digest of its package's manifest, and how long it is kept."""

    kind = "cases.case.archived"
    title = "办件归档"
    manifest: str
    files: int
    keep_until: date | None


@dataclass(frozen=True)
class _OfDesk:
    unit: str

    @property
    def subject(self) -> str:
        return f"cases.desk:{self.unit}"


@dataclass(frozen=True)
class Seated(_OfDesk):
    """Somebody was put on a kind of matter at a unit."""

    kind = "cases.desk.seated"
    title = "安排到办件岗位"
    account: str
    procedure: str
    stage: str


@dataclass(frozen=True)
class Unseated(_OfDesk):
    kind = "cases.desk.unseated"
    title = "离开办件岗位"
    account: str
    procedure: str
    stage: str


@dataclass(frozen=True)
class DeputyNamed:
    """Somebody stands in for an absent colleague for a time."""

    kind = "cases.deputy.named"
    title = "同事开始代班"
    deputyship: int
    absent: str
    deputy: str

    @property
    def subject(self) -> str:
        return f"cases.deputyship:{self.deputyship}"


@dataclass(frozen=True)
class DeputyReleased:
    kind = "cases.deputy.released"
    title = "代班提前结束"
    deputyship: int

    @property
    def subject(self) -> str:
        return f"cases.deputyship:{self.deputyship}"


@dataclass(frozen=True)
class InspectionOpened(_OfCase):
    """An ended case is looked at again: a rule names it, or a draw."""

    kind = "cases.inspection.opened"
    title = "办件列入评查"
    inspection: int
    why: str


@dataclass(frozen=True)
class FindingRecorded(_OfCase):
    kind = "cases.finding.recorded"
    title = "办件评查意见"
    inspection: int
    sound: bool


@dataclass(frozen=True)
class FindingAnswered(_OfCase):
    kind = "cases.finding.answered"
    title = "单位答复评查意见"
    inspection: int


@dataclass(frozen=True)
class RulesApplied(_OfDesk):
    """The rules of quality were applied to what a unit ended in some days."""

    kind = "cases.rules.applied"
    title = "按规则评查办件"
    since: date
    until: date
    new: int


@dataclass(frozen=True)
class _OfDraw:
    draw: int

    @property
    def subject(self) -> str:
        return f"cases.draw:{self.draw}"


@dataclass(frozen=True)
class DrawAnnounced(_OfDraw):
    """The list of a draw was made public, before its numbers were known; ``pool`` is the list's digest."""

    kind = "cases.draw.announced"
    title = "公布抽取清单"
    unit: str
    size: int
    wanted: int
    pool: str


@dataclass(frozen=True)
class DrawHeld(_OfDraw):
    """A draw was held by public numbers; anybody can recompute it (RFC 3797)."""

    kind = "cases.draw.held"
    title = "随机抽取办件"
    unit: str
    seed: str
    cases: tuple[int, ...]
