"""Personal data: each field that holds some is graded beside its model: class, mask, purpose, retention."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.apps import apps
from django.db import models

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
