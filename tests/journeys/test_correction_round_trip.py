"""The one notice of what is missing: told at the window, read on the phone, made good, and the days begin anew."""

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, sign_in, sound
from yunjian.cases.tests.world import LIN, the
from yunjian.kernel.testing import recorded
from yunjian.materials.tests.stage import CARD, checked
from yunjian.parties.models import Account
from yunjian.services.models import Application, Filing
from yunjian.services.tests.counter import MATERIALS, RIGHT, Counter, counter, ready

from .staff import act

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
MISSING = ("身份证看不清，请重新拍", "店名和招牌上的不一样")


@pytest.fixture
def at(db, settings, tmp_path) -> Counter:
    settings.MATERIALS_FOLDER = tmp_path / "materials"
    return counter()


def test_what_is_missing_is_told_once_and_made_good_from_the_phone(at, browse, live_server, tmp_path):
    number, _ = ready(at)
    phone = browse(PHONE, has_touch=True, is_mobile=True)
    sign_in(phone, at.account, live_server.url)
    phone.goto(f"/services/applications/{number}/check/")
    phone.get_by_label("以上内容属实").check()
    phone.get_by_role("button", name="提交申请").click()
    expect(phone.locator("h1")).to_contain_text("回执")
    case = Application.objects.get().case_id

    # The clerk finds it on the one list, takes it in, and says once what is missing.
    desk = browse()
    sign_in(desk, Account.objects.get(username=LIN.id), live_server.url)
    desk.goto("/cases/")
    desk.get_by_role("row").filter(has_text="设置店招").get_by_role("link").click()
    act(desk, "收件")
    act(desk, "一次告知补正", "复印件看不清", "其他", 需要补正的全部内容="\n".join(MISSING))
    expect(desk.locator("main")).to_contain_text("待补正")
    sound(desk, "told", tmp_path)
    expect(desk.locator("main")).to_contain_text("复印件看不清")
    assert the(case).correction.missing == list(MISSING)

    # The applicant reads it on the phone, writes another name, takes another photo, and hands it in again.
    phone.goto("/services/applications/")
    expect(phone.locator("main")).to_contain_text("要您补正")
    sound(phone, "list", tmp_path)
    phone.get_by_role("link", name="设置店招").click()
    for words in MISSING:
        expect(phone.locator("main")).to_contain_text(words)
    sound(phone, "asked", tmp_path)
    phone.goto(f"/services/applications/{number}/form/")
    phone.locator("#shop").fill("云上茶饮")
    phone.locator('button[value="next"]').click()
    photo = checked(at.owner, type=CARD, name="重拍.jpg", by=at.li, at=the(case).opened_at)
    phone.goto(f"/services/applications/{number}/papers/")
    box = phone.locator(f"#paper-{MATERIALS[1]['key']}")
    box.locator(f'input[name="materials"][value="{photo}"]').check()
    box.get_by_role("button", name="确定“身份证明”").click()
    phone.goto(f"/services/applications/{number}/check/")
    expect(phone.locator("main")).to_contain_text("云上茶饮")
    phone.get_by_label("以上内容属实").check()
    sound(phone, "again", tmp_path)
    phone.get_by_role("button", name="再交一次").click()
    expect(phone.locator("h1")).to_contain_text("回执")
    sound(phone, "receipt", tmp_path)

    # Both are kept; the clerk reads the newer one, the period to answer begins anew, and the case goes on.
    first, second = Filing.objects.order_by("number")
    assert (first.values["shop"], second.values["shop"]) == (RIGHT["shop"], "云上茶饮")
    assert the(case).particulars == {"trade_name": "云上茶饮"}
    assert len(recorded("services.application.handed-in-again")) == 1
    desk.goto(f"/cases/{case}/")
    expect(desk.locator("main")).to_contain_text("已收件")
    expect(desk.locator("main")).to_contain_text("不满一个工作日")
    desk.get_by_role("link", name="申请的内容").click()
    desk.get_by_role("button", name="查看申请内容").click()
    expect(desk.locator("main")).to_contain_text("云上茶饮")
    changed = desk.get_by_text("和上一次相比，改了这些").locator("xpath=..").get_by_role("listitem")
    assert sorted(changed.all_inner_texts()) == ["店名", "身份证明"]
    sound(desk, "filed", tmp_path)
    desk.goto(f"/cases/{case}/")
    act(desk, "受理")
    expect(desk.locator("main")).to_contain_text("已受理")
    phone.goto(f"/cases/{case}/")
    expect(phone.locator("main")).to_contain_text("已受理")
    sound(phone, "accepted", tmp_path)
