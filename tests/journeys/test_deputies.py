"""Somebody is away, somebody has an interest, somebody leaves: the work goes on, and each acts under their own name."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import sign_in, sound
from yunjian.cases import actions
from yunjian.cases.models import Seat, Step
from yunjian.cases.tests.world import FANG, GU, JIANG, LIN, LUO, accepted, received, submitted, the, waiting, world
from yunjian.kernel.actor import Actor
from yunjian.kernel.models import Entry
from yunjian.parties.models import Account

from .staff import act

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


def test_a_deputy_a_conflict_and_a_colleague_who_leaves(browse, live_server, tmp_path):
    world()
    now = timezone.now()
    today = timezone.localdate().isoformat()

    def page_of(who: Actor) -> Page:
        page = browse(allow=("403", "404", "422"))
        sign_in(page, Account.objects.get(username=who.id), live_server.url)
        return page

    # 林 is away today and asks 方, who sits nowhere, to stand in: 方 sees the list, and acts as 方.
    case = submitted(at=now)
    fang, lin = page_of(FANG), page_of(LIN)
    fang.goto("/cases/")
    expect(fang.locator("main")).to_contain_text("现在没有等着您办的")
    lin.goto("/cases/desks/")
    lin.get_by_label("代班的人").select_option(
        lin.locator("#id_deputy option", has_text="方代班").get_attribute("value")
    )
    lin.get_by_label("从哪天起").fill(today)
    lin.get_by_label("到哪天（含当天）").fill(today)
    sound(lin, "desks", tmp_path)
    lin.get_by_role("button", name="安排代班").click()
    expect(lin.locator("main")).to_contain_text("方代班")
    fang.goto("/cases/")
    fang.get_by_role("row").filter(has_text="换一块店招").get_by_role("link").click()
    act(fang, "收件")
    expect(fang.locator("main")).to_contain_text("已收件")
    sound(fang, "deputy", tmp_path)
    moved = Entry.objects.filter(kind="cases.case.moved", subject=f"cases.case:{case}").latest("id")
    assert (moved.payload["move"], moved.actor) == ("receive", FANG.id)

    # 林 is back: the deputyship ends, and with it what 方 sees and may do.
    lin.goto("/cases/desks/")
    lin.get_by_role("row").filter(has_text="方代班").get_by_role("button").click()
    fang.goto("/cases/")
    expect(fang.locator("main")).to_contain_text("现在没有等着您办的")
    assert fang.goto(f"/cases/{case}/accept/").status in (403, 404)

    # 江 knows the applicant and keeps away: the case leaves that list and no other.
    interest = accepted(at=now)
    jiang = page_of(JIANG)
    jiang.goto(f"/cases/{interest}/")
    act(jiang, "申请回避", 内容="申请人是我的亲属")
    jiang.goto("/cases/")
    expect(jiang.locator("main")).to_contain_text("现在没有等着您办的")
    jiang.goto(f"/cases/{interest}/review_step/?on={waiting(interest)[0]}")
    jiang.get_by_label("是", exact=True).check()
    jiang.get_by_role("button", name="审查", exact=True).click()
    expect(jiang.locator("main")).to_contain_text("有利害关系")
    assert not Step.objects.get(pk=waiting(interest)[0]).reviews.exists()

    # 顾 leaves: the head takes 顾 off all desks, and what 顾 had in hand lies on the desk again.
    held = received(at=now)
    actions.claim(waiting(held)[0], by=GU, at=now)
    luo = page_of(LUO)
    luo.goto("/cases/desks/")
    sound(luo, "head", tmp_path)
    luo.get_by_role("row").filter(has_text="顾窗口").first.get_by_role("button").last.click()
    assert not Seat.objects.filter(account=GU.id, ends_at=None).exists()
    assert Step.objects.get(pk=waiting(held)[0]).holder == ""
    lin.goto("/cases/")
    expect(lin.get_by_role("row").filter(has_text=str(held)).first).to_be_visible()
    assert the(held).state == "RECEIVED"
