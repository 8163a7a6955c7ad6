"""The lists of cases ask the database as often for many rows as for few."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import SERVICE_CENTRE
from tests.pins import assert_pinned
from yunjian.cases import actions
from yunjian.cases.definitions import ChildPlan
from yunjian.cases.models import Draw, Stage
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.parties import actions as parties
from yunjian.parties.models import Account

from .across import across_regions, forwarded
from .world import (
    BAI,
    ENQUIRY,
    FANG,
    GU,
    JIANG,
    LIN,
    LUO,
    MEI,
    MON,
    OTHER,
    SHOP,
    SIGN,
    TANG,
    accepted,
    day,
    decided,
    of,
    received,
    reviewed,
    sit,
    submitted,
    waiting,
)

pytestmark = pytest.mark.usefixtures("desks")
PINNED_AT_WORK = {"/cases/": 13}
PINNED_FOR_ONE = {"/cases/0/": 29, "/cases/0/add_note/": 27}
PINNED_OF_REGIONS = {"/cases/regions/": 11}
PINNED_FOR_A_LEADER = {"/cases/desks/": 17, "/cases/figures/": 21, "/cases/figures/causes/": 21}
PINNED_FOR_AN_ARCHIVIST = {"/cases/archives/": 9}
PINNED_FOR_AN_INSPECTOR = {"/cases/inspections/": 9, "/cases/draws/": 8}
PINNED_OF_A_DRAW = {"/cases/draws/0/": 7}
PINNED_OF_A_FAMILY = {"/cases/parents/0/": 14}
PINNED_FOR_AN_APPLICANT = {"/cases/mine/": 8}


def test_of_the_list():
    received()
    assert_pinned(of(LIN), PINNED_AT_WORK, lambda: [received() for _ in range(5)])


def test_of_one_case():
    case = accepted()
    [step] = waiting(case)

    def more() -> None:
        for number in range(4):
            actions.add_note(step, f"备注{number}", by=JIANG, at=MON)

    assert_pinned(of(LIN), PINNED_FOR_ONE, more, at=case)
    assert_pinned(of(LIN), PINNED_FOR_ONE, lambda: None, at=reviewed())


def test_of_cases_across_regions():
    across_regions()
    forwarded()
    assert_pinned(of(LIN), PINNED_OF_REGIONS, lambda: [forwarded() for _ in range(5)])


def test_of_one_thing():
    def family(size: int) -> int:
        plan = [ChildPlan(key=f"k{number}", procedure=SIGN, subject="店招") for number in range(size)]
        parent = actions.open_parent("一件事", SHOP, plan, by=LIN, at=MON)
        actions.submit_parent(parent, by=LIN, at=MON)
        return parent

    assert_pinned(of(LIN), PINNED_OF_A_FAMILY, lambda: None, at=family(1))
    assert_pinned(of(LIN), PINNED_OF_A_FAMILY, lambda: None, at=family(4))


def stand_in(absent: Actor) -> None:
    now = timezone.now()
    over = now + timedelta(days=3)
    actions.name_deputy(absent.id, TANG.id, SERVICE_CENTRE, starts_at=now, ends_at=over, by=LUO, at=now)


def test_of_desks_and_figures():
    decided(granted=False)
    stand_in(JIANG)

    def more() -> None:
        sit(FANG, SIGN, Stage.INTAKE)
        sit(FANG, ENQUIRY, Stage.INTAKE)
        stand_in(LIN), stand_in(GU)
        reviewed(), submitted(ENQUIRY), accepted(), decided(granted=False)
        actions.notify_correction(received(), ["合同"], OTHER, by=LIN, at=MON)

    assert_pinned(of(LUO), PINNED_FOR_A_LEADER, more)


def test_of_closed_records_and_of_quality():
    """In one world, for what is closed is what is inspected."""

    def more(times: int = 4) -> None:
        for case in [received(ENQUIRY) for _ in range(times)]:
            actions.settle_at_once(case, True, "", by=LIN, at=MON)
            actions.archive(case, by=BAI, at=MON)
        draw = actions.announce_draw(SERVICE_CENTRE, MON.date(), MON.date(), times, "双色球", by=MEI, at=day(3))
        actions.hold_draw(draw, [[times]], by=MEI, at=day(4))

    more(1)
    few = Draw.objects.get().pk
    assert_pinned(of(BAI), PINNED_FOR_AN_ARCHIVIST, more)
    assert_pinned(of(MEI), PINNED_FOR_AN_INSPECTOR, more)
    assert_pinned(of(MEI), PINNED_OF_A_DRAW, lambda: None, at=few)
    assert_pinned(of(MEI), PINNED_OF_A_DRAW, lambda: None, at=Draw.objects.latest("pk").pk)


def test_of_ones_own():
    now = timezone.now()
    person = parties.register_person("李民", "310117199001011235", "13800000000", by=SYSTEM, at=now)
    account = parties.open_account("li", "李民", None, person_id=person, by=SYSTEM, at=now)
    client = Client()
    client.force_login(Account.objects.get(pk=account))

    def more() -> None:
        for _ in range(4):
            actions.open_case(SIGN, f"person:{person}", "店招", by=LIN, at=now)

    assert_pinned(client, PINNED_FOR_AN_APPLICANT, more)
