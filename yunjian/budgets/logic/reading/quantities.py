"""Every amount, percentage, count and date in running text, with its unit, as printed."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from yunjian.kernel.money import MoneyUnit, Printed

from ..disclosure import Figure, Mention
from .citations import numbers
from .text import Paragraph

_DIGITS = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?"
_AMOUNT = re.compile(rf"(?<![\d.,A-Za-z])([-−－]?{_DIGITS})\s*(亿元|万元|元)(?![\u4e00-\u9fff]?宇宙)")
_PERCENT = re.compile(rf"(?<![\d.,A-Za-z])([-−－]?{_DIGITS})\s*(?:%|％|个百分点)")
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"(?:(?:19|20)\d\d年度?(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|初|末)?|[一二三四]季度|[上下]半年|年底|年末)?"
    r"|(?<!\d)\d{1,2}月(?:\d{1,2}日|[上中下]旬|底前?|初|末))"
)
_MEASURES = (
    "个月|个|家|名|台|套|次|条|人|件|项|辆|枚|幢|根|类|张|册|份|批|户|期|处|座|位|款|岁|周|天|日|小时|分钟|秒|年|号"
    "|Mbps|Gbps|M|G"
)
_FIRST = {"document": 0, "amount": 1, "percent": 2, "date": 3, "count": 4}  # of two that begin at one place
# A pattern that begins with a digit is found quicker than one that begins with a look behind it.
_ROUND = re.compile(r"(\d(?<![\d.A-Za-z]\d)\d?)\s?[×*xX]\s?(\d{1,2})\s*(小时)?")
_COUNT = re.compile(
    rf"(\d(?<![\d.,A-Za-z〔\[【+＋]\d)(?:\d{{0,2}}(?:[,，]\d{{3}})+|\d*)(?:[.．]\d+)?)\s*(?:余|多)?\s*({_MEASURES})(?![A-Za-z])(?!度|月|季|以来|\d*月)"
)


class Quantity(NamedTuple):
    """Something counted or measured in a paragraph, at these characters."""

    kind: Literal["amount", "percent", "count", "date", "document"]
    start: int
    end: int
    text: str
    printed: Printed | None = None
    number: Decimal | None = None
    measure: str = ""


def number_of(text: str) -> Decimal:
    """The decimal a matched run of digits says."""
    return Decimal(text.replace(",", "").replace("，", "").replace("．", ".").replace("−", "-").replace("－", "-"))


def printed(number: str, unit: str) -> Printed:
    """The amount as printed; 亿元 become 万元 of the same worth."""
    value = number_of(number)
    if unit == "亿元":
        return Printed(value.scaleb(4), MoneyUnit.WAN)
    return Printed(value, MoneyUnit.WAN if unit == "万元" else MoneyUnit.YUAN)


def amounts(text: str) -> Iterator[Quantity]:
    """The amounts of money."""
    for found in _AMOUNT.finditer(text) if "元" in text else ():
        money = printed(found.group(1), found.group(2))
        yield Quantity("amount", found.start(), found.end(), found.group(), money, money.value, money.unit.value)


def percents(text: str) -> Iterator[Quantity]:
    """The percentages."""
    for found in _PERCENT.finditer(text) if "%" in text or "％" in text or "个百分点" in text else ():
        yield Quantity("percent", found.start(), found.end(), found.group(), None, number_of(found.group(1)), "%")


def quantities(text: str) -> list[Quantity]:
    """All of them, in the order they stand; what is part of another (the year in a date) is not told twice."""
    if not _DIGIT.search(text):
        return []
    found = [*amounts(text), *percents(text)]
    found += [Quantity("document", start, end, number) for start, end, number in numbers(text)]
    if "年" in text or "月" in text:
        found += [Quantity("date", m.start(), m.end(), m.group()) for m in _DATE.finditer(text)]
    found += [
        Quantity("count", m.start(), m.end(), m.group(), None, Decimal(m.group(1)), f"×{m.group(2)}{m.group(3) or ''}")
        for m in _ROUND.finditer(text)
    ]
    found += [
        Quantity("count", m.start(), m.end(), m.group(), None, number_of(m.group(1)), m.group(2))
        for m in _COUNT.finditer(text)
    ]
    taken: list[Quantity] = []
    end = 0
    for quantity in sorted(found, key=lambda q: (q.start, _FIRST[q.kind])) if len(found) > 1 else found:
        if quantity.start >= end:
            taken.append(quantity)
            end = quantity.end
    return taken


def mentions(paragraph: Paragraph) -> Iterator[Mention]:
    """Every quantity of a paragraph, with its place."""
    for q in quantities(paragraph.text):
        place = paragraph.place(q.start, q.end)
        figure = Figure(q.printed, place) if q.printed else None
        yield Mention(q.kind, q.text, place, figure, q.number, q.measure)
