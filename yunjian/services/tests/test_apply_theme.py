"""Several items applied for as one thing: one form, one list of papers, one receipt, a case for each in its order."""

import pytest
from django.test import Client

from tests.cast import DATA_BUREAU
from tests.district import RULE, START, publish
from yunjian.cases import actions as cases
from yunjian.cases.models import Case
from yunjian.cases.tests.world import ENQUIRY, LIN, MON
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.materials.models import Lent
from yunjian.materials.tests.stage import CARD, checked
from yunjian.services import actions, queries
from yunjian.services.definitions import Theme, joined
from yunjian.services.models import Application

from .counter import FIELDS, ITEM, RIGHT, Counter, counter, form, item

pytestmark = pytest.mark.django_db
THEME, NAMING = "open-milk-tea", "naming"
SHOP = {"name": "shop", "title": "店名", "title_en": "Name of the shop"}
KIND = {"name": "kind", "title": "卖什么", "title_en": "Kind"}
PHONE = {"name": "phone", "title": "办公电话", "title_en": "Office phone", "when": {"field": "kind", "among": ("tea",)}}
NAMING_RULES = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "shop": {"type": "string", "maxLength": 60},
        "kind": {"type": "string", "enum": ["tea", "rice"]},
        "phone": {"type": "string", "maxLength": 20},
    },
    "required": ["shop", "kind"],
    "if": {"properties": {"kind": {"const": "tea"}}, "required": ["kind"]},
    "then": {"required": ["phone"]},
}
EXAMPLE = {"right": {"shop": "甲", "kind": "rice"}, "wrong": ({"values": {}, "place": "kind", "rule": "required"},)}
WRITTEN = {"shop": RIGHT["shop"], "kind": "tea", "phone": "67730000", "shop_sign_phone": RIGHT["phone"]}


def naming_form():
    sections = ({"key": "s", "title": "核名", "title_en": "Naming", "fields": (SHOP, KIND, PHONE)},)
    values = {"items": (NAMING,), "rules": NAMING_RULES, "sections": sections, "example": EXAMPLE}
    return form(key=NAMING, title="核名表", **values)


def theme() -> Theme:
    parts = ({"item": NAMING}, {"item": ITEM, "after": (NAMING,), "when": {"field": "sign", "equals": True}})
    return Theme(
        key=THEME, title="开一家奶茶店", title_en="Opening a milk-tea shop", target="person", unit=DATA_BUREAU,
        questions=({"name": "sign", "title": "要店招吗？", "title_en": "A sign?"},), parts=parts, basis=RULE,
        valid_from=START, example={"answers": {"sign": True}, "waves": ((NAMING,), (ITEM,)), "papers": ()},
    )  # fmt: skip


@pytest.fixture
def at_counter(db) -> Counter:
    at = counter()
    card = {"key": "id-card", "title": "身份证明", "title_en": "Proof of identity", "material": CARD}
    naming = item(
        NAMING, title="核名", title_en="Naming", procedure=ENQUIRY, questions=(), conditions=(), materials=(card,),
        results=(), example={"papers": ("id-card",)},
    )  # fmt: skip
    publish(naming, naming_form(), theme(), at=MON)
    return at


def written(at_counter) -> tuple[int, int, int]:
    """A draft of the theme that may be handed in; its revision; the material it shares."""
    li = at_counter.li
    number = actions.begin_application(THEME, at_counter.owner, kind="themes", by=li, at=MON)
    answers = {"sign": "yes", "leased": "no", "size": "4"}
    revision = actions.save_application(number, 0, answers=answers, by=li, at=MON)
    revision = actions.save_application(number, revision, values=WRITTEN, by=li, at=MON)
    card = checked(at_counter.owner, by=li, at=MON)
    for paper, way, given in ((CARD, "MATERIAL", [card]), ("pledge", "PROMISE", ()), ("picture", "FOLLOWS", ())):
        revision = actions.give_paper(number, revision, paper, way, materials=given, by=li, at=MON)
    return number, revision, card


def test_a_field_asked_for_alike_stands_once_and_another_of_the_same_name_beside_it():
    one = joined("一", "One", (naming_form(), form()))

    assert [row.name for row in one.form.fields] == ["shop", "kind", "phone", "shop_sign_phone", "partners"]
    assert {each.place for each in one.form.breaches({"kind": "tea"})} == {"shop", "phone", "shop_sign_phone"}
    assert one.part(ITEM, WRITTEN) == RIGHT
    assert one.part(NAMING, WRITTEN) == {"shop": RIGHT["shop"], "kind": "tea", "phone": "67730000"}


