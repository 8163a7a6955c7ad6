"""How figures are written on screen: amounts in yuan and 万元, shares, signed differences."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import get_language
from django.utils.translation import gettext as _

NOTHING = "—"
MINUS = "\u2212"


def as_decimal(value: object) -> Decimal | None:
    """The value as an exact decimal, or None where it is no number."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def rounded(value: Decimal, digits: int) -> Decimal:
    """Rounded half up, as amounts are rounded in print."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def number(value: object, digits: int = 0) -> str:
    """With thousands separators: ``1,234.50``; a dash for nothing."""
    amount = as_decimal(value)
    return NOTHING if amount is None else f"{rounded(amount, digits):,}".replace("-", MINUS)


def yuan(value: object) -> str:
    """Yuan to the cent, without the unit: ``36,864,854.48``."""
    return number(value, 2)


def wan(value: object, digits: int = 2) -> str:
    """Yuan as a short phrase with its unit: ``3,686.49 万元``; in English ``CNY 36.86 million``."""
    return " ".join(part for part in wan_parts(value, digits) if part)


def wan_parts(value: object, digits: int = 2) -> tuple[str, str, str]:
    """The phrase in three: what stands before the figure, the figure, what stands after."""
    amount = as_decimal(value)
    if amount is None:
        return "", NOTHING, ""
    if is_chinese():
        return "", number(amount.scaleb(-4), digits), "万元"
    if abs(amount) >= 1_000_000:
        return "CNY", number(amount.scaleb(-6), 2), "million"
    return "CNY", number(amount), ""


def share(value: object, digits: int = 1) -> str:
    """A ratio as a percentage: 0.151 is ``15.1%``."""
    ratio = as_decimal(value)
    return NOTHING if ratio is None else f"{number(ratio * 100, digits)}%"


def signed(value: object, digits: int = 2) -> str:
    """A difference with its sign: ``+858.94``, ``−3.00``, ``0.00``."""
    amount = as_decimal(value)
    if amount is None:
        return NOTHING
    return ("+" if rounded(amount, digits) > 0 else "") + number(amount, digits)


def severity_word(severity: str) -> str:
    """The word for a finding's severity."""
    return {"error": _("错误"), "warning": _("警告"), "note": _("提示"), "ok": _("一致")}.get(severity, severity)


def titled(title: object, words: object) -> str:
    """A title and what is said of it, with the colon of the language."""
    return _("%(title)s：%(words)s") % {"title": title, "words": words}


def listed(texts: Iterable[object]) -> str:
    """Several texts one after the other, with the semicolon of the language."""
    return _("；").join(map(str, texts))


def is_chinese() -> bool:
    """Whether the page is in Chinese."""
    return (get_language() or "zh-hans").startswith("zh")
