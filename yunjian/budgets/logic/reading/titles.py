"""Which line is the title of a table, of a chapter, of a project note or of one of its sections."""

import re
from dataclasses import dataclass
from typing import Literal

from ..disclosure import FINAL_TABLE_KINDS, TABLE_KINDS
from .text import behind, plain, without_bullet

Kind = Literal["table", "chapter", "note", "section"]

_NUMBERING = re.compile(
    r"^(?:(?:公开|附)?表[一二三四五六七八九十\d]{1,3}[、.:]?(?!年)|附[表件]\d{0,2}:?|(?:[一二三四五六七八九十]+|\d{1,2})[、.:)]"
    r"|\((?:[一二三四五六七八九十]+|\d{1,2})\)、?|第[一二三四五六七八九十]+(?:章|部分|节|部)、?)"
)
_CONTINUED = re.compile(r"\(?(?:续表?|续[一二三四五六七八九十\d]+)\)?$|^续表?:?")
_STOPS = re.compile(r"[。；;，,?？!！]")
_SUFFIX = r"(?:表|表\(.{1,12}\))$"
_TABLES: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (number, re.compile(pattern + r".*?" + _SUFFIX))
    for number, pattern in (
        (9, r"[“\"']?三公[”\"']?经费|机关运行经费"),
        (8, r"基本支出.*经济分类|经济分类.*基本支出|基本支出.*预算"),
        (7, r"国有资本经营预算"),
        (6, r"政府性基金"),
        (5, r"一般公共预算.*(?:功能分类|支出)"),
        (4, r"财政拨款(?:收支|收入支出)"),
        (1, r"(?:财务收支|收支|收入支出)预算总|预算收支总|(?:部门|单位|年度?)收支总|^收支(?:预算)?总"),
        (2, r"收入预算总|收入总|收入预算"),
        (3, r"支出预算总|支出总|支出预算"),
    )
)
_FINAL_TABLES: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (number, re.compile(pattern + r".*?" + _SUFFIX))
    for number, pattern in (
        (7, r"[“\"']?三公[”\"']?经费|机关运行经费"),
        (6, r"基本支出.*决算|基本支出.*明细"),
        (9, r"国有资本经营"),
        (8, r"政府性基金"),
        (5, r"一般公共预算.*支出决算"),
        (4, r"财政拨款(?:收支|收入支出)决算"),
        (1, r"(?:收入支出|收支)决算总"),
        (2, r"收入决算"),
        (3, r"支出决算"),
    )
)
_CHAPTERS = tuple(
    (kind, re.compile(pattern + r"$"))
    for kind, pattern in (
        ("duties", r"(?:主要)?(?:职能|职责)(?:概况|情况|介绍)?"),
        ("organisation", r"机构设置(?:情况|概况)?|机构设置及人员(?:情况|构成)|(?:部门|单位)构成(?:情况)?"),
        ("", r"^(?:部门|单位)?(?:概况|基本情况)"),
        ("glossary", r"(?:专业性?)?名词解释|专有名词解释"),
        (
            "narrative",
            r"(?:预算|决算)(?:编制)?(?:的)?(?:情况)?(?:总体)?(?:情况)?说明|收支(?:预算|决算)(?:总体)?情况(?:说明)?",
        ),
        ("other", r"其[他它](?:相关|重要|有关)?(?:情况|事项|重要事项)(?:的)?(?:情况)?说明"),
        ("tables", r"(?:部门|单位)?(?:预算|决算)(?:公开)?表"),
        ("projects", r"^(?:部门|单位|重点)?项目经费情况说明"),
    )
)
_CHAPTER_ENDS = tuple("能责况绍置成释明表")  # the last letters of all of them
_NOTE = re.compile(r"经费(?:使用)?情况说明$")
_SECTIONS = (
    r"项目概述|项目概况|项目基本情况|基本情况|概述",
    r"立项依据|设立依据|政策依据|项目依据",
    r"实施主体|实施单位|项目(?:实施)?单位|承担单位",
    r"实施方案|实施计划|实施内容|项目内容",
    r"实施周期|实施期限|项目周期|实施时间|起止时间",
    r"(?:年度)?预算安排(?:情况)?|年度预算|资金安排(?:情况)?|经费安排",
    r"(?:项目)?绩效目标(?:情况)?",
)
_SECTION = re.compile(
    r"^(?:[一二三四五六七]、|\([一二三四五六七]\)|[1-7][.、])?(?:"
    + "|".join(f"({s})" for s in _SECTIONS)
    + r")(?::|。)?$"
)


@dataclass(frozen=True, slots=True)
class Title:
    """What a line announces: ``number`` of a table or section, ``name`` the kind of a chapter or table."""

    kind: Kind
    number: int = 0
    name: str = ""
    continued: bool = False
    final: bool = False


def unnumbered(text: str) -> str:
    """The line made plain, without its leading number."""
    return behind(_NUMBERING, plain(without_bullet(text)).lstrip("#"))


def table_title(text: str) -> Title | None:
    """The table a line names, or None."""
    text = text.strip()
    if len(text) > 90 or "表" not in plain(text):
        return None
    words = unnumbered(text)
    continued = bool(_CONTINUED.search(words))
    words = _CONTINUED.sub("", words)
    if not words.endswith(("表", ")")) or _STOPS.search(words) or len(words) > 60 or "目标" in words:
        return None
    final = "决算" in words
    for number, pattern in _FINAL_TABLES if final else _TABLES:
        if pattern.search(words):
            kinds = FINAL_TABLE_KINDS if final else TABLE_KINDS
            return Title("table", number, kinds[number - 1], continued, final)
    return None


def chapter_title(text: str) -> Title | None:
    """The chapter a line opens, or None."""
    text = text.strip()
    if len(text) > 60:
        return None
    words = unnumbered(text)
    if not words.endswith(_CHAPTER_ENDS) or _STOPS.search(words) or len(words) > 40 or ":" in words:
        return None
    for kind, pattern in _CHAPTERS:
        if pattern.search(words):
            return Title("chapter", name=kind)
    return None


def note_title(text: str) -> Title | None:
    """Whether the line ends as the title of a project note does."""
    words = plain(text)
    if len(words) > 120 or not _NOTE.search(words) or _STOPS.search(words.replace(",", "")):
        return None
    return Title("note")


def section_title(text: str) -> Title | None:
    """The section of a project note a line opens, or None."""
    text = text.strip()
    if len(text) > 30:
        return None
    words = plain(without_bullet(text).lstrip("#"))
    found = _SECTION.match(words)
    if not found:
        return None
    return Title("section", next(i for i, g in enumerate(found.groups(), 1) if g))


def note_name(text: str) -> str:
    """The project's title without the words every note's title ends with."""
    return re.sub(r"\s*(?:经费使用情况说明|经费情况说明|情况说明)\s*$", "", text.strip().lstrip("#").strip())
