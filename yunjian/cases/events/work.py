"""Who works on a case: its steps at desks, whom they ask, who keeps away; who sits where and in whose stead."""

from dataclasses import dataclass
from datetime import date

from .way import OfCase


@dataclass(frozen=True)
class _OfStep(OfCase):
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
class ConsultationAsked(OfCase):
    kind = "cases.consultation.asked"
    title = "征求其他单位意见"
    consultation: int
    unit: str


@dataclass(frozen=True)
class ConsultationAnswered(OfCase):
    kind = "cases.consultation.answered"
    title = "答复征求的意见"
    consultation: int


@dataclass(frozen=True)
class NoteAdded(OfCase):
    kind = "cases.note.added"
    title = "办件内部备注"
    note: int


@dataclass(frozen=True)
class ConflictDeclared(OfCase):
    """Somebody is excluded from a case for a conflict of interest."""

    kind = "cases.conflict.declared"
    title = "办件回避"
    account: str


@dataclass(frozen=True)
class OfDesk:
    unit: str

    @property
    def subject(self) -> str:
        return f"cases.desk:{self.unit}"


@dataclass(frozen=True)
class Seated(OfDesk):
    """Somebody was put on a kind of matter at a unit."""

    kind = "cases.desk.seated"
    title = "安排到办件岗位"
    account: str
    procedure: str
    stage: str


@dataclass(frozen=True)
class Unseated(OfDesk):
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
