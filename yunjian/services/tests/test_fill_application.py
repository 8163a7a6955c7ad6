"""Empty fields are filled from what the district has, each with its source, and can be corrected."""

import pytest
from django.test import Client

from tests.district import publish
from yunjian.cases.tests.world import LIN, MON
from yunjian.certificates import actions as certificates
from yunjian.certificates.models import Look
from yunjian.certificates.tests import stage
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import NotFound
from yunjian.kernel.testing import recorded
from yunjian.materials import actions as materials
from yunjian.materials.tests.stage import CARD, checked, identity_number
from yunjian.parties.models import Look as PartyLook
from yunjian.services import actions, queries
from yunjian.services.definitions import Source
from yunjian.services.models import Application

from .counter import ITEM, RIGHT, Counter, begun, counter, form, handed_in

pytestmark = pytest.mark.django_db
TEXT = {"type": "string", "maxLength": 60}


def field(name, *sources):
    return {"name": name, "title": name, "title_en": name, "filled_from": sources}


FIELDS = (
    field("name", {"from": "party", "name": "name"}),
    field("phone", {"from": "certificate", "of": "permit", "name": "nothing"}, {"from": "party", "name": "phone"}),
    field("permit", {"from": "certificate", "of": "permit", "name": "holder_number"}),
    field("shop", {"from": "case", "of": ITEM, "name": "shop"}),
    field("card", {"from": "paper", "of": CARD, "name": "name"}),
)
RULES = {"type": "object", "additionalProperties": False, "properties": {each["name"]: TEXT for each in FIELDS}}
EXAMPLE = {"right": {}, "wrong": ({"values": {"z": 1}, "place": "z", "rule": "unknown"},)}


@pytest.fixture
def at_counter(db) -> Counter:
    return counter()


def with_sources() -> None:
    """From a later day the form says whence its fields can be filled."""
    sections = ({"key": "s", "title": "一", "title_en": "One", "fields": FIELDS},)
    publish(form(valid_from=MON.date(), rules=RULES, sections=sections, example=EXAMPLE), at=MON)


def everything(at_counter) -> int:
    """A register, a certificate, an earlier application, a paper that was read; and a draft."""
    handed_in(at_counter)
    with_sources()
    publish(stage.permit(), at=MON)
    held = stage.of_person(number=identity_number(1), name="李小民")
    certificates.issue_certificate("permit", held, by=stage.GU, at=MON)
    card = checked(at_counter.owner, b"", CARD, by=at_counter.li, at=MON)
    read = {"how": "OCR", "fields": {"name": {"value": "李小民", "confidence": 0.9}}}
    materials.keep_fields(card, read, by=SYSTEM, at=MON)
    return begun(at_counter)


def test_fill_application_takes_each_field_from_its_source_and_is_recorded(at_counter):
    number = everything(at_counter)
    actions.fill_application(number, 0, by=at_counter.li, at=MON)
    found = queries.application(number, at=MON, reader=at_counter.li)

    assert found.values["name"] == "李小民"
    assert found.values["phone"] == "13800000000"  # the certificate does not say one
    assert found.values["permit"] == identity_number(1)
    assert found.values["shop"] == RIGHT["shop"]
    assert found.values["card"] == "李小民"
    assert {place: each["from"] for place, each in found.sources.items()} == {
        "name": "party", "phone": "party", "permit": "certificate", "shop": "case", "card": "paper",
    }  # fmt: skip
    assert recorded("services.application.filled")[0].payload["fields"] == 5
    assert PartyLook.objects.filter(kind="OWN").exists()
    assert Look.objects.filter(how="OWN").exists()


def test_what_is_written_stays_and_a_corrected_field_loses_its_source(at_counter):
    with_sources()
    number = begun(at_counter)
    actions.save_application(number, 0, values={"name": "李民"}, by=at_counter.li, at=MON)
    revision = actions.fill_application(number, 1, by=at_counter.li, at=MON)
    row = Application.objects.get()
    assert (row.values["name"], set(row.sources)) == ("李民", {"phone"})
    actions.save_application(number, revision, values={**row.values, "phone": "13911112222"}, by=at_counter.li, at=MON)

    assert Application.objects.get().sources == {}


def test_fill_application_is_declined_when_nothing_is_found_and_at_the_window(at_counter):
    number = begun(at_counter)
    actions.save_application(number, 0, values=RIGHT, by=at_counter.li, at=MON)
    with pytest.raises(actions.NothingToFill):
        actions.fill_application(number, 1, by=at_counter.li, at=MON)
    helped = actions.begin_application(ITEM, at_counter.owner, by=LIN, at=MON)
    with pytest.raises(actions.NotAtTheWindow):
        actions.fill_application(helped, 0, by=LIN, at=MON)


def test_a_stranger_cannot_have_an_application_filled(at_counter):
    """NotFound, as whoever is Forbidden to see it."""
    number = begun(at_counter)
    with pytest.raises(NotFound):
        actions.fill_application(number, 0, by=at_counter.wang, at=MON)


def test_the_page_fills_and_says_whence(at_counter):
    with_sources()
    number = begun(at_counter)
    client = Client()
    client.force_login(at_counter.account)
    where = f"/services/applications/{number}/"
    assert "自动填写" in client.get(where + "form/").text
    client.post(where + "fill/", {"revision": 0})
    page = client.get(where + "form/").text
    assert "来自登记的本人（单位）信息" in page
    assert client.post(where + "fill/", {"revision": 0}).status_code == 302  # stale: a message


@pytest.mark.parametrize(
    "wrong",
    [
        {"from": "party", "name": "address"},
        {"from": "party", "of": "x", "name": "name"},
        {"from": "paper", "name": "x"},
    ],
)
def test_a_source_that_there_is_not_is_refused(wrong):
    with pytest.raises(ValueError, match=r"登记信息只有|要写 of"):
        Source.model_validate(wrong)


def test_a_source_is_checked_beside_the_pack():
    sections = ({"key": "s", "title": "一", "title_en": "One", "fields": FIELDS},)
    asked = form(sections=sections, rules=RULES, example=EXAMPLE)
    said = asked.check_beside({("items", ITEM): None, ("certificates", "permit"): stage.permit()})

    assert any("permit 没有 nothing" in each for each in said)
    assert any(f"{CARD} 不存在" in each for each in said)
