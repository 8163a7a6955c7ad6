"""A criterion said in a sentence, in Chinese or English, plainly or the other way round."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from .vocabulary import (
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

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Label:
    """What a field, or a register, is called in both languages."""

    zh: str
    en: str = ""


Labels = Mapping[str, "Label | str"]


def sentence(criterion: Any, labels: Labels | None = None, *, language: Language = "zh") -> str:
    """The whole criterion as a guide would print it."""
    return _say(criterion, labels or {}, language, False)


def clause_sentence(clause: Any, labels: Labels, language: Language, negated: bool) -> str:
    """One comparison; ``negated`` says the opposite."""
    name = called(clause.field, labels, language)
    return (_chinese if language == "zh" else _english)(clause, name, labels, negated)


def called(name: str, labels: Labels, language: Language) -> str:
    label = labels.get(name, name)
    if isinstance(label, str):
        return label
    return label.zh if language == "zh" else label.en or label.zh


def shown(value: Any, language: Language) -> str:
    """A value as a reader expects it."""
    if isinstance(value, bool):
        return {"zh": ("否", "是"), "en": ("no", "yes")}[language][value]
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, date):
        return f"{value.year} 年 {value.month} 月 {value.day} 日" if language == "zh" else value.isoformat()
    return f"“{value}”"


def _say(criterion: Any, labels: Labels, language: Language, negated: bool) -> str:
    if isinstance(criterion, Not):
        return _say(criterion.negated, labels, language, not negated)
    if isinstance(criterion, All | Any_):
        parts = criterion.all if isinstance(criterion, All) else criterion.any
        said = [_bracketed(part, labels, language, negated) for part in parts]
        together = isinstance(criterion, All) != negated
        joint = {"zh": ("，或者", "，并且"), "en": (" or ", " and ")}[language][together]
        return joint.join(said)
    return clause_sentence(criterion, labels, language, negated)


def _bracketed(part: Any, labels: Labels, language: Language, negated: bool) -> str:
    said = _say(part, labels, language, negated)
    inner = part
    while isinstance(inner, Not):
        inner = inner.negated
    if not isinstance(inner, All | Any_):
        return said
    return f"（{said}）" if language == "zh" else f"({said})"


def _chinese(clause: Any, name: str, labels: Labels, negated: bool) -> str:
    no = "不" if negated else ""
    match clause:
        case Equals(equals=value):
            return f"{name}{no}是{shown(value, 'zh')}"
        case OneOf(one_of=values):
            return f"{name}{no}是{'、'.join(shown(value, 'zh') for value in values)}之一"
        case AtLeast(at_least=bound):
            return f"{name}{'低于' if negated else '不低于'} {shown(bound, 'zh')}"
        case AtMost(at_most=bound):
            return f"{name}{'超过' if negated else '不超过'} {shown(bound, 'zh')}"
        case Between(between=(low, high)):
            return f"{name}{no}在 {shown(low, 'zh')} 和 {shown(high, 'zh')} 之间（含两端）"
        case Before(before=day):
            return f"{name}{no}早于 {shown(day, 'zh')}"
        case After(after=day):
            return f"{name}{no}晚于 {shown(day, 'zh')}"
        case WithinDays(within_days=days, side=side):
            return f"{name}{no}在当日{'以前' if side == 'past' else '以后'} {days} 天以内"
        case Matches(matches=pattern, form=form):
            return f"{name}的写法{no}符合“{form or pattern}”"
        case Present(present=wanted):
            return f"{name}{'已经填写' if wanted != negated else '没有填写'}"
        case RefersTo(refers_to=register):
            return f"{name}{no}是已登记的{called(register, labels, 'zh')}"
    raise TypeError(type(clause))


def _english(clause: Any, name: str, labels: Labels, negated: bool) -> str:
    be = "is not" if negated else "is"
    match clause:
        case Equals(equals=value):
            return f"{name} {be} {shown(value, 'en')}"
        case OneOf(one_of=values):
            return f"{name} {be} one of {', '.join(shown(value, 'en') for value in values)}"
        case AtLeast(at_least=bound):
            return f"{name} is {'below' if negated else 'at least'} {shown(bound, 'en')}"
        case AtMost(at_most=bound):
            return f"{name} is {'above' if negated else 'at most'} {shown(bound, 'en')}"
        case Between(between=(low, high)):
            return f"{name} {be} between {shown(low, 'en')} and {shown(high, 'en')}, both included"
        case Before(before=day):
            return f"{name} {be} before {shown(day, 'en')}"
        case After(after=day):
            return f"{name} {be} after {shown(day, 'en')}"
        case WithinDays(within_days=days, side=side):
            return f"{name} {be} within {days} days {'before' if side == 'past' else 'after'} the day of judging"
        case Matches(matches=pattern, form=form):
            return f"{name} {'does not follow' if negated else 'follows'} “{form or pattern}”"
        case Present(present=wanted):
            return f"{name} is {'filled in' if wanted != negated else 'not filled in'}"
        case RefersTo(refers_to=register):
            return f"{name} {be} registered in {called(register, labels, 'en')}"
    raise TypeError(type(clause))
