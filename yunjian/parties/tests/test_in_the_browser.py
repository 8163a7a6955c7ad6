"""The pages of parties in a browser."""

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE, axe_violations, sideways, sign_in
from tests.cast import CHEN, DATA_BUREAU, NOON
from tests.district import PASSWORD, open_account, small_district
from yunjian.parties import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_meet_wcag_and_do_not_scroll_sideways(browse, live_server, size):
    small_district()
    person = actions.register_person("周晓云", "31 0117-2222", "13800000000", from_old_data=True, by=CHEN, at=NOON)
    actions.appoint(person, DATA_BUREAU, "科长", by=CHEN, at=NOON)
    actions.register_enterprise("老企业", "222", from_old_data=True, by=CHEN, at=NOON)
    page = browse(size)
    page.goto("/account/directory/?q=办公室")
    troubles = axe_violations(page)
    sign_in(page, open_account("chen", ("security-administrator", "")), live_server.url)
    addresses = [
        "", "password/", "directory/", "people/", "people/add/", f"people/{person}/appoint/", f"people/{person}/data/",
        "enterprises/", "enterprises/add/",
    ]  # fmt: skip
    for address in addresses:
        page.goto(f"/account/{address}")
        troubles += axe_violations(page)
        if wide := sideways(page):
            troubles.append(f"{address} scrolls sideways: {wide}")
    assert not troubles, "\n".join(troubles)


def test_lead_from_a_wrong_password_to_the_field_and_in(browse):
    open_account("zhou", name="周晓云")
    page = browse(allow=("422",))
    page.goto("/account/login/?next=/account/")
    page.get_by_label("用户名").fill("zhou")
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("密码")
    assert not axe_violations(page)
    page.locator(".error-summary a").click()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("周晓云")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("link", name="登录")).to_be_visible()
