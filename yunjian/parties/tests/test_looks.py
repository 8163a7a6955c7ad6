"""Looking at people's data: every look is kept, and the person looked at sees it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from stdnum.cn import ric

from tests.cast import CHEN, DATA_BUREAU, HE, LI, NOON, ZHENG, ZHOU
from tests.district import PASSWORD, open_account, small_district
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor, Held
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded
from yunjian.parties import actions, queries
from yunjian.parties.models import Account, Look
from yunjian.ui.listing import Ask

pytestmark = pytest.mark.django_db
STEM = "31011719900101001"
NUMBER = STEM + ric.calc_check_digit(STEM + "0")
WORDS = "补办证件核对"


@pytest.fixture
def li() -> int:
    """李民, registered, with an account."""
    small_district()
    person = actions.register_person("李民", NUMBER, "13800000000", by=CHEN, at=NOON)
    actions.open_account("li", "李民", PASSWORD, person_id=person, by=CHEN, at=NOON)
    open_account("chen", ("security-administrator", ""), name="陈安全")
    return person


def who(username: str) -> Actor:
    return queries.actor_of(Account.objects.get(username=username))


def seen_by(person: int, reader: Actor):
    return queries.looks_at(person, Ask(sort="at", descending=True), reader=reader, at=NOON).rows


def test_of_a_list_is_recorded_and_everyone_on_it_can_tell(li):
    [shown] = actions.list_people("李", by=who("chen"), at=NOON)

    assert (shown.name, shown.phone) == ("李*", "138****0000")
    [look] = seen_by(li, who("li"))
    assert (look.who, look.role, look.kind, look.count) == ("陈安全", "安全管理员", "LIST", 1)
    [entry] = recorded("parties.people.listed")
    assert entry.payload == {"look": look.id, "count": 1}


def test_in_full_is_for_a_purpose_and_a_reason_that_the_person_reads(li):
    shown = actions.read_personal_data(li, "VERIFY", WORDS, by=who("chen"), at=NOON)

    assert (shown.name, shown.identity_number, shown.phone, shown.masked) == ("李民", NUMBER, "13800000000", ())
    [look] = seen_by(li, who("li"))
    assert (look.purpose, look.words, look.at) == ("核对身份", WORDS, NOON)
    [entry] = recorded("parties.person.data_read")
    assert entry.payload["fields"] == ["name", "identity_number", "phone"]
    assert WORDS not in str(entry.payload)
    assert NUMBER not in str([each.payload for each in recorded()])


@pytest.mark.parametrize(("purpose", "words"), [("curiosity", WORDS), ("VERIFY", ""), ("VERIFY", " 看 "), ("", WORDS)])
def test_in_full_is_declined_without_a_purpose_or_a_reason(li, purpose, words):
    with pytest.raises(actions.PurposeMissing):
        actions.read_personal_data(li, purpose, words, by=CHEN, at=NOON)

    assert recorded("parties.person.data_read") == []
    assert not Look.objects.exists()


def test_in_full_leaves_masked_what_the_role_does_not_open(li):
    plain = Held("desk", DATA_BUREAU, frozenset({"parties.person.reveal"}), frozenset({"PERSONAL"}), "grant:1")
    shown = actions.read_personal_data(li, "CONTACT", WORDS, by=Actor("account:901", held=(plain,)), at=NOON)

    assert shown.phone == "13800000000"
    assert shown.identity_number == f"310117********{NUMBER[-4:]}"
    assert shown.masked == ("identity_number",)


def test_in_full_is_not_for_a_stranger_nor_by_a_list(li):
    for stranger in (ANONYMOUS, LI, ZHOU, HE, ZHENG):
        with pytest.raises(Forbidden):
            actions.read_personal_data(li, "VERIFY", WORDS, by=stranger, at=NOON)
    for stranger in (ANONYMOUS, LI, HE):
        with pytest.raises(Forbidden):
            actions.list_people("", by=stranger, at=NOON)
    with pytest.raises(NotFound):
        actions.read_personal_data(li + 100, "VERIFY", WORDS, by=CHEN, at=NOON)
    assert not Look.objects.exists()


def test_at_oneself_needs_no_reason_and_says_so(li):
    shown = actions.read_personal_data(li, "CORRECT", by=who("li"), at=NOON)

    assert shown.identity_number == NUMBER
    [look] = seen_by(li, who("li"))
    assert (look.kind, look.role) == ("OWN", "")


def test_at_all_that_is_kept_of_oneself_takes_everything_along_and_is_recorded(li):
    actions.list_people("", by=who("chen"), at=NOON)
    data = actions.take_own_data(li, by=who("li"), at=NOON + timedelta(days=1))

    assert data.person == {"name": "李民", "identity_number": NUMBER, "phone": "13800000000"}
    assert data.account["username"] == "li"
    assert [look["who"] for look in data.looks] == ["陈安全"]
    assert recorded("parties.person.own_data_taken")[0].payload["person"] == li
    for stranger in (ANONYMOUS, LI, CHEN, ZHENG, who("chen")):
        with pytest.raises(Forbidden):
            actions.take_own_data(li, by=stranger, at=NOON)


def test_by_who_acts_for_somebody_names_both(li):
    daughter = replace(
        LI, owns=frozenset({f"person:{li}"}), acting_for=f"person:{li}", mandate="mandate:1", scope=frozenset({"*"})
    )
    actions.take_own_data(li, by=daughter, at=NOON)

    assert Look.objects.get().acting_for == f"person:{li}"
    assert recorded("parties.person.own_data_taken")[0].payload["acting_for"] == f"person:{li}"
    narrow = replace(daughter, scope=frozenset({"parties.look.read-own"}))
    with pytest.raises(Forbidden):
        actions.take_own_data(li, by=narrow, at=NOON)


def test_is_shown_to_the_person_and_all_looks_to_the_audit_administrator_only(li):
    actions.read_personal_data(li, "VERIFY", WORDS, by=who("chen"), at=NOON)

    for stranger in (ANONYMOUS, LI, CHEN, ZHENG):
        with pytest.raises(Forbidden):
            seen_by(li, stranger)
    for stranger in (ANONYMOUS, LI, CHEN, HE, ZHOU, who("li")):
        with pytest.raises(Forbidden):
            queries.looks(Ask(), reader=stranger, at=NOON)
    asked = [
        {"who": "陈"}, {"words": "证件"}, {"kind": "REVEAL"}, {"purpose": "VERIFY"}, {"person": str(li)},
    ]  # fmt: skip
    assert all(queries.looks(Ask(values=each), reader=ZHENG, at=NOON).total == 1 for each in asked)
    others = [{"who": "王"}, {"words": "别的"}, {"kind": "LIST"}, {"purpose": "AUDIT"}, {"person": "x"}]
    assert all(queries.looks(Ask(values=each), reader=ZHENG, at=NOON).total == 0 for each in others)


def test_taken_away_as_a_file_is_recorded_too(li):
    actions.export_looks(3, by=ZHENG, at=NOON)

    assert recorded("parties.looks.exported")[0].payload["count"] == 3
    for stranger in (ANONYMOUS, LI, CHEN, SYSTEM):
        with pytest.raises(Forbidden):
            actions.export_looks(3, by=stranger, at=NOON)
    assert len(recorded("parties.looks.exported")) == 1