def test_what_the_certificate_of_an_earlier_item_will_say_need_not_be_written_yet():
    first = form(
        key=NAMING,
        items=(NAMING,),
        rules={
            "type": "object",
            "additionalProperties": False,
            "properties": {"kind": NAMING_RULES["properties"]["kind"]},
            "required": ["kind"],
        },
        sections=({"key": "s", "title": "核名", "title_en": "Naming", "fields": (KIND,)},),
        example={"right": {"kind": "rice"}, "wrong": ({"values": {}, "place": "kind", "rule": "required"},)},
    )
    shop = {**SHOP, "filled_from": ({"from": "certificate", "of": "name-notice", "name": "trade_name"},)}
    then = form(sections=({"key": "s", "title": "店铺", "title_en": "Shop", "fields": (shop, *FIELDS[1:])},))
    short = {"kind": "rice", "phone": RIGHT["phone"]}

    assert [each.place for each in joined("一", "One", (first, then)).form.breaches(short)] == ["shop"]
    one = joined("一", "One", (first, then), {ITEM: {"name-notice"}}).form
    assert list(one.breaches(short)) == []
    assert next(row for row in one.fields if row.name == "shop").hint.startswith("现在没有的不用填")
    assert [each.place for each in one.breaches({**short, "shop": ""})] == []


def test_answers_decide_the_items_the_form_and_the_papers(at_counter):
    number = actions.begin_application(THEME, at_counter.owner, kind="themes", by=at_counter.li, at=MON)
    actions.save_application(number, 0, answers={"sign": "no"}, by=at_counter.li, at=MON)
    found = queries.application(number, at=MON, reader=at_counter.li)

    assert [each.key for each in found.items] == [NAMING]
    assert [row.name for row in found.form.fields] == ["shop", "kind", "phone"]
    assert [each.wanted.key for each in found.papers] == [CARD]
    assert [each.name for each in found.questions] == ["sign", "leased", "size"]


def test_handing_in_opens_a_case_for_each_item_in_order_with_its_papers_and_is_recorded(at_counter):
    number, revision, card = written(at_counter)
    parent = actions.hand_in_application(number, revision, by=at_counter.li, at=MON)
    found = {each.part: each for each in Case.objects.filter(parent=parent)}

    assert (found[NAMING].state, found[ITEM].state) == ("SUBMITTED", "DRAFT")
    assert all(f"material:{card}" in each.materials for each in found.values())
    assert Lent.objects.filter(material=card).count() == 3  # a consent for each unit of each case
    assert found[ITEM].particulars == {"trade_name": RIGHT["shop"]}
    assert recorded("services.application.handed-in")[0].payload["parent"] == parent
    assert Application.objects.get().parent_id == parent


def test_a_person_does_not_apply_for_what_is_an_enterprises_and_a_stranger_not_at_all(at_counter):
    with pytest.raises(Forbidden):
        actions.begin_application(THEME, at_counter.owner, kind="themes", by=at_counter.wang, at=MON)


def test_staff_of_one_item_read_what_that_item_asked_for(at_counter):
    number, revision, _ = written(at_counter)
    actions.hand_in_application(number, revision, by=at_counter.li, at=MON)
    case = Case.objects.get(part=NAMING).pk
    found = actions.look_at_application(case, by=LIN, at=MON).newest

    assert set(found.values) == {"shop", "kind", "phone"}
    assert [each.paper for each in found.papers] == [CARD]


def test_what_one_item_asks_for_is_handed_in_again_for_it_alone(at_counter):
    number, revision, _ = written(at_counter)
    actions.hand_in_application(number, revision, by=at_counter.li, at=MON)
    case = Case.objects.get(part=NAMING)
    cases.return_for_changes(case.pk, "店名不全", ["other"], by=LIN, at=MON)
    assert queries.application(number, at=MON, reader=at_counter.li).waiting == (case.pk,)
    actions.hand_in_again(number, revision, case.pk, by=at_counter.li, at=MON)
    case.refresh_from_db()

    assert case.state == "SUBMITTED"


def test_on_the_pages_from_the_theme_to_one_receipt(at_counter):
    client = Client()
    client.force_login(at_counter.account)
    assert f"/services/themes/{THEME}/apply/" in client.get(f"/services/themes/{THEME}/").text
    client.post(f"/services/themes/{THEME}/apply/", {"applicant": at_counter.owner})
    assert Application.objects.get().kind == "themes"
    number, revision, _ = written(at_counter)
    where = f"/services/applications/{number}/"
    assert "office" not in client.get(where + "form/").text.lower()
    answer = client.post(where + "check/", {"revision": revision, "agreed": "yes"})
    receipt = client.get(answer["Location"]).text

    assert "核名" in receipt
    assert "等前面的办成" in receipt
    assert "一件事" in client.get("/services/applications/").text
