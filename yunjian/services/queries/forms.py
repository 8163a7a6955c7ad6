"""A form as it holds today, and what is wrong with a document: where, what, and what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor

from ..definitions import Breach, Cell, Form

SENTENCES = {
    "required": _("“%(title)s”还没有填。请填写。"),
    "unknown": _("“%(title)s”不是这张表单的内容。请去掉。"),
    "type": _("“%(title)s”的写法不对。请只填数字，或者从选项里选。"),
    "enum": _("“%(title)s”不在选项里。请重新选择。"),
    "const": _("“%(title)s”必须选“是”才能继续。"),
    "pattern": _("“%(title)s”的格式不对。请按提示填写。"),
    "minLength": _("“%(title)s”太短，至少 %(asked)s 个字。请补充。"),
    "maxLength": _("“%(title)s”太长，最多 %(asked)s 个字。请缩短。"),
    "minimum": _("“%(title)s”太小，至少是 %(asked)s。请改正。"),
    "maximum": _("“%(title)s”太大，最多是 %(asked)s。请改正。"),
    "minItems": _("“%(title)s”至少要 %(asked)s 行。请添加。"),
    "maxItems": _("“%(title)s”最多 %(asked)s 行。请删去多余的。"),
    "identity-number": _("“%(title)s”不是有效的居民身份证号码。请对照证件核对 18 位，字母 X 要大写。"),
    "credit-code": _("“%(title)s”不是有效的统一社会信用代码。请对照营业执照核对 18 位。"),
    "mobile": _("“%(title)s”不是有效的手机号。请填 1 开头的 11 位数字。"),
    "date": _("“%(title)s”不是有效的日期。请写成 2026-03-02 这样。"),
    "money": _("“%(title)s”不是有效的数额。请只填数字，小数最多两位，例如 86.5。"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a document at one place."""

    place: str
    rule: str
    sentence: str


def form(key: str, *, at: datetime, reader: Actor) -> Form:
    """The form as it holds today; it is for everybody to read."""
    return catalogue.in_force(Form, key, on=timezone.localdate(at))


def form_of_item(item: str, *, at: datetime, reader: Actor) -> Form | None:
    """The form an item is applied for with, if it has one."""
    everyone = catalogue.all_in_force(Form, on=timezone.localdate(at))
    return next((each for each in everyone if item in each.items), None)


def findings(found: Form, document: Mapping[str, Any], *, reader: Actor) -> tuple[Finding, ...]:
    """Everything that is wrong with a document, as the page says it, in the order of the form."""
    breaches, order = found.breaches(document), found.order
    if len(breaches) > 1:
        breaches.sort(key=lambda each: order.get(each.place.split(".")[0], len(order)))
    language = get_language() or ""
    return tuple([Finding(each.place, each.rule, _said(each, found, language)) for each in breaches])


def sentence(breach: Breach, found: Form) -> str:
    """One breach in words."""
    return _said(breach, found, get_language() or "")


def _said(breach: Breach, found: Form, language: str) -> str:
    words = _sentence(breach.asked if breach.rule == "format" else breach.rule, language)
    return words % {"title": _title(found, breach.place, language), "asked": breach.asked}


@cache
def _sentence(rule: str, language: str) -> str:
    """The sentence of a rule; ``language`` is the one it is asked in."""
    del language
    return str(SENTENCES[rule])


def _title(found: Form, place: str, language: str) -> str:
    number = found.order.get(place)
    if number is None:
        return title_at(place, found.fields)
    row = found.fields[number]
    return row.title_en if row.title_en and language.startswith("en") else row.title


def titled_place(found: Form, place: str, *, reader: Actor) -> str:
    """What a place of the form is called on its page."""
    return title_at(place, found.fields)


def title_at(place: str, rows: tuple[Cell, ...]) -> str:
    """What a place is called: 股东第 2 行“姓名”."""
    return " ".join(_titles(place.split(".") if place else [], rows)) or gettext("整张表单")


def _titles(path: list[str], rows: tuple[Cell, ...]) -> Iterator[str]:
    if not path:
        return
    row = next((each for each in rows if each.name == path[0]), None)
    if row is None:
        yield path[0][:60]
        return
    yield in_english(row.title, row.title_en)
    if len(path) > 1 and path[1].isdecimal():
        yield gettext("第 %(number)s 行") % {"number": int(path[1]) + 1}
        yield from _titles(path[2:], row.inner)


def in_english(title: str, title_en: str) -> str:
    """The English words on English pages, where there are some."""
    return title_en if title_en and (get_language() or "").startswith("en") else title
