"""The plain model every format is brought to before a disclosure is read from it."""

from dataclasses import dataclass
from typing import NamedTuple

from ..disclosure import Place, Source, Unread


class Line(NamedTuple):
    """One line (text, PDF) or paragraph (Word, HTML, Markdown) of running text, spacing kept.

    ``heading`` is 0 for body text, 1 to 6 where the format itself marks a heading, 7 for an entry of a contents list
    the format itself marks (its text begins with two spaces for each level of depth). ``wraps`` says that the sentence
    may go on in the next Line (text and PDF break lines anywhere; the other formats do not). Blank lines are left out:
    in text they show as a gap in ``place.line``; in Word ``place.line`` counts paragraphs and rows of tables.
    """

    text: str
    place: Place
    heading: int = 0
    wraps: bool = False


class Cell(NamedTuple):
    """A cell of a grid; a merged cell stands once, where it begins, with its spans."""

    text: str
    place: Place  # row and column are 1-based within the grid
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose cells the format itself tells apart (Word, Excel, HTML, Markdown, tabbed text, ruled PDF).

    Every row has the same width; None stands where a merged cell covers the place. Blank cells have empty text.
    """

    rows: tuple[tuple[Cell | None, ...], ...]
    place: Place

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Document:
    """A file as lines and grids in reading order; running heads, page numbers and hidden parts left out."""

    source: Source
    blocks: tuple[Line | Grid, ...]
    unread: tuple[Unread, ...] = ()
