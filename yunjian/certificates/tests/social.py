"""What the tests of social use stand on: a scenario, a bank under an agreement, a hotel, who looks after them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from tests.cast import DATA_BUREAU, NOON
from tests.district import RULE, START, publish
from tests.roles import actor
from yunjian.certificates import actions
from yunjian.certificates.actions import Agreed, Wanted
from yunjian.certificates.definitions import Exemption, Scenario
from yunjian.certificates.models import Asking
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.proofs import checkpoints
from yunjian.kernel.testing import seal_and_deliver
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Person

from . import stage

# 唐 registers organisations, 宋 approves them.
TANG = actor("account:900131", "唐登记", ("social-use-officer", DATA_BUREAU))
SONG = actor("account:900132", "宋审批", ("social-use-approver", DATA_BUREAU))
BASE = "https://songjiang.example"  # what the district is called as issuer
CODES = ("913100001000001137", stage.USCC)


def scenario(key: str = "open-account", **more: Any) -> Scenario:
    """A bank asks for the name and the home of the holder of a permit; the number is optional."""
    values: dict[str, Any] = {
        "title": "开立账户",
        "title_en": "Opening an account",
        "certificate": "permit",
        "purpose": "核对开户人",
        "purpose_en": "Verify who opens the account",
        "organisations": ("bank",),
        "required": ("holder_name", "home"),
        "optional": ("holder_number",),
        "consent": "我同意银行取得所列内容，保存 30 天。",
        "consent_en": "I agree.",
        "kept_days": 30,
        "limits": {"per_day": 50, "per_holder": 5},
        "example": {
            "organisation": "bank", "refused_kind": "hotel", "values": {"holder_name": "李民", "home": "甲"},
            "travels": {"holder_name": "李民", "home": "甲"},
        },
        "basis": RULE,
        "valid_from": START,
        **more,
    }  # fmt: skip
    return Scenario(key=key, **values)


def exemption(**more: Any) -> Exemption:
    replaced = {
        "item": "school", "item_title": "入学", "item_title_en": "School", "material": "home-proof",
        "material_title": "居住证明", "material_title_en": "Proof of residence",
    }  # fmt: skip
    values: dict[str, Any] = {
        "title": "居住证免交材料",
        "title_en": "Replaced by the permit",
        "certificate": "permit",
        "how": "issued-here",
        "replaces": (replaced,),
        "example": {"item": "school", "material": "home-proof", "still_needed": "photo"},
        "basis": RULE,
        "valid_from": START,
        **more,
    }
    return Exemption(key="permit", **values)


def district(*scenarios: Scenario) -> int:
    """The district with a scenario; returns the holder's certificate."""
    stage.district()
    publish(*(scenarios or (scenario(),)), exemption())
    return stage.issued("permit")


def agreed(number: int = 0, **more: Any) -> Agreed:
    values: dict[str, Any] = {
        "name": ("松江银行", "云间旅馆")[number],
        "uscc": CODES[number],
        "kind": "bank",
        "contact": "赵联系",
        "phone": "021-57810000",
        "agreement": f"XY-2026-{number}",
        "start": date(2026, 1, 1),
        "through": date(2026, 12, 31),
        "scenarios": ("open-account",),
    }
    return Agreed(**values | more)


def district_of_today(*scenarios: Scenario) -> int:
    """The same with a certificate that holds today, for pages and interfaces: they ask the clock."""
    stage.district()
    publish(*(scenarios or (scenario(),)), exemption())
    now = timezone.now()
    draft = stage.of_person(valid_through=timezone.localdate(now) + timedelta(days=200))
    return actions.issue_certificate("permit", draft, by=stage.GU, at=now).id


def bank_of_today(**more: Any) -> int:
    """An approved organisation whose agreement holds today."""
    return organisation(through=timezone.localdate() + timedelta(days=200), **more)


def token_of(organisation_id: int, **more: Any) -> str:
    """A key as the office gives it, as text."""
    return actions.give_organisation_key(organisation_id, "柜面系统", **more, by=SONG, at=timezone.now())[1]


def holder_account() -> Account:
    """The holder, signed in."""
    person = Person.objects.get(name="李民")
    pk = parties.open_account("li", "李民", None, person_id=person.pk, by=SYSTEM, at=NOON)
    return Account.objects.get(pk=pk)


def organisation(number: int = 0, **more: Any) -> int:
    """An approved organisation."""
    made = actions.register_organisation(agreed(number, **more), by=TANG, at=NOON)
    actions.approve_organisation(made, by=SONG, at=NOON)
    return made


def key_of(organisation_id: int) -> Actor:
    """A program of the organisation, as its key makes it."""
    return Actor(f"key:{organisation_id}", "程序", owns=frozenset({f"organisation:{organisation_id}"}))


def wanted(reference: str = "R1", **more: Any) -> Wanted:
    return Wanted(
        **{"scenario": "open-account", "reference": reference, "name": "李民", "number": stage.NUMBER, **more}
    )


def signed() -> None:
    """What the worker does within seconds: the entries stand under a signed checkpoint."""
    seal_and_deliver()
    checkpoints.sign(at=timezone.now())


def asked(organisation_id: int, reference: str = "R1", *, at: datetime = NOON, **more: Any) -> Asking:
    return actions.ask(wanted(reference, **more), by=key_of(organisation_id), at=at)
