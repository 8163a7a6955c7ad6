"""The way through an application: its pages in order, which one comes next, what was filled in as words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yunjian.cases import queries as cases
from yunjian.kernel.actor import Actor

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
