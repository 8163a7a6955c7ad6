"""Opening a milk-tea shop: said in one's own words, asked for once, worked on by four units, and done when all are."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import PHONE, sign_in, sound
from yunjian.cases import actions as cases
from yunjian.cases import queries as standing
from yunjian.cases.definitions import Procedure
from yunjian.cases.models import Case, ParentCase, Stage, Step
from yunjian.certificates import queries as register
from yunjian.certificates.models import Certificate
from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.materials.tests.stage import CREDIT_CODE, identity_number
from yunjian.parties import actions as parties
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of
from yunjian.services import queries
from yunjian.services.models import Application

from .applicant import papers_given
from .staff import Staff, staff_of

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
SHOP = "上海市松江区云间茶坊"
ANSWERS = {"has_licence": "no", "leased": "yes", "sign": "yes", "big": "no"}


@pytest.fixture
def li(real_district, settings, tmp_path) -> Account:
    settings.MATERIALS_FOLDER = tmp_path / "materials"
    now = timezone.now()
    person = parties.register_person("李小民", identity_number(1), "13900001111", by=SYSTEM, at=now)
    return Account.objects.get(pk=parties.open_account("li", "李小民", None, person_id=person, by=SYSTEM, at=now))


def filled_in(page: Page, number: int, account: Account) -> None:
    """Every field that must be filled in, as the examples of the forms have it; what comes later is left empty."""
    view = queries.application(number, at=timezone.now(), reader=actor_of(account))
    right: dict[str, Any] = {}
    for form in view.ground.forms:
        there = view.joined.names[form.key]
        right = {there[name]: value for name, value in form.example.right.items()} | right
    for row in view.form.fields:
        if row.hint.startswith("现在没有的") or row.name not in right:
            continue
        one(page, row.name, right[row.name])


def one(page: Page, place: str, value: Any) -> None:
    if isinstance(value, (list, tuple)):
        for index, each in enumerate(value):
            if not page.locator(f"[data-place='{place}.{index}.{next(iter(each))}']").count():
                page.locator(f'button[value="add:{place}"]').click()
            for name, said in each.items():
                one(page, f"{place}.{index}.{name}", said)
        return
    said = str(value).lower() if isinstance(value, bool) else str(value)
    box = page.locator(f"[data-place='{place}']")
    radio = box.locator(f'input[type=radio][value="{said}"]')
    if radio.count():
        radio.check()
    elif box.locator("input[type=checkbox]").count():
        box.locator("input[type=checkbox]").check()
    elif box.locator("select").count():
        box.locator("select").select_option(said)
    elif box.is_visible():
        box.locator("input, textarea").first.fill(said)


def worked_off(case: int, people: Staff, at: datetime) -> None:
    """From the window to the end, by the acts that the buttons of the pages do."""
    row = Case.objects.get(pk=case)
    procedure = catalogue.edition(Procedure, row.procedure, row.edition)
    first = actor_of(people[procedure.unit, 1])
    cases.receive(case, by=first, at=at)
    if procedure.handling == "on-the-spot":
        cases.settle_at_once(case, True, "", by=first, at=at)
    else:
        cases.accept(case, by=first, at=at)
        while step := Step.objects.open().filter(case=case, desk__stage=Stage.REVIEW).order_by("pk").first():
            for which in (1, 2) if step.four_eyes else (1,):
                cases.review_step(step.pk, True, "", by=actor_of(people[step.desk.unit_id, which]), at=at)
        cases.decide(case, True, "", by=actor_of(people[procedure.unit, 3]), at=at)
    if procedure.certificate_type:
        cases.certify(case, contents(case, first, at), by=first, at=at)
    if Case.objects.get(pk=case).state != "DONE":
        cases.deliver(case, by=first, at=at)


def contents(case: int, by: Actor, at: datetime) -> cases.CertificateContents:
    making = standing.certifying(case, reader=by, at=at)
    values = {each.name: a_value(each) for each in making.lines if each.required and not each.masked}
    through = at.date().replace(year=at.year + 5) if making.until else None
    return cases.CertificateContents(values, "issue", through, CREDIT_CODE, SHOP)


def a_value(line: Any) -> str:
    if line.choices:
        return next(iter(line.choices))[0] if isinstance(next(iter(line.choices)), tuple) else next(iter(line.choices))
    return {"date": timezone.localdate().isoformat(), "number": "1", "money": "1"}.get(line.kind, "松江")


def test_one_says_what_one_wants_and_gets_all_of_it(li, browse, live_server, tmp_path):
    phone = browse(PHONE, has_touch=True, is_mobile=True)
    sign_in(phone, li, live_server.url)

    # In one's own words: the first thing found is the whole of it.
    phone.goto("/services/")
    phone.get_by_role("searchbox").or_(phone.locator('main input[name="q"]')).first.fill("开一家奶茶店")
    phone.keyboard.press("Enter")
    phone.get_by_role("link", name="开一家餐饮店（奶茶店、小吃店）").first.click()
    phone.get_by_role("link", name="回答几个问题，看我要办什么").click()
    for name, said in ANSWERS.items():
        phone.locator(f'select[name="{name}"]').select_option(said)
    phone.locator("main form button").first.click()
    for words in ("个体工商户", "公章", "食品经营许可", "排水"):
        expect(phone.locator("main")).to_contain_text(words)
    sound(phone, "guide", tmp_path)

    # One form and one list of papers for five matters; what the first will say is not asked for.
    phone.goto("/services/themes/open-food-shop/apply/")
    phone.locator("main form button").first.click()
    number = Application.objects.get().pk
    for name, said in ANSWERS.items():
        phone.locator(f'select[name="{name}"]').select_option(said)
    phone.locator("main form button").first.click()
    phone.goto(f"/services/applications/{number}/form/")
    filled_in(phone, number, li)
    sound(phone, "form", tmp_path)
    phone.locator('button[value="next"]').click()
    phone.wait_for_url("**/papers/")
    papers_given(phone, number, li)
    sound(phone, "papers", tmp_path)
    phone.goto(f"/services/applications/{number}/check/")
    phone.get_by_label(re.compile("以上内容属实")).check()
    sound(phone, "check", tmp_path)
    phone.get_by_role("button", name="提交申请").click()
    expect(phone.locator("h1")).to_contain_text("回执")
    sound(phone, "receipt", tmp_path)

    # Five cases, one of them first; the others wait for it.
    parent = ParentCase.objects.get()
    children = {each.part: each.pk for each in parent.children.all()}
    assert set(children) == {"individual-business", "seal-record", "food-business", "drainage", "advertising"}
    assert set(parent.children.exclude(part="individual-business").values_list("state", flat=True)) == {"DRAFT"}
    now = timezone.now()
    procedures = [catalogue.edition(Procedure, each.procedure, each.edition) for each in parent.children.all()]
    people = staff_of(procedures)
    parties.register_enterprise(SHOP, CREDIT_CODE, by=SYSTEM, at=now)

    # The first is settled on the spot by a clerk who has one list, and its licence made.
    desk = browse()
    sign_in(desk, people["market-supervision", 1], live_server.url)
    desk.goto("/cases/")
    desk.get_by_role("row").filter(has_text="个体工商户").get_by_role("link").click()
    desk.get_by_role("link", name="收件", exact=True).click()
    desk.get_by_role("button", name="收件", exact=True).click()
    desk.get_by_role("link", name="当场办结", exact=True).click()
    desk.get_by_label("是", exact=True).check()
    desk.get_by_role("button", name="当场办结", exact=True).click()
    desk.get_by_role("link", name="制证", exact=True).click()
    desk.get_by_label("统一社会信用代码").fill(CREDIT_CODE)
    desk.get_by_label("持证单位名称").fill(SHOP)
    making = standing.certifying(
        children["individual-business"], reader=actor_of(people["market-supervision", 1]), at=now
    )
    for line in making.lines:
        if line.required and not line.masked:
            field = desk.locator(f'[name="field_{line.name}"]')
            if field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(a_value(line))
            elif not field.input_value():  # what the application told is there
                field.fill(a_value(line))
    sound(desk, "certify", tmp_path)
    desk.locator("main form button.button").first.click()
    desk.get_by_role("link", name="送达", exact=True).click()
    desk.get_by_role("button", name="送达", exact=True).click()
    expect(desk.locator("main")).to_contain_text("办结")
    sound(desk, "done", tmp_path)

    # Then it is the turn of the others, side by side; the applicant sees where each is.
    assert set(parent.children.exclude(part="individual-business").values_list("state", flat=True)) == {"SUBMITTED"}
    phone.goto(f"/cases/parents/{parent.pk}/")
    expect(phone.locator("main")).to_contain_text("待预审")
    sound(phone, "where", tmp_path)
    for part in ("seal-record", "food-business", "drainage", "advertising"):
        worked_off(children[part], people, timezone.now())

    # All are done: the one thing is closed, and what came of it is in the shop's drawer.
    parent.refresh_from_db()
    assert parent.closed_at is not None
    phone.goto(f"/cases/parents/{parent.pk}/")
    expect(phone.locator("main")).to_contain_text("办结")
    sound(phone, "closed", tmp_path)
    issued = set(Certificate.objects.values_list("type", flat=True))
    assert issued >= {"business-licence", "food-business-licence", "drainage-permit"}
    shop = Actor("account:0", SHOP, owns=frozenset({Certificate.objects.first().holder}))
    assert len(register.held(reader=shop, at=timezone.now())) == len(issued)
