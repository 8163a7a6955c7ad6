"""Markdown: headings, lists, pipe tables, and tabbed rows as some tools write tables into it."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..disclosure import Place, Unread
from . import html
from .captions import blocks_of
from .document import Grid, Line
from .grids import Spot, join_wrapped, quoted
from .limits import Limits
from .text import tabbed, tabbed_runs

SIGN = re.compile(r"^(?: {0,3}#{1,6} \S|\s*\|?\s*:?-{3,}:?\s*\|[\s:|-]*$)", re.MULTILINE)
_CONTENTS = re.compile(r"\s*目\s*录\s*")
_READER = MarkdownIt("commonmark", {"maxNesting": 30}).enable("table").disable("code")


def blocks(text: str, limits: Limits) -> tuple[list[Line | Grid], list[Unread]]:
    """The whole text; places carry line numbers."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    limits.check_lines(len(lines))
    reading = _Reading(limits)
    for run, is_tabbed in tabbed_runs(list(enumerate(lines, start=1))):
        if is_tabbed:
            reading.blocks.extend(tabbed(run, limits))
        elif run:
            reading.read("\n".join(line for _, line in run), run[0][0])
    return reading.blocks, reading.unread


class _Reading:
    """The state of one reading: where we are in lists, and whether a contents list is under way."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.blocks: list[Line | Grid] = []
        self.unread: list[Unread] = []
        self.in_contents = False

    def read(self, text: str, first: int) -> None:
        """Take in the tokens of a stretch of lines that begins at line ``first``."""
        tokens = _READER.parse(text)
        lists: list[bool] = []  # the open lists: is it numbered
        pending = ""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            line = first + token.map[0] if token.map else first
            if token.type == "table_open":
                end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
                self.blocks.extend(self._table(tokens[at:end], first))
                at = end
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                lists.append(token.type == "ordered_list_open")
            elif token.type.endswith("_list_close"):
                lists.pop()
            elif token.type == "list_item_open":
                pending = f"{token.info}{token.markup} " if lists[-1] else ""
            elif token.type == "inline":
                heading = int(tokens[at - 1].tag[1]) if tokens[at - 1].type == "heading_open" else 0
                self._paragraph(token, line, heading, pending, len(lists))
                pending = ""
            elif token.type == "html_block":
                self._html(token.content, line)
            elif token.type in ("fence", "code_block"):
                self._verbatim(token.content, line)
            at += 1

    def _paragraph(self, token: Token, line: int, heading: int, marker: str, depth: int) -> None:
        pieces = list(_pieces(token, self.unread, line))
        if heading:
            text = join_wrapped(text for text, _, _ in pieces)
            self.in_contents = bool(_CONTENTS.fullmatch(text))
            pieces = [(text, 0, False)]
        elif not depth and any(text.strip() for text, _, _ in pieces):
            self.in_contents = False
        entry = self.in_contents and depth > 0 and not heading
        for text, offset, wraps in pieces:
            if text.strip():
                whole = ("  " * (depth - 1) if entry else "") + marker + text.rstrip()
                place = quoted(Place(line=line + offset), whole)
                self.blocks.append(Line(whole, place, 7 if entry else heading, wraps))
                marker = ""

    def _table(self, tokens: Sequence[Token], first: int) -> list[Line | Grid]:
        spots: list[Spot] = []
        lines: list[int] = []
        column = 0
        for token in tokens:
            if token.type == "tr_open":
                lines.append(first + token.map[0] if token.map else first)
                column = 0
            elif token.type == "inline":
                text = join_wrapped(text for text, _, _ in _pieces(token, self.unread, lines[-1]))
                spots.append(Spot(len(lines) - 1, column, text))
                column += 1
        return blocks_of(spots, Place(line=lines[0]), self.limits, lines) if spots else []

    def _html(self, content: str, line: int) -> None:
        found, unread = html.blocks(content, self.limits, first_line=line)
        self.blocks.extend(found)
        self.unread.extend(unread)

    def _verbatim(self, content: str, line: int) -> None:
        for offset, text in enumerate(content.splitlines(), start=1):
            if text.strip():
                self.blocks.append(Line(text.rstrip(), quoted(Place(line=line + offset), text)))


def _pieces(token: Token, unread: list[Unread], line: int) -> Iterator[tuple[str, int, bool]]:
    """The lines of a paragraph: text, how far below its first line, whether the sentence may go on in the next."""
    text = ""
    offset = 0
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            yield text, offset, child.type == "softbreak"
            text = ""
            offset += 1
        elif child.type in ("text", "code_inline", "text_special"):
            text += child.content
        elif child.type == "html_inline":
            if re.fullmatch(r"<br\s*/?>", child.content, re.IGNORECASE):
                yield text, offset, False
                text = ""
        elif child.type == "image":
            unread.append(Unread("图片里的文字没有读。", quoted(Place(line=line + offset), child.content)))
    yield text, offset, False
