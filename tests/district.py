"""A district in miniature for the tests: a few units and roles, published and adopted, and accounts in it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.definitions import Basis, Definition
from yunjian.kernel.testing import arranging
from yunjian.parties import actions as parties
from yunjian.parties.definitions import Unit
from yunjian.parties.models import Account

from .cast import DATA_BUREAU, NOON, SERVICE_CENTRE
from .roles import editions

PASSWORD = "Cloud-over-9-peaks"


@dataclass(frozen=True)
class SmallPack:
    """A district's folder in miniature: what ``catalogue.publish`` asks of a pack."""

    definitions: tuple[Definition, ...]
    key: str = "small"


RULE = (Basis(title="测试用的依据"),)
START = date(2025, 1, 1)
UNITS = (
    ("songjiang", "上海市松江区", None, "district"),
    (DATA_BUREAU, "上海市松江区数据局", "songjiang", "department"),
    ("data-bureau-office", "办公室", DATA_BUREAU, "section"),
    (SERVICE_CENTRE, "上海市松江区政务服务中心", "songjiang", "institution"),
    ("songjiang-yueyang", "岳阳街道", "songjiang", "township"),
)


def unit_definition(key: str, title: str, parent: str | None, level: str, **more: Any) -> Unit:
    example = {"called": (title,)}
    values = {"basis": RULE, "valid_from": START, **more}
    return Unit(key=key, title=title, parent=parent, level=level, example=example, **values)


def publish(*definitions: Definition, at: datetime = NOON) -> None:
    """Put definitions in the catalogue, as publishing a pack would."""
    catalogue.publish(SmallPack(definitions), by=SYSTEM, at=at)


def small_district() -> None:
    """The units and roles the cast works in, published and adopted."""
    units = (unit_definition(*each) for each in UNITS)
    publish(*units, *editions())
    parties.adopt_units(by=SYSTEM, at=NOON)


def open_account(username: str, *grants: tuple[str, str], name: str = "", password: str = PASSWORD) -> Account:
    """Somebody who can log in and holds these (role, unit) grants; ``client.force_login`` takes what is returned."""
    pk = parties.open_account(username, name or username, password, by=SYSTEM, at=NOON)
    with arranging():
        Account.objects.filter(pk=pk).update(password_is_temporary=False, password_set_at=None)  # chosen by its owner
    for role, unit in grants:
        parties.grant_role(pk, role, unit, by=SYSTEM, at=NOON)
    return Account.objects.get(pk=pk)
