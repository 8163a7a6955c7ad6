"""What a file looks like by the words on it: which kind of material, how much could be read, and how surely."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from ..definitions import MaterialType

_OF_A_LINE = 0.4  # a heading fills at least so much of its line, or begins it
_LOOKED_AT = 40  # lines
_NUMBERED = ("号", "字号", "编号")
_WRITTEN = re.compile(r"[0-9A-Za-z]+")  # numbers are filled in; they are no part of a heading
_ONE_WRONG_FROM = 5  # letters: in a heading so long, one may be misread


def recognised(lines: Sequence[str], types: Iterable[MaterialType]) -> str:
    """The kind whose heading stands first on it, the longer one of two in a line; empty where there is none.

    A paper may name other papers in its text; only what fills much of a line is taken for a heading.
    """
    bare = [_WRITTEN.sub("", _bare(line)) for line in lines[:_LOOKED_AT]]
    known = tuple(types)
    for wrong in (0, 1):
        found = [(*place, each.key) for each in known if (place := _first(bare, each, wrong)) is not None]
        if found:
            return min(found)[2]
    return ""


def reading(told: dict[str, Any], types: Iterable[MaterialType], claimed: MaterialType) -> dict[str, Any]:
    """What is kept of a reading: its fields, what the file looks like, and how surely it was read."""
    lines: list[tuple[str, float]] = [(str(words), float(sure)) for words, sure in told["lines"]]
    text = str(told["text"])
    letters = [(len(_bare(words)), sure) for words, sure in lines]
    count = sum(each for each, _ in letters)
    return {
        "how": told["how"],
        "fields": {
            key: {"value": value, "confidence": sureness(value, lines)} for key, value in claimed.read(text).items()
        },
        "looks": recognised(text.splitlines(), types) if told["how"] in ("TEXT", "OCR") else "",
        "sure": round(sum(each * sure for each, sure in letters) / count, 3) if count else None,
        "letters": count or len(_bare(text)),
    }


def sureness(value: str, lines: Sequence[Sequence[Any]]) -> float:
    """How sure the reader was of the line a value stands in; 1 for text that is there as text."""
    wanted = _bare(value)
    sure = [sure for words, sure in lines if wanted in _bare(words)]
    return max(sure, default=min((sure for _, sure in lines), default=1.0))


def _first(lines: Sequence[str], kind: MaterialType, wrong: int) -> tuple[int, int] | None:
    """The first line one of its headings stands in, and how long the heading is, the longest first."""
    for number, line in enumerate(lines):
        lengths = [len(sign) for sign in map(_bare, kind.signs or (kind.title,)) if _heads(line, sign, wrong)]
        if lengths:
            return number, -max(lengths)
    return None


def _heads(line: str, sign: str, wrong: int) -> bool:
    """Whether the line is this heading with so many letters misread; a label such as 结婚证字号 is none."""
    if len(sign) < _OF_A_LINE * len(line) or (wrong and len(sign) < _ONE_WRONG_FROM):
        return False
    starts = range(len(line) - len(sign) + 1)
    return any(
        sum(one != other for one, other in zip(line[start:], sign, strict=False)) <= wrong
        and not line.startswith(_NUMBERED, start + len(sign))
        for start in starts
    )


def _bare(text: str) -> str:
    return "".join(text.split())
