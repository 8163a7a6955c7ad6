"""What was answered and filled in, in words: for pages, and for the record that is closed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.actor import Actor

from ..definitions import Cell, Form, Question
from .forms import in_english

_YES_NO = {"yes": _("是"), "no": _("不是")}


def answered(questions: tuple[Question, ...], answers: Mapping[str, str], *, reader: Actor) -> list[tuple[str, str]]:
    """The questions with what was answered, in words."""
    del reader  # who may see the answers is decided where they are read
    return [
        (in_english(each.title, each.title_en), _answer(each, answers[each.name]))
        for each in questions
        if each.name in answers
    ]


def _answer(question: Question, text: str) -> str:
    chosen = next((each for each in question.choices if each.key == text), None)
    return in_english(chosen.title, chosen.title_en) if chosen else str(_YES_NO.get(text, text))


def written(form: Form | None, values: Mapping[str, Any], *, reader: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """What was filled in, section by section, in words."""
    del reader
    if form is None:
        return []
    kept = form.tidy(values)
    found = [
        (in_english(section.title, section.title_en), list(_lines(section.fields, kept, "")))
        for section in form.sections
    ]
    return [(title, lines) for title, lines in found if lines]


def _lines(rows: tuple[Cell, ...], values: Mapping[str, Any], before: str) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for row in rows:
        if row.name not in values:
            continue
        title, value = f"{before}{in_english(row.title, row.title_en)}", values[row.name]
        if not row.inner:
            lines.append((title, _in_words(row, value)))
            continue
        for number, each in enumerate(value if isinstance(value, list) else [], 1):
            head = gettext("%(title)s第 %(number)s 行 ") % {"title": title, "number": number}
            lines += _lines(row.inner, each if isinstance(each, Mapping) else {}, head)
    return lines


def _in_words(row: Cell, value: Any) -> str:
    """A value as it reads: yes and no, the words of a choice, else itself."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    plain = {"true": gettext("是"), "false": gettext("否")}.get(text, text) if isinstance(value, bool) else text
    return in_english(row.words.get(text, plain), row.words_en.get(text, ""))
