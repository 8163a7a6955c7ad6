"""What an application stands on: its item or theme, the items and forms, as they are in force or as it was begun."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.definitions import Definition

from ..definitions import Form, Item, Joined, Question, Theme, joined
from ..models import Application
from .guides import asked_once

Pins = list[list[str]]


@dataclass(frozen=True, slots=True)
class Ground:
    """The definitions of an application."""

    whole: Item | Theme
    items: tuple[Item, ...]
    forms: tuple[Form, ...]

    @property
    def pins(self) -> tuple[date, Pins, Pins]:
        return self.whole.valid_from, _pinned(self.items), _pinned(self.forms)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Each once."""
        return asked_once(self.whole, list(self.items)) if isinstance(self.whole, Theme) else self.whole.questions

    def chosen(self, record: Mapping[str, Any], on: date) -> tuple[Item, ...]:
        """The items these answers call for, in the order they become possible."""
        if not isinstance(self.whole, Theme):
            return self.items
        found = {each.key: each for each in self.items}
        return tuple(found[key] for wave in self.whole.waves(record, on) for key in wave)

    def form_for(self, items: Sequence[Item]) -> Joined | None:
        """The one form of these items."""
        keys = {each.key for each in items}
        forms = [each for each in self.forms if keys & set(each.items)]
        yields = {each.key: self._yielded_before(each, items) for each in forms}
        return joined(self.whole.title, self.whole.title_en, forms, yields) if forms else None

    def _yielded_before(self, form: Form, items: Sequence[Item]) -> frozenset[str]:
        """The certificates that the items before those of the form end in."""
        found = {each.key: each for each in items}
        waiting, before = [key for key in form.items if key in found], set[str]()
        while waiting:
            fresh = set(self.after(waiting.pop(), items)) - before
            before |= fresh
            waiting += fresh
        return frozenset(each.certificate for key in before for each in found[key].results if each.certificate)

    def after(self, key: str, items: Sequence[Item]) -> tuple[str, ...]:
        """Which of these items go before this one."""
        if not isinstance(self.whole, Theme):
            return ()
        keys = {each.key for each in items}
        return tuple(each for part in self.whole.parts if part.item == key for each in part.after if each in keys)


def ground_in_force(kind: str, key: str, *, at: datetime, reader: Actor) -> Ground:
    """As they are in force today."""
    day = timezone.localdate(at)
    whole: Item | Theme
    if kind == Application.Kind.THEME:
        whole = catalogue.in_force(Theme, key, on=day)
        items = tuple(catalogue.in_force(Item, each.item, on=day) for each in whole.parts)
    else:
        whole = catalogue.in_force(Item, key, on=day)
        items = (whole,)
    keys = [each.key for each in items]
    found = [each for each in catalogue.all_in_force(Form, on=day) if set(keys) & set(each.items)]
    forms = sorted(found, key=lambda form: min(keys.index(each) for each in form.items if each in keys))
    return Ground(whole, items, tuple(forms) if kind == Application.Kind.THEME else tuple(forms[:1]))


def ground_of(row: Application, *, at: datetime, reader: Actor) -> tuple[Ground, bool]:
    """As they were when it was begun, or last renewed; and, of a draft, whether that is still how they are in force."""
    if row.state == Application.State.DRAFT:
        newest = ground_in_force(row.kind, row.key, at=at, reader=reader)
        if newest.pins == (row.edition, row.items, row.forms):
            return newest, True
    items = tuple(catalogue.edition(Item, *_pin(each)) for each in row.items)
    forms = tuple(catalogue.edition(Form, *_pin(each)) for each in row.forms)
    is_theme = row.kind == Application.Kind.THEME
    return Ground(catalogue.edition(Theme, row.key, row.edition) if is_theme else items[0], items, forms), False


def _pin(pair: list[str]) -> tuple[str, date]:
    return pair[0], date.fromisoformat(pair[1])


def _pinned(found: Iterable[Definition]) -> Pins:
    return [[each.key, each.valid_from.isoformat()] for each in found]
