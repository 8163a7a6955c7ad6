"""Two disclosures side by side: one unit's two years, two units of one year, or two editions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from yunjian.kernel.actor import Actor

from ..logic.headline import OVERALL_COLUMNS
from ..models import ProjectNote, TableLine
from .codes import ECONOMY_TABLES, FUNCTION_TABLES
from .disclosures import DisclosureView, disclosure, published

ZERO = Decimal(0)
_LOOSE = re.compile(r"[\s（）()“”\"《》·、,，。\-—]")


@dataclass(frozen=True)
class Pair:
    """The same thing in both: its amounts in yuan, None where one of them does not have it."""

    key: str
    label: str
    first: Decimal | None
    second: Decimal | None
    first_number: int = 0
    second_number: int = 0
    column: str = ""

    @property
    def level(self) -> int:
        return self.key.count("-") + 1 if self.key else 0

    @property
    def difference(self) -> Decimal:
        return (self.second or ZERO) - (self.first or ZERO)

    @property
    def change(self) -> Decimal | None:
        """The difference as a share of the first amount; None from nothing."""
        return self.difference / self.first if self.first else None


@dataclass(frozen=True)
class Comparison:
    first: DisclosureView
    second: DisclosureView
    totals: tuple[Pair, ...]
    functions: tuple[Pair, ...]
    economy: tuple[Pair, ...]
    projects: tuple[Pair, ...]

    @property
    def both(self) -> tuple[DisclosureView, DisclosureView]:
        return self.first, self.second


def compare(first_id: int, second_id: int, *, reader: Actor) -> Comparison:
    """Total by total, code by code, project by project (matched by title, marks and spaces aside)."""
    first, second = disclosure(first_id, reader=reader), disclosure(second_id, reader=reader)
    return Comparison(
        first,
        second,
        tuple(
            Pair("", "", getattr(first, name), getattr(second, name), column=name)
            for name in ("income", "expenditure", "basic", "project")
        ),
        _by_code(FUNCTION_TABLES, first_id, second_id, reader),
        _by_code(ECONOMY_TABLES, first_id, second_id, reader),
        _by_title(first_id, second_id, reader),
    )


def _by_code(kinds: Iterable[str], first: int, second: int, reader: Actor) -> tuple[Pair, ...]:
    lines = TableLine.objects.filter(
        disclosure__in=published(reader).filter(pk__in=(first, second)), kind__in=kinds, column__in=OVERALL_COLUMNS
    ).exclude(code="")
    rows = lines.order_by("row").values_list("disclosure", "code", "label", "amount")
    amounts: dict[str, dict[int, Decimal]] = {}
    labels: dict[str, str] = {}
    for of, code, label, amount in rows:
        amounts.setdefault(code, {})[of] = amount
        labels[code] = label
    return tuple(
        Pair(code, labels[code], amounts[code].get(first), amounts[code].get(second)) for code in sorted(amounts)
    )


def _by_title(first: int, second: int, reader: Actor) -> tuple[Pair, ...]:
    rows = ProjectNote.objects.filter(disclosure__in=published(reader).filter(pk__in=(first, second)))
    found: dict[int, dict[str, tuple[str, Decimal | None, int]]] = {first: {}, second: {}}
    for of, title, amount, number in rows.order_by("number").values_list("disclosure", "title", "amount", "number"):
        found[of][alike(title)] = (title, amount, number)
    pairs = []
    for key in found[first].keys() | found[second].keys():
        a, b = found[first].get(key), found[second].get(key)
        title = (b or a or ("", None, 0))[0]
        pairs.append(Pair("", title, a and a[1], b and b[1], a[2] if a else 0, b[2] if b else 0))
    return tuple(sorted(pairs, key=lambda pair: (-max(pair.first or ZERO, pair.second or ZERO), pair.label)))


def alike(title: str) -> str:
    """A title without what editors change between years: marks, spaces, the year, a final 项目."""
    return re.sub(r"20\d\d(?:年度?)?", "", _LOOSE.sub("", title)).removesuffix("项目")
