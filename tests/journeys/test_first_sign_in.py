"""An officer signs in for the first time where others can reach the platform: a new password, an app, then work."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone
from playwright.sync_api import expect

from tests import songjiang
from tests.browser import PHONE, axe_violations
from yunjian.kernel.testing import recorded

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
MINE = "Nine-clouds-over-7-peaks"


def shown(secret: str, later: int = 0) -> str:
    """What the app on her phone shows."""
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30 + later))


@pytest.mark.heavy
def test_with_a_new_password_and_an_app(browse, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    given = songjiang.load().passwords["officer-data-bureau"]
    page = browse(PHONE, javascript=True, allow=("422",))

    # She wants to see what waits for her, and signs in with the password on the paper.
    page.goto("/budgets/uploads/")
    page.get_by_label("用户名或手机号").fill("officer-data-bureau")
    page.get_by_label("密码").fill(given)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()

    # Somebody else knows that password: she chooses one of her own. The first she thinks of is too simple.
    expect(page.locator("main")).to_contain_text("只有您知道的密码")
    assert not axe_violations(page)
    for new in ("songjiang2026", MINE):
        page.get_by_label("现在的密码").fill(given)
        page.get_by_label("新密码", exact=True).fill(new)
        page.get_by_label("再输一遍新密码").fill(new)
        page.get_by_role("button", name="更换密码").click()

    # Then the app: she types the key into it, and what it shows into the page.
    expect(page.get_by_role("heading", level=1)).to_have_text("绑定验证器")
    assert not axe_violations(page)
    secret = re.sub(r"\s", "", page.locator("dl code").inner_text())
    page.get_by_label("验证器上显示的 6 位数字").fill(shown(secret))
    page.get_by_role("button", name="绑定").click()

    # Ten recovery codes for the drawer, and on to where she was going.
    expect(page.locator("main li code")).to_have_count(10)
    assert not axe_violations(page)
    page.get_by_role("link", name="已经收好，继续").click()
    expect(page).to_have_url(re.compile("/budgets/uploads/$"))

    # The next day it takes the password and the app.
    page.goto("/account/")
    page.get_by_role("button", name="退出登录").click()
    page.goto("/account/login/?next=/account/security/")
    page.get_by_label("用户名或手机号").fill("officer-data-bureau")
    page.get_by_label("密码").fill(MINE)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第二重验证")
    assert not axe_violations(page)
    page.get_by_label("验证码").fill(shown(secret, later=1))
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录与安全")
    assert [entry.payload["methods"] for entry in recorded("identity.account.signed_in")] == [
        "password",
        "password totp",
    ]
