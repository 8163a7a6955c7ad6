"""The budgets' pages in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE, axe, sideways
from yunjian.budgets import queries
from yunjian.kernel.actor import ANONYMOUS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
PAGES = (
    "/budgets/",
    "/budgets/functions/201/",
    "/budgets/compare/?a=data-bureau/2025&b=data-bureau/2026",
    "/budgets/search/?q=机房",
    "/budgets/data-bureau/",
    "/budgets/data-bureau/2026/",
    "/budgets/data-bureau/2026/tables/1/",
    "/budgets/data-bureau/2026/tables/3/",
    "/budgets/data-bureau/2026/tables/3/lines/201-41-02/",
    "/budgets/data-bureau/2026/narrative/",
    "/budgets/data-bureau/2026/projects/",
    "/budgets/data-bureau/2026/projects/1/",
    "/budgets/data-bureau/2026/findings/",
    "/budgets/data-bureau/2026/original/",
)


@pytest.fixture
def two_years(handed_in):
    handed_in(year=2025, projects=[("政务云租用", "50")])
    return handed_in(year=2026)


@pytest.mark.heavy
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_keep_to_the_rules_of_accessibility_and_never_scroll_sideways(size, two_years, browse):
    page = browse(size, language="en" if size == PHONE else "zh-CN")
    for address in PAGES:
        page.goto(address)
        assert not sideways(page), address
        axe(page)


def test_lead_without_javascript_from_the_total_to_a_projects_payments(two_years, plain):
    plain.goto("/budgets/data-bureau/")
    plain.get_by_role("main").get_by_role("link", name="150.00 万元").first.click()
    for step in ("一般公共服务支出", "数据事务", "一般行政管理事务", "政务云租用"):
        plain.get_by_role("main").get_by_role("table").get_by_role("link", name=step).first.click()

    expect(plain.get_by_role("heading", level=1)).to_have_text("政务云租用")
    expect(plain.get_by_role("row").filter(has_text="验收通过后")).to_contain_text("50%")
    expect(plain.get_by_role("row").filter(has_text="验收通过后")).to_contain_text("2026年10月")


def test_lead_from_a_finding_to_its_line_of_the_original(two_years, desktop):
    error = queries.findings(two_years, reader=ANONYMOUS)[0]
    desktop.goto("/budgets/data-bureau/2026/findings/")

    desktop.get_by_role("link", name="详情").first.click()

    expect(desktop.get_by_role("heading", level=1)).to_have_text(error.sentence)
    expect(desktop.get_by_role("main")).to_contain_text("400,000.00 元")
