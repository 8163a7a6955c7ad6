"""What a document of a test says, whatever format it is written in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents list."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell; a merged one says how far it reaches."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Board:
    """A table: None where a merged cell reaches; ``header`` rows are repeated on every page."""

    rows: tuple[tuple[Slot | None, ...], ...]
    header: int = 1

    @property
    def width(self) -> int:
        return len(self.rows[0])

    @property
    def matrix(self) -> list[list[str]]:
        """The words of every cell; what a merged cell covers is blank."""
        return [[slot.text if slot else "" for slot in row] for row in self.rows]

    @property
    def spots(self) -> list[tuple[int, int, Slot]]:
        """Every cell with its row and column."""
        return [(r, c, slot) for r, row in enumerate(self.rows) for c, slot in enumerate(row) if slot]


Description = tuple[Heading | Entry | Paragraph | Board, ...]


def board(*rows: str, header: int = 1) -> Board:
    """A table from rows of words parted by ``|``; ``<`` goes on from the left, ``^`` from above."""
    words = [[word.strip() for word in row.split("|")] for row in rows]
    height, width = len(words), len(words[0])

    def slot(row: int, column: int) -> Slot | None:
        if words[row][column] in ("<", "^"):
            return None
        columns = 1
        while column + columns < width and words[row][column + columns] == "<":
            columns += 1
        down = 1
        while row + down < height and words[row + down][column] == "^":
            down += 1
        return Slot(words[row][column], down, columns)

    return Board(tuple(tuple(slot(r, c) for c in range(width)) for r in range(height)), header)
