"""A page of a list as templates show it: rows, totals, and the addresses of every other page of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yunjian.ui import formats

from .ask import Ask, Range
from .find import Found

if TYPE_CHECKING:
    from .table import Filter, Table


@dataclass(frozen=True)
class Step:
    """A page number with its address; number 0 is a gap."""

    number: int
    url: str = ""


@dataclass(frozen=True)
class Chip:
    """A condition in force, in words, and the address without it."""

    text: str
    url: str


@dataclass(frozen=True)
class FilterField:
    """A filter as a form field: one or two inputs with their present values, or options."""

    key: str
    title: str
    kind: str
    many: bool
    inputs: tuple[tuple[str, str], ...]  # parameter, present value
    options: tuple[tuple[str, str, bool], ...] = ()  # key, title, chosen


@dataclass(frozen=True)
class Listing:
    """``rows`` of one page; ``totals`` are over the whole list, so they always equal what it lists."""

    table: "Table"
    ask: Ask
    found: Found
    totals: Mapping[str, Any]

    @property
    def rows(self) -> tuple[Any, ...]:
        return self.found.rows

    @property
    def total(self) -> int:
        return self.found.total

    @property
    def number(self) -> int:
        return self.found.page

    @property
    def pages(self) -> int:
        return self.found.pages

    @property
    def first(self) -> int:
        return (self.number - 1) * self.found.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.found.size, self.total)

    @property
    def mistakes(self) -> tuple[str, ...]:
        """Sentences to show above the list."""
        if self.ask.page <= self.pages:
            return self.ask.mistakes
        beyond = _("没有第 %(asked)s 页，这里是最后一页。") % {"asked": self.ask.page}
        return (*self.ask.mistakes, beyond)

    # Addresses: each keeps every other parameter

    def url(self, **changes: Any) -> str:
        """The list with some parameters changed (a list of values, or None to leave it out), back on page 1."""
        parameters = self.ask.parameters.copy()
        parameters.pop("page", None)
        for name, value in changes.items():
            parameters.pop(name, None)
            if value is not None:
                parameters.setlist(name, value if isinstance(value, list) else [str(value)])
        return "?" + parameters.urlencode()

    def page_url(self, number: int) -> str:
        return self.url(page=number if number > 1 else None)

    @property
    def previous_url(self) -> str:
        return self.page_url(self.number - 1)

    @property
    def next_url(self) -> str:
        return self.page_url(self.number + 1)

    def sort_url(self, key: str) -> str:
        """Sorted by the column; the other way round if it already is."""
        turned = self.ask.sort == key and not self.ask.descending
        return self.url(sort=f"-{key}" if turned else key)

    def direction(self, key: str) -> str:
        """``ascending``, ``descending`` or nothing, for aria-sort."""
        if self.ask.sort != key:
            return ""
        return "descending" if self.ask.descending else "ascending"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The pages to offer: the ends, the neighbours, gaps between."""
        near = {1, self.pages, *range(max(1, self.number - 2), min(self.pages, self.number + 2) + 1)}
        steps: list[Step] = []
        for number in sorted(near):
            if steps and number - steps[-1].number > 1:
                steps.append(Step(0))
            steps.append(Step(number, self.page_url(number)))
        return tuple(steps)

    @property
    def sizes(self) -> tuple[tuple[int, str, bool], ...]:
        """Page sizes: number, address, whether it is the present one."""
        return tuple((size, self.url(size=size), size == self.found.size) for size in self.table.sizes)

    # Filters

    @property
    def is_filtered(self) -> bool:
        return bool(self.ask.values)

    @property
    def filter_count(self) -> int:
        return len(self.ask.values)

    @property
    def cleared_url(self) -> str:
        return self.url(**dict.fromkeys(self._filter_parameters))

    @property
    def kept_parameters(self) -> tuple[tuple[str, str], ...]:
        """What a filter form must carry along in hidden fields."""
        own = {*self._filter_parameters, "page"}
        return tuple((k, v) for k, values in self.ask.parameters.lists() if k not in own for v in values)

    @property
    def _filter_parameters(self) -> tuple[str, ...]:
        return tuple(name for f in self.table.filters for name in f.parameters)

    @property
    def filter_fields(self) -> tuple[FilterField, ...]:
        """Every declared filter, ready for a form."""
        return tuple(self._field(declared) for declared in self.table.filters)

    def _field(self, declared: "Filter") -> FilterField:
        value = self.ask.get(declared.key)
        chosen = value if isinstance(value, tuple) else (value,)
        options = tuple((k, t, k in chosen) for k, t in self.ask.choices.get(declared.key, {}).items())
        inputs = tuple((name, self.ask.parameters.get(name, "")) for name in declared.parameters)
        return FilterField(declared.key, str(declared.title), declared.kind, declared.many, inputs, options)

    @property
    def chips(self) -> tuple[Chip, ...]:
        """Every condition in force, in words, with the address that drops it."""
        chips: list[Chip] = []
        for declared in self.table.filters:
            value = self.ask.get(declared.key)
            if value is None:
                continue
            dropped = self.url(**dict.fromkeys(declared.parameters))
            chips.append(Chip(formats.titled(declared.title, self._in_words(declared, value)), dropped))
        return tuple(chips)

    def _in_words(self, declared: "Filter", value: Any) -> str:
        if declared.kind == "choice":
            titles = self.ask.choices.get(declared.key, {})
            return _("、").join(str(titles[key]) for key in (value if isinstance(value, tuple) else (value,)))
        if not isinstance(value, Range):
            return str(value)
        low, high = (self.ask.parameters.get(name, "").strip() for name in declared.parameters)
        unit = _("万元") if declared.kind == "amount" else ""
        return f"{low or '…'} – {high or '…'} {unit}".strip()
