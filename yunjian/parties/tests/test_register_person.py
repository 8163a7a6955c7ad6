"""Registering a person, appointing them, and reading their data."""

from datetime import timedelta

import pytest

from tests.cast import CHEN, DATA_BUREAU, LI, NOON, ZHOU
from tests.district import small_district
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.errors import Forbidden, Invalid, NotFound
from yunjian.kernel.testing import recorded
from yunjian.parties import actions, queries
from yunjian.parties.models import Person

pytestmark = pytest.mark.django_db
NUMBER = "310117199901010015"


def register(name="李民", number=NUMBER, phone="138 0000 0000", **more):
    return actions.register_person(name, number, phone, by=CHEN, at=NOON, **more)


@pytest.fixture(autouse=True)
def sound_number():
    from stdnum.cn import ric

    global NUMBER
    NUMBER = NUMBER[:17] + ric.calc_check_digit(NUMBER)


def test_keeps_the_data_shows_it_masked_and_records_none_of_it():
    pk = register(number=NUMBER)

    [shown] = queries.people(reader=CHEN, at=NOON)
    assert shown.identity_number == f"310117********{NUMBER[-4:]}"
    assert shown.phone == "138****0000"
    [entry] = recorded()
    assert entry.payload == {"person": pk, "flags": []}


def test_is_declined_when_a_new_entry_holds_a_doubtful_number():
    with pytest.raises(actions.IdentifierDoubtful, match="校验位不符"):
        register(number=NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1"))
    with pytest.raises(actions.IdentifierDoubtful, match="电话"):
        register(number=NUMBER, phone="12345678901")

    assert not Person.objects.exists()
    assert recorded() == []


def test_keeps_a_doubtful_number_of_old_data_as_given_and_flags_it():
    pk = register(number="31 0117-2222", phone="见备注", from_old_data=True)

    person = Person.objects.get(pk=pk)
    assert (person.identity_number, person.identity_flag) == ("31 0117-2222", "LENGTH")
    assert (person.phone, person.phone_flag) == ("见备注", "FORMAT")
    assert queries.people(reader=CHEN, at=NOON)[0].doubts == ("长度不对", "含有不该有的字符")


def test_is_declined_when_the_number_is_registered_already():
    register(number=NUMBER)

    with pytest.raises(actions.AlreadyRegistered):
        register("另一位", NUMBER)
    assert Person.objects.count() == 1


def test_is_declined_without_a_name():
    with pytest.raises(Invalid):
        register(" ", "")


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, ZHOU])
def test_is_not_for_a_stranger(stranger):
    with pytest.raises(Forbidden):
        actions.register_person("李民", by=stranger, at=NOON)
    if not stranger.grants:
        with pytest.raises(Forbidden):
            queries.people(reader=stranger, at=NOON)

    assert not Person.objects.exists()


def test_leads_to_a_post_that_the_directory_shows_to_staff():
    small_district()
    pk = register(number=NUMBER)
    post = actions.appoint(pk, DATA_BUREAU, "科长", by=CHEN, at=NOON)

    [root] = queries.directory("科长", reader=ZHOU, at=NOON)
    [bureau] = root.below
    assert [(p.title, p.person) for p in bureau.posts] == [("科长", "李民")]
    [root] = queries.directory("科长", reader=ANONYMOUS, at=NOON)
    assert root.below[0].posts[0].person == ""
    assert queries.directory("李民", reader=ANONYMOUS, at=NOON) == ()
    assert [person.posts for person in queries.people("数据局", reader=CHEN, at=NOON)] == [("上海市松江区数据局 科长",)]
    assert recorded("parties.person.appointed")[0].payload == {"person": pk, "post": post, "unit": DATA_BUREAU}


def test_leads_to_no_post_when_the_unit_or_the_person_is_unknown_or_the_post_is_held():
    small_district()
    pk = register(number=NUMBER)
    with pytest.raises(actions.UnknownUnit):
        actions.appoint(pk, "nowhere", "科长", by=CHEN, at=NOON)
    with pytest.raises(NotFound):
        actions.appoint(pk + 1, DATA_BUREAU, "科长", by=CHEN, at=NOON)
    with pytest.raises(Forbidden):
        actions.appoint(pk, DATA_BUREAU, "科长", by=ZHOU, at=NOON)
    assert recorded("parties.person.appointed") == []

    actions.appoint(pk, DATA_BUREAU, "科长", by=CHEN, at=NOON)
    with pytest.raises(actions.AlreadyRegistered):
        actions.appoint(pk, DATA_BUREAU, "科长", by=CHEN, at=NOON)


def test_ends_a_post_once():
    small_district()
    post = actions.appoint(register(number=NUMBER), DATA_BUREAU, "科长", by=CHEN, at=NOON)
    with pytest.raises(Forbidden):
        actions.relieve(post, by=ZHOU, at=NOON)
    actions.relieve(post, by=CHEN, at=NOON + timedelta(days=1))

    assert queries.directory("科长", reader=ZHOU, at=NOON + timedelta(days=1)) == ()
    with pytest.raises(actions.AlreadyRelieved):
        actions.relieve(post, by=CHEN, at=NOON + timedelta(days=2))
    assert len(recorded("parties.person.relieved")) == 1
