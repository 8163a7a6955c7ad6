"""A table read from a grid whose cells the format itself tells apart."""

import re
from collections.abc import Sequence

from yunjian.kernel.money import parse_number

from ..disclosure import Column, Place
from ..source.document import Cell, Grid
from .columns import Side
from .draft import Draft, DraftRow, DraftTable
from .header import Head, code_columns, columns_of, expenditure_begins, head_of
from .labels import code, is_code, is_dash, is_total_label, side_of
from .text import plain, tidy

_CODE_AND_NAME = re.compile(r"^(\d{3}(?:[\s-]?\d{2}){0,2})\s*([^\d\s].*)$", re.DOTALL)
_MONEY = re.compile(r"^[-−]?\d[\d,]*\.\d+$")
_PART = re.compile(r"^\d{1,2}$")
Cells = tuple[Cell | None, ...]
Value = tuple[int | None, str, Place]


class GridReader:
    """Reads the grids of one table one after another; a grid without a head goes on under the head before it."""

    def __init__(self, table: DraftTable) -> None:
        self.table = table
        self.head = Head(0, (), ())
        self.width = 0
        self.head_words: set[str] = set()
        self.parts: list[str] = []

    def read(self, grid: Grid) -> None:
        """Add the rows of a grid to the table."""
        head = head_of(grid, self.table.kind)
        goes_on = bool(self.width) and (head.rows == 0 or head.rows == len(grid.rows)) and grid.width == self.width
        if not goes_on:
            self.head, self.width = head, grid.width
            self.head_words = {word for path in head.paths for word in path}
        at = self.table.height
        self.table.height += len(grid.rows)
        if _is_upright(grid, head, self.table.kind):
            self._read_upright(grid, head, at)
            return
        skip = 0 if goes_on and not head.rows else head.rows
        for draft, first, last in self._bounds(grid):
            self._read_side(draft, grid, at, skip, first, last)

    def _bounds(self, grid: Grid) -> list[tuple[Draft, int, int]]:
        """The grid columns of each side; a list of codes may be printed several times side by side."""
        sides = self.table.sides
        if len(sides) == 1:
            starts = code_columns(self.head) or [0]
            ends = [*starts[1:], grid.width]
            return [(sides[0], first, last) for first, last in zip([0, *starts[1:]], ends, strict=True)]
        split = expenditure_begins(self.head) or _split_by_labels(grid) or min(2, grid.width)
        return [(sides[0], 0, split), (sides[1], split, grid.width)]

    def _read_side(self, draft: Draft, grid: Grid, at: int, skip: int, first: int, last: int) -> None:
        filled = _columns_with_amounts(grid.rows[skip:], first, last)
        found = self._columns(draft.shape, filled, first, last)
        places: dict[int, int | None]
        if found or not filled:
            places = self._merge(draft, found)
        else:  # which column is which is left to what must add up
            places = dict.fromkeys(filled)
        if not draft.columns:
            draft.columns = draft.shape.usual()
        labels = [c for c in range(first, last) if c not in places and (not places or c < min(places))]
        for index, row in enumerate(grid.rows[skip:], skip + 1):
            if any(cell and cell.text.strip() for cell in row[first:last]):
                self._read_row(draft, row, at + index, labels, places, (first, last))

    def _columns(self, shape: Side, filled: list[int], first: int, last: int) -> dict[int, Column]:
        """The columns of amounts: by the head where it fits what is filled, by their order where that is certain."""
        found = columns_of(self.head, shape, first, last)
        if set(filled) <= set(found):
            return found
        if len(filled) == len(found):
            return dict(zip(filled, (found[c] for c in sorted(found)), strict=True))
        if len(filled) == len(shape.keys):
            return {c: shape.column(key) for c, key in zip(filled, shape.keys, strict=True)}
        return {}

    def _merge(self, draft: Draft, found: dict[int, Column]) -> dict[int, int | None]:
        """Grid column → index in the draft's columns, which grow where a later page shows one more."""
        places: dict[int, int | None] = {}
        for at, column in found.items():
            index = next((i for i, c in enumerate(draft.columns) if c.key == column.key), None)
            if index is None:
                draft.columns.append(column)
                index = len(draft.columns) - 1
            places[at] = index
        return places

    def _read_row(
        self,
        draft: Draft,
        row: Cells,
        number: int,
        labels: list[int],
        places: dict[int, int | None],
        span: tuple[int, int],
    ) -> None:
        first, last = span
        if self._repeats_head(row[first:last]):
            return
        texts = {c: cell.text for c, cell in enumerate(row) if cell and first <= c < last and cell.text.strip()}
        marks = [(c, texts[c]) for c in labels if c in texts]
        key, name = self._label(marks, draft.shape, first)
        for c, text in ((c, t) for c, t in texts.items() if c not in places and c not in labels):
            self.table.refuse("此列没有认出，内容未采用", self._place(row[c], number, c), text)
        values = self._values(row, texts, number, places)
        if values and not name and not key and not _holds_amount(values[0][1]) and not values[0][1].isascii():
            name = tidy(values.pop(0)[1])  # a label that lies over the amounts
        if not values and not name and not key:
            return
        if values and not name and not key and self._completes(draft, number, values):
            return
        start = next(cell.place for cell in row[first:last] if cell and cell.text.strip())
        text = tidy(" ".join(texts.values()))
        place = self.table.at(start, text, number, start.column or min(texts) + 1)
        draft.rows.append(DraftRow(key, name, values, place, is_total_label(name)))

    def _values(self, row: Cells, texts: dict[int, str], number: int, places: dict[int, int | None]) -> list[Value]:
        """The amounts of a row, each with its column; a column may lie over two of the grid, one of which is blank."""
        values: list[Value] = []
        taken: set[int] = set()
        for c in sorted(c for c in places if c in texts):
            place, index = self._place(row[c], number, c), places[c]
            if index is not None and index in taken:
                self.table.refuse("此列在这一行有两个金额，后一个未采用", place, texts[c])
                continue
            values.append((index, texts[c], place))
            taken |= {index} if index is not None else set()
        return values

    def _completes(self, draft: Draft, number: int, values: list[Value]) -> bool:
        """Give an amount without a label to the row of the same line that lacks one, where lists stand side by side."""
        for row in reversed(draft.rows):
            if row.place.row == number and not row.values:
                row.values = values
                return True
        return False

    def _label(self, marks: list[tuple[int, str]], shape: Side, first: int) -> tuple[str, str]:
        """The code and the name in the label columns."""
        if shape.side or shape.labels == 0:
            words = [t for _, t in marks if parse_number(t) is None]
            return "", tidy("".join(words))
        parts: list[str] = []
        names: list[str] = []
        for column, text in marks:
            stripped = text.strip().removesuffix(".0")
            split = _CODE_AND_NAME.match(stripped)
            if not names and is_code(stripped) and not parts:
                parts = [stripped]
            elif not names and _PART.match(stripped):
                # 类 and 款 left blank below the row that said them
                parts = (parts or self.parts[: column - first]) + [stripped]
            elif split and not parts and not names:
                parts, names = [split.group(1)], [split.group(2)]
            else:
                names.append(text)
        joined = code(*parts) if parts else ""
        if joined:
            self.parts = joined.split("-")
        return joined, tidy(" ".join(names))

    def _repeats_head(self, cells: Cells) -> bool:
        """Whether the row is the head again, as printed at the top of the next page."""
        texts = [plain(cell.text) for cell in cells if cell and cell.text.strip()]
        return len(texts) > 1 and self.head_words.issuperset(texts)

    def _place(self, cell: Cell | None, row: int, column: int) -> Place:
        if cell is None:
            return Place(table=self.table.number, row=row, column=column + 1)
        return self.table.at(cell.place, cell.text, row, cell.place.column or column + 1)

    def _read_upright(self, grid: Grid, head: Head, at: int) -> None:
        """The three-public table printed with one item to a row: turned to the one row it usually is."""
        draft = self.table.sides[0]
        values: list[Value] = []
        for index, row in enumerate(grid.rows, 1):
            cells = [(c, cell) for c, cell in enumerate(row) if cell and cell.text.strip()]
            amount = next(((c, k) for c, k in reversed(cells) if _holds_amount(k.text)), None)
            label = next((cell.text for _, cell in cells if not _holds_amount(cell.text)), "")
            key = draft.shape.key(plain(label))
            if amount is None or not key or any(c.key == key for c in draft.columns):
                continue
            draft.columns.append(Column(key, tidy(label)))
            values.append((len(draft.columns) - 1, amount[1].text, self._place(amount[1], at + index, amount[0])))
        if values:
            draft.rows.append(DraftRow("", "", values, values[0][2]))


def _columns_with_amounts(rows: Sequence[Cells], first: int, last: int) -> list[int]:
    """The grid columns that hold money or dashes; codes are no money."""
    found = set()
    for row in rows:
        for column in range(first, last):
            cell = row[column] if column not in found else None
            if cell and cell.text.strip() and (is_dash(cell.text) or _MONEY.match(plain(cell.text))):
                found.add(column)
    return sorted(found)


def _holds_amount(text: str) -> bool:
    return parse_number(text) is not None or is_dash(text)


def _is_upright(grid: Grid, head: Head, kind: str) -> bool:
    if not kind.endswith("three_public") or len(grid.rows) - head.rows < 3:
        return False
    firsts = [row[0].text for row in grid.rows[head.rows :] if row and row[0]]
    return len([text for text in firsts if re.search(r"出国|接待|公务用车|购置|运行", text)]) >= 3


def _split_by_labels(grid: Grid) -> int:
    """The first column that holds labels of expenditure, where the head does not tell the sides apart."""
    for column in range(1, grid.width):
        texts = [cell.text for row in grid.rows if (cell := row[column])]
        if len([text for text in texts if side_of(text) == "expenditure" and parse_number(text) is None]) >= 3:
            return column
    return 0
