"""The one licence of a trade is issued when all its permits are there, and ends with the first of them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import LI, SERVICE_CENTRE
from tests.district import RULE, START, publish, small_district
from tests.roles import actor
from yunjian.cases.models import Case, State
from yunjian.cases.tests.world import procedure
from yunjian.certificates import actions as certificates
from yunjian.certificates import queries as register
from yunjian.certificates.tests.stage import LICENCE, USCC, licence, retention
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import arranging, recorded
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Grant
from yunjian.services import actions, queries
from yunjian.services.definitions import Item, Trade

NAME, FOOD, FIRE, SHOP = "松江数据有限公司", "food", "fire", "tea-shop"
AT, END = timezone.now(), date(2030, 1, 1)
OFFICER = actor("account:910095", "发证", ("certificate-officer", SERVICE_CENTRE))


def item(key: str, **more) -> Item:
    values = {"title": key, "title_en": key, "procedure": key, "targets": ("enterprise",), "basis": RULE,
              "valid_from": START, "example": {}}  # fmt: skip
    return Item(**{"key": key, **values, **more})


def trade(**more) -> Trade:
    values = {
        "key": SHOP, "title": "奶茶店", "title_en": "Tea shop", "unit": SERVICE_CENTRE, "code": SHOP,
        "licence": "行业综合许可证（奶茶店）", "permits": (FOOD, FIRE), "certificate": "one-licence", "basis": RULE,
        "valid_from": START, "example": {"permits": ({"item": FOOD, "until": END},), "until": END},
    }  # fmt: skip
    return Trade(**{**values, **more})


def one_licence():
    return licence(
        "one-licence", "002", title="行业综合许可证（奶茶店）", issuer=SERVICE_CENTRE,
        fields=({"name": "number", "title": "编号", "title_en": "Number", "kind": "identifier"},
                {"name": "permits", "title": "许可", "title_en": "Permits"}),
        validity={"rule": "open"}, layout={"order": ("number", "permits")}, purposes=(),
        example={"valid_from": date(2026, 1, 1), "values": {"number": "1", "permits": "1"}},
    )  # fmt: skip


@pytest.fixture
def shop(db) -> int:
    """An enterprise without any permit, in a district with the trade."""
    small_district()
    food = item(FOOD, results=({"title": "食品", "form": "certificate", "certificate": "licence"},))
    publish(licence(issuer=SERVICE_CENTRE), one_licence(), retention("certificates", 120), procedure(FOOD),
            procedure(FIRE), food, item(FIRE), trade())  # fmt: skip
    return parties.register_enterprise(NAME, USCC, by=SYSTEM, at=AT)


def food_licence() -> int:
    draft = certificates.Draft(USCC, NAME, LICENCE)
    return certificates.issue_certificate("licence", draft, by=OFFICER, at=AT).id


def fire_check(shop: int) -> None:
    on = AT.date()
    with arranging():
        Case.objects.create(
            procedure=FIRE, edition=START, unit_id=SERVICE_CENTRE, applicant=f"enterprise:{shop}", opened_by=LI.id,
            subject="消防", state=State.DONE, opened_at=AT, received_on=on, accepted_on=on, decided_on=on, ended_on=on,
            granted=True,
        )  # fmt: skip


def test_issue_trade_licence_composes_the_permits_and_ends_with_the_first_of_them(shop):
    food = food_licence()
    fire_check(shop)
    made = actions.issue_trade_licence(SHOP, USCC, by=OFFICER, at=AT)
    first = register.certificate(food, reader=OFFICER, at=AT)
    view = register.certificate(made, reader=OFFICER, at=AT)
    number, permits = (each.value for each in view.fields)
    assert number.startswith("TEA-SHOP-")
    assert number.endswith(f"-{shop}")
    assert first.identifier in permits
    assert view.standing.valid_through == first.standing.valid_through
    [told] = recorded("services.licence.issued")
    assert told.payload["permits"] == [FOOD, FIRE]
    with pytest.raises(actions.LicensedAlready):
        actions.issue_trade_licence(SHOP, USCC, by=OFFICER, at=AT)


def test_it_is_declined_while_a_permit_is_missing_and_says_which(shop):
    food = food_licence()
    before = recorded()
    with pytest.raises(actions.PermitsMissing, match=FIRE):
        actions.issue_trade_licence(SHOP, USCC, by=OFFICER, at=AT)
    assert recorded() == before
    fire_check(shop)
    certificates.suspend_certificate(food, "整改期间暂停", by=OFFICER, at=AT)
    assert [each.item for each in queries.composed(SHOP, USCC, reader=OFFICER, at=AT).missing] == [FOOD]


def test_a_permit_that_ran_out_counts_no_more(shop):
    food_licence()
    later = AT + timedelta(days=800)
    assert [each.item for each in queries.composed(SHOP, USCC, reader=OFFICER, at=later).missing] == [FOOD, FIRE]


def test_strangers_compose_nothing_and_an_unknown_code_is_said(shop):
    with pytest.raises(Forbidden):
        queries.composed(SHOP, USCC, reader=LI, at=AT)
    with pytest.raises(Forbidden):
        actions.issue_trade_licence(SHOP, USCC, by=LI, at=AT)
    with pytest.raises(NotFound):
        actions.issue_trade_licence(SHOP, "1", by=OFFICER, at=AT)


def test_a_licence_that_cannot_say_it_is_refused_by_the_pack():
    beside = {("certificates", "one-licence"): licence()}
    assert trade().check_beside(beside) == [
        "证照类型 licence 没有 permits 这一项",
        "证照类型 licence 的有效期规则应当是 open",
        "证照类型 licence 的颁发机构不是牵头单位 government-service-centre",
    ]


def test_the_page_shows_what_is_there_and_issues(shop):
    with arranging():
        account = Account.objects.create(pk=910095, username=OFFICER.id, name=OFFICER.name, password="!")
        Grant.objects.create(
            account=account, role="certificate-officer", unit=SERVICE_CENTRE, starts_at=AT.replace(year=2025)
        )
    browser, address = Client(), f"/services/trades/{SHOP}/licence/"
    browser.force_login(account)
    food_licence()
    assert browser.get(address, {"code": "1"}).status_code == 422
    assert "许可还没有办齐" in browser.get(address, {"code": USCC}).content.decode()
    assert browser.post(address, {"code": USCC}).status_code == 422
    fire_check(shop)
    assert "是各许可中最早到期的一天" in browser.get(address, {"code": USCC}).content.decode()
    assert browser.post(address, {"code": USCC}).status_code == 302
    assert "已经有综合许可证" in browser.get(address, {"code": USCC}).content.decode()
