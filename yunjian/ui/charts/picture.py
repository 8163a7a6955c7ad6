"""Shapes, and how they become SVG: classes for colour, attributes for place, no style."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import east_asian_width

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Bounds = tuple[float, float, float, float]  # left, top, right, bottom
TEXT = 14.0
SMALL = 12.0
WIDE = 960.0
SERIES = 8
TALL = 360.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    css: str

    def bounds(self) -> Bounds:
        return self.x, self.y, self.x + self.width, self.y + self.height

    def svg(self) -> SafeString:
        return format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" class="{}"/>',
            *(_n(v) for v in (self.x, self.y, self.width, self.height)),
            self.css,
        )


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    css: str

    def bounds(self) -> Bounds:
        return min(self.x1, self.x2), min(self.y1, self.y2), max(self.x1, self.x2), max(self.y1, self.y2)

    def svg(self) -> SafeString:
        places = (_n(v) for v in (self.x1, self.y1, self.x2, self.y2))
        return format_html('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>', *places, self.css)


@dataclass(frozen=True, slots=True)
class Dot:
    """A diamond around a point."""

    x: float
    y: float
    size: float
    css: str

    def bounds(self) -> Bounds:
        return self.x - self.size, self.y - self.size, self.x + self.size, self.y + self.size

    def svg(self) -> SafeString:
        x, y, s = self.x, self.y, self.size
        corners = " ".join(f"{_n(a)},{_n(b)}" for a, b in ((x, y - s), (x + s, y), (x, y + s), (x - s, y)))
        return format_html('<polygon points="{}" class="{}"/>', corners, self.css)


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A band of even thickness from (x1, top y1) to (x2, top y2)."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float
    css: str

    def bounds(self) -> Bounds:
        return self.x1, min(self.y1, self.y2), self.x2, max(self.y1, self.y2) + self.thickness

    def svg(self) -> SafeString:
        middle, t = _n((self.x1 + self.x2) / 2), self.thickness
        a, b = _n(self.x1), _n(self.x2)
        top1, top2, low1, low2 = (_n(v) for v in (self.y1, self.y2, self.y1 + t, self.y2 + t))
        path = (
            f"M{a} {top1}C{middle} {top1} {middle} {top2} {b} {top2}V{low2}C{middle} {low2} {middle} {low1} {a} {low1}Z"
        )
        return format_html('<path d="{}" class="{}"/>', path, self.css)


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    css: str = ""
    anchor: str = "start"

    @property
    def size(self) -> float:
        return SMALL if {"soft", "on-mark"} & set(self.css.split()) else TEXT

    def bounds(self) -> Bounds:
        width = text_width(self.text, self.size)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - self.size, left + width, self.y + self.size * 0.25

    def svg(self) -> SafeString:
        anchor = format_html(' text-anchor="{}"', self.anchor) if self.anchor != "start" else ""
        css = format_html(' class="{}"', self.css) if self.css else ""
        return format_html('<text x="{}" y="{}"{}{}>{}</text>', _n(self.x), _n(self.y), anchor, css, self.text)


@dataclass(frozen=True, slots=True)
class Marked:
    """Shapes that are one mark: with a title, and a link where there is something to open."""

    title: str
    url: str
    shapes: tuple["Shape", ...]

    def bounds(self) -> Bounds:
        return around(self.shapes)

    def svg(self) -> SafeString:
        inner = format_html("<title>{}</title>{}", self.title, _joined(self.shapes))
        if self.url:
            return format_html('<a href="{}" aria-label="{}">{}</a>', self.url, self.title, inner)
        return format_html("<g>{}</g>", inner)


Shape = Box | Stroke | Dot | Ribbon | Words | Marked


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes within (0, 0) and (width, height)."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    @property
    def has_links(self) -> bool:
        return any(isinstance(shape, Marked) and shape.url for shape in self.shapes)

    def svg(self, label: str) -> SafeString:
        """The picture; an image to a screen reader, or a group where it holds links."""
        return format_html(
            '<svg viewBox="0 0 {} {}" role="{}" aria-label="{}" focusable="false">{}</svg>',
            _n(self.width),
            _n(self.height),
            "group" if self.has_links else "img",
            label,
            _joined(self.shapes),
        )


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table beside the picture."""

    title: str
    cells: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture in two renderings (a desk's and a phone's), its legend (word, series), and its figures as a table."""

    title: str
    description: str
    wide: Picture
    tall: Picture
    head: tuple[str, ...]
    rows: tuple[TableRow, ...]
    legend: tuple[tuple[str, int], ...] = ()
    total: TableRow | None = None

    @property
    def wide_svg(self) -> SafeString:
        return self.wide.svg(self.title)

    @property
    def tall_svg(self) -> SafeString:
        return self.tall.svg(self.title)


def series_class(number: int) -> str:
    """The class of a series; after the eighth the colours begin again."""
    return f"series-{(number - 1) % SERIES + 1}"


def text_width(text: str, size: float) -> float:
    """How wide a text is at most: a Chinese character an em, a Latin one three fifths."""
    return sum(size if east_asian_width(c) in "WFA" else size * 0.6 for c in text)


def fitted(text: str, width: float, size: float = TEXT) -> str:
    """The text, cut with an ellipsis where it would be wider."""
    if text_width(text, size) <= width:
        return text
    kept, left = "", width - size
    for character in text:
        left -= text_width(character, size)
        if left < 0:
            break
        kept += character
    return kept.rstrip() + "…"


def around(shapes: Iterable[Shape]) -> Bounds:
    """The smallest box that holds the shapes."""
    all_bounds = [shape.bounds() for shape in shapes]
    lefts, tops, rights, bottoms = zip(*all_bounds, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def scale_to(value: Decimal, most: Decimal, length: float) -> float:
    """``value`` as a length, where ``most`` is ``length``."""
    return float(value / most) * length if most else 0.0


def _joined(shapes: Iterable[Shape]) -> SafeString:
    return format_html_join("", "{}", ((shape.svg(),) for shape in shapes))


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
