"""Cited documents: how their numbers are written, and whether numbers and titles belong together."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from ..disclosure import Citation
from ..finding import Finding
from .desk import Desk
from .rule import BOTH, NotApplicable, Rule, rule

_NUMBER = re.compile(
    r"([\u4e00-\u9fffA-Z]*)\s*([〔\[【（(〖［])\s*((?:19|20)\d\d)\s*([〕\]】）)〗］])\s*(?:第)?\s*(\d+)\s*号"
)
_DROP = re.compile(r"[\s“”\"'‘’《》〈〉（）()]|的通知$|^关于印发|^关于转发")
_DASHES = re.compile(r"[-—–－―~～至]+")
_INSIDE = re.compile(r"《[^《》]{4,80}（[^（）《》]{1,12}〔\d{4}〕\d+号）》")
_INSIDE_SIGN = re.compile("号）》")
LONG = 6


def normal_number(number: str) -> str:
    """The number in the standard print: 国发〔2021〕29号."""
    found = _NUMBER.search(number)
    return f"{found.group(1)}〔{found.group(3)}〕{int(found.group(5))}号" if found else ""


@lru_cache(maxsize=1024)
def normal_title(title: str) -> str:
    """The title without blanks, quotes and brackets, letters and dashes in one shape."""
    return _DASHES.sub("-", _DROP.sub("", unicodedata.normalize("NFKC", title)))


def _citations(desk: Desk) -> list[tuple[str, Citation]]:
    found = [(note.title, citation) for note in desk.disclosure.projects for citation in note.citations]
    if not found:
        raise NotApplicable("没有读到引用的文件")
    return found


@rule(
    "DOC-E15-STYLE",
    "文号写法",
    severity="warning",
    basis="error_kinds E15；GB/T 9704 党政机关公文格式",
    explain="文号的年份用六角括号〔〕，前面有发文机关代字。",
    says={
        "": "文号“{number}”的年份应当用六角括号：{right}。",
        "agency": "文号“{number}”缺少发文机关代字。请补写完整文号。",
        "year": "文号“{number}”的年份晚于{year}年。请核对。",
    },
    kinds=BOTH,
)
def STYLE(desk: Desk, rule: Rule) -> Iterator[Finding]:
    whole = "".join(paragraph.text for paragraph in desk.paragraphs) if desk.is_hard_wrapped else ""
    for project, citation in _citations(desk):
        found = _NUMBER.search(citation.number)
        if not found:
            continue
        right = normal_number(citation.number)
        if not found.group(1) and desk.is_hard_wrapped and f"（{citation.number}" not in whole:
            continue  # its beginning may stand at the end of the line before
        if not found.group(1):
            yield rule.finds(citation.place, sentence="agency", project=project, number=citation.number)
        elif found.group(2) != "〔" or found.group(4) != "〕":
            yield rule.finds(citation.place, project=project, number=citation.number, right=right)
        if int(found.group(3)) > desk.year:
            yield rule.finds(
                citation.place,
                sentence="year",
                severity="error",
                project=project,
                number=citation.number,
                year=desk.year,
            )


@rule(
    "DOC-E15-TITLE",
    "同一文号不同名称",
    severity="error",
    basis="error_kinds E15",
    explain="同一文号在全文中对应同一个文件名称；名称相近的（漏字、简称）只作警告。",
    says={
        "": "文号{number}一处写《{title}》，一处写《{other_title}》，是两个不同的文件。请核对文号。",
        "near": "文号{number}一处写《{title}》，一处写《{other_title}》。请统一文件名称。",
    },
    kinds=BOTH,
)
def ONE_TITLE(desk: Desk, rule: Rule) -> Iterator[Finding]:
    first: dict[str, Citation] = {}
    told: set[tuple[str, str]] = set()
    for project, citation in _citations(desk):
        number, title = normal_number(citation.number), normal_title(citation.title)
        if not number or number.startswith("〔") or len(title) < LONG:
            continue
        known = first.setdefault(number, citation)
        other = normal_title(known.title)
        if title == other or (number, title) in told or title in other or other in title:
            continue
        told.add((number, title))
        near = SequenceMatcher(None, title, other).ratio() >= 0.75
        yield rule.finds(
            citation.place,
            sentence="near" if near else "",
            severity="warning" if near else None,
            other=known.place,
            project=project,
            number=number,
            title=citation.title,
            other_title=known.title,
        )


@rule(
    "DOC-E15-NUMBER",
    "同一文件不同文号",
    severity="warning",
    basis="error_kinds E15",
    explain="同一个文件名称在全文中对应同一文号。",
    says="《{title}》一处文号为{number}，一处为{other_number}。请核对文号。",
    kinds=BOTH,
)
def ONE_NUMBER(desk: Desk, rule: Rule) -> Iterator[Finding]:
    first: dict[str, tuple[str, Citation]] = {}
    told: set[tuple[str, str]] = set()
    for project, citation in _citations(desk):
        number, title = normal_number(citation.number), normal_title(citation.title)
        if not number or len(title) < LONG:
            continue
        known, cited = first.setdefault(title, (number, citation))
        if number != known and (title, number) not in told:
            told.add((title, number))
            yield rule.finds(
                citation.place,
                other=cited.place,
                project=project,
                title=citation.title,
                number=number,
                other_number=known,
            )


@rule(
    "DOC-E15-INSIDE",
    "文号写在书名号里",
    severity="note",
    basis="error_kinds E15、E13",
    explain="文号写在书名号之后的括号里，不写在书名号里面。",
    says="文号写进了书名号：「{quote}」。文号宜写在书名号后面。",
    kinds=BOTH,
)
def INSIDE(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for paragraph, found in desk.paragraphs.matches(_INSIDE, _INSIDE_SIGN):
        place = paragraph.place(found.end() - 20, found.end())
        yield rule.finds(place, project=paragraph.project, quote=found.group()[-40:])
