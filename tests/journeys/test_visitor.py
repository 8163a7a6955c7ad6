"""A visitor walks from the district's total to one project's milestone, on a phone, without logging in."""

import re

import pytest
from playwright.sync_api import expect

from tests import songjiang
from tests.browser import PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


@pytest.mark.heavy
@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_total_to_one_milestone(browse, javascript):
    songjiang.load()
    page = browse(PHONE, javascript=javascript)

    # The home page says what there is: two departments, their money, their projects.
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("松江区的钱")
    page.get_by_role("link", name="上海市松江区政务服务中心").first.click()

    # The department: this year's budget, and from its total down the functional classes.
    expect(page.get_by_role("heading", level=1)).to_have_text("上海市松江区政务服务中心")
    expect(page.locator("main")).to_contain_text("93,555,945.79")
    page.get_by_role("link", name=re.compile("9,355.59")).first.click()
    page.locator("table").get_by_role("link", name="一般公共服务支出", exact=True).click()
    page.locator("table").get_by_role("link", name="其他一般公共服务支出", exact=True).click()
    page.locator("table").get_by_role("link", name="其他一般公共服务支出", exact=True).click()

    # The line lists the projects it pays for; one of them says what it is for.
    expect(page.locator("main")).to_contain_text("76,205,501.91")
    page.get_by_role("link", name="松江区大数据资源平台（二期）项目").click()
    expect(page.locator("main")).to_contain_text("260.359万元")

    # The register knows when it is paid: the second of three milestones, a fifth of the amount.
    page.get_by_role("navigation").get_by_role("link", name="项目", exact=True).first.click()
    page.goto("/projects/?q=大数据资源平台二期")
    page.get_by_role("link", name="松江区大数据资源平台（二期）项目").first.click()
    second = page.get_by_role("row").filter(has_text="初验通过后")
    expect(second).to_contain_text("20")
    expect(second).to_contain_text("520,718.00")
    if javascript:  # axe is a script
        assert not axe_violations(page)


@pytest.mark.heavy
def test_finds_what_does_not_add_up_in_english(browse):
    songjiang.load()
    page = browse(language="en-GB")

    page.goto("/budgets/government-service-centre/2026/findings/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    wrong = page.locator("main").get_by_text(re.compile("156.36")).first
    expect(wrong).to_be_visible()
    assert not axe_violations(page)
