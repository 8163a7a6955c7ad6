"""A table while it is being read: its columns, its rows, what could not be read, all with their places."""

import re
from dataclasses import dataclass, field

from yunjian.kernel.money import MoneyUnit, Printed, parse_number

from ..disclosure import Column, Figure, Place, Row, Unread
from .columns import SIDES, Side
from .labels import is_dash
from .text import QUOTE, plain, quoted

_WITH_UNIT = re.compile(r"^([-+−]?[\d,，.]+)(万元|元)$")


@dataclass
class DraftRow:
    """A row of amounts not yet placed: ``values`` are the printed cells; in a grid each has its column index."""

    code: str
    label: str
    values: list[tuple[int | None, str, Place]]
    place: Place
    is_total: bool = False


@dataclass
class Draft:
    """One side of a table: the shape it should have, the columns found, its rows."""

    shape: Side
    columns: list[Column] = field(default_factory=list)
    rows: list[DraftRow] = field(default_factory=list)
    # per row: the columns settled by inference, None where two fits were left
    placed: dict[int, tuple[int, ...] | None] = field(default_factory=dict)


@dataclass
class DraftTable:
    """A table being read: ``height`` counts its rows so far, heads included."""

    number: int
    kind: str
    unit: MoneyUnit
    sides: tuple[Draft, ...] = ()
    unread: list[Unread] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    height: int = 0

    def __post_init__(self) -> None:
        self.sides = tuple(Draft(shape) for shape in SIDES[self.kind])

    def at(self, place: Place, text: str, row: int = 0, column: int = 0) -> Place:
        """A place within this table."""
        return Place(place.page, place.line, place.sheet, self.number, row, column, text.strip()[:QUOTE])

    def refuse(self, reason: str, place: Place, text: str) -> None:
        """List something that could not be read."""
        self.unread.append(Unread(reason, quoted(place._replace(table=self.number), text)))

    def figure(self, text: str, place: Place) -> Figure | None:
        """The amount a cell holds; a cell that should hold one and does not is listed."""
        found = _WITH_UNIT.match(plain(text)) if "元" in text else None
        number = parse_number(found.group(1) if found else text)
        if number is None:
            self.refuse(f"此处应是金额，读到的是“{text.strip()[:40]}”", place, text)
            return None
        unit = MoneyUnit.from_text(found.group(2)) if found else None
        return Figure(Printed(number, unit or self.unit), place)

    def row(self, draft: Draft, row: DraftRow, spots: tuple[int, ...], inferred: bool) -> Row:
        """The row with each of its printed cells in the column given for it."""
        figures: list[Figure | None] = [None] * len(draft.columns)
        dashes: list[int] = []
        for spot, (_, text, place) in zip(spots, row.values, strict=True):
            if is_dash(text):
                dashes.append(spot)
            elif text.strip():
                figures[spot] = self.figure(text, place)
        settled = tuple(s for s in spots if figures[s] is not None) if inferred else ()
        return Row(row.code, row.label, tuple(figures), row.place, row.is_total, tuple(dashes), settled)
