"""What a list may be asked: its columns and filters, declared once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from yunjian.kernel.money import parse_number

from .ask import Ask, Range
from .find import Found
from .listing import Listing

Text = str | Promise
LONGEST_TEXT = 100
LONGEST_NUMBER = 20


@dataclass(frozen=True)
class Column:
    """A column: ``value`` takes the row's attribute of the same name unless told otherwise.

    Kinds ``money`` (yuan), ``number`` and ``share`` are set flush right; ``date`` and ``text`` are not.
    """

    key: str
    title: Text
    kind: Literal["text", "money", "number", "share", "date"] = "text"
    sortable: bool = False
    value: Callable[[Any], Any] | None = None

    def of(self, row: Any) -> Any:
        """The row's value in this column."""
        return self.value(row) if self.value else getattr(row, self.key)


@dataclass(frozen=True)
class Filter:
    """A filter: ``text`` and ``choice`` use the parameter ``key``; ranges use ``key_from`` and ``key_to``.

    ``amount`` is typed in 万元 and becomes a Range of yuan. A ``choice`` with ``many`` becomes a tuple of keys.
    """

    key: str
    title: Text
    kind: Literal["text", "choice", "integer", "amount", "date"] = "text"
    many: bool = False

    @property
    def is_range(self) -> bool:
        return self.kind in ("integer", "amount", "date")

    @property
    def parameters(self) -> tuple[str, ...]:
        return (f"{self.key}_from", f"{self.key}_to") if self.is_range else (self.key,)


@dataclass(frozen=True)
class Table:
    """The declared list; ``sort`` is the order when none is asked, ``-amount`` for descending."""

    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    sizes: tuple[int, ...] = (50, 100, 200)
    labels: Mapping[str, Text] = field(default_factory=dict, hash=False)

    def ask(self, parameters: QueryDict, *, choices: Mapping[str, Mapping[str, str]] | None = None) -> Ask:
        """Understand the parameters; what makes no sense is ignored and named in ``mistakes``."""
        reading = _Reading(parameters, choices or {})
        values = {f.key: value for f in self.filters if (value := reading.filter(f)) is not None}
        sort, descending = reading.order(self)
        size = reading.whole("size", _("每页条数"), self.sizes[0])
        if size not in self.sizes:
            reading.ignore(_("每页条数"), str(size))
            size = self.sizes[0]
        page = reading.whole("page", _("页码"), 1)
        return Ask(values, sort, descending, max(1, page), size, tuple(reading.mistakes), parameters, choices or {})

    def listing(self, ask: Ask, found: Found, *, totals: Mapping[str, Any] | None = None) -> Listing:
        """The page of the list, as templates show it."""
        return Listing(self, ask, found, totals or {})

    def column(self, key: str) -> Column | None:
        return next((c for c in self.columns if c.key == key), None)


class _Reading:
    """One reading of the parameters, collecting what was not understood."""

    def __init__(self, parameters: QueryDict, choices: Mapping[str, Mapping[str, str]]):
        self.parameters = parameters
        self.choices = choices
        self.mistakes: list[str] = []

    def ignore(self, title: Text, value: str) -> None:
        shown = value if len(value) <= 30 else value[:30] + "…"
        sentence = _("“%(title)s”不能是“%(value)s”，这个条件没有使用。")
        self.mistakes.append(sentence % {"title": title, "value": shown.replace("\x00", "")})

    def filter(self, declared: Filter) -> Any:
        """The filter's value, or None where it is not used."""
        if declared.is_range:
            low, high = (self._bound(declared, name) for name in declared.parameters)
            return None if low is None and high is None else Range(low, high)
        given = [text.strip() for text in self.parameters.getlist(declared.key) if text.strip()]
        if not given:
            return None
        if declared.kind == "choice":
            return self._chosen(declared, given)
        if len(given[-1]) > LONGEST_TEXT or "\x00" in given[-1]:
            return self.ignore(declared.title, given[-1])
        return given[-1]

    def order(self, table: Table) -> tuple[str, bool]:
        """The column to sort by and whether from the top."""
        asked = self.parameters.get("sort", "")
        column = table.column(asked.removeprefix("-"))
        if asked and not (column and column.sortable):
            self.ignore(_("排序"), asked)
            asked = ""
        order = asked or table.sort
        return order.removeprefix("-"), order.startswith("-")

    def whole(self, name: str, title: Text, default: int) -> int:
        """A whole number, or the default."""
        text = self.parameters.get(name, "").strip()
        if not text:
            return default
        if text.isdecimal() and len(text) <= 9:
            return int(text)
        self.ignore(title, text)
        return default

    def _chosen(self, declared: Filter, given: list[str]) -> str | tuple[str, ...] | None:
        known = self.choices.get(declared.key, {})
        for value in given:
            if value not in known:
                self.ignore(declared.title, value)
        chosen = tuple(dict.fromkeys(value for value in given if value in known))
        if not chosen:
            return None
        return chosen if declared.many else chosen[-1]

    def _bound(self, declared: Filter, name: str) -> int | Decimal | date | None:
        text = self.parameters.get(name, "").strip()
        if not text:
            return None
        value = _parsed(declared.kind, text) if len(text) <= LONGEST_NUMBER else None
        if value is None:
            self.ignore(declared.title, text)
        return value


def _parsed(kind: str, text: str) -> int | Decimal | date | None:
    if kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    number = parse_number(text)
    if number is None or kind == "amount":
        return None if number is None else number.scaleb(4)
    return int(number) if number == int(number) and abs(number) < 2**31 else None
