"""From where through what to what: a flow drawn in columns, in time linear in nodes and links."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from yunjian.ui import formats

from .bars import Item, Show, tall_bars
from .picture import (
    SMALL,
    TALL,
    TEXT,
    Box,
    Chart,
    Marked,
    Picture,
    Ribbon,
    Shape,
    TableRow,
    Words,
    fitted,
    series_class,
)

WIDTH = 960.0
MARGIN = 190.0  # for the labels of the first and the last column
BAR = 14.0
TALLEST = 340.0  # the column with the largest sum
SLOT = 40.0  # the least room a node takes: two lines of label
GAP = 10.0
HEAD = 30.0


@dataclass(frozen=True, slots=True)
class Node:
    """A station, in its column (0 is the first)."""

    key: str
    title: str
    column: int
    url: str = ""
    series: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """An amount that goes from one node to another of a later column."""

    source: str
    target: str
    value: Decimal
    url: str = ""


@dataclass(slots=True)
class Placed:
    """A node on the picture; ``sent`` and ``taken`` say how far its sides are used up."""

    node: Node
    value: Decimal
    x: float
    y: float
    height: float
    sent: float = 0.0
    taken: float = 0.0


def flow(
    nodes: Sequence[Node],
    links: Sequence[Link],
    *,
    columns: Sequence[str],
    title: str,
    description: str = "",
    show: Show = formats.wan,
) -> Chart:
    """Nodes in the order given, as high as what passes through them; ribbons as thick as what they carry.

    On a phone the columns stand one below the other as bars; the table holds every link.
    """
    drawn = [link for link in links if link.value > 0]
    titles = {node.key: node.title for node in nodes}
    rows = tuple(TableRow(f"{titles[k.source]} → {titles[k.target]}", (show(k.value),), k.url) for k in links)
    return Chart(
        title,
        description,
        _wide(nodes, drawn, columns, show),
        _tall(nodes, drawn, columns, show),
        (_("去向"), _("金额")),
        rows,
    )


def amounts(nodes: Sequence[Node], links: Sequence[Link]) -> dict[str, Decimal]:
    """What passes through each node: the larger of what comes in and what goes out."""
    sent = dict.fromkeys((node.key for node in nodes), Decimal(0))
    taken = dict(sent)
    for link in links:
        sent[link.source] += link.value
        taken[link.target] += link.value
    return {key: max(sent[key], taken[key]) for key in sent}


def place(nodes: Sequence[Node], links: Sequence[Link], columns: int) -> tuple[dict[str, Placed], float, float]:
    """Every node's place, the pixels per yuan, and the height needed."""
    passing = amounts(nodes, links)
    sums = [Decimal(0)] * columns
    for node in nodes:
        sums[node.column] += passing[node.key]
    largest = max(sums, default=Decimal(0))
    scale = TALLEST / float(largest) if largest else 0.0
    step = (WIDTH - 2 * MARGIN - BAR) / max(1, columns - 1)
    filled = [HEAD] * columns
    placed: dict[str, Placed] = {}
    for node in nodes:
        height = float(passing[node.key]) * scale
        slot = max(height, SLOT)
        top = filled[node.column] + (slot - height) / 2
        placed[node.key] = Placed(node, passing[node.key], MARGIN + node.column * step, top, height)
        filled[node.column] += slot + GAP
    return placed, scale, max(filled, default=HEAD)


def _wide(nodes: Sequence[Node], links: Sequence[Link], columns: Sequence[str], show: Show) -> Picture:
    placed, scale, height = place(nodes, links, len(columns))
    titles = [_column_title(words, number, len(columns)) for number, words in enumerate(columns)]
    ribbons = [_ribbon(link, placed, scale, show) for link in _in_order(nodes, links)]
    marks = [_mark(p, len(columns), show) for p in placed.values()]
    return Picture(WIDTH, height, (*titles, *ribbons, *marks))


def _in_order(nodes: Sequence[Node], links: Sequence[Link]) -> list[Link]:
    """By source, then by target, as the nodes stand: ribbons of a node do not cross each other."""
    order = {node.key: number for number, node in enumerate(nodes)}
    by_target: list[list[Link]] = [[] for _node in nodes]
    for link in links:
        by_target[order[link.target]].append(link)
    by_source: list[list[Link]] = [[] for _node in nodes]
    for bucket in by_target:
        for link in bucket:
            by_source[order[link.source]].append(link)
    return [link for bucket in by_source for link in bucket]


def _ribbon(link: Link, placed: dict[str, Placed], scale: float, show: Show) -> Shape:
    source, target = placed[link.source], placed[link.target]
    thickness = float(link.value) * scale
    y1, y2 = source.y + source.sent, target.y + target.taken
    source.sent += thickness
    target.taken += thickness
    band = Ribbon(source.x + BAR, y1, target.x, y2, thickness, f"mark link {series_class(target.node.series)}")
    return Marked(formats.titled(f"{source.node.title} → {target.node.title}", show(link.value)), link.url, (band,))


def _mark(placed: Placed, columns: int, show: Show) -> Shape:
    node, middle = placed.node, placed.y + placed.height / 2
    step = (WIDTH - 2 * MARGIN - BAR) / max(1, columns - 1)
    first = node.column == 0
    room = MARGIN - 12 if first or node.column == columns - 1 else step - BAR - 16
    x, anchor = (placed.x - 8, "end") if first else (placed.x + BAR + 8, "start")
    return Marked(
        formats.titled(node.title, show(placed.value)),
        node.url,
        (
            Box(placed.x, placed.y, BAR, placed.height, f"mark {series_class(node.series)}"),
            Words(x, middle - 3, fitted(node.title, room), "halo", anchor),
            Words(x, middle + SMALL + 1, fitted(show(placed.value), room, SMALL), "soft halo", anchor),
        ),
    )


def _column_title(words: str, number: int, columns: int) -> Words:
    step = (WIDTH - 2 * MARGIN - BAR) / max(1, columns - 1)
    left = MARGIN + number * step
    if number == 0:
        return Words(left - 8, TEXT + 2, words, "strong", "end")
    return Words(left + BAR + 8, TEXT + 2, words, "strong")


def _tall(nodes: Sequence[Node], links: Sequence[Link], columns: Sequence[str], show: Show) -> Picture:
    passing = amounts(nodes, links)
    shapes: list[Shape] = []
    top = 0.0
    for number, words in enumerate(columns):
        items = [Item(n.title, passing[n.key], n.url, n.series) for n in nodes if n.column == number]
        shapes.append(Words(0, top + TEXT + 2, words, "strong"))
        below = tall_bars(items, show)
        shapes += [_lower(shape, top + HEAD) for shape in below.shapes]
        top += HEAD + below.height + GAP
    return Picture(TALL, top or HEAD, tuple(shapes))


def _lower(shape: Shape, by: float) -> Shape:
    """The same shape further down."""
    if isinstance(shape, Marked):
        return Marked(shape.title, shape.url, tuple(_lower(inner, by) for inner in shape.shapes))
    if isinstance(shape, Words):
        return Words(shape.x, shape.y + by, shape.text, shape.css, shape.anchor)
    assert isinstance(shape, Box)  # noqa: S101  bars are made of boxes and words
    return Box(shape.x, shape.y + by, shape.width, shape.height, shape.css)
