"""What is written in a field of a known format; the browser's script follows the same rules."""

import re
from calendar import monthrange
from collections.abc import Callable

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I, O, S, V, Z
_IDENTITY = re.compile(r"[0-9]{17}[0-9X]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MONEY = re.compile(r"(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?")


def is_date(text: str) -> bool:
    """A day of the calendar, as 2026-03-02."""
    if not _DATE.fullmatch(text):
        return False
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    return year > 0 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def is_identity_number(text: str) -> bool:
    """Eighteen characters, a birthday among them, the check character right (GB 11643)."""
    if not _IDENTITY.fullmatch(text) or not is_date(f"{text[6:10]}-{text[10:12]}-{text[12:14]}"):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return text[17] == "10X98765432"[total % 11]


def is_credit_code(text: str) -> bool:
    """Eighteen characters with the right check character (GB 32100)."""
    if len(text) != 18 or any(each not in _CREDIT for each in text):
        return False
    total = sum(_CREDIT.index(each) * pow(3, place, 31) for place, each in enumerate(text[:17]))
    return text[17] == _CREDIT[-total % 31]


def is_mobile(text: str) -> bool:
    return _MOBILE.fullmatch(text) is not None


def is_money(text: str) -> bool:
    """An amount in yuan with at most two decimals."""
    return _MONEY.fullmatch(text) is not None


FORMATS: dict[str, Callable[[str], bool]] = {
    "identity-number": is_identity_number,
    "credit-code": is_credit_code,
    "mobile": is_mobile,
    "date": is_date,
    "money": is_money,
}
