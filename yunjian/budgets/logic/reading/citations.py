"""Cited documents: titles in 《》 with what is nested in them, and document numbers in every bracket style."""

import re
from collections.abc import Iterator

from ..disclosure import Citation
from .text import Paragraph

_YEAR = r"[〔\[【（(［]\s*(?:19|20)\d\d\s*[〕\]】）)］]"
_ISSUED = rf"[\u4e00-\u9fff]{{0,14}}{_YEAR}\s*(?:第)?\s*\d+\s*号"
_STANDARD = (
    r"(?<![A-Za-z])(?:GB|DB|GA|GM|YD|JR|SJ|RB|ISO|IEC|T)(?:[A-Z0-9]| (?=\d))*(?:/[A-Z]+)*"
    r"\s*\d+(?:\.\d+)*\s*[-—–－]+\s*(?:19|20)\d\d(?!\d)"
)
_CAPITAL = re.compile(r"[A-Z]")
_NUMBER = re.compile(rf"{_ISSUED}|{_STANDARD}")
_BEFORE = re.compile(
    r"^.*(?:根据|依据|按照|遵照|参照|发布|印发|下发|出台|转发|执行|符合|以及|文件|通知|[日年按及和与见即的了在对为由])(?=[\u4e00-\u9fff])"
)
_TITLE_MARK = re.compile(r"[《》]")
_GAP = re.compile(r"^[\s，,、：:]*[（(〔]?\s*(?:文号[：:]?|以下简称[^）)]*)?\s*")
_OWN_NUMBER = re.compile(rf"\s*[（(]\s*({_ISSUED}|{_STANDARD})\s*[）)]\s*$")


def citations(paragraph: Paragraph) -> Iterator[Citation]:
    """The documents a paragraph cites, each title with the number printed in it or right behind it."""
    text = paragraph.text
    loose = {start: (end, number) for start, end, number in numbers(text)}
    for start, end in titles(text):
        title = text[start + 1 : end - 1].strip()
        number = ""
        own = _OWN_NUMBER.search(title)
        if own:
            at = text.index(own.group(1), start)
            skipped, number = _trimmed(own.group(1))
            title = title[: own.start()].strip()
            loose.pop(at + skipped, None)
        else:
            gap = _GAP.match(text[end : end + 20])
            after = end + (gap.end() if gap else 0)
            behind = next((at for at in (after, after - 1, end) if at in loose), None)
            if behind is not None:
                number = loose.pop(behind)[1]
        yield Citation(title, number, paragraph.place(start, end))
    for start, (end, number) in loose.items():
        yield Citation("", number, paragraph.place(start, end))


def titles(text: str) -> list[tuple[int, int]]:
    """Where outermost 《…》 begin and end; an opening mark that is never closed is passed over."""
    if "《" not in text:
        return []
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    spans: list[tuple[int, int]] = []
    for mark in _TITLE_MARK.finditer(text):
        if mark.group() == "《":
            opened.append(mark.start())
        elif opened:
            spans.append((opened.pop(), mark.end()))
    end = 0
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end:
            found.append((start, stop))
            end = stop
    return found


def numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """The document numbers in a text: where each begins and ends, and what it says."""
    if "号" not in text and not _CAPITAL.search(text):
        return
    for found in _NUMBER.finditer(text):
        skipped, number = _trimmed(found.group())
        yield found.start() + skipped, found.end(), number


def _trimmed(number: str) -> tuple[int, str]:
    """The number without the words of the sentence before it, and how many characters those were."""
    issuer = re.match(r"^[\u4e00-\u9fff]+", number)
    before = _BEFORE.match(issuer.group()) if issuer else None
    skipped = before.end() if before else 0
    return skipped, number[skipped:].strip()
