"""A shop sign that three departments look at together: side by side, a hearing that stops the clock, one decision."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import PHONE, sign_in, sound
from yunjian.cases import actions
from yunjian.cases.definitions import Procedure
from yunjian.cases.models import Segment, Step
from yunjian.cases.tests.world import the
from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.testing import recorded
from yunjian.materials.tests import files
from yunjian.materials.tests.stage import checked, identity_number
from yunjian.parties import actions as parties
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of

from .staff import Staff, staff_of

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
UNITS = ("greening", "planning-resources", "songjiang-yueyang")
SUBJECT = "人民北路 1 号云间茶坊店招"


@pytest.fixture
def people(real_district) -> Staff:
    return staff_of([catalogue.in_force(Procedure, "shop-sign", on=timezone.localdate())])


@pytest.fixture
def li(real_district) -> Account:
    now = timezone.now()
    person = parties.register_person("李小民", identity_number(1), "13900001111", by=SYSTEM, at=now)
    return Account.objects.get(pk=parties.open_account("li", "李小民", None, person_id=person, by=SYSTEM, at=now))


def opened(page: Page) -> None:
    """From the one list to the case."""
    page.goto("/cases/")
    page.get_by_role("row").filter(has_text=SUBJECT).get_by_role("link").first.click()


def agree(page: Page, opinion: str) -> None:
    page.get_by_role("link", name="审查", exact=True).first.click()
    page.get_by_label("是", exact=True).check()
    page.get_by_label("意见").fill(opinion)
    page.get_by_role("button", name="审查", exact=True).click()


def test_three_departments_review_side_by_side_and_a_hearing_stops_the_clock(people, li, browse, live_server, tmp_path):
    now = timezone.now()
    window = actor_of(people["greening", 1])
    owner = f"person:{li.person_id}"
    deed = checked(owner, files.pdf(), "real-estate-certificate", by=actor_of(li), at=now)
    case = actions.hand_in("shop-sign", owner, SUBJECT, own=[deed], by=actor_of(li), at=now)
    actions.receive(case, by=window, at=now)
    actions.accept(case, by=window, at=now)
    pages = {unit: browse() for unit in UNITS}
    for unit, page in pages.items():
        sign_in(page, people[unit, 1], live_server.url)

    # Only the unit that reads the papers has it on its list; then all three have, at the same time.
    pages["planning-resources"].goto("/cases/")
    expect(pages["planning-resources"].locator("main")).not_to_contain_text(SUBJECT)
    opened(pages["greening"])
    agree(pages["greening"], "材料齐全")
    assert set(Step.objects.open().filter(case=case).values_list("desk__unit", flat=True)) == set(UNITS)
    planning = pages["planning-resources"]
    opened(planning)
    planning.get_by_role("link", name="不动产权证书").click()  # lent to each of the three for this case
    planning.get_by_role("button", name="为这件事打开").click()
    expect(planning.locator("main")).to_contain_text("显示用的副本")
    sound(planning, "lent", tmp_path)
    opened(planning)
    agree(planning, "符合规划")
    sound(planning, "reviewed", tmp_path)

    # The street holds a hearing: the period stands still, and the page says why and for how long.
    street = pages["songjiang-yueyang"]
    opened(street)
    street.get_by_role("link", name="启动特别程序", exact=True).click()
    street.get_by_label("程序").select_option("HEARING")
    street.get_by_label("需要几个工作日").fill("5")
    sound(street, "hearing", tmp_path)
    street.get_by_role("button", name="启动特别程序", exact=True).click()
    expect(street.locator("main")).to_contain_text("特别程序")
    phone = browse(PHONE, has_touch=True, is_mobile=True)
    sign_in(phone, li, live_server.url)
    phone.goto(f"/cases/{case}/")
    expect(phone.locator("main")).to_contain_text("听证")
    sound(phone, "stopped", tmp_path)
    assert Segment.objects.get(case=case, ends_on=None).kind == "HEARING"

    # It ends; the street and the leading unit agree; the one who decides was none of the reviewers.
    opened(street)
    street.get_by_role("link", name="特别程序结束", exact=True).click()
    street.get_by_role("button", name="特别程序结束", exact=True).click()
    opened(street)
    agree(street, "听证无异议")
    opened(pages["greening"])
    agree(pages["greening"], "同意")
    assert not Step.objects.open().filter(case=case, desk__stage="REVIEW").exists()
    decider = browse()
    sign_in(decider, people["greening", 3], live_server.url)
    opened(decider)
    for words in ("材料齐全", "符合规划", "听证无异议"):
        expect(decider.locator("main")).to_contain_text(words)
    decider.get_by_role("link", name="作出决定", exact=True).click()
    decider.get_by_label("是", exact=True).check()
    sound(decider, "decide", tmp_path)
    decider.get_by_role("button", name="作出决定", exact=True).click()
    expect(decider.locator("main")).to_contain_text("准予")
    actions.deliver(case, by=window, at=timezone.now() + timedelta(minutes=1))
    phone.reload()
    expect(phone.locator("main")).to_contain_text(re.compile("办结|准予"))
    sound(phone, "done", tmp_path)
    assert the(case).state == "DONE"
    moves = [each.payload["move"] for each in recorded("cases.case.moved") if each.payload["case"] == case]
    assert moves.count("start_special") == moves.count("resume") == moves.count("deliver") == 1
