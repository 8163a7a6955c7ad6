"""An officer prepares the budget, another person reviews it, a third approves it; later a mistake is corrected."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests import songjiang
from tests.browser import DESKTOP, PHONE, axe_violations, sideways, sign_in
from tests.cast import DATA_BUREAU, NOON
from tests.district import open_account
from yunjian.budgets import actions
from yunjian.budgets.tests.publication.made import content
from yunjian.kernel.testing import recorded, run_jobs, seal_and_deliver
from yunjian.parties.queries import actor_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


def looked_at(page: Page) -> None:
    """Good for everybody, and nothing pokes out."""
    assert axe_violations(page) == []
    assert sideways(page) == ""


def pass_on(browse, live_server, reviewer, head, address: str) -> None:
    """A colleague reviews, the head approves."""
    for account, button in ((reviewer, "复核通过"), (head, "批准")):
        page = browse()
        sign_in(page, account, live_server.url)
        page.goto(address)
        page.get_by_label("意见或理由").fill("没有意见")
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("heading", name="经过")).to_be_visible()


@pytest.mark.heavy
def test_from_the_first_figure_to_the_correction(browse, live_server):
    songjiang.load()
    officer = open_account("shen", ("budget-officer", DATA_BUREAU), name="沈佳")
    reviewer = open_account("qian", ("budget-reviewer", DATA_BUREAU), name="钱复核")
    head = open_account("meng", ("budget-approver", DATA_BUREAU), name="孟局长")
    wrong = replace(content(), duties="负责全区数据工作。\n协调推进数字化转形。")
    draft = actions.start_draft(DATA_BUREAU, wrong, "EMPTY", by=actor_of(officer), at=NOON)
    address = f"/budgets/drafts/{draft}/"

    # The officer mistypes a figure; what no longer adds up is said beside it at once.
    page = browse(DESKTOP, allow=("422",))
    sign_in(page, officer, live_server.url)
    page.goto(f"{address}tables/5/")
    cell = page.get_by_label("行政运行 基本支出")
    cell.fill("四十万")
    page.get_by_role("button", name="保存并核对").click()
    expect(page.locator("#sheet")).to_contain_text("“四十万”不是金额")
    page.get_by_label("行政运行 基本支出").fill("400,001.00")
    page.get_by_role("button", name="保存并核对").click()
    expect(page.locator("#sheet .has-finding").first).to_contain_text("错误")
    looked_at(page)

    # She puts it right, looks at the whole, and submits.
    page.get_by_label("行政运行 基本支出").fill("400,000.00")
    page.get_by_role("button", name="保存并核对").click()
    expect(page.locator("#sheet .has-finding")).to_have_count(0)
    page.goto(f"{address}preview/")
    expect(page.get_by_role("heading", name="政务云租用项目经费情况说明")).to_be_visible()
    looked_at(page)
    page.goto(address)
    looked_at(page)
    page.get_by_role("button", name="提交复核").click()
    expect(page.get_by_role("button", name="撤回来修改")).to_be_visible()

    # Another person reviews, the head approves; the officer publishes.
    pass_on(browse, live_server, reviewer, head, address)
    page.goto(address)
    page.get_by_role("button", name="公开", exact=True).click()
    expect(page.get_by_role("link", name="打开公开页面")).to_be_visible()
    seal_and_deliver()
    run_jobs()

    # A visitor with a phone reads it and takes it home as PDF.
    visitor = browse(PHONE, has_touch=True, is_mobile=True)
    visitor.goto("/budgets/data-bureau/2026/document/")
    expect(visitor.get_by_text("协调推进数字化转形。")).to_be_visible()
    looked_at(visitor)
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")

    # A word was wrong: the officer corrects it, and it goes the same way again.
    page.goto("/budgets/data-bureau/2026/correct/")
    page.get_by_label("更正的原因").fill("职能表述有错字")
    page.get_by_role("button", name="开始更正").click()
    correction = page.url
    page.get_by_role("link", name="职能、机构、名词解释").click()
    page.get_by_label("主要职能").fill("负责全区数据工作。\n协调推进数字化转型。")
    looked_at(page)
    page.get_by_role("button", name="保存").click()
    page.goto(correction)
    page.get_by_role("button", name="提交复核").click()
    pass_on(browse, live_server, reviewer, head, correction)
    page.goto(correction)
    page.get_by_role("button", name="公开", exact=True).click()

    # The visitor sees what changed, why, and the edition before.
    visitor.goto("/budgets/data-bureau/2026/changes/")
    expect(visitor.locator("del")).to_have_text("协调推进数字化转形。")
    expect(visitor.locator("ins")).to_have_text("协调推进数字化转型。")
    expect(visitor.get_by_text("职能表述有错字")).to_be_visible()
    looked_at(visitor)
    visitor.get_by_role("link", name="看第 1 版").click()
    expect(visitor.get_by_text("这一版后来被更正过")).to_be_visible()
    assert len(recorded("budgets.draft.published")) == 2
