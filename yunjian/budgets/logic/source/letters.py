"""The letters and rules of one PDF page, taken once from its layout, and letters put together to lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTPage, LTRect

from .columns import Field
from .ruling import Rule

_UNMAPPED = re.compile(r"\(cid:\d+\)")
_THIN = 3.0
_SHORT = 4.0
_DEEPEST = 20
_SPREAD = ("项合小总科目单", "目计录位")  # 项　目, 合　计: one word, spaced out


class Run(NamedTuple):
    """Letters that touch: a word, a figure, a line of Chinese text."""

    x0: float
    x1: float
    y: float  # the middle, from the top of the page
    size: float
    text: str


@dataclass(slots=True)
class Sheet:
    """What stands on a page."""

    runs: list[Run] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    letters: int = 0
    unmapped: int = 0
    pictures: float = 0.0  # the share of the page they cover
    turned: str = ""  # what is written at an angle: watermarks


class _Letter(NamedTuple):
    x0: float
    x1: float
    y: float
    size: float
    text: str


def sheet(page: LTPage) -> Sheet:
    """The page with its origin at the top left; a page written sideways is turned upright."""
    result = Sheet()
    straight: list[_Letter] = []
    slanted: list[LTChar] = []
    segments: list[tuple[float, float, float, float]] = []
    width, height = page.width or 1.0, page.height or 1.0
    for thing in _things(page, 0):
        if isinstance(thing, LTChar):
            if thing.matrix[1] or thing.matrix[2]:
                slanted.append(thing)
            else:
                straight.append(_upright(thing, height))
        elif isinstance(thing, LTImage):
            result.pictures += thing.width * thing.height / (width * height)
        else:
            segments.extend(_segments(thing, height))
    quarter = [c for c in slanted if not (c.matrix[0] or c.matrix[3])]
    if len(quarter) > len(straight):
        clockwise = sum(1 if c.matrix[1] > 0 else -1 for c in quarter) > 0
        straight = [_turned(c, width, height, clockwise) for c in quarter]
        segments = [_turn(s, width, height, clockwise) for s in segments]
    else:
        result.turned = "".join(c.get_text() for c in slanted[:200])
    result.letters = len(straight)
    result.unmapped = sum(1 for letter in straight if len(letter.text) > 3 and _UNMAPPED.match(letter.text))
    result.runs = _runs(straight)
    for x0, y0, x1, y1 in segments:
        if y1 - y0 <= _THIN and x1 - x0 > _SHORT:
            result.across.append(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THIN and y1 - y0 > _SHORT:
            result.down.append(Rule((x0 + x1) / 2, y0, y1))
    return result


def _things(container: LTContainer, depth: int) -> Iterator[object]:
    for thing in container:
        if isinstance(thing, LTContainer) and depth < _DEEPEST:
            yield from _things(thing, depth + 1)
        elif isinstance(thing, (LTChar, LTImage, LTCurve)):
            yield thing


def _upright(letter: LTChar, height: float) -> _Letter:
    x0, y0, x1, y1 = letter.bbox
    return _Letter(x0, x1, height - (y0 + y1) / 2, letter.size or 1.0, letter.get_text())


def _turned(letter: LTChar, width: float, height: float, clockwise: bool) -> _Letter:
    x0, y0, x1, y1 = letter.bbox
    left, top, right, bottom = _turn((x0, height - y1, x1, height - y0), width, height, clockwise)
    return _Letter(left, right, (top + bottom) / 2, bottom - top or 1.0, letter.get_text())


def _turn(
    box: tuple[float, float, float, float], width: float, height: float, clockwise: bool
) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = box
    return (height - bottom, x0, height - top, x1) if clockwise else (top, width - x1, bottom, width - x0)


def _segments(thing: object, height: float) -> list[tuple[float, float, float, float]]:
    """The straight lines a drawn thing has; a filled area has edges only where they are drawn too."""
    if isinstance(thing, LTLine):
        x0, y0, x1, y1 = thing.bbox
        return [(x0, height - y1, x1, height - y0)]
    if isinstance(thing, LTRect):
        x0, y0, x1, y1 = thing.bbox
        top, bottom = height - y1, height - y0
        if x1 - x0 <= _THIN or bottom - top <= _THIN:
            return [(x0, top, x1, bottom)]
        if not thing.stroke:
            return []
        return [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]
    if isinstance(thing, LTCurve) and thing.stroke and len(thing.pts) <= 60:
        pairs = pairwise(thing.pts)
        return [
            (min(a[0], b[0]), height - max(a[1], b[1]), max(a[0], b[0]), height - min(a[1], b[1])) for a, b in pairs
        ]
    return []


def _runs(letters: Sequence[_Letter]) -> list[Run]:
    """Letters that follow one another in the file and touch, as runs."""
    runs: list[Run] = []
    text: list[str] = []
    x0 = x1 = y = size = 0.0
    for letter in letters:
        said = "�" if len(letter.text) > 3 and _UNMAPPED.match(letter.text) else letter.text
        if text and -0.3 * size < letter.x0 - x1 < 0.08 * size and abs(letter.y - y) < 0.25 * size:
            text.append(said)
            x1 = letter.x1
        else:
            if text:
                runs.append(_run(x0, x1, y, size, "".join(text)))
            text, x0, x1, y, size = [said], letter.x0, letter.x1, letter.y, letter.size
    if text:
        runs.append(_run(x0, x1, y, size, "".join(text)))
    return [run for run in runs if run.text]


def _run(x0: float, x1: float, y: float, size: float, text: str) -> Run:
    """A run without the spaces at its ends; half the type size stands for the width of one."""
    text = text.replace("\u00a0", " ").replace("\xad", "")
    bare = text.strip(" \u3000\t\n")
    if len(bare) < len(text):
        wide = (x1 - x0) / max(sum(2 if letter > "\u2e7f" else 1 for letter in text), 1)
        lead = text[: len(text) - len(text.lstrip(" \u3000\t\n"))]
        tail = text[len(text.rstrip(" \u3000\t\n")) :]
        x0 += wide * sum(2 if letter == "\u3000" else 1 for letter in lead)
        x1 -= wide * sum(2 if letter == "\u3000" else 1 for letter in tail)
    return Run(x0, x1, y, size, bare)


def rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs on one line together, lines from the top, runs from the left; what is printed twice stands once."""
    lines: list[list[Run]] = []
    middle = 0.0
    for run in sorted(runs, key=lambda r: r.y):
        if lines and run.y - middle < 0.45 * max(run.size, lines[-1][0].size) * 0.8:
            lines[-1].append(run)
        else:
            lines.append([run])
            middle = run.y
    for line in lines:
        line.sort(key=lambda r: r.x0)
        line[:] = [
            run
            for before, run in zip([None, *line], line, strict=False)
            if before is None or run.text != before.text or run.x0 - before.x0 > 0.15 * run.size
        ]
    return lines


def text_of(line: Sequence[Run]) -> str:
    """A line's text, a space for each half letter left free."""
    text, end = "", 0.0
    for run in line:
        if text:
            gap = (run.x0 - end) / (run.size / 2)
            text += " " * (max(1, round(gap)) if gap > 0.5 else 0)
        text += run.text
        end = run.x1
    return text


def fields_of(line: Sequence[Run]) -> tuple[Field, ...]:
    """A line's words that stand apart, each with where it stands."""
    fields: list[Field] = []
    for run in line:
        last = fields[-1] if fields else None
        gap = run.x0 - last.end if last else 0.0
        if last and (gap < 0.6 * run.size or _is_spread(last.text, run.text, gap, run.size)):
            joint = " " if 0.25 * run.size < gap < 0.6 * run.size else ""
            fields[-1] = Field(last.text + joint + run.text, last.start, run.x1)
        else:
            fields.append(Field(run.text, run.x0, run.x1))
    return tuple(fields)


def _is_spread(left: str, right: str, gap: float, size: float) -> bool:
    return gap < 5 * size and len(left) == 1 and left in _SPREAD[0] and len(right) == 1 and right in _SPREAD[1]
