"""Acting for an enterprise or for one's family: asked, accepted or proven, chosen, ended."""

from datetime import timedelta

import pytest
from stdnum.cn import ric

from tests.cast import CHEN, DATA_BUREAU, LI, NOON, ZHOU
from tests.district import PASSWORD, open_account, small_district
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor
from yunjian.kernel.errors import Forbidden, Invalid
from yunjian.kernel.testing import recorded
from yunjian.parties import actions, policy, queries
from yunjian.parties.models import Account, Mandate

pytestmark = pytest.mark.django_db
CODE = "91350100M000100Y43"
STEM = "31011719500101001"
NUMBER = STEM + ric.calc_check_digit(STEM + "0")
ALL = [policy.EVERYTHING]
WEEK = timedelta(days=7)


@pytest.fixture
def family():
    """李 the daughter, 李 the father, their firm, and a clerk at the counter."""
    small_district()
    for username, name, number in (("daughter", "李敏", ""), ("father", "李大海", NUMBER)):
        person = actions.register_person(name, number, by=SYSTEM, at=NOON)
        actions.open_account(username, name, PASSWORD, person_id=person, by=SYSTEM, at=NOON)
    actions.register_enterprise("云间软件", CODE, by=SYSTEM, at=NOON)
    open_account("clerk", ("clerk", DATA_BUREAU), name="窗口")
    open_account("stranger")


def who(username: str, mandate: int | None = None) -> Actor:
    return queries.actor_of(Account.objects.get(username=username), mandate)


def ask(by="daughter", kind="KIN", name="李大海", number=NUMBER, scope=ALL, **more):
    return actions.ask_for_mandate(kind, name, number, scope, by=who(by), at=NOON, **more)


def test_waits_until_the_one_represented_says_yes(family):
    asked = actions.ask_for_mandate("KIN", "李大海", NUMBER, ALL, by=who("daughter"), at=NOON)
    assert not who("daughter", asked).acting_for
    actions.accept_mandate(asked, by=who("father"), at=NOON)

    acting = who("daughter", asked)
    father = Account.objects.get(username="father").person_id
    assert (acting.acting_for, acting.owns) == (f"person:{father}", {f"person:{father}"})
    assert [entry.kind for entry in recorded("parties.mandate.asked", "parties.mandate.accepted")] == [
        "parties.mandate.asked",
        "parties.mandate.accepted",
    ]
    assert NUMBER not in str([entry.payload for entry in recorded()])


def test_puts_ones_own_roles_to_sleep_and_the_record_names_both(family):
    asked = ask(by="clerk")
    actions.accept_mandate(asked, by=who("father"), at=NOON)
    acting = who("clerk", asked)

    assert who("clerk").held
    assert acting.held == ()
    actions.begin_acting(asked, by=acting, at=NOON)
    [entry] = recorded("parties.mandate.acted_under")
    assert entry.actor == acting.id
    assert (entry.payload["acting_for"], entry.payload["under"]) == (acting.acting_for, [f"mandate:{asked}"])


def test_is_proven_at_a_counter_by_staff_that_says_what_it_saw(family):
    asked = ask()
    with pytest.raises(actions.EvidenceMissing):
        actions.prove_mandate(asked, " ", by=who("clerk"), at=NOON)
    actions.prove_mandate(asked, "委托书原件、双方身份证", by=who("clerk"), at=NOON)

    assert who("daughter", asked).acting_for
    assert recorded("parties.mandate.accepted")[0].payload["how"] == "COUNTER"
    assert "委托书" not in str(recorded("parties.mandate.accepted")[0].payload)
    with pytest.raises(actions.NotWaiting):
        actions.prove_mandate(asked, "再来一次", by=who("clerk"), at=NOON)


def test_is_not_proven_by_the_agent_themself_nor_by_a_stranger(family):
    with pytest.raises(Forbidden):
        actions.prove_mandate(ask(by="clerk"), "自己看过", by=who("clerk"), at=NOON)
    asked = ask()
    for stranger in (ANONYMOUS, LI, who("daughter"), ZHOU, CHEN):
        with pytest.raises(Forbidden):
            actions.prove_mandate(asked, "看过", by=stranger, at=NOON)
    for stranger in (ANONYMOUS, LI, who("daughter"), who("stranger"), who("clerk")):
        with pytest.raises(Forbidden):
            actions.accept_mandate(asked, by=stranger, at=NOON)
    assert recorded("parties.mandate.accepted") == []


def test_of_an_enterprise_begins_at_the_counter_and_its_representative_accepts_agents(family):
    legal = ask(kind="LEGAL", name="云间软件", number=CODE)
    actions.prove_mandate(legal, "营业执照、身份证", by=who("clerk"), at=NOON)
    agent = ask(by="stranger", kind="AGENT", name="云间软件", number=CODE)
    actions.accept_mandate(agent, by=who("daughter", legal), at=NOON)

    assert who("stranger", agent).acting_for == who("daughter", legal).acting_for
    another = ask(by="father", kind="AGENT", name="云间软件", number=CODE)
    with pytest.raises(Forbidden):
        actions.accept_mandate(another, by=who("stranger", agent), at=NOON)


def test_is_never_passed_on_by_who_acts_for_a_person(family):
    asked = ask()
    actions.accept_mandate(asked, by=who("father"), at=NOON)
    another = ask(by="stranger")

    with pytest.raises(Forbidden):
        actions.accept_mandate(another, by=who("daughter", asked), at=NOON)


def test_is_only_for_its_agent_and_only_while_it_runs(family):
    asked = ask(ends_at=NOON + WEEK)
    actions.accept_mandate(asked, by=who("father"), at=NOON)

    assert not who("stranger", asked).acting_for
    assert not who("daughter", asked).acting_for  # the week is long over
    with pytest.raises(Forbidden):
        actions.begin_acting(asked, by=who("stranger"), at=NOON)
    assert recorded("parties.mandate.acted_under") == []


def test_ends_when_either_side_says_so_and_once(family):
    asked = ask()
    actions.accept_mandate(asked, by=who("father"), at=NOON)
    for stranger in (ANONYMOUS, LI, who("stranger"), ZHOU):
        with pytest.raises(Forbidden):
            actions.end_mandate(asked, by=stranger, at=NOON)
    actions.end_mandate(asked, by=who("father"), at=NOON)

    assert not who("daughter", asked).acting_for
    assert len(recorded("parties.mandate.ended")) == 1
    with pytest.raises(actions.MandateOver):
        actions.end_mandate(asked, by=who("daughter"), at=NOON + WEEK)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"name": "李大江"}, actions.NobodyByThatNumber),
        ({"number": "1"}, actions.NobodyByThatNumber),
        ({"kind": "AGENT"}, actions.NobodyByThatNumber),
        ({"kind": "SECRET"}, Invalid),
        ({"by": "father"}, actions.ForOneself),
        ({"scope": []}, actions.ScopeMissing),
        ({"scope": ["parties.grant.give"]}, actions.ScopeMissing),
        ({"ends_at": NOON}, actions.MandatePeriodWrong),
    ],
)
def test_is_declined_when_what_is_asked_makes_no_sense(family, more, refusal):
    with pytest.raises(refusal):
        ask(**more)

    assert not Mandate.objects.exists()


def test_is_declined_when_it_was_asked_already_and_not_for_a_visitor(family):
    ask()

    with pytest.raises(actions.AskedAlready):
        ask()
    with pytest.raises(Forbidden):
        actions.ask_for_mandate("KIN", "李大海", NUMBER, ALL, by=ANONYMOUS, at=NOON)
    assert Mandate.objects.count() == 1
