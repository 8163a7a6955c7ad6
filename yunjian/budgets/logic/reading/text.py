"""Lines put together to paragraphs, and words made alike before they are recognised; what is kept stays as printed."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..disclosure import Place
from ..source.document import Line

QUOTE = 120
_BULLET = re.compile(r"\s*[-*•·]\s+")
_INDENT = re.compile(r"^(?:\u3000| {2,}|\t)")
_SENTENCE_END = re.compile(r"[。！？：；:;!?][”’）)』」]*$")
_OPENING = re.compile(
    r"^(?:第[一二三四五六七八九十]+[章节部分条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|注\s*[:：])"
)


class Paragraph(NamedTuple):
    """A run of text that belongs together; ``pieces`` says at which character each source line begins."""

    text: str
    pieces: tuple[tuple[int, Place], ...]
    heading: int = 0

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """Where the characters from ``start`` to ``end`` stand, quoted."""
        return quoted(self.pieces[self._piece(start)][1], self.text[start : min(end or start + 300, start + 300)])

    def part(self, start: int, end: int) -> "Paragraph":
        """The characters from ``start`` to ``end`` as a paragraph of their own."""
        last = self._piece(max(end - 1, start))
        pieces = tuple((max(at - start, 0), p) for at, p in self.pieces[self._piece(start) : last + 1])
        return Paragraph(self.text[start:end], pieces, self.heading)

    def within(self, table: int) -> "Paragraph":
        """The same paragraph as one that stands with a table."""
        return self._replace(pieces=tuple((at, place._replace(table=table)) for at, place in self.pieces))

    def _piece(self, at: int) -> int:
        if len(self.pieces) == 1:
            return 0
        return max(bisect_right(self.pieces, at, key=lambda piece: piece[0]) - 1, 0)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text for recognition only: no blanks, full-width letters, digits and brackets as half-width ones."""
    return unicodedata.normalize("NFKC", "".join(text.split()))


def tidy(text: str) -> str:
    """The text with its edges and its runs of blanks trimmed."""
    return " ".join(text.split())


def behind(opening: re.Pattern[str], text: str) -> str:
    """The text without what a pattern matches at its beginning."""
    found = opening.match(text)
    return text[found.end() :] if found else text


def without_bullet(text: str) -> str:
    """The text without the mark of a Markdown list."""
    text = text.strip()
    return behind(_BULLET, text).lstrip() if text.startswith(("-", "*", "•", "·")) else text


def quoted(place: Place, text: str) -> Place:
    """The place with what stood there."""
    quote = text.strip()[:QUOTE]
    return (
        place
        if place.quote == quote
        else Place(place.page, place.line, place.sheet, place.table, place.row, place.column, quote)
    )


def joined(left: str, right: str) -> str:
    """Two pieces of one sentence: a blank stays between Latin words only."""
    if left and right and left[-1].isascii() and left[-1].isalpha() and right[0].isascii() and right[0].isalpha():
        return f"{left} {right}"
    return left + right


def paragraphs(lines: Iterable[Line]) -> Iterator[Paragraph]:
    """Lines joined where one wraps into the next.

    A new paragraph begins after a blank line, at an indent or a heading, at a numbered item after a sentence's end, and
    after a sentence's end that left room on its line.
    """
    lines = list(lines)
    full = full_width(lines) if len(lines) > 1 else 0
    held: list[Line] = []
    for line in lines:
        if not line.text.strip():
            if held:
                yield _paragraph(held)
            held = []
            continue
        if held and _begins(held, line, full):
            yield _paragraph(held)
            held = []
        held.append(line)
    if held:
        yield _paragraph(held)


def full_width(blocks: Sequence[object]) -> int:
    """How wide a line is that was broken for want of room: wider than nine of ten that may go on."""
    widths = sorted(width(block.text.rstrip()) for block in blocks if isinstance(block, Line) and block.wraps)
    return widths[len(widths) * 9 // 10] if widths else 0


def width(text: str) -> int:
    """How much room a text takes: two for a Chinese letter."""
    return sum(1 if letter.isascii() else 2 for letter in text)


def _begins(held: list[Line], line: Line, full: int) -> bool:
    last = held[-1]
    if not last.wraps or line.heading or last.heading:
        return True
    if last.place.page == line.place.page and line.place.line > last.place.line + 1:
        return True
    if _INDENT.match(line.text) and not _aligned(held, line):
        return True
    ended = bool(_SENTENCE_END.search(last.text.strip()))
    if last.text.strip().endswith("。") and width(last.text.rstrip()) < full * 0.85:
        return True
    return bool(_OPENING.match(line.text.strip())) and (ended or len(last.text.strip()) < 25)


def _aligned(held: list[Line], line: Line) -> bool:
    """Whether the indent is only a left margin that continuing lines have as well."""
    if len(held) < 2:
        return False
    return _margin(held[-1].text) == _margin(line.text) and _margin(held[0].text) > _margin(line.text)


def _margin(text: str) -> int:
    blanks = text[: len(text) - len(text.lstrip())]
    return sum(2 if c == "\u3000" else 1 for c in blanks)


def _paragraph(lines: list[Line]) -> Paragraph:
    if len(lines) == 1:
        return Paragraph(without_bullet(lines[0].text), ((0, lines[0].place),), lines[0].heading)
    parts: list[str] = []
    pieces, length = [], 0
    for line in lines:
        piece = without_bullet(line.text)
        if parts and len(joined(parts[-1][-1:], piece[:1])) > len(parts[-1][-1:] + piece[:1]):
            parts.append(" ")
            length += 1
        pieces.append((length, line.place))
        parts.append(piece)
        length += len(piece)
    return Paragraph("".join(parts), tuple(pieces), lines[0].heading)
