"""Finding what domains register in their rooms: jobs, subscribers and checks of connections are loaded when needed."""

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
