"""A criterion put to one record: a verdict, and a reason for every clause."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from .pattern import parse
from .sentences import Labels, Language, clause_sentence, shown
from .vocabulary import (
    BLANK,
    After,
    All,
    Any_,
    AtLeast,
    AtMost,
    Before,
    Between,
    Equals,
    Matches,
    Not,
    OneOf,
    Present,
    RefersTo,
    WithinDays,
)

Outcome = Literal["ok", "not", "unknown"]
Known = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Reason:
    """What became of one clause, for the person concerned: ``年龄不低于 60：是 58，不符合``."""

    field: str
    outcome: Outcome
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``ok`` when the record fulfils the criterion, ``not`` when it does not, ``unknown`` when something is missing."""

    outcome: Outcome
    reasons: tuple[Reason, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that would have to be known."""
        return tuple(dict.fromkeys(reason.field for reason in self.reasons if reason.outcome == "unknown"))


def judge(
    criterion: Any, record: Mapping[str, Any], *, on: date, labels: Labels | None = None, known: Known | None = None
) -> Verdict:
    """Put the criterion to the record as of a day.

    A missing, blank or unsuitable value leaves its clause unknown, and the whole as well unless the other clauses
    decide it: the logic is three-valued, as in SQL. ``known`` holds the keys that ``refers_to`` may mean.
    """
    reasons: list[Reason] = []
    truth = _judge(criterion, _Asked(record, on, labels or {}, known or {}), False, reasons)
    return Verdict(_outcome(truth), tuple(reasons))


@dataclass(frozen=True, slots=True)
class _Asked:
    record: Mapping[str, Any]
    on: date
    labels: Labels
    known: Known


def _judge(criterion: Any, asked: _Asked, negated: bool, reasons: list[Reason]) -> bool | None:
    if isinstance(criterion, Not):
        return _judge(criterion.negated, asked, not negated, reasons)
    if isinstance(criterion, All | Any_):
        parts = criterion.all if isinstance(criterion, All) else criterion.any
        truths = [_judge(part, asked, negated, reasons) for part in parts]
        deciding = isinstance(criterion, All) == negated  # all: one falsehood decides; any: one truth
        if deciding in truths:
            return deciding
        return None if None in truths else not deciding
    value = plain(asked.record.get(criterion.field))
    truth = _compare(criterion, value, asked)
    if truth is not None and negated:
        truth = not truth
    reasons.append(
        Reason(
            criterion.field,
            _outcome(truth),
            _reason(criterion, value, truth, asked.labels, "zh", negated),
            _reason(criterion, value, truth, asked.labels, "en", negated),
        )
    )
    return truth


def plain(value: Any) -> Any:
    """The value as it is compared: numbers exact, text without blanks around it, and a blank text is nothing."""
    if isinstance(value, str):
        return value.strip(BLANK) or None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Decimal) and value.is_nan():
        return None
    return value


def _compare(clause: Any, value: Any, asked: _Asked) -> bool | None:
    """Whether the clause holds; None when the value is missing or of another kind."""
    if isinstance(clause, Present):
        return (value is not None) == clause.present
    match clause, value:
        case Equals(equals=wanted), _ if _alike(wanted, value):
            return value == wanted
        case OneOf(one_of=wanted), _ if any(_alike(each, value) for each in wanted):
            return value in [each for each in wanted if _alike(each, value)]
        case AtLeast(at_least=bound), Decimal():
            return value >= bound
        case AtMost(at_most=bound), Decimal():
            return value <= bound
        case Between(between=(low, high)), _ if _alike(low, value):
            return low <= value <= high
        case Before(before=day), date():
            return value < day
        case After(after=day), date():
            return value > day
        case WithinDays(within_days=days, side=side), date():
            gap = (asked.on - value).days if side == "past" else (value - asked.on).days
            return 0 <= gap <= days
        case Matches(matches=pattern), str():
            return parse(pattern).matches(value)
        case RefersTo(refers_to=register), str() if register in asked.known:
            return value in asked.known[register]
    return None


def _alike(wanted: Any, value: Any) -> bool:
    """Whether two values are of one kind, so that comparing them means something."""
    return value is not None and kind_of(wanted) == kind_of(value)


def kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | Decimal):
        return "number"
    return "date" if isinstance(value, date) else "text" if isinstance(value, str) else ""


def _outcome(truth: bool | None) -> Outcome:
    return "unknown" if truth is None else "ok" if truth else "not"


def _reason(clause: Any, value: Any, truth: bool | None, labels: Labels, language: Language, negated: bool) -> str:
    said = clause_sentence(clause, labels, language, negated)
    if language == "zh":
        found = "没有填写，" if value is None else f"是{shown(value, 'zh')}，"
        ending = {True: "符合", False: "不符合", None: "不能判断"}[truth]
        return f"{said}：{'' if isinstance(clause, Present) else found}{ending}"
    found = "not filled in, " if value is None else f"it is {shown(value, 'en')}, "
    ending = {True: "met", False: "not met", None: "cannot be judged"}[truth]
    return f"{said}: {'' if isinstance(clause, Present) else found}{ending}"
