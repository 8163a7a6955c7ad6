"""What a label, a code or a mark in a table cell is, told from its words; the words themselves are kept as printed."""

import re

from .text import behind, plain

_TOTAL = frozenset((
    "合计", "总计", "收入总计", "支出总计", "收入合计", "支出合计", "本年收入合计", "本年支出合计", "本年收入总计",
    "本年支出总计", "收支总计", "总支出", "总收入", "一般公共预算支出合计", "合计:",
))  # fmt: skip
_BALANCE = re.compile(
    r"^(?:使用非财政拨款结余|用事业基金弥补收支差额|结余分配|[年初末上]{2}(?:财政拨款)?结转和结余)(?:\(.*\))?$"
)
_DASH = frozenset(("/", "\\", "-", "--", "---", "—", "——", "———", "–", "––", "―", "――", "─", "──"))
_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|\(?[一二三四五六七八九十]{1,2}\)|\(?\d{1,2}\)?[、.．](?!\d)|其中:)"
)
_CODE = re.compile(r"^\d{3}(?:[-\s]?\d{2}){0,2}$")
_NO_DIGIT = re.compile(r"\D")
_EXPENDITURE = re.compile(r"支出|^预备费|^债务还本|^债务付息|^转移性|结余分配|年末结转|缴纳所得税|提取")
_INCOME = re.compile(r"收入|资金|政府性基金|国有资本经营预算|结余|结转|一般公共预算|上年")


def is_total_label(text: str) -> bool:
    """合计, 总计 and their kin."""
    return plain(text) in _TOTAL


def is_balance_label(text: str) -> bool:
    """What is carried over or distributed, in final accounts."""
    return bool(_BALANCE.match(plain(text)))


def is_dash(text: str) -> bool:
    """A mark that says: not applicable."""
    return plain(text) in _DASH


def opens_item(text: str) -> bool:
    """A label that begins with a number: 一、… or 1. …"""
    return bool(_ITEM.match(plain(text)))


def is_code(text: str) -> bool:
    """A whole classification code in one cell: 201, 20141, 201 41 01, 2014101."""
    return bool(_CODE.match(text.strip()))


def code(*parts: str) -> str:
    """The code's parts joined as ``201-41-01``, whatever the print; empty where they are no code."""
    digits = "".join(_NO_DIGIT.sub("", part) for part in parts[:1])
    for part in parts[1:]:
        digits += _NO_DIGIT.sub("", part).zfill(2)
    if len(digits) not in (3, 5, 7):
        return ""
    return "-".join(piece for piece in (digits[:3], digits[3:5], digits[5:7]) if piece)


def bare(text: str) -> str:
    """The label for recognition: plain and without its number."""
    return behind(_ITEM, plain(text)).strip()


def side_of(label: str) -> str:
    """The side of a two-sided table a label belongs to, or an empty text."""
    words = bare(label)
    if words in ("收入总计", "收入合计", "本年收入合计", "本年收入总计"):
        return "income"
    if _EXPENDITURE.search(words):
        return "expenditure"
    return "income" if _INCOME.search(words) else ""
