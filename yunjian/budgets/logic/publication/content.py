"""What a department's own disclosure is made from: figures as entered, explanations in its words. Nothing else."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

Nature = Literal["administrative", "institution"]
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a table as entered: its amounts in yuan in the order of the side's columns; None is a blank cell."""

    code: str
    label: str
    amounts: tuple[Decimal | None, ...]
    is_total: bool = False

    @property
    def is_blank(self) -> bool:
        return all(amount is None for amount in self.amounts)

    @property
    def depth(self) -> int:
        """1 类, 2 款, 3 项; 0 where there is no code."""
        return self.code.count("-") + 1 if self.code else 0


@dataclass(frozen=True, slots=True)
class SheetSide:
    """``income``, ``expenditure`` or, in one-sided tables, ``""``."""

    side: str
    lines: tuple[SheetLine, ...] = ()

    @property
    def total(self) -> SheetLine | None:
        return next((line for line in reversed(self.lines) if line.is_total), None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the nine tables by its number."""

    number: int
    sides: tuple[SheetSide, ...]

    @property
    def is_empty(self) -> bool:
        return all(line.is_blank for side in self.sides for line in side.lines)

    def side(self, name: str = "") -> SheetSide:
        return next((side for side in self.sides if side.side == name), self.sides[0])


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the year before had been budgeted for one thing, and why this year differs. ``subject`` as in Statement."""

    subject: str
    amount: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a functional item is mainly used for."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Procurement:
    """Government procurement in yuan: the three kinds, and what is reserved for smaller enterprises."""

    goods: Decimal = ZERO
    works: Decimal = ZERO
    services: Decimal = ZERO
    sme: Decimal = ZERO
    micro: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.goods + self.works + self.services


@dataclass(frozen=True, slots=True)
class Assets:
    """State assets at the end of the year before, and what is to be bought."""

    vehicles: int = 0
    general: int = 0  # 单价50万元以上通用设备
    special: int = 0  # 单价100万元以上专用设备
    plan: str = ""


@dataclass(frozen=True, slots=True)
class OwnProject:
    """One project as it is to be explained: what cannot be worked out from its figures and dates is text."""

    title: str
    amount: Decimal | None = None
    overview: str = ""
    basis: str = ""
    implementer: str = ""
    plan: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    used_for: str = ""
    goals: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A draft disclosure of a departmental budget, whole."""

    year: int
    body: str
    district: str = ""
    administrative: int = 1  # 行政单位（含参公事业单位）家数
    institutions: int = 0
    is_new: bool = False  # 新成立部门，没有上年数据
    duties: str = ""
    organisation: str = ""
    glossary: str = ""
    sheets: tuple[Sheet, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    procurement: Procurement = Procurement()
    assets: Assets = Assets()
    projects: tuple[OwnProject, ...] = ()

    def sheet(self, number: int) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.number == number)

    def with_sheet(self, changed: Sheet) -> "Content":
        """The same with one table replaced."""
        return replace(self, sheets=tuple(changed if s.number == changed.number else s for s in self.sheets))

    def before(self, subject: str) -> Earlier:
        return next((each for each in self.earlier if each.subject == subject), Earlier(subject))

    def purpose(self, code: str) -> str:
        return next((each.words for each in self.purposes if each.code == code), "")
