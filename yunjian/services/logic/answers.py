"""Answers to questions as people type them, and as criteria compare them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from ..definitions import Question

MOST_DIGITS = 12
_YES_NO = {"yes": True, "no": False}


def understood(questions: Iterable[Question], given: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """What was answered, as plain text by name; the names of the questions whose answer makes no sense."""
    answers, wrong = {}, []
    for each in questions:
        text = str(given.get(each.name, "")).strip()
        if not text:
            continue
        if _value(each, text) is None:
            wrong.append(each.name)
        else:
            answers[each.name] = text
    return answers, wrong


def record_of(questions: Iterable[Question], answers: Mapping[str, str]) -> dict[str, Any]:
    """The answers as a criterion compares them."""
    found = {each.name: _value(each, answers[each.name]) for each in questions if each.name in answers}
    return {name: value for name, value in found.items() if value is not None}


def _value(question: Question, text: str) -> Any:
    if question.kind == "yes-no":
        return _YES_NO.get(text)
    if question.kind == "choice":
        return text if any(choice.key == text for choice in question.choices) else None
    try:
        number = Decimal(text) if len(text) <= MOST_DIGITS and text.isascii() else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and number >= 0 else None
