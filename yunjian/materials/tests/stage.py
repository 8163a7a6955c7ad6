"""The stage of the materials' tests: 李 and 王 at home, a firm and its agent, a clerk of one office and of another."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from ruamel.yaml import YAML
from stdnum.cn import ric

from tests.cast import DATA_BUREAU, NOON, SERVICE_CENTRE
from tests.district import PASSWORD, open_account, publish, small_district
from tests.roles import ROOT
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.materials import actions
from yunjian.materials.definitions import MaterialType
from yunjian.materials.models import Material, vault
from yunjian.parties import actions as parties
from yunjian.parties import policy as parties_policy
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of

from . import files

CREDIT_CODE = "91350100M000100Y43"
TYPES = ("resident-identity-card", "business-licence", "lease-contract", "health-certificate", "bank-statement",
         "drawings", "letter-of-authority", "legal-representative-proof")  # fmt: skip
CARD, LICENCE, LEASE, HEALTH = "resident-identity-card", "business-licence", "lease-contract", "health-certificate"


def identity_number(serial: int) -> str:
    stem = f"31011719900101{serial:03d}"
    return stem + ric.calc_check_digit(stem + "0")


@cache
def types() -> tuple[MaterialType, ...]:
    """Some of Songjiang's materials, as its pack declares them."""
    folder = ROOT / "districts" / "songjiang" / "materials"
    documents = (YAML(typ="safe").load(folder / f"{key}.yaml") for key in TYPES)
    return tuple(MaterialType.from_body(json.loads(json.dumps(each, default=str))) for each in documents)


@dataclass
class Stage:
    """Who is there."""

    accounts: dict[str, Account] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    mandate: int = 0

    def actor(self, who: str, mandate: int | None = None) -> Actor:
        return actor_of(self.accounts[who], mandate)

    @property
    def li(self) -> Actor:
        return self.actor("li")

    @property
    def wang(self) -> Actor:
        return self.actor("wang")

    @property
    def agent(self) -> Actor:
        """王 for the firm."""
        return self.actor("wang", self.mandate)

    @property
    def clerk(self) -> Actor:
        return self.actor("clerk")

    @property
    def other_clerk(self) -> Actor:
        return self.actor("other clerk")


def set_stage() -> Stage:
    small_district()
    publish(*types())
    made = Stage()
    for serial, (who, name) in enumerate((("li", "李小民"), ("wang", "王代办")), 1):
        person = parties.register_person(name, identity_number(serial), by=SYSTEM, at=NOON)
        pk = parties.open_account(who, name, PASSWORD, person_id=person, by=SYSTEM, at=NOON)
        made.accounts[who], made.holders[who] = _settled(pk), f"person:{person}"
    for who, unit in (("clerk", DATA_BUREAU), ("other clerk", SERVICE_CENTRE)):
        made.accounts[who] = open_account(who.replace(" ", "-"), ("clerk", unit), name="窗口" + who)
    firm = parties.register_enterprise("云间软件有限公司", CREDIT_CODE, by=SYSTEM, at=NOON)
    made.holders["firm"] = f"enterprise:{firm}"
    everything = [parties_policy.EVERYTHING]
    made.mandate = parties.ask_for_mandate(
        "LEGAL", "云间软件有限公司", CREDIT_CODE, everything, by=made.wang, at=NOON
    )  # fmt: skip
    parties.prove_mandate(made.mandate, "营业执照原件、身份证", by=made.clerk, at=NOON)
    return made


def _settled(pk: int) -> Account:
    from yunjian.kernel.testing import arranging

    with arranging():
        Account.objects.filter(pk=pk).update(password_is_temporary=False, password_set_at=None)
    return Account.objects.get(pk=pk)


def kept(holder: str, data: bytes = b"", type: str = CARD, *, by: Actor, at: datetime = NOON, **more: Any) -> int:
    """A file handed in, not yet checked."""
    sealed = vault().keep([data or files.jpeg()], most=500 << 20)
    return actions.keep_material(holder, type, more.pop("name", "证.jpg"), sealed, by=by, at=at, **more)


def checked(holder: str, data: bytes = b"", type: str = CARD, *, by: Actor, at: datetime = NOON, **more: Any) -> int:
    """A file handed in and found to be sound."""
    pk = kept(holder, data, type, by=by, at=at, **more)
    kind = Material.objects.get(pk=pk).kind
    actions.note_checked(pk, "xlsx" if kind == "archive" else kind, 1, "CLEAN", by=SYSTEM, at=at)
    return pk
