"""Signing in, in a browser: a citizen by phone and passkey, staff by app; every page at both widths."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE, axe_violations, sideways
from tests.browser import sign_in as let_in
from tests.cast import NOON
from tests.district import open_account, small_district
from yunjian.kernel.testing import recorded, run_jobs, seal_and_deliver

from .test_factors import tie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


@pytest.mark.heavy
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_meets_wcag_and_does_not_scroll_sideways(browse, live_server, size):
    small_district()
    page = browse(size)
    troubles = []

    def look(address):
        page.goto(f"/account/{address}")
        troubles.extend(axe_violations(page))
        if wide := sideways(page):
            troubles.append(f"{address} scrolls sideways: {wide}")

    for address in ("login/", "login/phone/", "login/recover/", "login/texts/"):
        look(address)
    account = open_account("chen", ("security-administrator", ""))
    let_in(page, account, live_server.url)
    for address in (
        "security/",
        "security/app/",
        "security/passkeys/",
        "password/",
        "recovery/",
        "outside/",
        "clients/",
    ):
        look(address)
    tie(account.pk, NOON)
    look("security/codes/")
    look("security/")
    assert not troubles, "\n".join(troubles)


def test_a_citizen_registers_by_phone_and_comes_back_with_a_passkey(browse, live_server):
    page = browse(PHONE)
    key = page.context.new_cdp_session(page)
    key.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    key.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    # She asks for a code; the demonstration shows it in place of her phone.
    page.goto("/account/login/")
    page.get_by_role("link", name="用手机验证码登录或注册").click()
    page.get_by_label("手机号").fill("138 0000 0001")
    page.get_by_role("button", name="获取验证码").click()
    seal_and_deliver()
    run_jobs()
    other = page.context.new_page()
    other.goto("/account/login/texts/")
    code = re.search(r"验证码 (\d{6})", other.locator("main").inner_text())[1]
    other.close()

    # The phone is new here: she says who she is, and is in.
    page.get_by_label("短信验证码").fill(code)
    page.get_by_role("button", name="继续").click()
    page.get_by_label("姓名").fill("李民")
    page.get_by_role("button", name="注册并登录").click()
    expect(page.get_by_role("link", name="我的账号")).to_be_visible()

    # She registers a passkey on the phone in her hand (add_passkey).
    page.goto("/account/security/passkeys/")
    page.get_by_label("给它起个名字").fill("我的手机")
    page.get_by_role("main").get_by_role("button", name="登记").click()
    expect(page.locator("#notices")).to_contain_text("通行密钥已登记")
    expect(page.locator("main")).to_contain_text("我的手机")

    # Another day: one touch and she is in again (prove_passkey).
    page.goto("/account/")
    page.get_by_role("button", name="退出登录").click()
    page.goto("/account/login/?next=/account/security/")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录与安全")
    assert [entry.payload["methods"] for entry in recorded("identity.account.signed_in")] == ["phone", "passkey"]
    assert recorded("identity.factor.added")[0].payload["factor"] == "PASSKEY"
    assert "13800000001" not in str(recorded())
