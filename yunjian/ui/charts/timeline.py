"""What is due when: milestones along a stretch of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from yunjian.ui import formats

from .bars import Show
from .picture import (
    SMALL,
    TALL,
    WIDE,
    Chart,
    Dot,
    Marked,
    Picture,
    Shape,
    Stroke,
    TableRow,
    Words,
    fitted,
    text_width,
)

EDGE = 16.0
LINE = 46.0
DOT = 7.0


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something due; ``due`` is the time as printed, ``on`` the day it is drawn at (None: only in the table)."""

    title: str
    on: date | None = None
    due: str = ""
    amount: Decimal | None = None
    url: str = ""
    done: bool = False

    @property
    def time(self) -> str:
        return self.due or (self.on.isoformat() if self.on else _("时间未定"))


def timeline(
    milestones: Sequence[Milestone],
    *,
    start: date,
    end: date,
    title: str,
    description: str = "",
    today: date | None = None,
    show: Show = formats.wan,
) -> Chart:
    """Milestones from ``start`` to ``end``; those outside or without a day stand in the table only."""
    drawn = sorted((m for m in milestones if m.on and start <= m.on <= end), key=lambda m: m.on or start)
    rows = tuple(
        TableRow(m.title, (m.time, formats.NOTHING if m.amount is None else show(m.amount)), m.url) for m in milestones
    )
    return Chart(
        title,
        description,
        _wide(drawn, _Scale(start, end, EDGE, WIDE - EDGE), today, show),
        _tall(drawn, show),
        (_("节点"), _("时间"), _("金额")),
        rows,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    start: date
    end: date
    left: float
    right: float

    def x(self, day: date) -> float:
        whole = max(1, (self.end - self.start).days)
        return self.left + (self.right - self.left) * (day - self.start).days / whole

    def ticks(self) -> list[tuple[date, str]]:
        """First days of months, or of quarters or years where months would crowd."""
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        step = next(s for s in (1, 3, 6, 12, 24, 60, 120, 1200) if months <= 13 * s)
        first = self.start.year * 12 + self.start.month - 1
        days = [date(n // 12, n % 12 + 1, 1) for n in range(first, first + months) if n % step == 0]
        return [
            (d, str(d.year) if step >= 12 or d.month == 1 else f"{d.month}")
            for d in days
            if self.start <= d <= self.end
        ]


def _wide(drawn: Sequence[Milestone], scale: _Scale, today: date | None, show: Show) -> Picture:
    """A line for every milestone, its words beside it where there is more room: nothing can overlap."""
    axis = max(1, len(drawn)) * LINE + 4
    shapes: list[Shape] = []
    for day, words in scale.ticks():
        x = scale.x(day)
        half = text_width(words, SMALL) / 2
        middle = min(max(x, half), WIDE - half)
        shapes += [Stroke(x, 0, x, axis + 6, "gridline"), Words(middle, axis + SMALL + 10, words, "soft", "middle")]
    shapes.append(Stroke(scale.left, axis, scale.right, axis, "axis"))
    if today and scale.start <= today <= scale.end:
        shapes.append(Stroke(scale.x(today), 0, scale.x(today), axis, "today"))
    for row, milestone in enumerate(drawn):
        x, top = scale.x(milestone.on or scale.start), row * LINE
        beside = x < WIDE / 2
        edge, anchor, room = (x + 14, "start", WIDE - x - 14) if beside else (x - 14, "end", x - 14)
        inner = (
            Dot(x, top + LINE / 2, DOT, _series(milestone)),
            Words(edge, top + 18, fitted(milestone.title, room), "halo", anchor),
            Words(edge, top + 35, fitted(_when(milestone, show), room, SMALL), "soft halo", anchor),
        )
        shapes.append(Marked(formats.titled(milestone.title, _when(milestone, show)), milestone.url, inner))
    return Picture(WIDE, axis + 28, tuple(shapes))


def _tall(drawn: Sequence[Milestone], show: Show) -> Picture:
    """One below the other along a line."""
    height = max(1, len(drawn)) * LINE
    shapes: list[Shape] = [Stroke(9, 0, 9, height, "axis")]
    for row, milestone in enumerate(drawn):
        top = row * LINE
        inner = (
            Dot(9, top + LINE / 2, DOT, _series(milestone)),
            Words(28, top + 18, fitted(milestone.title, TALL - 28)),
            Words(28, top + 35, fitted(_when(milestone, show), TALL - 28, SMALL), "soft"),
        )
        shapes.append(Marked(formats.titled(milestone.title, _when(milestone, show)), milestone.url, inner))
    return Picture(TALL, height, tuple(shapes))


def _when(milestone: Milestone, show: Show) -> str:
    return milestone.time + ("" if milestone.amount is None else f" · {show(milestone.amount)}")


def _series(milestone: Milestone) -> str:
    return f"mark series-{1 if milestone.done else 2}"
