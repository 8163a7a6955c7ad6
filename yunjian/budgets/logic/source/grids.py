"""Cells with spans laid out as a rectangle, and what stands above, between or below tables told apart from them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yunjian.kernel.money import parse_number

from ..disclosure import Place
from .document import Cell, Grid, Line
from .limits import Limits

QUOTE = 120
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]")
_ITEM = re.compile(r"\s*(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．])")
_TOTAL = re.compile(r"\s*(?:[合总小]\s*计|(?:收入|支出|本年.{2}|预算)?[总合]\s*计)\s*")
_PREAMBLE = re.compile(
    r"\s*(?:(?:编制|填报|预算|主管|公开)?(?:部门|单位)(?:名称|（盖章）|\(盖章\))?\s*[:：]|(?:金额)?单位\s*[:：]|(?:公开)?表\s*\d|附[表件])"
)
_TITLE = re.compile(r".*表(?:\s*[（(][^）)]*[）)])?\s*")
_NOTE = re.compile(r"\s*(?:备?注|说明)\s*[:：\d]")


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell on its way into a grid: where it begins (0-based), what it says, how far it reaches."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


def quoted(place: Place, text: str) -> Place:
    """The place with what stood there."""
    quote = text.strip()[:QUOTE]
    return Place(place.page, place.line, place.sheet, place.table, place.row, place.column, quote)


def _moved(place: Place, row: int, column: int, line: int) -> Place:
    """The place at another row and column (dataclasses.replace takes five times as long, and cells are many)."""
    return Place(place.page, line, place.sheet, place.table, row, column, place.quote)


def join_wrapped(parts: Iterable[str]) -> str:
    """The pieces of a cell whose text was broken over lines: a space only where both sides are narrow letters."""
    joined = ""
    for part in parts:
        piece = part.strip(" \u3000\u00a0\t\r\n")
        if joined and piece and not _WIDE.match(piece[0]) and not _WIDE.match(joined[-1]):
            whole = joined + piece
            joined = whole if parse_number(whole) is not None else f"{joined} {piece}"
        else:
            joined += piece
    return joined


def assemble(spots: Sequence[Spot], place: Place, limits: Limits, lines: Sequence[int] = ()) -> Grid:
    """A rectangle of cells: blank where nothing stands, None where a merged cell reaches.

    ``lines`` gives each row's line (or sheet row); a cell that lies on a place already taken is cut to what is free.
    """
    height = max((spot.row + spot.rows for spot in spots), default=0)
    width = max((spot.column + spot.columns for spot in spots), default=0)
    limits.check_columns(width, _where(place))
    limits.check_cells(height * width)
    table: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    free = [[True] * width for _ in range(height)]
    for spot in spots:
        if not free[spot.row][spot.column]:
            continue
        rows, columns = _room(free, spot)
        for row in range(spot.row, spot.row + rows):
            free[row][spot.column : spot.column + columns] = [False] * columns
        table[spot.row][spot.column] = Cell(
            spot.text, _at(place, spot.row, spot.column, lines, spot.text), rows, columns
        )
    for row in range(height):
        for column in range(width):
            if free[row][column]:
                table[row][column] = Cell("", _at(place, row, column, lines, ""))
    return Grid(tuple(tuple(row) for row in table), place)


def _room(free: list[list[bool]], spot: Spot) -> tuple[int, int]:
    columns = 1
    while columns < spot.columns and free[spot.row][spot.column + columns]:
        columns += 1
    rows = 1
    while rows < spot.rows and all(free[spot.row + rows][spot.column : spot.column + columns]):
        rows += 1
    return rows, columns


def _at(place: Place, row: int, column: int, lines: Sequence[int], text: str) -> Place:
    line = lines[row] if row < len(lines) else place.line
    return Place(place.page, line, place.sheet, place.table, row + 1, column + 1, text.strip()[:QUOTE])


def _where(place: Place) -> str:
    if place.sheet:
        return f"工作表“{place.sheet}”"
    if place.page:
        return f"第{place.page}页"
    return f"第{place.line}行" if place.line else "文件"


Row = tuple[Cell | None, ...]


def lift(grid: Grid, *, gaps: bool = True) -> list[Line | Grid]:
    """The grid without its titles, 单位 lines and notes, which become lines; two tables in one grid become two.

    Blank rows inside a table are rows of it where ``gaps`` is true, and mere distance where it is not.
    """
    blocks: list[Line | Grid] = []
    table: list[Row] = []
    rows = grid.rows
    for index, row in enumerate(rows):
        said = _said(row)
        following = _said(rows[index + 1]) if index + 1 < len(rows) else []
        if not said and (not table or not following or _is_apart(following, grid.width)):
            _close(table, grid.place, blocks)
        elif _is_apart(said, grid.width) or (not table and _opens_nothing(said)):
            _close(table, grid.place, blocks)
            text = "  ".join(cell.text.strip() for cell in said)
            blocks.append(Line(text, quoted(_moved(said[0].place, 0, 0, said[0].place.line), text)))
        elif said or (table and gaps):
            table.append(row)
    _close(table, grid.place, blocks)
    return blocks


def _said(row: Row) -> list[Cell]:
    return [cell for cell in row if cell and cell.text.strip()]


def _is_apart(said: list[Cell], width: int) -> bool:
    """A row that belongs to no table: a 单位 line, or one cell with a title, a note or a whole sentence."""
    if not said:
        return False
    if all(_PREAMBLE.match(cell.text) for cell in said):
        return True
    if len(said) > 1:
        return bool(_PREAMBLE.match(said[0].text)) and all(parse_number(cell.text) is None for cell in said)
    [cell] = said
    text = cell.text.strip()
    if (cell.place.column != 1 and cell.columns < width) or _TOTAL.fullmatch(text):
        return False
    return bool(_TITLE.fullmatch(text) or _NOTE.match(text) or (len(text) > 25 and "。" in text))


def _opens_nothing(said: list[Cell]) -> bool:
    """One cell that cannot be the first row of a table: text that is no item, total or figure."""
    if len(said) != 1 or said[0].place.column != 1:
        return False
    text = said[0].text.strip()
    return not (_TOTAL.fullmatch(text) or _ITEM.match(text) or parse_number(text) is not None)


def _close(table: list[Row], place: Place, blocks: list[Line | Grid]) -> None:
    """Move the rows gathered so far to the blocks: as a grid, or as lines where each row says one thing only."""
    while table and not _said(table[-1]):
        table.pop()
    if not table:
        return
    if all(len(_said(row)) <= 1 for row in table):
        for row in table:
            for cell in _said(row):
                blocks.append(Line(cell.text.strip(), _moved(cell.place, 0, 0, cell.place.line)))
    else:
        line = next((cell.place.line for cell in table[0] if cell), place.line)
        blocks.append(Grid(_numbered(table), _moved(place, 0, 0, line)))
    table.clear()


def _numbered(table: list[Row]) -> tuple[Row, ...]:
    """The rows counted from 1 again, with spans cut where the grid was cut."""
    height = len(table)
    return tuple(
        tuple(cell and _renumbered(cell, row + 1, height - row) for cell in cells) for row, cells in enumerate(table)
    )


def _renumbered(cell: Cell, row: int, room: int) -> Cell:
    place = cell.place
    if place.row == row and cell.rows <= room:
        return cell
    return Cell(cell.text, _moved(place, row, place.column, place.line), min(cell.rows, room), cell.columns)
