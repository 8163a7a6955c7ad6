"""What there is to attack, found by code: addresses, operations of the API, forms, stored texts, settings."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.db import models

import yunjian
from tests.house.addresses import addresses
from yunjian.kernel.api.root import document

# What there was when these attacks were written: finding less means that the finding broke, not that there is less.
KNOWN = {"addresses": 180, "operations": 43, "writing operations": 15, "forms": 37, "texts": 90, "settings": 3}

WRITES = ("post", "put", "patch", "delete")


def routes() -> list[tuple[str, str]]:
    """The name and route of every address."""
    return list(addresses())


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of every operation of the API."""
    for path, methods in document()["paths"].items():
        for method, given in methods.items():
            yield method, path, given


def form_classes() -> set[type[forms.BaseForm]]:
    """Every form a page of ours takes; not those that tests beside the pages make up."""
    for module in pkgutil.walk_packages(yunjian.__path__, "yunjian."):
        if ".pages" in module.name or module.name.endswith("styleguide"):
            importlib.import_module(module.name)
    ours = {each for each in _below(forms.BaseForm) if each.__module__.startswith("yunjian.")}
    return {each for each in ours if ".tests." not in each.__module__}


def _below(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def texts() -> list[tuple[type[models.Model], models.Field]]:
    """Every column that keeps text: characters, long texts, JSON; without those that take one of a few words."""
    return [
        (model, field)
        for model in apps.get_models()
        if model.__module__.startswith("yunjian.")
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
    ]


def settings_of_addresses() -> list[str]:
    """Settings that hold the address of another system."""
    from yunjian.site.environment import Environment

    return [name for name in Environment.__dataclass_fields__ if name.endswith(("_url", "_endpoint"))]
