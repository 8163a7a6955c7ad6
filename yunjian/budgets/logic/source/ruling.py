"""Ruled tables of a page: lines and rectangles joined to a lattice, the lattice to cells with their spans."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SNAP = 3.0  # rules closer than this are one
_REACH = 3.0  # a rule may stop this short of the one it meets
_MOST = 4000


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or vertical line: where it stands across its direction, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: its columns' and rows' edges, and for each elementary cell the cell it belongs to."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: tuple[tuple[int, ...], ...]  # number of the merged cell by row and column
    spans: tuple[tuple[int, int, int, int], ...]  # of each cell: row, column, rows, columns

    def cell(self, x: float, y: float) -> int | None:
        """The number of the cell a point lies in, or None outside the table."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.owner[row][column]
        return None


def lattices(across: Sequence[Rule], down: Sequence[Rule]) -> list[Lattice]:
    """The ruled tables made of horizontal and vertical rules, from the top of the page; frames are none."""
    across, down = _merged(across), _merged(down)
    if len(across) + len(down) > _MOST:
        return []
    found = []
    for horizontal, vertical in _together(across, down):
        xs = _edges([rule.at for rule in vertical], [end for rule in horizontal for end in (rule.start, rule.end)])
        ys = _edges([rule.at for rule in horizontal], [end for rule in vertical for end in (rule.start, rule.end)])
        if len(xs) > 2 and len(ys) >= 2:
            found.append(_lattice(xs, ys, horizontal, vertical))
    return sorted(found, key=lambda lattice: lattice.ys[0])


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one line, drawn cell by cell or twice, as one."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if lines and rule.at - lines[-1][0].at <= _SNAP:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    merged: list[Rule] = []
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        start, end = None, 0.0
        for rule in sorted(line, key=lambda r: r.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + _REACH:
                end = max(end, rule.end)
            else:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            merged.append(Rule(at, start, end))
    return merged


def _together(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that touch, table by table."""
    parent = list(range(len(across) + len(down)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            if h.start - _REACH <= v.at <= h.end + _REACH and v.start - _REACH <= h.at <= v.end + _REACH:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(rule)
    for j, rule in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(rule)
    return [(h, v) for h, v in groups.values() if h and v]


def _edges(inner: Sequence[float], ends: Sequence[float]) -> tuple[float, ...]:
    """Where columns (or rows) begin and end: at the rules across, and at the ends of the others where they go on."""
    edges: list[float] = []
    for value in sorted(inner):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    if edges and min(ends) < edges[0] - 2 * _SNAP:
        edges.insert(0, min(ends))
    if edges and max(ends) > edges[-1] + 2 * _SNAP:
        edges.append(max(ends))
    return tuple(edges)


def _lattice(xs: tuple[float, ...], ys: tuple[float, ...], across: Sequence[Rule], down: Sequence[Rule]) -> Lattice:
    height, width = len(ys) - 1, len(xs) - 1
    below = _borders(across, ys, xs)  # below[edge][column]: is there a rule
    beside = _borders(down, xs, ys)  # beside[edge][row]
    owner = [[-1] * width for _ in range(height)]
    spans: list[tuple[int, int, int, int]] = []
    for row in range(height):
        for column in range(width):
            if owner[row][column] < 0:
                rows, columns = _region(owner, row, column, below, beside)
                for r in range(row, row + rows):
                    owner[r][column : column + columns] = [len(spans)] * columns
                spans.append((row, column, rows, columns))
    return Lattice(xs, ys, tuple(tuple(row) for row in owner), tuple(spans))


def _borders(rules: Sequence[Rule], edges: Sequence[float], crossing: Sequence[float]) -> list[list[bool]]:
    """For each edge, the stretches between crossing edges that a rule covers."""
    borders = [[False] * (len(crossing) - 1) for _ in edges]
    for rule in rules:
        near = bisect_right(edges, rule.at)
        edge = min((i for i in (near - 1, near) if 0 <= i < len(edges)), key=lambda i: abs(edges[i] - rule.at))
        for stretch in range(len(crossing) - 1):
            middle = (crossing[stretch] + crossing[stretch + 1]) / 2
            if rule.start <= middle <= rule.end:
                borders[edge][stretch] = True
    return borders


def _region(
    owner: list[list[int]], row: int, column: int, below: list[list[bool]], beside: list[list[bool]]
) -> tuple[int, int]:
    """How far the cell that begins here reaches to the right and down without meeting a rule."""
    height, width = len(owner), len(owner[0])
    columns = 1
    while column + columns < width and not beside[column + columns][row] and owner[row][column + columns] < 0:
        columns += 1
    rows = 1
    while row + rows < height and not any(below[row + rows][column : column + columns]):
        inner = range(column + 1, column + columns)
        if any(beside[c][row + rows] for c in inner) or any(
            owner[row + rows][c] >= 0 for c in range(column, column + columns)
        ):
            break
        rows += 1
    return rows, columns
