"""What a page carries besides its text: page numbers and running heads, told apart and left out."""

import re
from collections import Counter
from collections.abc import Sequence

_NUMBER = re.compile(
    r"\s*(?:[-—–―－·•~]+\s*\d{1,4}\s*[-—–―－·•~]+|第?\s*\d{1,4}\s*页\s*[,，/／]?\s*(?:共\s*\d{1,4}\s*页)?"
    r"|共\s*\d{1,4}\s*页\s*[,，]?\s*第\s*\d{1,4}\s*页|\d{1,4}\s*[/／]\s*\d{1,4}|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?)\s*"
)
_BARE = re.compile(r"\s*(?:\d{1,3}|[ivxIVX]{1,6})\s*")
_DIGITS = re.compile(r"\d+")
_AMOUNT = re.compile(r"\d[\d,]*\.\d|\d,\d{3}")
_TEXT = re.compile(r"[。；：:]|^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．])")


def is_page_number(text: str, *, at_edge: bool = False) -> bool:
    """``- 12 -``, ``第 3 页 共 20 页``; a bare number only where it stands at the edge of a page."""
    return bool(_NUMBER.fullmatch(text) or (at_edge and _BARE.fullmatch(text)))


def running(pages: Sequence[Sequence[str]]) -> set[str]:
    """The masks of lines that open or close at least three pages and half of all: running heads.

    What is worded as text never is one: the same section opens many pages of a disclosure.
    """
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({mask(page[index]) for index in _edges(page)})
    return {line for line, count in seen.items() if count >= 3 and count * 2 >= len(pages)}


def _edges(page: Sequence[str]) -> set[int]:
    """The first and the last line of a page that may be a running head, page numbers passed over."""
    filled = [i for i, line in enumerate(page) if line.strip()]
    while filled and is_page_number(page[filled[0]], at_edge=True):
        filled = filled[1:]
    while filled and is_page_number(page[filled[-1]], at_edge=True):
        filled = filled[:-1]
    ends = {filled[0], filled[-1]} if filled else set()
    return {i for i in ends if not _AMOUNT.search(page[i]) and not _TEXT.search(page[i])}


def mask(line: str) -> str:
    """A line without its numbers and spacing, so that a running head with the page number in it repeats."""
    return _DIGITS.sub("#", "".join(line.split()))


def kept(page: Sequence[str], heads: set[str], *, bare: bool = True) -> list[bool]:
    """Which lines of a page are text: not a page number, and at its edges not a running head."""
    filled = [index for index, line in enumerate(page) if line.strip()]
    outermost = {filled[0], filled[-1]} if filled and bare else set()
    edges = {index for index in _edges(page) if mask(page[index]) in heads}
    return [not (index in edges or is_page_number(line, at_edge=index in outermost)) for index, line in enumerate(page)]
