"""The pages of parties in a browser."""

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE, axe_violations, sideways, sign_in
from tests.cast import CHEN, DATA_BUREAU, NOON
from tests.district import PASSWORD, open_account, small_district
from yunjian.parties import actions, queries
from yunjian.parties.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.heavy
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


@pytest.mark.heavy
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_of_rights_and_data_meet_wcag_and_do_not_scroll_sideways(browse, live_server, size, tmp_path):
    small_district()
    person = actions.register_person("李敏", by=CHEN, at=NOON)
    pk = actions.open_account("li", "李敏", PASSWORD, person_id=person, by=CHEN, at=NOON)
    actions.register_enterprise("云间软件", "91350100M000100Y43", by=CHEN, at=NOON)
    li = queries.actor_of(Account.objects.get(pk=pk))
    mandate = actions.ask_for_mandate("LEGAL", "云间软件", "91350100M000100Y43", ["*"], by=li, at=NOON)
    actions.ask_for_erasure(person, "搬走了", by=li, at=NOON)
    actions.list_people("", by=CHEN, at=NOON)
    open_account("zhou", ("budget-officer", DATA_BUREAU), name="周晓云")
    visits = {
        "security-administrator": ["accounts/", f"accounts/{pk}/rights/"],
        "audit-administrator": ["who-can/?act=budgets.finding.judge", "looks/", "ledger/", f"accounts/{pk}/rights/"],
        "clerk": [f"mandates/counter/?number={mandate}", f"people/{person}/data/"],
        "privacy-officer": ["erasures/", "erasures/1/"],
        "budget-officer": ["delegations/", "rights/"],
        "": ["mandates/", "who-looked/", "my-data/", "rights/"],
    }
    troubles = []
    for role, addresses in visits.items():
        page = browse(size, allow=("404",))
        unit = DATA_BUREAU if role in ("clerk", "budget-officer") else ""
        who = open_account(f"the-{role}", (role, unit)) if role else Account.objects.get(pk=pk)
        sign_in(page, who, live_server.url)
        for address in addresses:
            page.goto(f"/account/{address}")
            troubles += axe_violations(page)
            page.screenshot(path=tmp_path / f"{address.partition('/')[0]}-{role}-{size[0]}.png", full_page=True)
            if wide := sideways(page):
                troubles.append(f"{address} scrolls sideways: {wide}")
    actions.prove_mandate(mandate, "营业执照", by=queries.actor_of(Account.objects.get(username="the-clerk")), at=NOON)
    page = browse(size)
    sign_in(page, Account.objects.get(pk=pk), live_server.url)
    page.goto("/account/mandates/")
    page.get_by_role("button", name="替云间软件办事").click()
    expect(page.locator("main")).to_contain_text("您正在替 云间软件 办事")
    page.screenshot(path=tmp_path / f"acting-{size[0]}.png", full_page=True)
    troubles += axe_violations(page)
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
