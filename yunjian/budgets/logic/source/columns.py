"""Tables without rules: columns found again from where the words of successive lines stand."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from yunjian.kernel.money import parse_number

from ..disclosure import Place
from .captions import blocks_of
from .document import Grid, Line
from .grids import Spot, join_wrapped, quoted
from .limits import Limits

_SPREAD = re.compile(r"(?<![^ \u3000\t])([项合小总科目单])[ \u3000\u00a0]+([目计录位])(?![^ \u3000\t])")
_FIELD = re.compile(r"[^ \u3000\u00a0\t]+(?:[ \u00a0][^ \u3000\u00a0\t]+)*")
_AMOUNT = re.compile(r"[-+−]?\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+|[/—]")
_STOP = re.compile(r"[。；！？]")
_PREAMBLE = re.compile(r"\s*(?:编制|填报|预算主管)?(?:部门|单位)\s*[:：]")
_ITEM = re.compile(r"(?:[一二三四五六七八九十]+、|\d+[.．、])")
_TALLEST_HEADER = 8
_ORPHANS = 3  # rows of one cell that may stand between two full rows of a table
_FEWEST = 2  # full rows that make a table: a header and one row of figures
_FEWEST_WORDS = 3  # where there is no figure in it


@dataclass(frozen=True, slots=True)
class Field:
    """Words that stand together, and from where to where."""

    text: str
    start: float
    end: float

    @property
    def is_amount(self) -> bool:
        return bool(_AMOUNT.fullmatch(self.text))


@dataclass(frozen=True, slots=True)
class Ranged:
    """A line with its fields under each way of measuring that may hold the columns, and as running text."""

    measures: tuple[tuple[Field, ...], ...]
    place: Place
    text: str

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.measures[0]

    @property
    def is_full(self) -> bool:
        """A row of a table: a figure among two fields at least, or three fields."""
        count = len(self.fields)
        return count >= 3 or (count == 2 and any(field.is_amount for field in self.fields))


def spaced(line: str) -> tuple[tuple[Field, ...], ...]:
    """The fields of a line of text, two spaces or a wide one apart, measured in letters and in half-widths."""
    whole = _SPREAD.sub(lambda match: match[1] + "\x00" * (len(match[0]) - 2) + match[2], line.expandtabs(8).rstrip())
    by_letter, by_width = [], []
    offsets = [0]
    for letter in whole:
        offsets.append(offsets[-1] + (2 if unicodedata.east_asian_width(letter) in "WF" or letter == "\u3000" else 1))
    for match in _FIELD.finditer(whole):
        text = match.group().replace("\x00", "")
        by_letter.append(Field(text, match.start(), match.end()))
        by_width.append(Field(text, offsets[match.start()], offsets[match.end()]))
    return tuple(by_letter), tuple(by_width)


def aligned(lines: Sequence[Ranged], limits: Limits) -> Iterator[Line | Grid]:
    """The lines, with every run of them that clearly is a table as a grid; it may go on over pages."""
    at = 0
    while at < len(lines):
        end, last = _table_until(lines, at)
        run = lines[at:end]
        blocks = _table(run, limits)
        if run and not blocks and run[0].place.page != run[-1].place.page:
            for _, page in groupby(run, key=lambda line: line.place.page):
                found = list(page)
                yield from _table(found, limits) or map(_as_line, found)
        else:
            yield from blocks or map(_as_line, run)
        at = end
        if not run:  # no part of what was looked at is a table either
            yield from map(_as_line, lines[at:last])
            at = last


def _as_line(line: Ranged) -> Line:
    return Line(line.text, quoted(line.place, line.text), wraps=True)


def _is_running(line: Ranged) -> bool:
    """A sentence or a title: no row of a table."""
    text = line.text.strip()
    return bool(_PREAMBLE.match(text)) or (
        len(line.fields) == 1 and (bool(_STOP.search(text)) or len(text) > 40 or text.endswith("表"))
    )


def _table_until(lines: Sequence[Ranged], start: int) -> tuple[int, int]:
    """The end of the table that may begin here (``start`` where none does), and the end of what was looked at."""
    if len(lines[start].fields) < 2 or _is_running(lines[start]):
        return start, start + 1
    full = orphans = 0
    at = end = start
    figures = False
    while at < len(lines) and not _is_running(lines[at]):
        has_amount = any(field.is_amount for field in lines[at].fields)
        if lines[at].is_full:
            full += 1
            orphans = 0
            end = at + 1
            figures = figures or has_amount
        elif len(lines[at].fields) == 1:
            orphans += 1
        if orphans > (_ORPHANS if has_amount else 30):
            break
        at += 1
    is_table = full >= (_FEWEST if figures else _FEWEST_WORDS)
    return (end if is_table else start), max(at, start + 1)


def _table(lines: Sequence[Ranged], limits: Limits) -> list[Line | Grid]:
    """The lines as a grid under the measure in which fewest words share a cell, if any holds clearly."""
    lines = _without_repeated_header(lines)
    if not lines:
        return []
    best: tuple[tuple[int, int, int, int], list[tuple[Field, int, int, int]]] | None = None
    for measure in range(len(lines[0].measures)):
        rows = [line.measures[measure] for line in lines]
        columns = _columns(rows)
        placed, shared = _placed(rows, columns)
        if len(columns) < 2 or shared * 10 > len(lines):
            continue
        fit = (shared, _headless(placed, rows), _raggedness(placed, len(columns)), len(columns))
        if best is None or fit < best[0]:
            best = (fit, placed)
    if best is None:
        return []
    spots = _joined(best[1], lines)
    used = sorted({spot.row for spot in spots})
    position = {row: index for index, row in enumerate(used)}
    places = [lines[row].place for row in used]
    return blocks_of(
        [spot._replace(row=position[spot.row]) for spot in spots],
        lines[0].place,
        limits,
        [place.line for place in places],
        pages=[place.page for place in places],
    )


def _without_repeated_header(lines: Sequence[Ranged]) -> list[Ranged]:
    """The rows of a table without the header its later pages repeat, up to the last line of it."""
    header: set[tuple[str, ...]] = set()
    rows: list[Ranged] = []
    for _, page in groupby(lines, key=lambda line: line.place.page):
        found = list(page)
        words = [tuple(field.text for field in line.fields) for line in found]
        first = next((i for i, line in enumerate(found) if any(f.is_amount for f in line.fields)), len(found))
        repeated = max((i + 1 for i in range(first) if words[i] in header), default=0)
        header = header or set(words[:first])
        rows.extend(found[repeated:])
    return rows


def _headless(placed: Sequence[tuple[Field, int, int, int]], rows: Sequence[Sequence[Field]]) -> int:
    """How many columns of figures have no header of their own."""
    first = next((number for number, row in enumerate(rows) if any(field.is_amount for field in row)), 0)
    headed = {column for _, row, column, span in placed if row < first and span == 1}
    return len({column for field, row, column, _ in placed if row >= first and field.is_amount} - headed)


def _raggedness(placed: Sequence[tuple[Field, int, int, int]], width: int) -> int:
    """How many different edges the columns show, each on the side it is aligned on."""
    starts: list[set[float]] = [set() for _ in range(width)]
    ends: list[set[float]] = [set() for _ in range(width)]
    for field, _, column, span in placed:
        if span == 1:
            starts[column].add(field.start)
            ends[column].add(field.end)
    return sum(min(len(left), len(right)) for left, right in zip(starts, ends, strict=True))


def _columns(rows: Sequence[Sequence[Field]]) -> list[tuple[float, float]]:
    """From where to where each column reaches: what the figures' rows occupy, and header words over none of it.

    Words of the lowest header row come first, and widen the column they stand over: those above may stand over several.
    """
    data = [row for row in rows if any(field.is_amount for field in row)]
    columns = _merged([(field.start, field.end) for row in data for field in row])
    apart = min((right.start - left.end for row in rows for left, right in pairwise(row)), default=0.0)
    for row in reversed(rows):
        for field in row:
            over = _over(field, columns)
            away = min((abs(_distance(field, column)) for column in columns), default=apart)
            if len(over) == 1 or (not over and away > 0.75 * apart):
                columns = _merged([*columns, (field.start, field.end)])
    return columns


def _over(field: Field, columns: Sequence[tuple[float, float]]) -> list[int]:
    """The columns a field stands over."""
    return [i for i, (start, end) in enumerate(columns) if field.start < end and start < field.end]


def _distance(field: Field, column: tuple[float, float]) -> float:
    """How far a field stands from a column it is not over."""
    return max(column[0] - field.end, field.start - column[1])


def _merged(ranges: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _placed(
    rows: Sequence[Sequence[Field]], columns: Sequence[tuple[float, float]]
) -> tuple[list[tuple[Field, int, int, int]], int]:
    """Each field with its row, first column and span; and how many fields share a cell with another."""
    placed: list[tuple[Field, int, int, int]] = []
    shared = 0
    for number, row in enumerate(rows):
        taken = -1
        for field in row:
            over = _over(field, columns) or [min(range(len(columns)), key=lambda i: _distance(field, columns[i]))]
            first, last = over[0], over[-1]
            if first <= taken:
                shared += 1
                first = min(taken + 1, last)
            placed.append((field, number, first, last - first + 1))
            taken = last
    return placed, shared


def _joined(placed: Sequence[tuple[Field, int, int, int]], lines: Sequence[Ranged]) -> list[Spot]:
    """The spots of a table, labels that were broken over lines joined to the row they belong to."""
    rows: dict[int, list[Spot]] = {}
    for field, row, column, span in placed:
        spots = rows.setdefault(row, [])
        if spots and spots[-1].column == column:
            spots[-1] = spots[-1]._replace(text=f"{spots[-1].text} {field.text}")
        else:
            spots.append(Spot(row, column, field.text, 1, span))
    order = sorted(rows)
    first = next((row for row in order if _has_amount(rows[row])), 0)
    before: int | None = None
    for row, after in zip(order, [*order[1:], None], strict=True):
        target = _owner(rows, row, before, after) if row > first and len(rows[row]) == 1 else None
        if target is not None:
            _attach(rows, row, target)
        elif row >= first:
            before = row
    return [spot for row in sorted(rows) for spot in rows[row]]


def _has_amount(spots: Sequence[Spot]) -> bool:
    return any(_AMOUNT.fullmatch(spot.text) for spot in spots)


def _owner(rows: dict[int, list[Spot]], row: int, before: int | None, after: int | None) -> int | None:
    """The row a lone piece of a label belongs to: the one after it that lacks a label there, else the one before."""
    [piece] = rows[row]
    if _ITEM.match(piece.text) or parse_number(piece.text) is not None or "计" in piece.text:
        return None
    if after is not None and _has_amount(rows[after]) and not _at(rows[after], piece.column):
        return after
    return before if before is not None and _at(rows[before], piece.column) else None


def _at(spots: Sequence[Spot], column: int) -> Spot | None:
    return next((spot for spot in spots if spot.column == column), None)


def _attach(rows: dict[int, list[Spot]], row: int, target: int) -> None:
    [piece] = rows.pop(row)
    held = _at(rows[target], piece.column)
    if held is None:
        rows[target] = sorted([*rows[target], piece._replace(row=target)], key=lambda spot: spot.column)
    else:
        parts = (piece.text, held.text) if row < target else (held.text, piece.text)
        rows[target] = [s._replace(text=join_wrapped(parts)) if s is held else s for s in rows[target]]
