"""A clerk has a draft written, mends it, and does the act; a visitor reads an item in plain words; by phone too."""

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, sign_in, sound
from yunjian.cases import actions as cases
from yunjian.cases.tests.world import LIN, MON, the
from yunjian.kernel.testing import run_jobs, seal_and_deliver
from yunjian.parties.models import Account

from .counter import ITEM, Counter, counter, handed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


@pytest.fixture
def at(db, settings, tmp_path) -> Counter:
    settings.MATERIALS_FOLDER = tmp_path / "materials"
    return counter()


def test_a_draft_is_mended_and_then_told(at: Counter, standin, browse, live_server, tmp_path):
    _, case = handed_in(at)
    cases.receive(case, by=LIN, at=MON)
    desk = browse()
    sign_in(desk, Account.objects.get(username=LIN.id), live_server.url)
    desk.goto(f"/cases/{case}/")
    desk.get_by_role("link", name="请模型起草").click()
    desk.get_by_label("一次告知补正的内容").check()
    sound(desk, "ask", tmp_path)
    desk.get_by_role("button", name="请模型起草").click()
    expect(desk.locator("main")).to_contain_text("模型正在写")
    sound(desk, "waiting", tmp_path)
    seal_and_deliver()
    run_jobs()
    expect(desk.locator("main")).to_contain_text("请逐句核对")  # without being asked for again
    sound(desk, "draft", tmp_path)
    draft = desk.get_by_label("一次告知补正的内容")
    draft.fill(draft.input_value().replace("二、请重新拍一张身份证。", "二、请重新拍一张身份证，正反两面。"))
    desk.get_by_role("button", name="放进办理页面，核对后再办").click()
    expect(desk.get_by_label("需要补正的全部内容")).to_have_value(
        "一、请补交租赁合同。\n二、请重新拍一张身份证，正反两面。"
    )
    assert the(case).state == "RECEIVED"
    sound(desk, "taken-over", tmp_path)


def test_an_item_is_said_in_plain_words(at: Counter, standin, browse, live_server, tmp_path):
    phone = browse(PHONE, has_touch=True, is_mobile=True)
    phone.goto(f"{live_server.url}/services/items/{ITEM}/")
    phone.get_by_role("link", name="用白话说明").click()
    sound(phone, "not-yet", tmp_path)
    phone.get_by_role("button", name="用白话说明").click()
    expect(phone.locator("main")).to_contain_text("模型正在写")
    seal_and_deliver()
    run_jobs()
    expect(phone.locator("main")).to_contain_text("以办事指南为准")
    sound(phone, "explained", tmp_path)


def test_without_a_script_one_looks_again_by_hand(at: Counter, standin, plain, live_server):
    plain.goto(f"{live_server.url}/services/items/{ITEM}/plain/")
    plain.get_by_role("button", name="用白话说明").click()
    seal_and_deliver()
    run_jobs()
    plain.get_by_role("link", name="看看写好了没有").click()
    expect(plain.locator("main")).to_contain_text("请补交租赁合同")
