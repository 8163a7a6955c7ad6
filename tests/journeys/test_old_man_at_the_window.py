"""An old man without a phone at the window: a clerk fills in with him, he takes paper home, his daughter sees it."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import PHONE, sign_in, sound
from tests.cast import DATA_BUREAU
from tests.district import open_account, publish
from yunjian.cases.tests.test_documents import numbers
from yunjian.cases.tests.world import ENQUIRY, LIN, MON, the, world
from yunjian.kernel.actor import SYSTEM
from yunjian.materials.tests.stage import identity_number, types
from yunjian.parties import actions as parties
from yunjian.parties.models import Account
from yunjian.parties.policy import EVERYTHING
from yunjian.parties.queries import actor_of
from yunjian.services.models import Application, GivenPaper
from yunjian.services.tests.counter import form, item

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
CARD = {"key": "identity", "title": "身份证明", "title_en": "Proof of identity", "material": "resident-identity-card"}


def test_he_is_helped_decided_on_the_spot_and_his_daughter_sees_it_by_mandate(browse, live_server, tmp_path):
    world()
    now = timezone.now()
    example = {"fits": "unknown", "papers": ("identity",)}
    matter = item(procedure=ENQUIRY, materials=(CARD,), questions=(), conditions=(), results=(), example=example)
    publish(*types(), numbers(), matter, form(stands_for=None), at=MON)
    parties.register_person("顾长根", identity_number(7), "", by=SYSTEM, at=now)

    # He has his card with him. The clerk finds him by it, fills in what he says, and takes note of the paper.
    desk = browse()
    sign_in(desk, Account.objects.get(username=LIN.id), live_server.url)
    desk.goto("/services/items/shop-sign/apply/")
    desk.get_by_label("申请人姓名或者名称").fill("顾长根")
    desk.get_by_label("身份证号码或者统一社会信用代码").fill(identity_number(7))
    sound(desk, "begin", tmp_path)
    desk.get_by_role("button", name="开始填写").click()
    expect(desk.locator("main")).to_contain_text("您在窗口帮申请人填写")
    number = Application.objects.get().pk
    desk.locator("#shop").fill("长根修鞋铺")
    desk.locator("#phone").fill("13900001111")
    desk.locator('button[value="next"]').click()
    box = desk.locator("#paper-identity")
    box.locator('input[value="AT_WINDOW"]').check()
    box.get_by_role("button", name="确定“身份证明”").click()
    expect(desk.locator("main")).to_contain_text("材料都齐了")
    assert GivenPaper.objects.get().way == "AT_WINDOW"
    desk.goto(f"/services/applications/{number}/check/")
    expect(desk.locator("main")).to_contain_text("长根修鞋铺")
    desk.get_by_label("以上内容属实").check()
    sound(desk, "check", tmp_path)
    desk.get_by_role("button", name="提交申请").click()
    expect(desk.locator("h1")).to_contain_text("回执")
    sound(desk, "receipt", tmp_path)

    # Received and settled on the spot; he gets a signed paper with a number, and the window notes that he has it.
    case = Application.objects.get().case_id
    desk.goto(f"/cases/{case}/")
    for name in ("收件", "当场办结"):
        desk.get_by_role("link", name=name, exact=True).click()
        if name == "当场办结":
            desk.get_by_label("是", exact=True).check()
        desk.get_by_role("button", name=name, exact=True).click()
    desk.get_by_role("button", name="制作准予决定书").click()
    with desk.expect_download() as taken:
        desk.locator("#documents + ul a").first.click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
    desk.locator("#documents + ul form button").first.click()
    expect(desk.locator("main")).to_contain_text("窗口")
    sound(desk, "case", tmp_path)
    assert the(case).state == "DONE"

    # His daughter, with his mandate, sees on her phone what was done for him, and by whom.
    daughter = parties.register_person("顾小梅", identity_number(8), "13800000000", by=SYSTEM, at=now)
    account = Account.objects.get(pk=parties.open_account("mei", "顾小梅", None, person_id=daughter, by=SYSTEM, at=now))
    mandate = parties.ask_for_mandate("KIN", "顾长根", identity_number(7), [EVERYTHING], by=actor_of(account), at=now)
    parties.prove_mandate(
        mandate, "户口簿、身份证原件", by=actor_of(open_account("clerk", ("clerk", DATA_BUREAU))), at=now
    )
    phone = browse(PHONE, has_touch=True, is_mobile=True)
    sign_in(phone, account, live_server.url)
    phone.goto("/account/mandates/")
    phone.get_by_role("button", name=re.compile("顾")).first.click()
    phone.goto("/cases/mine/")
    phone.get_by_role("link", name="设置店招").first.click()
    expect(phone.locator("main")).to_contain_text("办结")
    sound(phone, "daughter", tmp_path)
