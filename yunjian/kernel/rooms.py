"""Finding and naming what domains register in their rooms: jobs, subscribers, invariants."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


@cache
def load(room: str) -> None:
    """Import this room of every installed domain that has one."""
    for config in apps.get_app_configs():
        name = f"{config.name}.{room}"
        if config.name.startswith("yunjian.") and find_spec(name):
            import_module(name)


def name_of(function: Callable[..., object]) -> str:
    """What a registered function is called in tables and on pages: ``budgets.jobs.read_file``."""
    return f"{function.__module__.removeprefix('yunjian.')}.{function.__name__}"
