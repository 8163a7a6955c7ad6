"""Tables told apart from what stands above, between and below them: titles, 单位 lines, notes, running text."""

import re
from collections.abc import Container, Sequence
from operator import attrgetter

from yunjian.kernel.money import parse_number

from ..disclosure import Place
from .document import Grid, Line
from .grids import QUOTE, Spot, assemble, extent
from .limits import Limits

_ITEM = re.compile(r"\s*(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．])")
_TOTAL = re.compile(r"\s*(?:[合总小]\s*计|(?:收入|支出|本年.{2}|预算)?[总合]\s*计)\s*")
_PREAMBLE = re.compile(
    r"\s*(?:(?:编制|填报|预算|主管|公开)?(?:部门|单位)(?:名称|（盖章）|\(盖章\))?\s*[:：]"
    r"|(?:金额)?单位\s*[:：]|(?:公开)?表\s*\d|附[表件])"
)
_TITLE = re.compile(r".*表(?:\s*[（(][^）)]*[）)])?\s*")
_NOTE = re.compile(r"\s*(?:备?注|说明)\s*[:：\d]")
_column = attrgetter("column")


def blocks_of(
    spots: Sequence[Spot],
    place: Place,
    limits: Limits,
    lines: Sequence[int] = (),
    *,
    pages: Sequence[int] = (),
    gaps: bool = True,
) -> list[Line | Grid]:
    """The cells as tables and lines: what belongs to no table becomes a line, two tables in one become two.

    ``lines`` and ``pages`` give each row's line (or sheet row) and page. Blank rows inside a table are rows of it where
    ``gaps`` is true, and mere distance where it is not.
    """
    height, width = extent(spots, place, limits)
    cut = _Cut(spots, (height, width), place, lines, pages)
    for row in range(height):
        said = cut.said[row]
        if not said:
            following = cut.said[row + 1] if row + 1 < height else []
            if not cut.table or not following or _is_apart(following, width):
                cut.close()
            elif gaps:
                cut.table.append(row)
        elif _is_apart(said, width) or (not cut.table and _opens_nothing(said)):
            cut.close()
            cut.say(row, "  ".join(spot.text.strip() for spot in said))
        else:
            cut.table.append(row)
    cut.close()
    return cut.blocks


class _Cut:
    """The rows on their way to blocks: ``table`` holds those of the table under way."""

    def __init__(
        self,
        spots: Sequence[Spot],
        size: tuple[int, int],
        place: Place,
        lines: Sequence[int],
        pages: Sequence[int],
    ) -> None:
        self.size = size
        self.pages = pages
        self.place = place
        self.lines = lines
        self.blocks: list[Line | Grid] = []
        self.table: list[int] = []
        self.all: list[list[Spot]] = [[] for _ in range(size[0])]
        for spot in spots:
            self.all[spot.row].append(spot)
        self.said = [sorted([s for s in row if s.text.strip()], key=_column) for row in self.all]

    def place_of(self, row: int, text: str = "") -> Place:
        """Where a row stands in the file, with what stands there."""
        page = self.pages[row] if self.pages else self.place.page
        line = self.lines[row] if self.lines else self.place.line
        return Place(page, line, self.place.sheet, self.place.table, quote=text.strip()[:QUOTE])

    def say(self, row: int, text: str) -> None:
        """A row that belongs to no table, as a line."""
        self.blocks.append(Line(text, self.place_of(row, text)))

    def close(self) -> None:
        """Move the rows gathered so far to the blocks: as a grid, or as lines where each row says one thing only."""
        while self.table and not self.said[self.table[-1]]:
            self.table.pop()
        if self.table and all(len(self.said[row]) <= 1 for row in self.table):
            for row in self.table:
                for spot in self.said[row]:
                    self.say(row, spot.text.strip())
        elif self.table:
            self.blocks.append(self._grid())
        self.table = []

    def _grid(self) -> Grid:
        kept = set(self.table)
        rows = [[spot if spot.rows == 1 else _within(kept, spot) for spot in self.all[row]] for row in self.table]
        return assemble(rows, self.size[1], [self.place_of(row) for row in self.table])


def _within(table: Container[int], spot: Spot) -> Spot:
    """The spot reaching over as many rows of the table as it covers."""
    return spot._replace(rows=sum(row in table for row in range(spot.row, spot.row + spot.rows)))


def _is_apart(said: list[Spot], width: int) -> bool:
    """A row that belongs to no table: a 单位 line, or one cell with a title, a note or a whole sentence."""
    first = said[0].text
    if len(said) > 1:
        return bool(_PREAMBLE.match(first)) and all(parse_number(spot.text) is None for spot in said)
    if _PREAMBLE.match(first):
        return True
    text = first.strip()
    if (said[0].column and said[0].columns < width) or _TOTAL.fullmatch(text):
        return False
    return bool((len(text) > 25 and "。" in text) or _NOTE.match(text) or ("表" in text and _TITLE.fullmatch(text)))


def _opens_nothing(said: list[Spot]) -> bool:
    """One cell that cannot be the first row of a table: text that is no item, total or figure."""
    if len(said) != 1 or said[0].column:
        return False
    text = said[0].text.strip()
    return not (_TOTAL.fullmatch(text) or _ITEM.match(text) or parse_number(text) is not None)
