"""Whom every address is open to: one file per floor, found by looking, so that a new floor adds a file of its own.

A file has ``OPEN_TO`` (address name → audience) and, where it needs them: ``NARROWER`` (route → audience, where one
route of a name is narrower than the others), ``OWNERS`` (name → who gets in as the owner of what the arguments name),
``ONLY`` (name → arguments that only this address takes so) and ``arguments()`` (something real for the parameters of
its routes; it is called once, in the real district).
"""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from .audiences import SENT, visitors

__all__ = ["FLOORS", "NARROWER", "ONLY", "OPEN_TO", "OWNERS", "SENT", "addresses", "arguments", "visitors"]

FLOORS: tuple[ModuleType, ...] = tuple(
    importlib.import_module(f"{__name__}.{each.name}")
    for each in pkgutil.iter_modules(__path__)
    if each.name != "audiences"
)


def _gathered(table: str) -> dict[str, Any]:
    """One table of all floors; no two floors speak for the same address."""
    rows = [row for floor in FLOORS for row in getattr(floor, table, {}).items()]
    assert len(rows) == len(dict(rows)), f"{table}: two files speak for the same address"
    return dict(rows)


OPEN_TO: dict[str, frozenset[str]] = _gathered("OPEN_TO")
NARROWER: dict[str, frozenset[str]] = _gathered("NARROWER")
OWNERS: dict[str, frozenset[str]] = _gathered("OWNERS")
ONLY: dict[str, dict[str, object]] = _gathered("ONLY")


def arguments() -> dict[str, object]:
    """Something real for every parameter of an address."""
    found: dict[str, object] = {}
    for floor in FLOORS:
        given = floor.arguments() if hasattr(floor, "arguments") else {}
        twice = found.keys() & given.keys()
        assert not twice, f"{floor.__name__}: {sorted(twice)} are given by another floor: name yours in ONLY"
        found |= given
    return found


def addresses() -> Iterator[tuple[str, str]]:
    """The name and route of every address of the platform."""
    yield from _within(get_resolver().url_patterns, "", "")


def _within(patterns: list, space: str, route: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (space, pattern.namespace)))
            yield from _within(pattern.url_patterns, inner, here)
        elif isinstance(pattern, URLPattern):
            yield ":".join(filter(None, (space, pattern.name))), here
