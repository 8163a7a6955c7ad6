"""Cells with spans laid out as a rectangle."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yunjian.kernel.money import parse_number

from ..disclosure import Place
from .document import Cell, Grid
from .limits import Limits

QUOTE = 120
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]")
_BLANK = " \u3000\u00a0\t\r\n"


class Spot(NamedTuple):
    """A cell on its way into a grid: where it begins (0-based), what it says, how far it reaches."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


def quoted(place: Place, text: str) -> Place:
    """The place with what stood there."""
    quote = text.strip()[:QUOTE]
    return (
        place
        if place.quote == quote
        else Place(place.page, place.line, place.sheet, place.table, place.row, place.column, quote)
    )


def join_wrapped(parts: Iterable[str]) -> str:
    """The pieces of a cell whose text was broken over lines: a space only where both sides are narrow letters."""
    joined = ""
    for part in parts:
        piece = part.strip(_BLANK)
        if joined and piece and not _WIDE.match(piece[0]) and not _WIDE.match(joined[-1]):
            whole = joined + piece
            joined = whole if parse_number(whole) is not None else f"{joined} {piece}"
        else:
            joined += piece
    return joined


def extent(spots: Sequence[Spot], place: Place, limits: Limits) -> tuple[int, int]:
    """How many rows and columns the spots take; refused where that is more than any budget table has."""
    height = max((spot.row + spot.rows for spot in spots), default=0)
    width = max((spot.column + spot.columns for spot in spots), default=0)
    limits.check_columns(width, _where(place))
    limits.check_cells(height * width)
    return height, width


def assemble(rows: Sequence[Sequence[Spot]], width: int, places: Sequence[Place]) -> Grid:
    """A rectangle of cells: blank where nothing stands, None where a merged cell reaches.

    ``places`` says where each row stands; a cell that lies on a place already taken is cut to what is free.
    """
    table: list[tuple[Cell | None, ...]] = []
    free = [[True] * width for _ in rows]
    for row, (spots, (page, line, sheet, number, *_)) in enumerate(zip(rows, places, strict=True)):
        cells: list[Cell | None] = [None] * width
        for _, column, text, down, across in spots:
            if not free[row][column]:
                continue
            if down > 1 or across > 1:
                down, across = _room(free, row, column, down, across)
                for covered in range(row, row + down):
                    free[covered][column : column + across] = [False] * across
            free[row][column] = False
            at = Place(page, line, sheet, number, row + 1, column + 1, text.strip()[:QUOTE])
            cells[column] = Cell(text, at, down, across)
        for column, is_free in enumerate(free[row]):
            if is_free:
                cells[column] = Cell("", Place(page, line, sheet, number, row + 1, column + 1))
        table.append(tuple(cells))
    return Grid(tuple(table), places[0])


def _room(free: list[list[bool]], row: int, column: int, rows: int, columns: int) -> tuple[int, int]:
    """How much of a span is free."""
    right = column + 1
    while right < min(column + columns, len(free[row])) and free[row][right]:
        right += 1
    below = row + 1
    while below < min(row + rows, len(free)) and all(free[below][column:right]):
        below += 1
    return below - row, right - column


def _where(place: Place) -> str:
    if place.sheet:
        return f"工作表“{place.sheet}”"
    if place.page:
        return f"第{place.page}页"
    return f"第{place.line}行" if place.line else "文件"
