"""A table read from lines whose layout was lost: blank cells vanished, heads and labels broken over lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..disclosure import Column, Place
from ..source.document import Line
from .columns import MARKS
from .draft import Draft, DraftRow, DraftTable
from .labels import code, is_balance_label, is_code, is_dash, is_total_label, opens_item, side_of
from .text import joined, plain, tidy, without_bullet

_BLANK = re.compile(r"[ \t\u3000\u00a0]+")
_AMOUNT = re.compile(r"^[-+−－]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?$|^[（(]\d[\d,，.]*[）)]$")
_FUNCTION = re.compile(r"^(\d{3})(?:[ \t\u3000]+(\d{2}))?(?:[ \t\u3000]+(\d{2}))?(?=[ \t\u3000]|[^\d.,]|$)")
_JOINED = re.compile(r"^(\d{3}(?:\d{2}){1,2}|\d{3}(?:-\d{2}){1,2})(?=[ \t\u3000]|[^\d.,-]|$)")
_ONLY_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[.．、]|[（(][一二三四五六七八九十\d]+[）)])$"
)
_NOTE = re.compile(r"^(?:备?注|说明)\s*[:：\d]")
_SENTENCE = re.compile(r"[。；]|^.{60,}$")


@dataclass
class Strip:
    """A piece of a line: its code, its label and the amounts behind it."""

    code: str = ""
    label: str = ""
    amounts: list[str] = field(default_factory=list)

    @property
    def is_row(self) -> bool:
        return bool(self.code or self.amounts) or _names_row(self.label)


def _names_row(label: str) -> bool:
    """A label that stands for a row even without amounts."""
    return opens_item(label) or is_total_label(label) or is_balance_label(label)


def strips(text: str, coded: bool) -> list[Strip]:
    """The rows a line holds: one, or in a two-sided table two."""
    rest = without_bullet(text).strip()
    found: list[Strip] = []
    current = Strip()
    match = (_FUNCTION.match(rest) or _JOINED.match(rest)) if coded else None
    if match:
        groups = [g for g in match.groups() if g]
        current.code = code(*groups)
        rest = rest[match.end() :].strip()
    tokens = _BLANK.split(rest)
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if coded and current.amounts and is_code(token) and following and not _is_amount(following):
            found.append(current)  # a second list of codes beside the first
            current = Strip(code(token))
        elif _is_amount(token):
            current.amounts.append(token)
        else:
            if current.amounts or (not coded and current.label and _begins_strip(token, current.label)):
                found.append(current)
                current = Strip()
            current.label = _longer(current.label, token)
    if current.label or current.code or current.amounts:
        found.append(current)
    return found


def _is_amount(token: str) -> bool:
    return bool(_AMOUNT.match(token)) or is_dash(token)


def _begins_strip(token: str, label: str) -> bool:
    if _ONLY_NUMBER.match(plain(label)):
        return False
    return _names_row(token) or is_total_label(label) or is_balance_label(label)


def _longer(label: str, token: str) -> str:
    """The label with one more piece; a number keeps its blank: ``1. 一般公共预算``."""
    if label and (_ONLY_NUMBER.match(plain(label)) and plain(label).endswith(".")):
        return f"{label} {token}"
    return joined(label, token)


class LooseReader:
    """Reads the lines of one table; what comes before its first row is its head, what follows its last its notes."""

    def __init__(self, table: DraftTable) -> None:
        self.table = table
        self.coded = len(table.sides) == 1 and table.sides[0].shape.labels > 1
        self.started = False
        self.ended = False
        self.head: list[str] = []
        self.waiting: list[tuple[str, Line]] = []
        self.row: DraftRow | None = None

    def read(self, lines: Sequence[Line]) -> list[Line]:
        """Add the lines' rows to the table; returns the lines that are notes."""
        notes: list[Line] = []
        for line in lines:
            if self._is_note(line):
                notes.append(line)
                self.ended = True
            elif not self._take(line):
                notes.append(line)
        for text, line in self.waiting:
            self._append_label(text, line)
        self.waiting = []
        return notes

    def shape(self) -> None:
        """Give every side its columns, once the whole head is known."""
        words = "".join(plain(text) for text in self.head)
        for draft in self.table.sides:
            if not draft.columns:
                draft.columns = _columns(draft, words)

    def _is_note(self, line: Line) -> bool:
        text = plain(line.text)
        if _NOTE.match(text):
            return True
        if self.ended and not any(s.code or s.amounts for s in strips(line.text, self.coded)):
            return True
        return bool(_SENTENCE.search(text)) and not _AMOUNT.match(line.text.split()[-1])

    def _take(self, line: Line) -> bool:
        pieces = self._without_line_numbers(strips(line.text, self.coded))
        if not any(self._opens_row(piece) for piece in pieces) or not (self.started or _can_open(pieces)):
            return self._take_words(line)
        self.started = True
        self.table.height += 1
        for position, piece in enumerate(pieces):
            self._take_strip(piece, line, position, len(pieces))
        return True

    def _without_line_numbers(self, pieces: list[Strip]) -> list[Strip]:
        """The pieces of a row without the 行次 before its amounts; the row that numbers the columns says none."""
        if pieces and plain(pieces[0].label) in ("栏次", "行次"):
            return []
        if any("行次" in plain(text) for text in self.head):
            for piece in pieces:
                piece.amounts = [text for text in piece.amounts if not (text.isdigit() and len(text) < 4)]
        return pieces

    def _opens_row(self, piece: Strip) -> bool:
        if not self.coded and not self.table.sides[0].shape.side:
            return bool(piece.amounts)  # the one row of the three-public table
        if self.coded and not piece.code and not piece.amounts:
            return is_total_label(piece.label)
        return piece.is_row

    def _take_words(self, line: Line) -> bool:
        """A line without code, number or amount: a piece of the head, or of a label broken over lines."""
        text = without_bullet(line.text).strip()
        self.table.height += 1
        if not self.started:
            self.head.append(text)
        elif plain(text) in "".join(plain(piece) for piece in self.head):
            pass  # the head once more, on the next page
        elif self.row is not None and not self.ended and not is_total_label(self.row.label):
            self.waiting.append((text, line))
        else:
            return False
        return True

    def _take_strip(self, piece: Strip, line: Line, position: int, count: int) -> None:
        draft = self._side(piece, position, count)
        if piece.code and not piece.label:
            piece.label = "".join(text for text, _ in self.waiting)
            self.waiting = []
        for text, waited in self.waiting:
            self._append_label(text, waited)
        self.waiting = []
        if self.row is not None and self._completes(piece, self.row):
            self.row.label = joined(self.row.label, piece.label)
            self.row.values = self._values(piece, line, draft)
            return
        quote = tidy(line.text)
        place = self.table.at(line.place, quote, self.table.height, 1 if draft is self.table.sides[0] else 3)
        row = DraftRow(piece.code, piece.label, [], place, is_total_label(piece.label))
        row.values = self._values(piece, line, draft)
        if len(row.values) > len(draft.shape.keys):
            self.table.refuse("这一行的金额比表的列多，没有采用", line.place, quote)
            row.values = []
        draft.rows.append(row)
        self.row = row

    def _completes(self, piece: Strip, row: DraftRow) -> bool:
        """Whether a strip is the rest of a row that was broken off before its amounts."""
        if row.values or piece.code or not piece.amounts:
            return False
        return not _names_row(piece.label) and not is_total_label(row.label) and not is_balance_label(row.label)

    def _values(self, piece: Strip, line: Line, draft: Draft) -> list[tuple[int | None, str, Place]]:
        row, first = self.table.height, draft.shape.labels + 1
        return [
            (None, text, self.table.at(line.place, text, row, column))
            for column, text in enumerate(piece.amounts, first)
        ]

    def _append_label(self, text: str, line: Line) -> None:
        """The rest of a label that was broken off, where it can only be that."""
        if self.row is None or is_total_label(self.row.label):
            self.table.refuse("这一行没有认出，内容未采用", line.place, text)
            return
        self.row.label = joined(self.row.label, text)

    def _side(self, piece: Strip, position: int, count: int) -> Draft:
        """The side a strip belongs to: the left of two is income; one alone is told by its words."""
        sides = self.table.sides
        if len(sides) == 1:
            return sides[0]
        if count == 2:
            return sides[position]
        told = side_of(piece.label)
        if plain(piece.label) in ("总计", "合计"):
            told = "expenditure" if sides[0].rows and is_total_label(sides[0].rows[-1].label) else "income"
        return sides[1] if told == "expenditure" else sides[0]


def _can_open(pieces: Sequence[Strip]) -> bool:
    """Whether a line can be the first row; 合计 among the words of a head cannot, 合计 alone can."""
    if any(piece.code or piece.amounts or opens_item(piece.label) for piece in pieces):
        return True
    return len(pieces) == 1


def _columns(draft: Draft, head: str) -> list[Column]:
    """The columns a broken head names, in its order; where it leaves one out, the usual ones."""
    keys = draft.shape.keys
    group = "operating" in keys  # its heads stand in two rows: 合计 does not come first in the text
    begin = 0 if group else max(head.find(MARKS["total"]), 0)
    found = sorted((head.find(MARKS.get(key, key), begin), key) for key in keys)
    if len(keys) == 1 or found[0][0] < 0:
        return draft.shape.usual()
    if not group:
        return [draft.shape.column(key) for _, key in sorted(found, key=lambda place: (place[1] != "total", place[0]))]
    order = ["total"]
    for _, key in found:
        if key == "vehicles":
            order += ["vehicles", "vehicle_purchase", "vehicle_running"]
        elif key in ("abroad", "reception"):
            order.append(key)
    return [draft.shape.column(key) for key in [*order, "operating"]]
