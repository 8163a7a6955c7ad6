"""A shop in another city, applied for here; and a matter of ours that the other city's window took in."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import PHONE, sign_in, sound
from yunjian.cases import actions
from yunjian.cases.definitions import Procedure
from yunjian.cases.models import Forwarding
from yunjian.cases.tests.world import the
from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM
from yunjian.materials.tests.stage import identity_number
from yunjian.parties import actions as parties
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of
from yunjian.services.models import Application

from .applicant import handed_in, papers_given
from .staff import Staff, act, staff_of

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
THERE, CENTRE, MARKET = "individual-business-jiaxing", "government-service-centre", "market-supervision"
MISSING = "经营场所证明上没有房东的签名"


@pytest.fixture
def people(real_district) -> Staff:
    return staff_of(
        catalogue.in_force(Procedure, key, on=timezone.localdate()) for key in (THERE, "individual-business")
    )


@pytest.fixture
def li(real_district, settings, tmp_path) -> Account:
    settings.MATERIALS_FOLDER = tmp_path / "materials"
    now = timezone.now()
    person = parties.register_person("李小民", identity_number(1), "13900001111", by=SYSTEM, at=now)
    return Account.objects.get(pk=parties.open_account("li", "李小民", None, person_id=person, by=SYSTEM, at=now))


def today() -> str:
    return timezone.localdate().isoformat()


def noted(page: Page, answer: str, **filled: str) -> None:
    """The other region's paper, as the window notes it."""
    page.get_by_role("link", name="登记外地的结果", exact=True).click()
    page.get_by_label(answer, exact=True).check()
    page.get_by_label("对方文书的日期").fill(today())
    for label, text in filled.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="登记外地的结果", exact=True).click()


def applied_for(phone: Page, li: Account, folder: Path) -> int:
    """Said in one's own words, on the phone."""
    phone.goto("/services/")
    phone.locator('main input[name="q"]').first.fill("在嘉兴开店")
    phone.keyboard.press("Enter")
    phone.get_by_role("link", name="个体工商户设立登记（在嘉兴市开业，松江代收）").first.click()
    sound(phone, "guide", folder)
    phone.goto(f"/services/items/{THERE}/apply/")
    phone.get_by_role("button", name="开始填写").click()
    number = Application.objects.get().pk
    papers_given(phone, number, li)
    handed_in(phone, number)
    return number


def test_a_shop_in_another_city_is_applied_for_here(people, li, browse, live_server, tmp_path):
    phone = browse(PHONE, has_touch=True, is_mobile=True)
    sign_in(phone, li, live_server.url)
    number = applied_for(phone, li, tmp_path)
    case = Application.objects.get().case_id

    # The window takes it in, makes the sealed list that goes along, and sends it on; it does not decide anything.
    desk = browse()
    sign_in(desk, people[CENTRE, 1], live_server.url)
    desk.goto(f"/cases/{case}/")
    act(desk, "收件")
    expect(desk.get_by_role("link", name="受理", exact=True)).to_have_count(0)
    sent_on(desk)
    expect(desk.locator("main")).to_contain_text("已转外地办理")
    desk.get_by_role("button", name="制作跨域通办材料交接单").click()
    expect(desk.locator("#documents + ul")).to_contain_text("沪松政服跨转")
    sound(desk, "forwarded", tmp_path)
    phone.goto(f"/cases/{case}/")
    expect(phone.locator("main")).to_contain_text("材料已经转到外地")
    expect(phone.locator("main")).to_contain_text("SF1234567890")
    sound(phone, "there", tmp_path)

    # There something is missing; it is said here, made good from the phone, and sent again.
    noted(desk, "要补正", 需要补正的全部内容=MISSING)
    phone.goto(f"/cases/{case}/")
    expect(phone.locator("main")).to_contain_text(MISSING)
    sound(phone, "asked", tmp_path)
    handed_in(phone, number, "再交一次")
    desk.goto(f"/cases/{case}/")
    sent_on(desk)

    # The decision comes with the licence, and is handed over here; the list knows it all.
    noted(desk, "准予", 对方文书的文号="嘉市监登〔2026〕88号", 对方受理的日期=today())
    expect(desk.locator("main")).to_contain_text("嘉市监登〔2026〕88号")
    act(desk, "送达")
    assert the(case).state == "DONE"
    desk.goto("/cases/regions/")
    expect(desk.locator("main")).to_contain_text("嘉兴市")
    sound(desk, "list", tmp_path)
    assert list(Forwarding.objects.values_list("direction", "answer")) == [("OUT", "CORRECTION"), ("OUT", "GRANTED")]
    phone.goto(f"/cases/{case}/")
    expect(phone.locator("main")).to_contain_text("已经办结")
    sound(phone, "done", tmp_path)


def sent_on(desk: Page) -> None:
    desk.get_by_role("link", name="转送外地", exact=True).click()
    desk.get_by_label("邮寄", exact=True).check()
    desk.get_by_label("快递单号或者交接单号").fill("SF1234567890")
    desk.get_by_role("button", name="转送外地", exact=True).click()


def test_what_the_other_citys_window_took_in_is_decided_here_and_told_there(people, li, browse, live_server, tmp_path):
    window, now = actor_of(people[MARKET, 1]), timezone.now()
    case = actions.open_case(
        "individual-business", f"person:{li.person_id}", "嘉兴窗口代收：云间茶坊", by=window, at=now
    )
    actions.submit(case, by=window, at=now)
    desk = browse()
    sign_in(desk, people[MARKET, 1], live_server.url)
    desk.goto(f"/cases/{case}/")
    desk.get_by_role("link", name="登记由外地代收", exact=True).click()
    desk.get_by_label("代收的地区").select_option("jiaxing")
    desk.get_by_label("对方的编号").fill("嘉代收2026-0007")
    desk.get_by_label("对方收件的日期").fill(today())
    desk.get_by_label("对方的业务系统").check()
    sound(desk, "taken-in", tmp_path)
    desk.get_by_role("button", name="登记由外地代收", exact=True).click()
    expect(desk.locator("main")).to_contain_text("嘉代收2026-0007")

    # Decided like any other; until Jiaxing has been told, the case and the list say so.
    act(desk, "收件")
    desk.get_by_role("link", name="不予受理", exact=True).click()
    desk.get_by_label("不属于本机关职权范围").check()
    desk.get_by_label("理由").fill("经营场所不在本区")
    desk.get_by_role("button", name="不予受理", exact=True).click()
    desk.goto(f"/cases/{case}/")
    expect(desk.locator("main")).to_contain_text("结果还没有告知代收地")
    desk.goto("/cases/regions/?answer=WAITING")
    desk.get_by_role("row").filter(has_text="嘉代收2026-0007").get_by_role("link").click()
    sound(desk, "not-told", tmp_path)
    desk.get_by_role("link", name="已告知外地", exact=True).click()
    desk.get_by_label("告知的单号或者文号").fill("SF99")
    desk.get_by_role("button", name="已告知外地", exact=True).click()
    expect(desk.locator("main")).not_to_contain_text("结果还没有告知代收地")
    told = Forwarding.objects.get()
    assert (told.direction, told.answer, told.answer_number) == ("IN", "NOT_ACCEPTED", "SF99")
