"""Erasing a person's data, asked for or due, but for what the law keeps."""

from datetime import timedelta

import pytest

from tests.cast import CHEN, DATA_BUREAU, LI, NOON, ZHENG
from tests.district import PASSWORD, open_account, publish, small_district
from tests.roles import actor
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor
from yunjian.kernel.definitions import Basis
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded
from yunjian.parties import actions, queries
from yunjian.parties.definitions import Retention, RetentionExample
from yunjian.parties.jobs import keep_retention
from yunjian.parties.models import Account, ErasureRequest, Look, Mandate, Person

pytestmark = pytest.mark.django_db
BAO = actor("account:301", "包护", ("privacy-officer", ""))
DAY = timedelta(days=1)


@pytest.fixture
def li() -> int:
    small_district()
    person = actions.register_person("李民", phone="13800000000", by=CHEN, at=NOON)
    actions.open_account("li", "李民", PASSWORD, person_id=person, by=CHEN, at=NOON)
    return person


def who(username: str) -> Actor:
    return queries.actor_of(Account.objects.get(username=username))


def test_is_asked_for_by_the_person_once(li):
    asked = actions.ask_for_erasure(li, "不再使用", by=who("li"), at=NOON)

    [entry] = recorded("parties.erasure.asked")
    assert entry.payload == {"person": li, "request": asked}
    with pytest.raises(actions.ErasureAskedAlready):
        actions.ask_for_erasure(li, by=who("li"), at=NOON)
    for stranger in (ANONYMOUS, LI, CHEN, ZHENG, BAO):
        with pytest.raises(Forbidden):
            actions.ask_for_erasure(li, by=stranger, at=NOON)
    assert ErasureRequest.objects.count() == 1


def test_erases_what_the_law_does_not_keep_and_closes_the_account(li):
    asked = actions.ask_for_erasure(li, by=who("li"), at=NOON)
    actions.grant_erasure(asked, "同意", by=BAO, at=NOON + DAY)

    person, account = Person.objects.get(pk=li), Account.objects.get(person=li)
    assert (person.name, person.identity_number, person.phone, person.erased_at) == ("（已删除）", "", "", NOON + DAY)
    assert (account.is_active, account.name, account.has_usable_password()) == (False, "（已删除）", False)
    assert account.username != "li"
    [entry] = recorded("parties.erasure.done")
    assert entry.payload["fields"] == ["identity_number", "phone", "name"]
    assert actions.list_people("", by=CHEN, at=NOON + DAY) == []
    with pytest.raises(actions.ErasureDecided):
        actions.grant_erasure(asked, "再来", by=BAO, at=NOON + DAY)


def test_keeps_the_name_of_who_was_in_office_and_says_so(li):
    post = actions.appoint(li, DATA_BUREAU, "科员", by=CHEN, at=NOON)
    asked = actions.ask_for_erasure(li, by=who("li"), at=NOON)
    with pytest.raises(actions.StillInOffice):
        actions.grant_erasure(asked, "同意", by=BAO, at=NOON)
    actions.relieve(post, by=CHEN, at=NOON)
    actions.grant_erasure(asked, "同意", by=BAO, at=NOON + DAY)

    assert (Person.objects.get(pk=li).name, Person.objects.get(pk=li).phone) == ("李民", "")
    assert "归档" in queries.erasures(reader=BAO)[0].kept[0]


def test_is_declined_while_the_account_has_a_role(li):
    actions.grant_role(Account.objects.get(username="li").pk, "leader", by=CHEN, at=NOON)
    asked = actions.ask_for_erasure(li, by=who("li"), at=NOON)

    with pytest.raises(actions.StillInOffice):
        actions.grant_erasure(asked, "同意", by=BAO, at=NOON)
    assert recorded("parties.erasure.done") == []


def test_is_refused_with_a_reason_the_person_reads(li):
    asked = actions.ask_for_erasure(li, by=who("li"), at=NOON)
    with pytest.raises(actions.AnswerMissing):
        actions.refuse_erasure(asked, " ", by=BAO, at=NOON)
    actions.refuse_erasure(asked, "案件未结", by=BAO, at=NOON + DAY)

    assert queries.own_erasures(li, reader=who("li"))[0].answer == "案件未结"
    assert Person.objects.get(pk=li).phone == "13800000000"
    assert len(recorded("parties.erasure.refused")) == 1


