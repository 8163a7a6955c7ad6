"""A bank asks through the interface and gets three fields; the citizen sees who looked, and takes the consent back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, axe_violations, sideways, sign_in
from yunjian.certificates.tests import social, stage

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True)]
Ask = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def program(live_server, settings) -> Ask:
    """The bank's counter system: it knows an address and a key, and speaks HTTP."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    social.district_of_today(social.scenario(title="开立账户"))
    token = social.token_of(social.bank_of_today())

    def call(method: str, path: str, body: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body else None
        asked = Request(f"{live_server.url}/api/v1{path}", data, headers, method=method)
        try:
            with urlopen(asked) as answer:
                return answer.status, json.load(answer)
        except HTTPError as refused:
            return refused.code, json.load(refused)

    return call


def wanted(reference: str) -> dict[str, str]:
    return {"scenario": "open-account", "reference": reference, "name": "李民", "number": stage.NUMBER}


def test_a_bank_gets_three_fields_and_the_citizen_withdraws(browse, live_server, program):
    # At the bank's counter: the system asks, and is told no more than that it has to wait.
    status, asked = program("POST", "/social-use/requests", wanted("KH-2026-001"))
    assert (status, asked["state"]) == (201, "PENDING")
    address = f"/social-use/requests/{asked['id']}"
    assert program("POST", f"{address}/disclosure")[0] == 404

    # The citizen's phone: who asks, what for, which fields.
    phone = browse(PHONE, has_touch=True, is_mobile=True)
    sign_in(phone, social.holder_account(), live_server.url)
    phone.goto("/account/")
    phone.get_by_role("link", name="使用我证照的请求").click()
    phone.get_by_role("link").filter(has_text="松江银行").click()
    expect(phone.locator("main")).to_contain_text("核对开户人")
    expect(phone.locator("main")).to_contain_text("最多 30 天")
    expect(phone.locator("main")).not_to_contain_text("文诚路500弄")
    assert not axe_violations(phone)
    assert not sideways(phone)

    # Two fields are required; she ticks the third, and agrees.
    phone.get_by_label("身份证号").check()
    phone.get_by_role("button", name="同意", exact=True).click()
    expect(phone.locator("#notices")).to_contain_text("已经同意")

    # The bank fetches three fields, once.
    assert program("GET", address)[1]["state"] == "READY"
    status, given = program("POST", f"{address}/disclosure")
    assert status == 200
    assert set(given["fields"]) == {"holder_name", "holder_number", "home"}
    assert given["fields"]["holder_number"] == stage.NUMBER
    assert program("POST", f"{address}/disclosure")[0] == 409

    # She sees who looked, on the certificate; both sides hold a receipt with the ledger's proof.
    phone.goto("/certificates/mine/")
    phone.get_by_role("link").filter(has_text="居住证").click()
    expect(phone.locator("[aria-labelledby=looks]")).to_contain_text("松江银行")
    phone.get_by_role("link", name="谁请求过").click()
    phone.get_by_role("link").filter(has_text="松江银行").click()
    phone.get_by_role("link", name="回执").click()
    expect(phone.locator("main")).to_contain_text("还没有进入签名的检查点")
    social.signed()
    phone.reload()
    with phone.expect_download() as kept:
        phone.get_by_role("link", name="下载回执").click()
    theirs = program("GET", f"{address}/proof")[1]
    own = json.loads(Path(kept.value.path()).read_text())
    assert own["agreed"] == theirs["agreed"]
    assert theirs["proofs"][0] in own["proofs"]

    # She withdraws: the bank is told to delete.
    phone.go_back()
    phone.get_by_role("button", name="撤回，要求对方删除").click()
    expect(phone.locator("#notices")).to_contain_text("我们已要求对方删除")
    told = program("GET", address)[1]
    assert (told["state"], told["delete"]) == ("WITHDRAWN", True)

    # The bank asks once more. She refuses with one press, and the bank gets nothing and cannot tell why.
    status, again = program("POST", "/social-use/requests", wanted("KH-2026-002"))
    assert status == 201
    phone.goto("/certificates/requests/?state=OPEN")
    phone.get_by_role("link").filter(has_text="松江银行").click()
    phone.get_by_role("button", name="不同意").click()
    assert program("GET", f"/social-use/requests/{again['id']}")[1]["state"] == "PENDING"
    assert program("POST", f"/social-use/requests/{again['id']}/disclosure")[0] == 404
