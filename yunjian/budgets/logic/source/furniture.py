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
_EDGE = 2  # lines at the top and at the bottom of a page that may be furniture


def is_page_number(text: str, *, at_edge: bool = False) -> bool:
    """``- 12 -``, ``第 3 页 共 20 页``; a bare number only where it stands at the edge of a page."""
    return bool(_NUMBER.fullmatch(text) or (at_edge and _BARE.fullmatch(text)))


def running(pages: Sequence[Sequence[str]]) -> set[str]:
    """The masks of lines that stand at the edge of at least three pages and of half of them: running heads."""
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    for page in pages:
        edge = page if len(page) <= 2 * _EDGE else [*page[:_EDGE], *page[-_EDGE:]]
        seen.update({mask(line) for line in edge if line.strip() and not _AMOUNT.search(line)})
    return {line for line, count in seen.items() if count >= 3 and count * 2 >= len(pages)}


def mask(line: str) -> str:
    """A line without its numbers and spacing, so that a running head with the page number in it repeats."""
    return _DIGITS.sub("#", "".join(line.split()))


def kept(page: Sequence[str], heads: set[str], *, bare: bool = True) -> list[bool]:
    """Which lines of a page are text: not a page number, and at its edges not a running head."""
    filled = [index for index, line in enumerate(page) if line.strip()]
    edge = set(filled[:_EDGE] + filled[-_EDGE:])
    outermost = {filled[0], filled[-1]} if filled and bare else set()
    return [
        not (is_page_number(line, at_edge=index in outermost) or (index in edge and mask(line) in heads))
        for index, line in enumerate(page)
    ]
