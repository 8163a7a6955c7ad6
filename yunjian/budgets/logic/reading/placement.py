"""Which columns the amounts of a row stood in, where the source lost its blank cells: settled by what must add up.

A row prints k amounts of n columns, in order, a total first. Each way to place them is a vector of n amounts. Ways are
kept that close in the row (the total is the sum of the rest) and in the tree of rows (a parent is the sum of its
children, the totals row of the outermost rows). A row with one way left is settled; one with several is not guessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, product

Vector = tuple[int, ...]  # amounts in hundred-millionths, so that sums are exact and quick
Spots = tuple[int, ...]
_SCALE = 8
EFFORT = 400_000  # partial sums tried for one document before the rest is left open: two seconds
_COMBINATIONS = 4_096  # ways tried where a sum closes in none


@dataclass
class Node:
    """A row: the amounts it prints (None for a dash), the ways to place them, the rows that add up to it."""

    amounts: tuple[Decimal | None, ...]
    width: int
    sums: tuple[tuple[int, tuple[int, ...]], ...]  # which columns make up which
    total_first: bool = True
    children: list["Node"] = field(default_factory=list)
    ways: dict[Spots, Vector] = field(default_factory=dict)

    def __post_init__(self) -> None:
        every = {spots: self._vector(spots) for spots in self._all_spots()}
        closing = {spots: vector for spots, vector in every.items() if self._adds_up(vector)}
        self.ways = closing or every

    def fix(self, spots: Spots) -> None:
        """Say where the amounts stand, where that is known."""
        self.ways = {spots: self._vector(spots)}

    def _all_spots(self) -> Iterable[Spots]:
        count = len(self.amounts)
        if not count or count >= self.width:
            return [tuple(range(min(count, self.width)))]
        if not self.total_first:
            return combinations(range(self.width), count)
        return [(0, *rest) for rest in combinations(range(1, self.width), count - 1)]

    def _vector(self, spots: Spots) -> Vector:
        vector = [0] * self.width
        for spot, amount in zip(spots, self.amounts, strict=False):
            vector[spot] = scaled(amount) if amount is not None else 0
        return tuple(vector)

    def _adds_up(self, vector: Vector) -> bool:
        return all(vector[whole] == sum(vector[i] for i in parts) for whole, parts in self.sums)

    @property
    def vectors(self) -> set[Vector]:
        return set(self.ways.values())

    def keep(self, vectors: set[Vector]) -> None:
        """Keep only the ways with these amounts, if any is left."""
        left = {spots: vector for spots, vector in self.ways.items() if vector in vectors}
        self.ways = left or self.ways

    @property
    def spots(self) -> Spots | None:
        """Where the amounts stood, or None while more than one way is left."""
        return next(iter(self.ways)) if len(self.ways) == 1 else None


def scaled(amount: Decimal) -> int:
    """The amount as a whole number."""
    return int(amount.scaleb(_SCALE))


def settle(root: Node, hint: Mapping[int, Decimal] | None = None, effort: int = EFFORT) -> int:
    """Narrow the ways of every row of the tree to those that fit all sums; returns the effort left."""
    if hint:
        _heed(root, {i: scaled(amount) for i, amount in hint.items()})
    order = _postorder(root)
    for node in (*order, *reversed(order)):
        effort -= _fit(node, effort)
    return effort


def _heed(root: Node, hint: Mapping[int, int]) -> None:
    """Keep the ways that show what another table tells; where none does, those that are blank where it is."""
    exact = {v for v in root.vectors if all(v[i] == amount for i, amount in hint.items())}
    blank = {v for v in root.vectors if not any(v[i] for i, amount in hint.items() if not amount)}
    root.keep(exact or blank)


def _postorder(root: Node) -> list[Node]:
    order, stack = [], [root]
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(node.children)
    return order[::-1]


def _fit(node: Node, effort: int) -> int:
    """Keep, for a row and the rows below it, the ways that close their sum; else the way that misses it least.

    Returns how many partial sums that took.
    """
    children = [child for child in node.children if child.amounts]
    if not children or (len(node.ways) == 1 and all(len(child.ways) == 1 for child in children)):
        return 0
    children.sort(key=lambda child: -max(max(vector) for vector in child.vectors))
    targets = node.vectors
    forward, taken = _reach([child.vectors for child in children], targets, effort)
    if forward is None:
        return taken
    reached = targets & forward[-1]
    if not reached:
        _nearest(node, children)
        return taken
    node.keep(reached)
    after = reached
    for child, before in zip(reversed(children), reversed(forward[:-1]), strict=True):
        steps = {(state, vector) for state in before for vector in child.vectors if _add(state, vector) in after}
        child.keep({vector for _, vector in steps})
        after = {state for state, _ in steps}
    return taken


def _reach(choices: Sequence[set[Vector]], targets: set[Vector], effort: int) -> tuple[list[set[Vector]] | None, int]:
    """The partial sums after each row that can still end in a target, and how many; None where they are too many."""
    width = len(next(iter(targets)))
    high = [max(target[i] for target in targets) for i in range(width)]
    low = [min(target[i] for target in targets) for i in range(width)]
    most = [[max(vector[i] for vector in vectors) for i in range(width)] for vectors in choices]
    rest = [sum(column) for column in zip(*most, strict=True)]
    grows = all(amount >= 0 for vectors in choices for vector in vectors for amount in vector)
    states: list[set[Vector]] = [{(0,) * width}]
    taken = 0
    for vectors, biggest in zip(choices, most, strict=True):
        rest = [left - amount for left, amount in zip(rest, biggest, strict=True)]
        following = {_add(state, vector) for state in states[-1] for vector in vectors}
        taken += len(states[-1]) * len(vectors)
        if grows:
            floor = [least - left for least, left in zip(low, rest, strict=True)]
            following = {s for s in following if all(f <= x <= h for f, x, h in zip(floor, s, high, strict=True))}
        if taken > effort or len(following) > effort // 4:
            return None, taken
        states.append(following)
    return states, taken


def _nearest(node: Node, children: Sequence[Node]) -> None:
    """A sum that closes in no way holds a wrong figure: take the way that misses it least, if one stands out."""
    count = len(node.vectors)
    for child in children:
        count *= len(child.vectors)
        if count > _COMBINATIONS:
            return
    misses = []
    for target, *vectors in product(node.vectors, *(child.vectors for child in children)):
        gaps = [abs(goal - sum(parts)) for goal, *parts in zip(target, *vectors, strict=True)]
        misses.append(((sum(1 for gap in gaps if gap), sum(gaps)), target, vectors))
    misses.sort(key=lambda miss: miss[0])
    (columns, gap), target, vectors = misses[0]
    if len(misses) > 1:
        (other_columns, other_gap), _, _ = misses[1]
        if columns == other_columns and gap * 10 >= other_gap:
            return
    node.keep({target})
    for child, vector in zip(children, vectors, strict=True):
        child.keep({vector})


def _add(left: Vector, right: Vector) -> Vector:
    return tuple(a + b for a, b in zip(left, right, strict=True))
