"""The way through an application: its pages in order, which one comes next, what was filled in as words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjian.cases import queries as cases
from yunjian.kernel.actor import Actor

from ..definitions import Cell, Form, Question
from ..queries import ApplicationView
from .guides import in_language

PAGES = {
    "start": "services:application",
    "questions": "services:application_questions",
    "form": "services:application_form",
    "papers": "services:application_papers",
    "check": "services:application_check",
    "receipt": "services:application_receipt",
}
TITLES = {"questions": _("问题"), "form": _("申请表"), "papers": _("材料"), "check": _("核对和提交")}
_YES_NO = {"yes": _("是"), "no": _("不是")}


def has(view: ApplicationView, page: str) -> bool:
    """Whether this application has such a page at all."""
    return {"questions": bool(view.questions), "form": view.form is not None, "papers": bool(view.papers)}.get(
        page, True
    )


def next_page(view: ApplicationView, page: str) -> str:
    """The page after this one that there is."""
    order = list(TITLES)
    return PAGES[next(each for each in order[order.index(page) + 1 :] if has(view, each))]


def steps(view: ApplicationView, page: str) -> dict[str, Any]:
    """What every page of an application shows: its name, and the way through it."""
    way = [
        (str(title), reverse(PAGES[each], args=[view.id]), each == page)
        for each, title in TITLES.items()
        if has(view, each)
    ]
    return {"view": view, "name": in_language(view.title, view.ground.whole.title_en), "way": way}


def number_of(request: HttpRequest) -> int:
    """The number of the text somebody wrote over."""
    said = request.POST.get("revision", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else -1


def said_by(view: ApplicationView, at: datetime, by: Actor) -> dict[str, Any]:
    """What the windows ask for: of each case that waits, what is missing and by when."""
    found = [cases.case_view(each, at=at, reader=by) for each in view.waiting]
    return {
        "asked": [
            (case, case.correction.missing if case.correction and case.state == "CORRECTING" else ()) for case in found
        ]
    }


def answered(questions: tuple[Question, ...], answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """The questions with what was answered, in words."""
    return [
        (in_language(each.title, each.title_en), _answer(each, answers[each.name]))
        for each in questions
        if each.name in answers
    ]


def _answer(question: Question, text: str) -> str:
    chosen = next((each for each in question.choices if each.key == text), None)
    return in_language(chosen.title, chosen.title_en) if chosen else str(_YES_NO.get(text, text))


def written(form: Form | None, values: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What was filled in, section by section, in words."""
    if form is None:
        return []
    kept = form.tidy(values)
    found = [
        (in_language(section.title, section.title_en), list(_lines(section.fields, kept, "")))
        for section in form.sections
    ]
    return [(title, lines) for title, lines in found if lines]


def _lines(rows: tuple[Cell, ...], values: Mapping[str, Any], before: str) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for row in rows:
        if row.name not in values:
            continue
        title, value = f"{before}{in_language(row.title, row.title_en)}", values[row.name]
        if not row.inner:
            lines.append((title, in_words(row, value)))
            continue
        for number, each in enumerate(value if isinstance(value, list) else [], 1):
            head = gettext("%(title)s第 %(number)s 行 ") % {"title": title, "number": number}
            lines += _lines(row.inner, each if isinstance(each, Mapping) else {}, head)
    return lines


def in_words(row: Cell, value: Any) -> str:
    """A value as it reads: yes and no, the words of a choice, else itself."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    plain = {"true": gettext("是"), "false": gettext("否")}.get(text, text) if isinstance(value, bool) else text
    return in_language(row.words.get(text, plain), row.words_en.get(text, ""))


def value_at(values: Mapping[str, Any], place: str) -> str:
    """What stands at a place, as text."""
    found: Any = values
    for part in place.split("."):
        if isinstance(found, list):
            found = found[int(part)] if int(part) < len(found) else ""
        elif isinstance(found, Mapping):
            found = found.get(part, "")
    return str(found)


SOURCES = {
    "party": _("来自登记的本人（单位）信息，不对的可以改。"),
    "certificate": _("来自您的电子证照，不对的可以改。"),
    "case": _("来自您以前的申请，不对的可以改。"),
    "paper": _("来自您交存的材料，由机器读出，请核对。"),
}


def said_of_sources(view: ApplicationView) -> dict[str, str]:
    """Of each place that was filled: whence."""
    return {place: str(SOURCES[each["from"]]) for place, each in view.sources.items() if each.get("from") in SOURCES}
