"""Who helped and who looked: an old man at the real window; his daughter, proven at the counter, reads it at home."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import PHONE, sign_in, sound
from tests.district import open_account
from yunjian.cases.models import Case, Desk, Seat, Stage
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.testing import arranging, recorded
from yunjian.materials.tests.stage import identity_number
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Mandate
from yunjian.services.models import Application

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
ITEM, UNIT, CLERK = "residence-registration", "public-security", "金窗口"
NAME, NUMBER = "陈福根", "310117194610120012"
PAPERS = ("application-form", "identity-card", "lease-contract")


@dataclass
class People:
    """Who is in the story, beside the old man, who has no account."""

    clerk: Account
    colleague: Account
    daughter: Account


@pytest.fixture
def people(real_district, settings, tmp_path) -> People:
    settings.MATERIALS_FOLDER = tmp_path / "materials"
    now = timezone.now()
    parties.register_person(NAME, NUMBER, by=SYSTEM, at=now)
    hers = parties.register_person("陈小红", identity_number(2), "13900001111", by=SYSTEM, at=now)
    daughter = parties.open_account("chen", "陈小红", None, person_id=hers, by=SYSTEM, at=now)
    roles = (("case-window", UNIT), ("clerk", UNIT))
    clerk, colleague = open_account("jin", *roles, name=CLERK), open_account("tong", *roles, name="童事")
    with arranging():
        desk = Desk.objects.create(unit_id=UNIT, procedure=ITEM, stage=Stage.INTAKE)
        for each in (clerk, colleague):
            Seat.objects.create(desk=desk, account=f"account:{each.pk}", starts_at=now)
    return People(clerk, colleague, Account.objects.get(pk=daughter))


def act(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    if name == "当场办结":
        page.get_by_label("是", exact=True).check()
    page.get_by_role("button", name=name, exact=True).click()


def test_the_receipt_names_who_helped_and_who_read_it(people, browse, live_server, tmp_path):
    desk = browse(allow=("422",))
    sign_in(desk, people.clerk, live_server.url)

    # He says what he came for; the clerk finds it, and begins for him by the card he shows.
    desk.goto("/services/?q=租房登记")
    desk.get_by_role("link", name="居住登记", exact=True).first.click()
    desk.get_by_role("link", name="在线办理").click()
    desk.get_by_label("申请人姓名或者名称").fill(NAME)
    desk.get_by_label("身份证号码或者统一社会信用代码").fill(NUMBER[:-1] + "3")
    desk.get_by_role("button", name="开始填写").click()
    expect(desk.locator(".error-summary")).to_contain_text("请核对姓名")  # a digit misread begins nothing
    assert not Application.objects.exists()
    desk.get_by_label("身份证号码或者统一社会信用代码").fill(NUMBER)
    sound(desk, "begin", tmp_path)
    desk.get_by_role("button", name="开始填写").click()
    expect(desk.locator("main")).to_contain_text("您在窗口帮申请人填写")
    number = Application.objects.get().pk

    # His papers are on paper, and stay so: the clerk says that they lie at the window.
    for key in PAPERS:
        box = desk.locator(f"#paper-{key}")
        box.get_by_label("纸质件已经交到窗口").check()
        box.get_by_role("button", name=re.compile("确定")).click()
        expect(desk.locator(f"#paper-{key} .tag", has_text="纸质件交到窗口")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("材料都齐了")
    sound(desk, "papers", tmp_path)
    desk.get_by_role("link", name="下一步").click()
    desk.get_by_label(re.compile("以上内容属实")).check()
    sound(desk, "check", tmp_path)
    desk.get_by_role("button", name="提交申请").click()
    expect(desk.locator("h1")).to_contain_text("申请回执")
    sound(desk, "receipt-at-the-window", tmp_path)
    case = Application.objects.get().case_id
    assert Application.objects.get().assisted_at == UNIT

    # A colleague at the next seat reads it, which stays on record, and answers on the spot, in writing.
    other = browse()
    sign_in(other, people.colleague, live_server.url)
    other.goto("/cases/")
    other.get_by_role("row").filter(has_text="居住登记").get_by_role("link").click()
    other.get_by_role("link", name="申请的内容").click()
    other.get_by_role("button", name="查看申请内容").click()
    expect(other.locator("main")).to_contain_text("纸质件交到窗口")
    other.goto(f"/cases/{case}/")
    act(other, "收件")
    act(other, "当场办结")
    expect(other.locator("main")).to_contain_text("办结")
    other.get_by_role("button", name="制作准予决定书").click()
    with other.expect_download() as paper:
        other.get_by_role("link", name="准予决定书").click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")
    other.get_by_role("button", name="当面送达：准予决定书").click()
    expect(other.locator("main")).not_to_contain_text("还没有签收")
    sound(other, "answered", tmp_path)
    assert (Case.objects.get(pk=case).state, Case.objects.get(pk=case).granted) == ("DONE", True)

    # His daughter asks on her phone to look after his matters; until the window has seen the papers she sees nothing.
    phone = browse(PHONE, has_touch=True, is_mobile=True, allow=("404",))
    sign_in(phone, people.daughter, live_server.url)
    phone.goto("/account/mandates/")
    phone.get_by_label("您和对方的关系").select_option(label="替家人办事")
    phone.get_by_label("企业名称或家人姓名").fill(NAME)
    phone.get_by_label("统一社会信用代码或身份证号").fill(NUMBER)
    phone.get_by_label("可以由本人办的全部事项").check()
    phone.get_by_role("button", name="提出").click()
    expect(phone.locator("main")).to_contain_text("等确认")
    sound(phone, "asked", tmp_path)
    phone.goto(f"/services/applications/{number}/receipt/")
    expect(phone.locator("main")).not_to_contain_text("居住登记")
    desk.goto("/account/mandates/")
    desk.get_by_role("link", name="窗口核验").click()
    desk.get_by_label("代办委托的编号").fill(str(Mandate.objects.get().pk))
    desk.get_by_role("button", name="查找").click()
    desk.get_by_label("核验了哪些材料").fill("委托书原件、双方身份证")
    sound(desk, "counter", tmp_path)
    desk.get_by_role("button", name="核验属实").click()
    expect(desk.locator("body")).to_contain_text("委托开始生效")

    # Now she acts for him: his application, the answer, and who helped and who looked.
    phone.goto("/account/mandates/")
    phone.get_by_role("button", name=f"替{NAME}办事").or_(phone.get_by_role("button", name="替他办事")).first.click()
    phone.goto("/services/applications/")
    row = phone.get_by_role("row").filter(has_text="居住登记")
    expect(row).to_contain_text("窗口帮办")
    expect(row).to_contain_text("办结")
    sound(phone, "list", tmp_path)
    row.get_by_role("link", name="居住登记").click()
    expect(phone.locator("h1")).to_contain_text("申请回执")
    who = phone.get_by_role("region", name="谁经手、谁看过")
    expect(who.get_by_role("listitem").filter(has_text=CLERK)).to_contain_text("窗口帮办")
    expect(who.get_by_role("listitem").filter(has_text="童事")).to_contain_text("查看了申请内容")
    sound(phone, "receipt", tmp_path)
    phone.get_by_role("link", name="看办到了哪里").click()
    with phone.expect_download() as same:
        phone.get_by_role("link", name="准予决定书").click()
    assert Path(same.value.path()).read_bytes() == Path(paper.value.path()).read_bytes()
    sound(phone, "case", tmp_path)
    phone.goto("/account/who-looked/")
    sound(phone, "who-looked", tmp_path)
    phone.get_by_role("link", name="我的申请").click()
    expect(phone.locator("h1")).to_contain_text("我的申请")
    assert [each.payload["case"] for each in recorded("services.application.looked-at")] == [case]
