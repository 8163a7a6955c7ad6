"""Applying in a browser: what is typed is saved by itself, survives a lost line, and never goes over another's text."""

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE, axe_violations, sideways, sign_in
from yunjian.cases import actions as cases
from yunjian.cases.tests.world import LIN, MON
from yunjian.services import actions
from yunjian.services.models import Application

from .counter import begun, counter, handed_in

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


def test_what_is_typed_is_saved_survives_a_lost_line_and_a_second_writer(browse, live_server):
    at = counter()
    number = begun(at)
    page = browse(DESKTOP, allow=("409", "ERR_INTERNET_DISCONNECTED", "Failed to load"))
    sign_in(page, at.account, live_server.url)
    page.goto(f"/services/applications/{number}/form/")
    status = page.locator("[data-status]")
    page.locator("#shop").fill("云上")
    expect(status).to_contain_text("已经自动保存")
    assert Application.objects.get().values["shop"] == "云上"

    page.context.set_offline(True)
    page.locator("#shop").fill("云上奶茶")
    expect(status).to_contain_text("连不上网络")
    page.context.set_offline(False)
    expect(status).to_contain_text("已经自动保存")
    assert Application.objects.get().values["shop"] == "云上奶茶"

    newest = Application.objects.get().revision
    actions.save_application(number, newest, values={"shop": "别处的"}, by=at.li, at=MON)
    page.locator("#shop").fill("这里的")
    expect(status).to_contain_text("别处改过")
    page.locator('button[value="save"]').click()
    expect(page.locator(".notice-warning")).to_contain_text("已保存的是“别处的”，您写的是“这里的”")
    assert page.locator("#shop").input_value() == "这里的"
    assert Application.objects.get().values["shop"] == "别处的"
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "这里的" not in kept
    assert "云上" not in kept


def test_by_axe_every_page_of_an_application(browse, live_server):
    at = counter()
    draft = begun(at)
    number, case = handed_in(at)
    cases.receive(case, by=LIN, at=MON)
    cases.notify_correction(case, ["效果图"], ["missing"], by=LIN, at=MON)
    troubles = []
    for size, language in ((DESKTOP, "zh-CN"), (PHONE, "en-GB")):
        page = browse(size, language=language)
        sign_in(page, at.account, live_server.url)
        addresses = ["items/shop-sign/apply/", "applications/"]
        addresses += [f"applications/{number}/", f"applications/{number}/receipt/"]
        addresses += [f"applications/{draft}/{each}/" for each in ("questions", "form", "papers", "check")]
        for address in addresses:
            page.goto(f"/services/{address}")
            troubles += axe_violations(page)
            if wide := sideways(page):
                troubles.append(f"{address} at {size[0]} scrolls sideways: {wide}")
    assert not troubles, "\n".join(troubles)