def test_is_not_decided_by_a_stranger_nor_by_the_person(li):
    asked = actions.ask_for_erasure(li, by=who("li"), at=NOON)

    for stranger in (ANONYMOUS, LI, CHEN, ZHENG, who("li")):
        for decide in (actions.grant_erasure, actions.refuse_erasure):
            with pytest.raises(Forbidden):
                decide(asked, "同意", by=stranger, at=NOON)
        with pytest.raises(Forbidden):
            queries.erasures(reader=stranger)
    with pytest.raises(NotFound):
        queries.erasure(asked + 100, reader=BAO)


def retention(key: str, months: int, then: str) -> Retention:
    example = RetentionExample(last_used=NOON.date(), due=NOON.date())
    basis = (Basis(title="测试用的依据"),)
    start = NOON.date().replace(year=2025)
    values = {"key": key, "title": key, "months": months, "then": then, "basis": basis, "valid_from": start}
    return Retention(**values, example=example)


def test_is_due_by_the_clock_when_nobody_has_dealt_with_a_person_for_long():
    publish(retention("people", 24, "decide"), retention("looks", 12, "erase"))
    person = actions.register_person("王小明", by=SYSTEM, at=NOON)
    actions.read_personal_data(person, "VERIFY", "补办证件", by=CHEN, at=NOON)
    keep_retention(NOON + 300 * DAY)
    assert recorded("parties.retention.kept")[-1].payload == {"words": 0, "due": 0}

    keep_retention(NOON + 366 * DAY)
    assert (recorded("parties.retention.kept")[-1].payload, Look.objects.get().words) == ({"words": 1, "due": 0}, "")
    keep_retention(NOON + 735 * DAY)
    keep_retention(NOON + 736 * DAY)
    assert [entry.payload["due"] for entry in recorded("parties.retention.kept")] == [0, 0, 1, 0]
    [waiting] = queries.erasures(reader=BAO)
    assert (waiting.asked, waiting.name) == (False, "王**")
    assert len(recorded("parties.erasure.due")) == 1


def test_is_never_due_for_who_has_an_account_or_an_office(li):
    publish(retention("people", 1, "decide"))
    officer = actions.register_person("赵科", by=SYSTEM, at=NOON)
    actions.appoint(officer, DATA_BUREAU, "科长", by=CHEN, at=NOON)
    keep_retention(NOON + 900 * DAY)

    assert recorded("parties.erasure.due") == []
    for stranger in (ANONYMOUS, CHEN, BAO):
        with pytest.raises(Forbidden):
            actions.keep_retention(by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        queries.own_erasures(li, reader=LI)


def test_erases_what_was_asked_answered_and_noted_at_the_counter_long_after_its_end(li):
    publish(retention("statements", 12, "erase"))
    asked = actions.ask_for_erasure(li, "我的理由", by=who("li"), at=NOON)
    actions.refuse_erasure(asked, "案件未结", by=BAO, at=NOON + DAY)
    firm = actions.register_enterprise("云间软件", "91350100M000100Y43", by=SYSTEM, at=NOON)
    mandate = actions.ask_for_mandate("AGENT", "云间软件", "91350100M000100Y43", ["*"], by=who("li"), at=NOON)
    actions.prove_mandate(mandate, "李民身份证、授权书", by=actor("account:302", "", ("clerk", DATA_BUREAU)), at=NOON)

    def kept():
        row, proof = ErasureRequest.objects.get(), Mandate.objects.get()
        return row.reason, row.answer, proof.evidence

    keep_retention(NOON + 900 * DAY)
    assert kept() == ("", "（已删除）", "李民身份证、授权书")  # the mandate still runs
    actions.end_mandate(mandate, by=who("li"), at=NOON + 900 * DAY)
    keep_retention(NOON + 1200 * DAY)
    assert kept()[2] == "李民身份证、授权书"
    keep_retention(NOON + 1300 * DAY)
    assert kept() == ("", "（已删除）", "（已删除）")
    assert [entry.payload["words"] for entry in recorded("parties.retention.kept")] == [1, 0, 1]
    keep_retention(NOON + 1301 * DAY)
    assert recorded("parties.retention.kept")[-1].payload["words"] == 0
    assert firm


def test_counts_months_to_the_last_day_of_a_short_one():
    assert str(retention("people", 1, "decide").due_on(NOON.date().replace(month=1, day=31))) == "2026-02-28"
    assert retention("people", 1, "decide").check_example()
    assert open_account("somebody").is_active
