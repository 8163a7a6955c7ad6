"""What each kind of event is called: the ``title`` beside its ``kind`` in a domain's ``events`` room."""

import dataclasses
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.utils.translation import gettext

_KERNEL = "yunjian.kernel"  # its events stand in its parts, and beside the catalogue


@cache
def titles() -> dict[str, str]:
    """Every kind of event there is, and its title in Chinese, which is also the gettext message id."""
    floors = [each.name for each in apps.get_app_configs() if each.name.startswith("yunjian.")]
    parts = [f"{_KERNEL}.{each.name}" for each in iter_modules(import_module(_KERNEL).__path__) if each.ispkg]
    names = [f"{package}.events" for package in (*parts, *floors)]
    rooms = [import_module(name) for name in (f"{_KERNEL}.catalogue", *names) if find_spec(name)]
    return {
        each.kind: each.title
        for room in rooms
        for each in vars(room).values()
        if dataclasses.is_dataclass(each) and hasattr(each, "kind") and hasattr(each, "title")
    }


def title_of(kind: str) -> str:
    """What an event is called in the reader's language; one that an earlier version recorded keeps its code."""
    title = titles().get(kind)
    return gettext(title) if title else kind


def kinds_called(words: str) -> list[str]:
    """The kinds in whose title these words stand, in the reader's language or in Chinese."""
    wanted = words.casefold()
    return [
        kind for kind, title in titles().items() if wanted in title.casefold() or wanted in gettext(title).casefold()
    ]
