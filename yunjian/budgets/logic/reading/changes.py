"""How an amount compares with the year before, in the words of many districts, and the reason given."""

import re

from ..disclosure import Change, Direction, Figure
from .quantities import amounts, percents
from .text import Paragraph

_DIRECTIONS: tuple[tuple[Direction, str], ...] = (
    ("increase", r"增加|增长|上升|提高|增幅|上涨|多(?=\d)"),
    ("decrease", r"减少|下降|降低|压减|降幅|减幅|少(?=\d)"),
    ("same", r"持平|相同|一致|无变化|没有变化|未发生变化|无增减|不变"),
)
_WORDS = re.compile("|".join(pattern for _, pattern in _DIRECTIONS))
_COMPARED = re.compile(
    r"(?:比|较|与|同)\s*(?:(20\d\d)\s*年(?:度)?|(上年度?|去年|上一年度?|同期))|(同比)|(?:增加|减少|增长|下降|上升|降低|持平)"
)
_NONE = re.compile(
    r"(?:故)?(?:无|没有|未有)(?:上年|上一年|去年|20\d\d年)[^，。；]{0,30}?(?:数据|可比|预算|项目|此项|该项|安排)[^，。；]{0,6}"
    r"|(?:上年|去年|上一年度?|20\d\d年度?)(?:无|没有|未安排|未设)(?:此项|该项|预算|安排|数据|相关)[^，。；]{0,6}|无同期数|无可比[^，。；]{0,6}"
)
_REASON = re.compile(
    r"[，,。；、]?\s*(?:其)?(?:变动|增减|增加|减少|增长|下降)?(?:的)?主要(?:原因|因素)"
    r"(?:是由于|是因为|是|为|系|在于|由于|：)\s*([^。；;]+)"
)
_BECAUSE = re.compile(r"[，,；]\s*(?:主要(?:是由于|是因为|是|为|系|由于|因)|原因(?:是|为)|(?:是)?由于)\s*([^。；;]+)")
_CAUSE = re.compile(r"(?:因为?)?([^，。；;：因]{2,40})，故(?:无|没有)")


def change_of(said: Paragraph, year: int) -> Change | None:
    """The comparison in what is said after an amount, or None."""
    text = _before_reason(said.text)
    none = _NONE.search(text)
    if none:
        place = said.place(none.start(), none.end())
        return Change("none", None, None, None, place, none.group())
    found = _COMPARED.search(text)
    words = list(_WORDS.finditer(text))
    if not found or not words:
        return None
    first = words[0]
    direction = next(
        name for name, pattern in _DIRECTIONS if re.fullmatch(pattern.replace(r"(?=\d)", ""), first.group())
    )
    amount = _amount(said, text, first.end()) if direction != "same" else None
    percent = next((q.number for q in percents(text) if q.start >= first.start()), None)
    end = words[-1].end()
    place = said.place(min(found.start(), first.start()), _end(text, end))
    return Change(
        direction,
        _base_year(found, year),
        amount,
        percent,
        place,
        " ".join(word.group() for word in words),
    )


def _end(text: str, start: int) -> int:
    stop = re.search(r"[，,。；;]", text[start:])
    return start + stop.start() if stop else len(text)


def _before_reason(text: str) -> str:
    found = _REASON.search(text) or _BECAUSE.search(text)
    return text[: found.start()] if found else text


def _amount(said: Paragraph, text: str, start: int) -> Figure | None:
    found = next((q for q in amounts(text) if q.start >= start), None)
    if found is None or found.printed is None:
        return None
    return Figure(found.printed, said.place(found.start, found.end))


def _base_year(found: re.Match[str], year: int) -> int | None:
    if found.group(1):
        return int(found.group(1))
    return year - 1 if year else None


def explained(text: str, change: Change | None = None) -> str:
    """The reason given in a text, or an empty one; 主要是… is a reason only where there is a change to explain."""
    found = _REASON.search(text) or (_BECAUSE.search(text) if change else None)
    if not found and change and change.direction == "none":
        found = _CAUSE.search(text)
    return found.group(1).strip() if found else ""


def without_last_year(paragraph: Paragraph) -> tuple[Change, str] | None:
    """A paragraph's word that there is nothing to compare with, and why."""
    found = _NONE.search(paragraph.text)
    if not found:
        return None
    place = paragraph.place(found.start(), found.end())
    cause = _CAUSE.search(paragraph.text)
    return Change("none", None, None, None, place, found.group()), cause.group(1).strip() if cause else ""
