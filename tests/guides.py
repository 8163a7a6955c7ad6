"""The template district's guides: two items, a theme, a trade, a form; small enough for any test."""

from datetime import datetime
from functools import cache

from yunjian.cases.definitions import Procedure
from yunjian.kernel.definitions import Definition
from yunjian.kernel.pack.reading import read
from yunjian.services.definitions import Form, Item, Theme, Trade
from yunjian.site.definitions import ALL
from yunjian.site.environment import ROOT

from .cast import NOON
from .district import publish

ITEM, FORM, THEME, TRADE = "bookkeeping-licence", "bookkeeping-licence", "open-bookkeeping", "bookkeeping"
KINDS = (Form, Item, Theme, Trade, Procedure)


@cache
def declared() -> tuple[Definition, ...]:
    """What they are made of, read once."""
    return tuple(each for each in read(ROOT / "districts" / "template", ALL).definitions if isinstance(each, KINDS))


def publish_guides(at: datetime = NOON) -> None:
    publish(*declared(), at=at)
