"""The composed disclosure: headings, paragraphs, one contents list and tables, in the order they are read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["head", "label", "amount", "code"]


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 is the document's title, 2 a chapter, 3 a table or a project note, 4 a section of a note.

    ``where`` says to what part of the draft it belongs: ``duties``, ``sheet:3``, ``project:2``. ``anchor`` is its id.
    """

    text: str
    level: int
    where: str = ""
    anchor: str = ""
    starts_page: bool = False
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    where: str = ""
    is_indented: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents list and what it leads to."""

    text: str
    level: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Contents:
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell; a merged one says how far it reaches."""

    text: str
    kind: Kind = "label"
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Board:
    """A table: None where a merged cell reaches; the first ``header`` rows are its head; ``totals`` are row indexes."""

    rows: tuple[tuple[Slot | None, ...], ...]
    header: int
    number: int
    title: str
    totals: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0])

    def spots(self) -> Iterator[tuple[int, int, Slot]]:
        """Every cell with its row and column."""
        for row, slots in enumerate(self.rows):
            for column, slot in enumerate(slots):
                if slot is not None:
                    yield row, column, slot

    @property
    def label_column(self) -> int:
        """The column that gives what room there is."""
        widths = [0] * self.width
        for row, column, slot in self.spots():
            if row >= self.header and slot.kind == "label":
                widths[column] = max(widths[column], len(slot.text))
        return widths.index(max(widths))


Block = Heading | Paragraph | Contents | Board


@dataclass(frozen=True, slots=True)
class Composition:
    """The whole, ready to be written in any form."""

    title: str
    body: str
    year: int
    blocks: tuple[Block, ...]

    @property
    def boards(self) -> tuple[Board, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Board))
