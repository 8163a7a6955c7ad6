"""Certificates in a browser: a clerk issues and revokes, the citizen sees hers and who looked."""

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE, axe_violations, sideways, sign_in
from tests.cast import DATA_BUREAU, NOON
from tests.district import open_account
from yunjian.certificates import actions
from yunjian.certificates.models import Certificate
from yunjian.kernel.actor import SYSTEM
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Person

from . import stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office():
    stage.district()
    return open_account("gu", ("certificate-officer", DATA_BUREAU), name="顾证")


@pytest.fixture
def citizen(office):
    person = Person.objects.get(name="李民")
    return Account.objects.get(pk=parties.open_account("li", "李民", None, person_id=person.pk, by=SYSTEM, at=NOON))


@pytest.mark.heavy
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_meet_wcag_and_do_not_scroll_sideways(browse, live_server, office, citizen, size):
    licence, permit = stage.issued(), stage.issued("permit")
    actions.reveal_certificate(permit, "HANDLE", "核对居住地址", by=stage.GU, at=NOON)
    troubles = []
    pages = {
        office: ["", "issue/", "issue/licence/", "batches/", "batches/licence/new/", f"{licence}/",
                 f"{licence}/reveal/", f"{licence}/revoke/", f"{licence}/amend/", "verify/"],
        citizen: ["mine/", f"mine/{permit}/"],
    }  # fmt: skip
    for account, addresses in pages.items():
        page = browse(size)
        sign_in(page, account, live_server.url)
        for address in addresses:
            page.goto(f"/certificates/{address}")
            troubles += axe_violations(page)
            if wide := sideways(page):
                troubles.append(f"{address} scrolls sideways: {wide}")
    assert not troubles, "\n".join(troubles)


def test_let_a_clerk_issue_and_revoke_and_the_citizen_see_it_without_javascript(browse, live_server, office, citizen):
    page = browse(javascript=False, allow=("422",))
    sign_in(page, office, live_server.url)
    page.goto("/certificates/")
    page.get_by_role("link", name="核发证照").click()
    page.get_by_role("link", name="食品经营许可证", exact=True).click()
    page.get_by_label("统一社会信用代码").fill(stage.USCC)
    page.get_by_label("持证人姓名或名称").fill("松江数据公司")
    page.get_by_label("许可证编号").fill("JY1")
    page.get_by_label("负责人").fill("王建国")
    page.get_by_role("button", name="核发").click()
    expect(page.locator(".error-summary")).to_contain_text("对不上")
    page.get_by_label("持证人姓名或名称").fill("松江数据有限公司")
    page.get_by_role("button", name="核发").click()
    expect(page.locator(".certificate")).to_contain_text("1.2.156.3005.2")
    page.get_by_role("link", name="终止").click()
    page.get_by_label("注销").check()
    page.get_by_label("理由").fill("企业申请注销")
    page.get_by_role("button", name="终止").click()
    expect(page.locator("h1")).to_contain_text("已终止")
    assert Certificate.objects.get().state == "REVOKED"

    permit = stage.issued("permit")
    actions.reveal_certificate(permit, "HANDLE", "核对居住地址", by=stage.GU, at=NOON)
    own = browse(PHONE, javascript=False)
    sign_in(own, citizen, live_server.url)
    own.goto("/certificates/mine/")
    own.get_by_role("link").filter(has_text="居住证").click()
    expect(own.locator(".certificate")).not_to_contain_text(stage.NUMBER)
    expect(own.locator("main")).to_contain_text("核对居住地址")
    own.get_by_role("button", name="显示完整内容").click()
    expect(own.locator(".certificate")).to_contain_text(stage.NUMBER)
