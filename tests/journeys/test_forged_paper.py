"""A clerk catches a forged paper: an altered print, an invented identifier, a code on the phone made by a forger."""

from dataclasses import replace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import DESKTOP, axe_violations, sideways, sign_in
from tests.cast import NOON, SERVICE_CENTRE
from tests.district import open_account
from yunjian.certificates import queries
from yunjian.certificates.logic.counter import Said, code
from yunjian.certificates.logic.identifier import parse
from yunjian.certificates.models import Look
from yunjian.certificates.tests import stage
from yunjian.certificates.tests.credentials.cast import STRANGER as FORGER
from yunjian.kernel.actor import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sound(page) -> None:
    assert axe_violations(page) == []
    assert not sideways(page)


@pytest.mark.heavy
def test_by_the_register_the_check_character_and_the_signature(browse, live_server):
    stage.district()
    licence = stage.issued()
    window = open_account("jin", ("certificate-verifier", SERVICE_CENTRE), name="金窗")
    genuine = queries.version_for_credential(licence, reader=SYSTEM, at=NOON).identifier
    page = browse(DESKTOP, allow=("422",))
    sign_in(page, window, live_server.url)

    # The paper says JY999; its code was scanned, and the register says JY1.
    page.goto("/certificates/verify/")
    page.get_by_label("证照标识或证照码").fill(f"https://x.example/certificates/check/?id={genuine}&code=0")
    page.get_by_label("用途").select_option(label="入网审核")
    page.get_by_role("button", name="核验").click()
    expect(page.locator("#outcome")).to_contain_text("有效")
    page.get_by_label("许可证编号：纸面上写的是").fill("JY999")
    page.get_by_label("业态：纸面上写的是").fill("餐饮")
    page.get_by_role("button", name="比对纸面内容").click()
    row = page.get_by_role("row")
    expect(row.filter(has_text="许可证编号")).to_contain_text("不一致")
    expect(row.filter(has_text="许可证编号")).to_contain_text("JY1")
    expect(row.filter(has_text="业态").get_by_text("一致", exact=True)).to_be_visible()
    sound(page)

    # Another paper: one digit changed, then the whole number invented with its check character worked out.
    again = page.get_by_label("证照标识或证照码")
    for text, said in (
        (genuine.replace("000000001", "000000002"), "最后一段是校验位"),
        (_invented(genuine), "没有这个标识的证照"),
    ):
        again.fill(text)
        page.get_by_role("button", name="核验", exact=True).click()
        expect(page.locator(".error-summary")).to_contain_text(said)

    # On the phone a code that a forger made.
    at = int(timezone.now().timestamp())
    said = Said("licence", "食品经营许可证", "松江数据有限公司", "VALID")
    again.fill(code(said, base="https://x.example", nonce="n", at=at, until=at + 60, signer=FORGER))
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("可能是伪造的")
    sound(page)
    assert [look.how for look in Look.objects.all()] == ["WINDOW", "WINDOW"]  # nothing was told of what was forged


def _invented(genuine: str) -> str:
    return str(replace(parse(genuine), serial="000000777"))
