"""An enterprise signs in by its credit code; its person sees what was recorded, in both languages, large and small."""

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE, axe_violations, sideways
from tests.district import small_district
from yunjian.identity.tests.test_enterprise import CODE, NAME, PASSWORD, proven, registered
from yunjian.identity.tests.test_enterprise import PHONE as NUMBER
from yunjian.kernel.testing import recorded
from yunjian.parties.models import Enterprise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
WORDS = {
    "zh-hans": {
        "way": "企业登录", "code": "统一社会信用代码", "next": "下一步", "name": "用户名或手机号", "password": "密码",
        "in": "登录", "show": "查看全部信息", "legal": "法定代表人", "counter": "窗口核验",
        "not here": "您正在替企业办事", "oneself": "改办自己的事",
    },
    "en": {
        "way": "Sign in for an enterprise", "code": "Unified social credit code", "next": "Next step",
        "name": "Username or mobile phone", "password": "Password", "in": "Log in", "show": "Show all my data",
        "legal": "Legal representative", "counter": "Verified at a counter",
        "not here": "You are acting for an enterprise", "oneself": "Act for myself",
    },
}  # fmt: skip


@pytest.mark.heavy
@pytest.mark.parametrize(("language", "size"), [("zh-hans", DESKTOP), ("en", PHONE)], ids=["chinese", "english"])
def test_signs_in_by_its_code_and_its_person_sees_what_was_recorded(browse, live_server, language, size, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    say = WORDS[language]
    small_district()
    account = registered()
    proven()

    # By its code first; a code that is none is answered in a sentence.
    page = browse(size, allow=("422",))
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page.goto("/account/login/")
    page.get_by_role("link", name=say["way"]).click()
    page.get_by_label(say["code"]).fill("91350100I000100Y43")
    page.get_by_role("button", name=say["next"]).click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert not axe_violations(page)
    assert not sideways(page)
    page.get_by_label(say["code"]).fill(CODE)
    page.get_by_role("button", name=say["next"]).click()

    # Then oneself.
    expect(page.locator("main")).to_contain_text(CODE)
    page.get_by_label(say["name"]).fill(NUMBER)
    page.get_by_label(say["password"], exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name=say["in"], exact=True).click()
    page.wait_for_url("**/")
    page.goto("/account/mandates/")
    expect(page.locator("main")).to_contain_text(NAME)
    expect(page.locator("main")).to_contain_text(say["legal"])
    expect(page.locator("main")).to_contain_text(say["counter"])
    assert not axe_violations(page)
    assert not sideways(page)

    # That she acts for it is on record; what is kept of herself she sees as herself.
    begun = recorded("parties.mandate.acted_under")[-1]
    assert begun.actor == f"account:{account}"
    assert begun.payload["principal"] == f"enterprise:{Enterprise.objects.get().pk}"
    page.goto("/account/my-data/")
    expect(page.locator("main")).to_contain_text(say["not here"])
    page.get_by_role("button", name=say["oneself"]).click()
    page.goto("/account/my-data/")
    page.get_by_role("button", name=say["show"]).click()
    expect(page.locator("main")).to_contain_text("李民")
    assert not axe_violations(page)
    assert not sideways(page)
