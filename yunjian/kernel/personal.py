"""Personal data: each field that holds some is graded beside its model: class, mask, purpose, retention.

What a floor holds of a party it offers here (``holding``), so that the floor of parties can show all of it to the
party, and say what erasing does to it, without knowing the floors above.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from .actor import Actor
from .errors import Forbidden
from .rooms import load

PERSONAL, SENSITIVE = "PERSONAL", "SENSITIVE"
BY_ITS_DOMAIN = "domain"  # the domain takes it away itself as soon as it has served
WITH_THE_RECORD = "record"  # the name under an official act: kept as long as the act, by the law on archives
Mask = Literal["name", "identity_number", "phone", "address", "email", "bank_card", "plate", "whole"]


@dataclass(frozen=True, slots=True)
class Graded:
    """What one field holds: its class, how it is masked, what it is for, and the retention that says how long."""

    data_class: str
    mask: Mask
    purpose: str
    retention: str


# What a field is called on screen when it holds personal data.
TELLING = ("姓名", "身份证", "电话", "手机", "邮箱", "地址", "住址", "银行卡", "车牌", "出生")


def graded(model: type[models.Model]) -> dict[str, Graded]:
    """The model's graded fields, by name: what it declares as ``personal``."""
    return getattr(model, "personal", {})


def all_graded() -> Iterator[tuple[type[models.Model], str, Graded]]:
    """Every graded field of the platform."""
    for model in apps.get_models():
        for name, grade in graded(model).items():
            yield model, name, grade


def ungraded(model: type[models.Model]) -> list[str]:
    """The text fields of a model that by their title hold personal data and are not graded."""
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField | models.DateField)
        and not field.choices
        and not field.name.endswith("url")  # an address of the network
        and any(word in str(field.verbose_name) for word in TELLING)
        and field.name not in graded(model)
    ]


Rows = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of thing a floor holds of parties.

    ``rows`` gives all of it, in full, to whom it belongs, and raises Forbidden to whom it does not; ``columns`` are the
    parts a page shows, with their titles. ``when_erased`` is the Chinese sentence (a gettext message id) that says what
    becomes of it when a person is erased; ``stays`` says whether anything of a party's will.
    """

    key: str
    title: str | Promise
    columns: Mapping[str, str | Promise]
    when_erased: str
    stays: Callable[[str, datetime], bool]
    rows: Callable[..., Rows]


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one party; ``is_withheld`` where whoever reads acts for the party and may not read this."""

    key: str
    title: str | Promise
    columns: Mapping[str, str | Promise]
    rows: Rows
    is_withheld: bool = False


_holdings: dict[str, Holding] = {}


def holding(
    key: str,
    title: str | Promise,
    columns: Mapping[str, str | Promise],
    *,
    when_erased: str,
    stays: Callable[[str, datetime], bool] = lambda owner, at: False,
) -> Callable[[Callable[..., Rows]], Callable[..., Rows]]:
    """Offer what ``rows(owner, *, reader, at)`` finds; it stands in the floor's ``queries`` room."""

    def register(rows: Callable[..., Rows]) -> Callable[..., Rows]:
        if key in _holdings:
            raise TypeError(f"two holdings are called {key}")
        _holdings[key] = Holding(key, title, columns, when_erased, stays, rows)
        return rows

    return register


def holdings() -> tuple[Holding, ...]:
    """What every floor offers, in the order of the floors."""
    load("queries")
    return tuple(_holdings.values())


def held_of(owner: str, *, reader: Actor, at: datetime) -> tuple[Held, ...]:
    """All that is held of a party, as far as the reader may have it."""
    found = []
    for each in holdings():
        try:
            found.append(Held(each.key, each.title, each.columns, tuple(each.rows(owner, reader=reader, at=at))))
        except Forbidden:
            found.append(Held(each.key, each.title, each.columns, (), is_withheld=True))
    return tuple(found)


def staying(owner: str, *, at: datetime) -> list[str]:
    """The sentences of what will stay when the party is erased."""
    return [each.when_erased for each in holdings() if each.stays(owner, at)]
