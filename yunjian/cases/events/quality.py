"""Closed cases looked at again: by rule and by draw."""

from dataclasses import dataclass
from datetime import date

from .way import OfCase
from .work import OfDesk


@dataclass(frozen=True)
class InspectionOpened(OfCase):
    """An ended case is looked at again: a rule names it, or a draw."""

    kind = "cases.inspection.opened"
    title = "办件列入评查"
    inspection: int
    why: str


@dataclass(frozen=True)
class FindingRecorded(OfCase):
    kind = "cases.finding.recorded"
    title = "办件评查意见"
    inspection: int
    sound: bool


@dataclass(frozen=True)
class FindingAnswered(OfCase):
    kind = "cases.finding.answered"
    title = "单位答复评查意见"
    inspection: int


@dataclass(frozen=True)
class RulesApplied(OfDesk):
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
