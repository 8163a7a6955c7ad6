"""Amounts of money as exact decimals, and amounts as printed, whose tolerance follows the printed digits."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋（）", "0123456789.,-+()")
_BEGINS = re.compile(r"[-+−(0-9－＋（０-９]")
_NUMBER = re.compile(r"[-+−]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_SPACE = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")  # all but what stands between two digits
_LONGEST = 24  # characters; arithmetic with Decimals is exact to 28 digits, and 万元 takes four


class MoneyUnit(Enum):
    """The two units Chinese budget tables are printed in."""

    YUAN = "元"
    WAN = "万元"

    @property
    def factor(self) -> int:
        """How many yuan one of it is."""
        return 10_000 if self is MoneyUnit.WAN else 1

    @classmethod
    def from_text(cls, text: str) -> "MoneyUnit | None":
        """The unit a phrase such as ``单位：万元`` names, or None."""
        if "万元" in text:
            return cls.WAN
        return cls.YUAN if "元" in text else None


class Agreement(Enum):
    """How two printed amounts stand to each other."""

    EQUAL = "equal"
    ROUNDING = "rounding"  # they differ by no more than what their printed digits leave open
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Printed:
    """An amount exactly as a document prints it: the number, its unit and so its precision."""

    value: Decimal
    unit: MoneyUnit = MoneyUnit.YUAN

    @property
    def yuan(self) -> Decimal:
        return self.value * self.unit.factor

    @property
    def decimals(self) -> int:
        """Digits printed after the point."""
        return max(0, -int(self.value.as_tuple().exponent))

    @property
    def tolerance(self) -> Decimal:
        """Half of the last printed digit, in yuan: 2 decimals of 万元 leave ±50 元 open."""
        return Decimal(5).scaleb(-self.decimals - 1) * self.unit.factor

    def compare(self, other: "Printed") -> Agreement:
        """Equal, apart by rounding only, or different."""
        gap = abs(self.yuan - other.yuan)
        if not gap:
            return Agreement.EQUAL
        return Agreement.ROUNDING if gap <= self.tolerance + other.tolerance else Agreement.DIFFERENT

    def as_unit(self, unit: MoneyUnit) -> "Printed":
        """The same digits read in another unit: what the amount would be had the other unit been printed."""
        return Printed(self.value, unit)

    def __str__(self) -> str:
        return f"{self.value:,f}{self.unit.value}"


def parse_number(text: str) -> Decimal | None:
    """The one number a cell or phrase consists of, or None: ``1,234.50``, ``－３.５``, ``(12.00)`` (negative).

    Thousands separators must stand in threes: ``1,23`` is no number. Two numbers beside each other are not one:
    ``2025 2026`` is None. So is what is too long to be an amount and to stay exact.
    """
    text = text.strip()
    if not _BEGINS.match(text):  # most cells are words
        return None
    plain = _SPACE.sub("", text.translate(_FULL_WIDTH))
    negative = plain.startswith("(") and plain.endswith(")")
    if negative:
        plain = plain[1:-1]
    if not _NUMBER.fullmatch(plain) or len(plain) > _LONGEST or (negative and not plain[0].isdigit()):
        return None
    number = Decimal(plain.replace(",", "").replace("−", "-"))
    if not number:
        return abs(number)  # there is no minus nothing
    return -number if negative else number


def in_wan(yuan: Decimal) -> Decimal:
    """Yuan as 万元, exactly."""
    return yuan.scaleb(-4)
