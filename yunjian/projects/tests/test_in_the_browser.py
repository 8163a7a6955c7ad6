"""The pages of projects in a browser."""

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE, axe_violations, sideways, sign_in
from tests.cast import DATA_BUREAU
from tests.district import open_account

from . import stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def disclosure():
    stage.district(
        stage.definition(), stage.definition("2025-wlan", "无线网络运维费项目", "58.501", year=2025, category="网络")
    )
    return stage.proposed(projects=[("政务云租用项目", "66"), ("机房运行维护", "40")])[0].disclosure


@pytest.mark.heavy
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_meet_wcag_and_do_not_scroll_sideways(browse, live_server, disclosure, size):
    page = browse(size)
    sign_in(page, open_account("zhou", ("budget-officer", DATA_BUREAU)), live_server.url)
    troubles = []
    addresses = [
        "/projects/", "/projects/?q=云&year=2026", "/projects/?q=nothing", f"/projects/{stage.project().pk}/",
        "/projects/proposals/", f"/projects/proposals/{disclosure}/",
    ]  # fmt: skip
    for address in addresses:
        page.goto(address)
        troubles += axe_violations(page)
        if wide := sideways(page):
            troubles.append(f"{address} scrolls sideways: {wide}")
    assert not troubles, "\n".join(troubles)


def test_sort_and_filter_in_place_and_go_back(desktop, disclosure):
    desktop.goto("/projects/")
    desktop.evaluate("window.same = true")
    desktop.get_by_role("columnheader", name="项目").get_by_role("link").click()
    desktop.wait_for_url("**sort=title*")
    desktop.locator(".filters summary").click()
    desktop.get_by_label("查找").fill("无线")
    desktop.locator(".filters").get_by_role("button", name="筛选").click()
    desktop.wait_for_url("**q=*")
    expect(desktop.get_by_role("region", name="项目库")).to_contain_text("无线网络运维费项目")
    expect(desktop.get_by_role("region", name="项目库")).not_to_contain_text("政务云")
    assert desktop.evaluate("window.same") is True
    desktop.go_back()
    expect(desktop.get_by_role("region", name="项目库")).to_contain_text("政务云")
    expect(desktop.locator("h1")).to_have_text("项目库")


def test_lead_from_the_list_to_a_payment_without_javascript(plain, disclosure):
    plain.goto("/projects/?q=政务云")
    plain.get_by_role("link", name="政务云租用项目").click()
    expect(plain.get_by_role("row").filter(has_text="服务期满6个月后").last).to_contain_text("300,000.00")


def test_let_the_officer_confirm_without_javascript(browse, live_server, disclosure):
    page = browse(javascript=False)
    sign_in(page, open_account("zhou", ("budget-officer", DATA_BUREAU)), live_server.url)
    page.goto("/projects/")
    page.get_by_role("link", name="待确认的导入").click()
    page.get_by_role("main").get_by_role("link").filter(has_text="部门预算").click()
    page.get_by_label("选择 政务云租用项目").check()
    page.get_by_role("button", name="确认所选").click()
    expect(page.locator(".results")).to_contain_text("政务云租用项目")
    assert stage.project().amount == 660_000
