"""How large each is: horizontal bars, the label before (on a phone above) each bar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from yunjian.ui import formats

from .picture import (
    SMALL,
    TALL,
    TEXT,
    WIDE,
    Box,
    Chart,
    Marked,
    Picture,
    Shape,
    Stroke,
    TableRow,
    Words,
    fitted,
    scale_to,
    series_class,
    text_width,
)

Show = Callable[[Decimal], str]
LABEL = 280.0
LINE = 34.0
TALL_LINE = 50.0


@dataclass(frozen=True, slots=True)
class Item:
    """A figure with its title and, where there is one, its page."""

    title: str
    value: Decimal
    url: str = ""
    series: int = 1


def bars(
    items: Sequence[Item],
    *,
    title: str,
    description: str = "",
    show: Show = formats.wan,
    measure: str = "",
    total: bool = False,
) -> Chart:
    """A bar for every item, in the order given; negative ones to the left of the axis."""
    whole = TableRow(_("合计"), (show(sum((i.value for i in items), Decimal(0))),)) if total else None
    return Chart(
        title,
        description,
        wide_bars(items, show),
        tall_bars(items, show),
        (_("名称"), measure or _("金额")),
        tuple(TableRow(i.title, (show(i.value),), i.url) for i in items),
        total=whole,
    )


def wide_bars(items: Sequence[Item], show: Show) -> Picture:
    """Label, bar and figure on one line."""
    axis = _Axis(items, show, LABEL, WIDE)
    shapes: list[Shape] = []
    for row, item in enumerate(items):
        top = row * LINE
        label = Words(LABEL - 10, top + LINE / 2 + TEXT * 0.35, fitted(item.title, LABEL - 14), anchor="end")
        shapes.append(
            Marked(formats.titled(item.title, show(item.value)), item.url, (label, *axis.bar(item, top + 6, LINE - 12)))
        )
    height = max(LINE, len(items) * LINE)
    return Picture(WIDE, height, (Stroke(axis.zero, 0, axis.zero, height, "axis"), *shapes))


def tall_bars(items: Sequence[Item], show: Show) -> Picture:
    """The label above its bar."""
    axis = _Axis(items, show, 0.5, TALL)
    shapes: list[Shape] = []
    for row, item in enumerate(items):
        top = row * TALL_LINE
        label = Words(0, top + 16, fitted(item.title, TALL))
        shapes.append(
            Marked(formats.titled(item.title, show(item.value)), item.url, (label, *axis.bar(item, top + 22, 20)))
        )
    return Picture(TALL, max(TALL_LINE, len(items) * TALL_LINE), tuple(shapes))


class _Axis:
    """Where a value stands between left and right, with room for the figures beyond the bars."""

    def __init__(self, items: Sequence[Item], show: Show, left: float, right: float):
        self.show = show
        self.low = min([Decimal(0), *(i.value for i in items)])
        self.high = max([Decimal(0), *(i.value for i in items)])
        room = max([0.0, *(text_width(show(i.value), SMALL) for i in items)]) + 10
        self.left = left + (room if self.low < 0 else 0)
        self.length = right - room - self.left
        self.zero = self.left + scale_to(-self.low, self.high - self.low, self.length)

    def bar(self, item: Item, top: float, height: float) -> tuple[Shape, ...]:
        """The bar and its figure beyond its end."""
        length = scale_to(abs(item.value), self.high - self.low, self.length)
        baseline = top + height / 2 + SMALL * 0.35
        css = f"mark {series_class(item.series)}"
        if item.value < 0:
            start = self.zero - length
            return Box(start, top, length, height, css), Words(
                start - 6, baseline, self.show(item.value), "soft", "end"
            )
        figure = Words(self.zero + length + 6, baseline, self.show(item.value), "soft")
        return Box(self.zero, top, length, height, css), figure
