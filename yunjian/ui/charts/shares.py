"""Parts of a whole: one bar cut into its parts; the table beside it is the legend."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from yunjian.ui import formats

from .bars import Item, Show
from .picture import (
    SERIES,
    SMALL,
    TALL,
    WIDE,
    Box,
    Chart,
    Marked,
    Picture,
    Shape,
    TableRow,
    Words,
    scale_to,
    series_class,
    text_width,
)

HEIGHT = 44.0
GAP = 2.0


def shares(items: Sequence[Item], *, title: str, description: str = "", show: Show = formats.wan) -> Chart:
    """The parts in the order given; parts beyond the seventh are drawn as one, and listed each in the table."""
    whole = sum((i.value for i in items), Decimal(0))
    parts = _parts(items)
    legend = tuple((part.title, part.series) for part in parts)
    rows = tuple(TableRow(i.title, (show(i.value), formats.share(_ratio(i.value, whole))), i.url) for i in items)
    return Chart(
        title,
        description,
        _picture(parts, whole, show, WIDE),
        _picture(parts, whole, show, TALL),
        (_("名称"), _("金额"), _("占比")),
        rows,
        legend,
        TableRow(_("合计"), (show(whole), formats.share(Decimal(1) if whole else None))),
    )


def _parts(items: Sequence[Item]) -> list[Item]:
    """At most eight positive parts, a series each."""
    shown = [item for item in items if item.value > 0]
    if len(shown) > SERIES:
        rest = sum((i.value for i in shown[SERIES - 1 :]), Decimal(0))
        shown = [*shown[: SERIES - 1], Item(_("其余 %(count)s 项") % {"count": len(shown) - SERIES + 1}, rest)]
    return [Item(part.title, part.value, part.url, order + 1) for order, part in enumerate(shown)]


def _picture(parts: Sequence[Item], whole: Decimal, show: Show, width: float) -> Picture:
    shapes: list[Shape] = []
    left = 0.0
    drawn = sum((part.value for part in parts), Decimal(0))
    for part in parts:
        length = scale_to(part.value, drawn, width)
        ratio = formats.share(_ratio(part.value, whole))
        css = f"mark {series_class(part.series)}"
        inner: list[Shape] = [Box(left, 0, max(length - GAP, min(length, 1.0)), HEIGHT, css)]
        if text_width(ratio, SMALL) + 12 <= length:
            inner.append(Words(left + (length - GAP) / 2, HEIGHT / 2 + SMALL * 0.35, ratio, "on-mark", "middle"))
        shapes.append(Marked(formats.titled(part.title, f"{show(part.value)} · {ratio}"), part.url, tuple(inner)))
        left += length
    return Picture(width, HEIGHT, tuple(shapes) or (Box(0, 0, width, HEIGHT, "track"),))


def _ratio(value: Decimal, whole: Decimal) -> Decimal | None:
    return value / whole if whole else None
