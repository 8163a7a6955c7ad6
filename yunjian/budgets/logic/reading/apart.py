"""A grid taken apart where rows of it are titles or running text, as on a sheet that holds a whole document."""

from collections.abc import Iterator

from ..source.document import Cell, Grid, Line
from .labels import is_dash, is_total_label, opens_item
from .text import plain
from .titles import chapter_title, note_title, section_title, table_title

Row = tuple[Cell | None, ...]


def taken_apart(grid: Grid) -> Iterator[Line | Grid]:
    """The grid's tables as grids, and the titles and sentences between them as lines."""
    held: list[Row] = []
    running = False
    for row in grid.rows:
        said = [cell for cell in row if cell and cell.text.strip()]
        alone = len(said) == 1 and said[0].place.column <= 1
        running = alone and (running or _is_running(said[0].text))
        if running and not (is_total_label(said[0].text) or is_dash(said[0].text)):
            yield from _grid(held, grid)
            held = []
            yield Line(said[0].text.strip(), said[0].place._replace(row=0, column=0))
        else:
            held.append(row)
    yield from _grid(held, grid)


def _is_running(text: str) -> bool:
    """A title, or a sentence."""
    if table_title(text) or chapter_title(text) or note_title(text) or section_title(text):
        return True
    return not opens_item(text) and len(plain(text)) > 20 and "。" in text


def _grid(rows: list[Row], grid: Grid) -> Iterator[Grid]:
    if rows and len(rows) == len(grid.rows):
        yield grid
    elif rows:
        first = next(cell for row in rows for cell in row if cell)
        yield Grid(tuple(rows), grid.place._replace(line=first.place.line or grid.place.line))
