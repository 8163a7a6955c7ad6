"""Punctuation: marks that are not closed, doubled, or half-width among Chinese."""

import re
from collections.abc import Iterator

from ..finding import Finding
from .desk import Desk
from .paragraphs import Text
from .rule import BOTH, NotApplicable, Rule, rule

_CLOSES = {
    "》": "《",
    "〉": "〈",
    "”": "“",
    "’": "‘",
    "）": "（",
    ")": "（",
    "】": "【",
    "〕": "〔",
    "]": "[",
    "］": "[",
}
_OPENS = {
    "《": "《",
    "〈": "〈",
    "“": "“",
    "‘": "‘",
    "（": "（",
    "(": "（",
    "【": "【",
    "〔": "〔",
    "[": "[",
    "［": "[",
}
_PAIRED = re.compile(f"[{re.escape(''.join([*_OPENS, *_CLOSES]))}]")
_ENUMERATION = re.compile(r"(?:^|[\s；;。，,：:、])(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,3})$")
_NAMES = {
    "《": "书名号《",
    "〈": "书名号〈",
    "“": "引号“",
    "‘": "引号‘",
    "（": "括号（",
    "【": "括号【",
    "〔": "括号〔",
    "[": "括号[",
}


def loose_marks(text: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The opening marks that stay open and the closing marks that close nothing, with their places."""
    stack: list[tuple[int, str]] = []
    closing: list[tuple[int, str]] = []
    left: list[tuple[int, str]] = []
    for found in _PAIRED.finditer(text):
        at, mark = found.start(), found.group()
        if mark in _OPENS:
            stack.append((at, _OPENS[mark]))
            continue
        wanted = _CLOSES[mark]
        if stack and stack[-1][1] == wanted:
            stack.pop()
        elif any(kind == wanted for _, kind in stack):
            while stack[-1][1] != wanted:
                left.append(stack.pop())
            stack.pop()
        elif not (wanted == "（" and _ENUMERATION.search(text[max(0, at - 4) : at])) and not _apostrophe(text, at):
            closing.append((at, wanted))
    return sorted(left + stack), closing


def _apostrophe(text: str, at: int) -> bool:
    return text[at] == "’" and text[max(0, at - 1) : at].isascii()


@rule(
    "DOC-E13-MARKS",
    "成对标点不配对",
    severity="warning",
    basis="error_kinds E13",
    explain="书名号、引号、括号成对出现（逐段检查；紧接的下一段闭合的不算）。",
    says={
        "": "{mark}没有闭合：「{quote}」。请补上另一半。",
        "closing": "多出一个与{mark}相配的后一半：「{quote}」。请补上前一半或删去。",
    },
    kinds=BOTH,
)
def MARKS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    texts = _texts(desk)
    loose = {number: loose_marks(texts[number].text) for number in texts.where(_PAIRED)}
    for at, (opened, closing) in loose.items():
        paragraph = texts[at]
        after = {kind for _, kind in loose[at + 1][1]} if at + 1 in loose else set()
        before = {kind for _, kind in loose[at - 1][0]} if at - 1 in loose else set()
        for sentence, found, next_to in (("", opened, after), ("closing", closing, before)):
            for start, kind in found:
                if kind not in next_to:
                    place = paragraph.place(start, start + 1)
                    yield rule.finds(
                        place, sentence=sentence, project=paragraph.project, mark=_NAMES[kind], quote=place.quote
                    )


def _texts(desk: Desk) -> Text:
    if not desk.paragraphs:
        raise NotApplicable("没有读到文字")
    return desk.paragraphs


_WITHIN = re.compile(r"《[^《》]{0,40}《[^《》]{2,80}》[^《》]{0,20}》")
_WITHIN_SIGN = re.compile(r"》[^《》]*》")


@rule(
    "DOC-E13-NESTED",
    "书名号内的书名号",
    severity="note",
    basis="error_kinds E13；GB/T 15834 标点符号用法",
    explain="书名号里面再用书名号，内层用单书名号〈〉。",
    says="书名号内又用《》：「{quote}」。内层宜用〈〉。",
    kinds=BOTH,
)
def NESTED(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for paragraph, found in _texts(desk).matches(_WITHIN, _WITHIN_SIGN):
        place = paragraph.place(found.start(), found.start() + 30)
        yield rule.finds(place, project=paragraph.project, quote=found.group()[:60])


_DOUBLED = re.compile(r"([，。；：、！？])\1+|，。|。，|、，|，、|；。|。；|：：|、。|，；|；，")
_DOUBLED_SIGN = re.compile(r"[，。；：、！？]{2}")


@rule(
    "DOC-E13-DOUBLED",
    "重复或冲突的标点",
    severity="warning",
    basis="error_kinds E13",
    explain="同一标点不连写，句中句末标点不叠用。",
    says="标点连用：「{quote}」。请删去多余的标点。",
    kinds=BOTH,
)
def DOUBLED(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for paragraph, found in _texts(desk).matches(_DOUBLED, _DOUBLED_SIGN):
        place = paragraph.place(found.start(), found.end())
        yield rule.finds(place, project=paragraph.project, quote=place.quote)


_HALF_SIGN = re.compile(r"[,;:?!]")
_HALF = re.compile(r"(?<=[\u4e00-\u9fff”》）])[,;:?!](?=[\u4e00-\u9fff“《（])")


@rule(
    "DOC-E13-WIDTH",
    "中文里的半角标点",
    severity="note",
    basis="error_kinds E13",
    explain="中文之间的逗号、分号、冒号用全角。",
    says="中文里用了半角“{mark}”：「{quote}」。宜改为全角。",
    kinds=BOTH,
)
def HALF_WIDTH(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for paragraph, found in _texts(desk).matches(_HALF, _HALF_SIGN):
        place = paragraph.place(found.start(), found.end())
        yield rule.finds(place, project=paragraph.project, mark=found.group(), quote=place.quote)


_ENDS = "。！？；：…，、,;:!?.—”’"
LONG_ENOUGH = 20


@rule(
    "DOC-E13-STOP",
    "段末缺标点",
    severity="note",
    basis="error_kinds E13",
    explain="项目说明里成句的段落以句号等标点结束。",
    says="“{project}”有一段以「{quote}」结束，段末缺标点。宜补上句号。",
)
def STOPS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    if not desk.disclosure.projects or desk.is_hard_wrapped:
        raise NotApplicable("没有读到项目说明，或文件按固定宽度断行")
    for note in desk.disclosure.projects:
        for section in note.sections:
            for text in section.text.split("\n"):
                words = text.strip().rstrip("）)》")
                if len(text.strip()) >= LONG_ENOUGH and words and words[-1] not in _ENDS:
                    yield rule.finds(section.place, project=note.title, quote=text.strip()[-16:])
