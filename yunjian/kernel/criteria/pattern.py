"""A small, bounded syntax of patterns that cannot run away: no repetition without end, no groups, no alternatives.

Plain characters, ``\\d`` for a digit, ``[A-Z0-9]`` for one of several, each optionally followed by ``?``, ``{3}`` or
``{2,5}``. A pattern always describes the whole text. It is matched here by walking the possible positions, never by
backtracking, and given to PostgreSQL as an equivalent expression.
"""

from dataclasses import dataclass

_SPECIAL = "\\.[](){}?*+|^$"
MOST_ITEMS = 60
MOST_REPEATS = 100
LONGEST = 500


class BadPattern(ValueError):
    """The pattern uses something outside the syntax; the message says what."""


@dataclass(frozen=True, slots=True)
class Item:
    """One of the characters in ``ranges``, between ``least`` and ``most`` times."""

    ranges: tuple[tuple[str, str], ...]
    least: int = 1
    most: int = 1

    def accepts(self, character: str) -> bool:
        return any(low <= character <= high for low, high in self.ranges)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern."""

    items: tuple[Item, ...]

    def matches(self, text: str) -> bool:
        """Whether the whole text follows the pattern; the work is bounded by items × length × repeats."""
        if not sum(item.least for item in self.items) <= len(text) <= sum(item.most for item in self.items):
            return False
        places = {0}
        for item in self.items:
            places = {after for place in places for after in _after(item, text, place)}
        return len(text) in places

    def to_sql(self) -> str:
        """The same pattern as a PostgreSQL regular expression, every character by its number."""
        return "^" + "".join(_class(item) + _repeats(item) for item in self.items) + "$"


def parse(text: str) -> Pattern:
    """The pattern a text stands for; BadPattern says what is not allowed."""
    items: list[Item] = []
    rest = text
    while rest:
        ranges, rest = _one(rest)
        least, most, rest = _times(rest)
        items.append(Item(ranges, least, most))
        if len(items) > MOST_ITEMS:
            raise BadPattern(f"写法太长，最多 {MOST_ITEMS} 段")
    if not items:
        raise BadPattern("写法不能空着")
    if sum(item.most for item in items) > LONGEST:
        raise BadPattern(f"写法描述的文字太长，最多 {LONGEST} 个字")
    return Pattern(tuple(items))


def _after(item: Item, text: str, place: int) -> list[int]:
    found = [place] if not item.least else []
    for count in range(1, item.most + 1):
        if place + count > len(text) or not item.accepts(text[place + count - 1]):
            break
        if count >= item.least:
            found.append(place + count)
    return found


def _one(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """The first character class of the text, and the rest."""
    first = text[0]
    if first == "[":
        return _several(text)
    if first == "\\":
        if text[1:2] == "d":
            return (("0", "9"),), text[2:]
        if text[1:2] and text[1] in _SPECIAL:
            return ((text[1], text[1]),), text[2:]
        raise BadPattern(f"反斜杠后只能写 d 或 {_SPECIAL} 之一")
    if first in _SPECIAL:
        raise BadPattern(f"不能用 {first}；要写这个字符本身，请在前面加反斜杠")
    return ((first, first),), text[1:]


def _several(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    inside, closed, rest = text[1:].partition("]")
    if not closed or not inside or any(mark in inside for mark in "[^\\"):
        raise BadPattern("方括号里写可以出现的字符或范围，例如 [A-Z0-9]，不能用 [、^ 或反斜杠")
    ranges: list[tuple[str, str]] = []
    while inside:
        low, high = (inside[0], inside[2]) if _is_range(inside) else (inside[0], inside[0])
        inside = inside[3:] if _is_range(inside) else inside[1:]
        if low > high:
            raise BadPattern(f"范围 {low}-{high} 的次序反了")
        ranges.append((low, high))
    return tuple(ranges), rest


def _is_range(inside: str) -> bool:
    return len(inside) >= 3 and inside[1] == "-"


def _times(text: str) -> tuple[int, int, str]:
    """How often the class before may stand, and the rest."""
    if text.startswith("?"):
        return 0, 1, text[1:]
    if not text.startswith("{"):
        return 1, 1, text
    inside, closed, rest = text[1:].partition("}")
    least, comma, most = inside.partition(",")
    if not closed or not _is_count(least) or (comma and not _is_count(most)):
        raise BadPattern("重复次数写成 {3} 或 {2,5}")
    low, high = int(least), int(most if comma else least)
    if low > high or not 1 <= high <= MOST_REPEATS:
        raise BadPattern(f"重复次数要由小到大，最多 {MOST_REPEATS}")
    return low, high, rest


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3


def _class(item: Item) -> str:
    ranges = (_code(low) if low == high else f"{_code(low)}-{_code(high)}" for low, high in item.ranges)
    return f"[{''.join(ranges)}]"


def _code(character: str) -> str:
    return f"\\U{ord(character):08x}"


def _repeats(item: Item) -> str:
    return f"{{{item.least},{item.most}}}"
