"""The automatic numbers of a Word document, counted again: 一、 （一） 1. are not in its text."""

from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from .archive import attribute, local

_DIGITS = "〇一二三四五六七八九"
_STEPS = ("", "十", "百", "千")
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: from where it counts, in what figures, and what is written around them."""

    start: int = 1
    figures: str = "decimal"
    text: str = ""
    legal: bool = False  # levels above are written in plain figures too


class Numbering:
    """All lists of a document, and how far each has counted."""

    def __init__(self, tree: etree._Element | None) -> None:
        abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, Level]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.unknown: set[str] = set()
        for element in tree if tree is not None else ():
            if local(element) == "abstractNum":
                abstract[attribute(element, "abstractNumId") or ""] = _levels(element)
            elif local(element) == "num":
                key = attribute(element, "numId") or ""
                link = next((attribute(e, "val") or "" for e in element if local(e) == "abstractNumId"), "")
                levels = abstract.get(link, {})
                own = _overrides(element, levels)
                # Lists of one kind count on from each other unless one says where it starts.
                self._lists[key] = (f"{link}/{key}" if own else link, {**levels, **own})

    def next(self, list_id: str, depth: int) -> str:
        """The number of the next paragraph of a list, as Word would print it; empty for bullets."""
        if list_id not in self._lists:
            return ""
        key, levels = self._lists[list_id]
        level = levels.get(depth)
        if level is None or level.figures in ("bullet", "none"):
            return ""
        counts = self._counts[key]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return self._written(level, levels, counts)

    def _written(self, level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
        text = level.text
        for depth in range(9):
            if f"%{depth + 1}" in text:
                of = levels.get(depth, Level())
                figures = "decimal" if level.legal else of.figures
                text = text.replace(f"%{depth + 1}", self._figure(counts.get(depth, of.start), figures))
        return text

    def _figure(self, number: int, figures: str) -> str:
        if figures in ("decimal", "decimalHalfWidth"):
            return str(number)
        if figures in _WRITERS:
            return _WRITERS[figures](number)
        self.unknown.add(figures)
        return str(number)


def _levels(element: etree._Element) -> dict[int, Level]:
    return {int(attribute(e, "ilvl") or 0): _level(e) for e in element if local(e) == "lvl"}


def _level(element: etree._Element) -> Level:
    values = {local(e): attribute(e, "val") or "" for e in element}
    if any(local(e) == "isLgl" and attribute(e, "val") is None for e in element):
        values["isLgl"] = "1"
    start = values.get("start", "1")
    legal = values.get("isLgl", "0") not in ("0", "false")
    figures, text = values.get("numFmt", "decimal"), values.get("lvlText", "")
    return Level(int(start) if start.isdigit() else 1, figures, text, legal)


def _overrides(element: etree._Element, levels: dict[int, Level]) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for override in element:
        if local(override) != "lvlOverride":
            continue
        depth = int(attribute(override, "ilvl") or 0)
        level = next((_level(e) for e in override if local(e) == "lvl"), levels.get(depth, Level()))
        start = next((attribute(e, "val") or "" for e in override if local(e) == "startOverride"), "")
        found[depth] = Level(int(start) if start.isdigit() else level.start, level.figures, level.text, level.legal)
    return found


def chinese(number: int) -> str:
    """A number below ten thousand in Chinese figures: 12 → 十二, 205 → 二百零五."""
    if not 0 < number < 10_000:
        return str(number)
    written, gap = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + _STEPS[power]
            gap = False
        else:
            gap = True
    return written.removeprefix("一") if written.startswith("一十") else written


def _letters(number: int) -> str:
    return chr(64 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        while number >= value:
            written += sign
            number -= value
    return written


_WRITERS = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": lambda n: chinese(n).translate(
        str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
    ),
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographTraditional": lambda n: _STEMS[(n - 1) % 10],
    "ideographDigital": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "decimalEnclosedCircle": lambda n: _CIRCLED[n - 1] if n <= len(_CIRCLED) else str(n),
    "decimalEnclosedCircleChinese": lambda n: _CIRCLED[n - 1] if n <= len(_CIRCLED) else str(n),
    "upperLetter": _letters,
    "lowerLetter": lambda n: _letters(n).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
}
