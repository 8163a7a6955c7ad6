"""Whether two values say the same, though one was typed and the other read from a photo."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from ...definitions.formats import is_credit_code, is_identity_number

SURE = 0.90  # below it what was read is asked about, not held against anybody
_DAY = re.compile(r"([12][0-9]{3})[年./-]([01]?[0-9])[月./-]([0-3]?[0-9])日?")
_MARKS = re.compile(r"[\s·•・.,;:'\"()\[\]<>《》“”‘’、，。；：_—–-]+")
# What no eye tells apart in print.
_TWINS = str.maketrans({"O": "0", "I": "1", "L": "1", "|": "1", "己": "已", "巳": "已", "囗": "口", "曰": "日"})
_LONG_FOR = {"identity_number": is_identity_number, "credit_code": is_credit_code}


class Alike(StrEnum):
    """How two values stand to each other."""

    SAME = "SAME"
    UNSURE = "UNSURE"
    OTHER = "OTHER"


def alike(form: str, read: str, said: str, sure: float | None) -> Alike:
    """Whether what was read is what was said; UNSURE where the difference may be the reader's own."""
    if normal(form, read) == normal(form, said):
        return Alike.SAME
    if sure is None:
        return Alike.OTHER
    checked = _LONG_FOR.get(form)
    if checked is not None and not checked(normal(form, read)):
        return Alike.UNSURE
    if sure < SURE or (form == "text" and _is_a_part(normal(form, read), normal(form, said))):
        return Alike.UNSURE
    return Alike.OTHER


def normal(form: str, value: str) -> str:
    """The value without what does not matter in writing it."""
    text = unicodedata.normalize("NFKC", value).strip()
    if form == "date":
        found = last_day(text)
        return found.isoformat() if found else text
    if form == "number":
        try:
            return format(Decimal(text.replace(",", "").replace(" ", "")).normalize(), "f")
        except InvalidOperation:
            return text
    if form in _LONG_FOR:
        return re.sub(r"\s+", "", text).upper()
    return _MARKS.sub("", text).upper().translate(_TWINS)


def last_day(text: str) -> date | None:
    """The last day that stands in a text: of a span, its end."""
    days = _DAY.findall(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    for year, month, day in reversed(days):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _is_a_part(read: str, said: str) -> bool:
    """A line that broke off: what was read is how the other begins."""
    return len(read) >= 4 and said.startswith(read)
