"""Two figures each: year over year, or unit against unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from yunjian.ui import formats

from .bars import Show
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
    text_width,
)

LABEL = 280.0
LINE = 52.0
TALL_LINE = 68.0
BAR = 16.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A thing with its two figures; None where there is none."""

    title: str
    first: Decimal | None
    second: Decimal | None
    url: str = ""

    @property
    def change(self) -> Decimal | None:
        """Second minus first."""
        return None if self.first is None or self.second is None else self.second - self.first

    @property
    def rate(self) -> Decimal | None:
        """The change as a part of the first."""
        return self.change / abs(self.first) if self.change is not None and self.first else None


def comparison(
    pairs: Sequence[Pair],
    *,
    series: tuple[str, str],
    title: str,
    description: str = "",
    show: Show = formats.wan,
) -> Chart:
    """Two bars for every pair, one below the other; the table adds the change and its rate."""
    rows = tuple(
        TableRow(p.title, (_shown(p.first, show), _shown(p.second, show), _changed(p), formats.share(p.rate)), p.url)
        for p in pairs
    )
    return Chart(
        title,
        description,
        _picture(pairs, series, show, WIDE, LABEL, LINE),
        _picture(pairs, series, show, TALL, 0.0, TALL_LINE),
        (_("名称"), *series, _("增减（万元）"), _("增减幅度")),
        rows,
        ((series[0], 8), (series[1], 1)),
    )


def _picture(
    pairs: Sequence[Pair], series: tuple[str, str], show: Show, width: float, left: float, line: float
) -> Picture:
    values = [value for p in pairs for value in (p.first, p.second) if value is not None]
    most = max([Decimal(0), *(abs(value) for value in values)])
    room = max([0.0, *(text_width(_shown(value, show), SMALL) for value in values)]) + 10
    shapes: list[Shape] = []
    for row, pair in enumerate(pairs):
        top = row * line
        if left:
            label = Words(left - 10, top + LINE / 2 + TEXT * 0.35, fitted(pair.title, left - 14), anchor="end")
        else:
            label = Words(0, top + 16, fitted(pair.title, width))
        bars: list[Shape] = [label]
        for order, (value, number) in enumerate(((pair.first, 8), (pair.second, 1))):
            y = top + line - LINE + 8 + order * (BAR + 2) if left else top + 24 + order * (BAR + 2)
            length = scale_to(abs(value or Decimal(0)), most, width - left - room)
            bars.append(Box(left, y, length, BAR, f"mark series-{number}"))
            bars.append(Words(left + length + 6, y + BAR / 2 + SMALL * 0.35, _shown(value, show), "soft"))
        both = zip(series, (pair.first, pair.second), strict=True)
        words = formats.listed(f"{name} {_shown(value, show)}" for name, value in both)
        shapes.append(Marked(formats.titled(pair.title, words), pair.url, tuple(bars)))
    height = max(line, len(pairs) * line)
    axis = (Stroke(left, 0, left, height, "axis"),) if left else ()
    return Picture(width, height, (*axis, *shapes))


def _shown(value: Decimal | None, show: Show) -> str:
    return formats.NOTHING if value is None else show(value)


def _changed(pair: Pair) -> str:
    return formats.signed(None if pair.change is None else pair.change.scaleb(-4))
