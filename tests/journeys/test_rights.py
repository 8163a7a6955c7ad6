"""The three administrators at work, each in their own part; and a citizen who checks who looked at her data."""

import pytest
from playwright.sync_api import Page, expect

from tests import songjiang
from tests.browser import DESKTOP, PHONE, axe_violations, sideways, sign_in
from tests.district import PASSWORD, open_account
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.testing import recorded
from yunjian.parties import actions as parties
from yunjian.parties.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


def entered(browse, live_server, username: str, size=DESKTOP) -> Page:
    page = browse(size, allow=("403",))
    sign_in(page, Account.objects.get(username=username), live_server.url)
    return page


def sound(page: Page) -> None:
    assert not axe_violations(page)
    assert not sideways(page)


def refused(page: Page, *addresses: str) -> None:
    for address in addresses:
        page.goto(address)
        expect(page.locator("main")).to_contain_text("没有权限")


@pytest.mark.heavy
def test_three_administrators_each_do_their_part_and_no_other(browse, live_server):
    songjiang.load()
    open_account("sun", name="孙新来")

    # The security administrator gives the newcomer a role; the installation and the records are closed to her.
    security = entered(browse, live_server, "security-administrator")
    security.goto("/account/accounts/?q=sun")
    security.get_by_role("link", name="sun 能做什么").click()
    security.get_by_label("角色", exact=True).select_option("budget-officer")
    security.locator("#id_unit").select_option("data-bureau")
    security.get_by_role("button", name="授予").click()
    expect(security.get_by_role("status")).to_contain_text("角色已经授予")
    expect(security.locator("main")).to_contain_text("上传本单位的预算、决算公开文件")
    sound(security)
    refused(security, "/operations/", "/account/looks/", "/account/ledger/", "/budgets/uploads/")

    # The system administrator sees how the installation does, and nobody's rights or data.
    system = entered(browse, live_server, "system-administrator")
    system.goto("/operations/")
    expect(system.locator("main")).to_contain_text("数据库")
    refused(system, "/account/accounts/", "/account/people/", "/account/ledger/", "/budgets/uploads/")

    # The audit administrator answers who can do this, and by what right; there is nothing she could change.
    audit = entered(browse, live_server, "audit-administrator")
    audit.goto("/account/who-can/")
    audit.get_by_label("哪件事").select_option("budgets.disclosure.receive")
    audit.get_by_label("在哪个单位").select_option("data-bureau")
    audit.get_by_role("button", name="查看").click()
    expect(audit.locator("main")).to_contain_text("孙新来")
    sound(audit)
    audit.get_by_role("link", name="孙新来").click()
    expect(audit.get_by_role("button", name="收回")).to_have_count(0)
    expect(audit.locator("main")).to_contain_text("安全管理员授予")
    audit.goto("/account/ledger/?kind=parties.role.granted")
    expect(audit.locator("main")).to_contain_text("role=budget-officer")
    sound(audit)
    refused(audit, "/operations/", "/account/people/add/", "/budgets/uploads/new/")


@pytest.mark.heavy
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_citizen_sees_who_looked_at_her_data_and_why(browse, live_server, size):
    songjiang.load()
    from django.utils import timezone

    now = timezone.now()
    person = parties.register_person("李敏", phone="13800000000", by=SYSTEM, at=now)
    parties.open_account("li", "李敏", PASSWORD, person_id=person, by=SYSTEM, at=now)
    open_account("clerk", ("clerk", "data-bureau"), name="窗口王")

    # At the counter: the list is masked; the full number needs a purpose and a reason.
    clerk = entered(browse, live_server, "clerk", size)
    clerk.goto("/account/people/?q=李敏")
    expect(clerk.locator("main")).to_contain_text("138****0000")
    expect(clerk.locator("main")).not_to_contain_text("李敏")
    clerk.get_by_role("link", name="完整信息").click()
    clerk.get_by_label("联系本人").check()
    clerk.get_by_label("具体事由").fill("通知领取证件")
    sound(clerk)
    clerk.get_by_role("main").get_by_role("button", name="查看").click()
    expect(clerk.locator("main")).to_contain_text("13800000000")

    # At home she sees both looks, with the reason; she takes her data, and asks to be erased.
    citizen = entered(browse, live_server, "li", size)
    citizen.goto("/account/")
    citizen.get_by_role("link", name="谁查过我的信息").click()
    expect(citizen.locator("main")).to_contain_text("窗口王")
    expect(citizen.locator("main")).to_contain_text("通知领取证件")
    expect(citizen.locator("main")).to_contain_text("列表，只显示一部分")
    sound(citizen)
    citizen.goto("/account/my-data/")
    citizen.get_by_role("button", name="查看全部信息").click()
    expect(citizen.locator("main")).to_contain_text("13800000000")
    citizen.get_by_role("button", name="申请删除").click()
    expect(citizen.get_by_role("status")).to_contain_text("删除申请已经提出")
    sound(citizen)
    assert {"parties.people.listed", "parties.person.data_read", "parties.erasure.asked"} <= {
        entry.kind for entry in recorded()
    }
