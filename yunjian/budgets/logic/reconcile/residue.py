"""What was left in by accident: placeholders and stray foreign words."""

import re
from collections.abc import Iterator

from ..finding import Finding
from .desk import Desk
from .paragraphs import Text
from .rule import BOTH, NotApplicable, Rule, rule

_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9.])[XＸxｘ]{2,}(?![A-Za-z0-9])|[×╳]{2,}|\*{3,}|＊{2,}|_{3,}|＿{2,}|…{3,}"
    r"|待填写?|待补充|待定稿|此处填写|（填写|（此处|【[^】]{0,8}(?:填|待)[^】]{0,8}】|\{\{|\?{3,}|？{3,}|□{2,}|〇{3,}"
)
_PLACEHOLDER_SIGN = re.compile(r"[XＸxｘ×╳*＊_＿…待填此【{?？□〇]")
# Names published with a word covered on purpose: 政务协同办公平台XX迁移试点, XXX工程.
_COVERED = re.compile(r"^[XＸ]{2,3}$")
_COVERED_AFTER = ("迁移", "工程", "试点", "项目", "改造", "平台")
_ENGLISH = re.compile(r"(?<![A-Za-z0-9._/@\-])[a-z]{2,}(?![A-Za-z0-9._/@\-])")
_ENGLISH_SIGN = re.compile(r"[a-z]{2}")
_KNOWN = frozenset(("app", "apps", "wifi", "web", "pc", "http", "https", "www", "com", "cn", "gov", "email", "kg",
                    "km", "mm", "cm", "kw", "kwh", "iot", "ios", "url", "cpu"))  # fmt: skip
_WORDS = frozenset(("etc", "and", "or", "of", "to", "for", "in", "on", "by", "with", "from", "the", "is", "are", "at",
                    "not", "null", "none", "nan", "undefined", "test", "todo", "tbd", "lorem", "sheet", "total", "page",
                    "table", "text", "error"))  # fmt: skip


def _paragraphs(desk: Desk) -> Text:
    if not desk.paragraphs:
        raise NotApplicable("没有读到文字")
    return desk.paragraphs


@rule(
    "DOC-E09",
    "占位符",
    severity="warning",
    basis="error_kinds E09",
    explain="没有填写的占位符（XX、××、待填、____）。名称里有意隐去的（XX迁移、XXX工程）只作提示，每个名称提示一次。",
    says={
        "": "「{quote}」里还有占位符“{mark}”。请填写或删去。",
        "covered": "「{quote}」中的“{mark}”像是有意隐去的名称。如不是涉密内容，请写全称。",
    },
    kinds=BOTH,
)
def PLACEHOLDERS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    told: set[str] = set()
    for paragraph, found in _paragraphs(desk).matches(_PLACEHOLDER, _PLACEHOLDER_SIGN):
        after = paragraph.text[found.end() : found.end() + 2]
        place = paragraph.place(found.start(), found.end())
        covered = bool(_COVERED.match(found.group())) and after in _COVERED_AFTER
        if not covered:
            yield rule.finds(place, project=paragraph.project, quote=place.quote, mark=found.group())
        elif found.group() + after not in told:
            told.add(found.group() + after)
            yield rule.finds(
                place,
                sentence="covered",
                severity="note",
                project=paragraph.project,
                quote=place.quote,
                mark=found.group() + after,
            )


@rule(
    "DOC-E14",
    "外文残留",
    severity="warning",
    basis="error_kinds E14",
    explain="中文里夹着小写的外文词。通行的缩写不算；不认识的小写字母组合只作提示。",
    says={
        "": "「{quote}」里夹有外文“{word}”。请改为中文或删去。",
        "unknown": "「{quote}」里有小写字母“{word}”。请核对是否应当写出全称。",
    },
    kinds=BOTH,
)
def FOREIGN(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for paragraph, found in _paragraphs(desk).matches(_ENGLISH, _ENGLISH_SIGN):
        word = found.group()
        if word in _KNOWN or set(word) <= {"x"} or _in_a_phrase(paragraph.text, found):
            continue
        place = paragraph.place(found.start(), found.end())
        stray = word in _WORDS
        yield rule.finds(
            place,
            sentence="" if stray else "unknown",
            severity=None if stray else "note",
            project=paragraph.project,
            quote=place.quote,
            word=word,
        )


def _in_a_phrase(text: str, found: re.Match[str]) -> bool:
    """Whether the word stands among other foreign words, as in a title or an address."""
    before, after = text[: found.start()].rstrip(" ")[-1:], text[found.end() :].lstrip(" ")[:1]
    return (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
