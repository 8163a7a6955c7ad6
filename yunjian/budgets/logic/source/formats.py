"""Numbers in a workbook as the workbook prints them: the cell's number format over the number stored."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

# The formats a workbook may name by number without spelling them out.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 31: 'yyyy"年"m"月"d"日"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', 49: "@", 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_LITERAL = re.compile(r'"[^"]*"|\\.|!.|_.|\*.|\[[^\]]*\]')
_BODY = re.compile(r"([#0?,]*)(?:\.([#0?]*))?(,*)")
_DATE = re.compile(r"[ymdhsYMDHS]|年|月|日")
_LONGEST = 30


class Shape(NamedTuple):
    """What a number format does to a number."""

    grouped: bool = False
    decimals: int = 0
    optional: int = 0  # of the decimals, how many are left out where they are zero
    digits: int = 1  # least digits before the point: "00" prints 5 as 05
    scale: int = 0  # thousands taken off
    percent: bool = False
    general: bool = False
    is_date: bool = False
    hides_zero: bool = False
    exact: bool = True  # False where the format does something not followed here


def printed(stored: str, code: str, *, since_1904: bool = False) -> tuple[str, bool]:
    """The number as printed, and whether the format was followed to the letter."""
    try:
        number = Decimal(repr(float(stored)))
    except (ValueError, OverflowError, InvalidOperation):
        return stored, True
    if not number.is_finite():
        return stored, True
    shape = _shape(code)
    if shape.is_date and 0 <= number < 2_958_466:
        return _date(number, code, since_1904), True
    if shape.general or shape.is_date:
        return _plain(number), shape.exact and not shape.is_date
    if not shape.exact:
        return _plain(number), False
    if not number and shape.hides_zero:
        return "", True
    number = number.scaleb(2) if shape.percent else number.scaleb(-3 * shape.scale)
    if number.adjusted() + shape.decimals > _LONGEST:
        return _plain(number), False
    rounded = number.quantize(Decimal(1).scaleb(-shape.decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):{',' if shape.grouped else ''}f}"
    whole, point, fraction = text.partition(".")
    kept = len(fraction) - shape.optional
    while len(fraction) > kept and fraction.endswith("0"):
        fraction = fraction[:-1]
    sign = "-" if rounded < 0 else ""
    end = "%" if shape.percent else ""
    return f"{sign}{whole.zfill(shape.digits)}{point if fraction else ''}{fraction}{end}", True


def _plain(number: Decimal) -> str:
    """The shortest way to write it, never with an exponent."""
    text = f"{number:f}" if number.adjusted() <= _LONGEST else str(number)
    return text.rstrip("0").rstrip(".") if "." in text and "E" not in text else text


@lru_cache(maxsize=512)
def _shape(code: str) -> Shape:
    first, *others = _sections(code)
    body = _LITERAL.sub("", first).strip()
    if not body or body.lower() == "general" or body == "@" or body.startswith(("通用", "G/")):
        return Shape(general=True)
    if _DATE.search(body) and not re.search(r"[0#]", body):
        return Shape(is_date=True)
    percent = body.endswith("%")
    found = _BODY.fullmatch(body.rstrip("%").strip(" ¥$￥()+-元万"))
    if not found:
        return Shape(general=True, exact=False)
    whole, fraction, scale = found.group(1), found.group(2) or "", found.group(3)
    scale += whole[len(whole.rstrip(",")) :]
    hides_zero = len(others) >= 2 and not others[1].strip()
    split = bool(re.search(r"[0#][!\\].[0#]", first))
    return Shape(
        "," in whole.rstrip(","),
        len(fraction),
        fraction.count("#") + fraction.count("?"),
        max(whole.count("0"), 1),
        len(scale),
        percent,
        hides_zero=hides_zero,
        exact=not split,
    )


def _sections(code: str) -> list[str]:
    """The parts of a format for positive, negative and zero; semicolons in quotes part nothing."""
    parts, quote = [""], False
    for letter in code:
        quote = not quote if letter == '"' else quote
        if letter == ";" and not quote:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _date(number: Decimal, code: str, since_1904: bool) -> str:
    """A day as Chinese documents print it; hours and minutes are left out."""
    days = int(number)
    if since_1904:
        day = date(1904, 1, 1) + timedelta(days)
    else:  # the calendar of 1900 has a 29 February that never was
        day = date(1899, 12, 31) + timedelta(days if days < 60 else days - 1)
    bare = re.sub(r"\[[^\]]*\]", "", code).lower()
    if "d" not in bare and "日" not in bare:
        return f"{day.year}年{day.month}月"
    return f"{day.year}年{day.month}月{day.day}日"
