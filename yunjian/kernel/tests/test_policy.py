"""The one decision: who may."""

from dataclasses import replace

import pytest

from tests.cast import DATA_BUREAU, LI, SERVICE_CENTRE, ZHOU
from yunjian.kernel import policy
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor, Held
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.policy import EVERYTHING, Act

STAMP = Act("kernel.test.stamp", "盖章")
WEIGH = Act("kernel.test.weigh", "过秤", system=True)
READ_OWN = Act("kernel.test.read-own", "看自己的", own=True)
LOOK_IN = Act("kernel.test.look-in", "看看", everyone=True)


def holding(*held: Held) -> Actor:
    return Actor("account:1", held=held)


STAMPER = Held("stamper", DATA_BUREAU, frozenset({STAMP.name}), frozenset({"PERSONAL"}), "grant:1")


def test_lets_a_role_act_where_it_holds_and_nowhere_else():
    assert policy.may(holding(STAMPER), STAMP, unit=DATA_BUREAU)
    assert not policy.may(holding(STAMPER), STAMP, unit=SERVICE_CENTRE)
    assert not policy.may(holding(STAMPER), STAMP)
    assert not policy.may(holding(STAMPER), WEIGH, unit=DATA_BUREAU)


def test_lets_a_role_of_the_district_act_in_every_unit():
    everywhere = holding(replace(STAMPER, unit=""))

    assert policy.may(everywhere, STAMP, unit=SERVICE_CENTRE)
    assert policy.units(everywhere, STAMP) is None
    assert policy.units(holding(STAMPER), STAMP) == {DATA_BUREAU}
    assert policy.units(LI, STAMP) == frozenset()


def test_opens_only_the_data_a_role_sees():
    assert policy.may(holding(STAMPER), STAMP, unit=DATA_BUREAU, data_class="PERSONAL")
    assert not policy.may(holding(STAMPER), STAMP, unit=DATA_BUREAU, data_class="SENSITIVE")
    assert policy.sees(holding(STAMPER), STAMP, "PERSONAL")
    assert not policy.sees(holding(STAMPER), STAMP, "SENSITIVE")


def test_takes_the_act_and_the_data_from_one_role_and_never_from_two():
    seer = Held("seer", DATA_BUREAU, frozenset(), frozenset({"SENSITIVE"}), "grant:2")

    assert not policy.may(holding(STAMPER, seer), STAMP, unit=DATA_BUREAU, data_class="SENSITIVE")


@pytest.mark.parametrize(
    ("actor", "act", "allowed"),
    [
        (SYSTEM, WEIGH, True),
        (SYSTEM, STAMP, False),
        (ANONYMOUS, LOOK_IN, True),
        (ANONYMOUS, WEIGH, False),
        (LI, LOOK_IN, True),
    ],
)
def test_knows_what_the_platform_and_everybody_may(actor, act, allowed):
    assert policy.may(actor, act) is allowed


def test_lets_everybody_do_what_is_their_own():
    li = replace(LI, owns=frozenset({"person:7"}))

    assert policy.may(li, READ_OWN, owner=li.id)
    assert policy.may(li, READ_OWN, owner="person:7")
    assert not policy.may(li, READ_OWN, owner="person:8")
    assert not policy.may(li, READ_OWN)
    assert not policy.may(li, STAMP, owner=li.id)
    assert not policy.may(ANONYMOUS, READ_OWN, owner="anonymous")


def test_lets_a_mandate_cover_what_its_scope_names():
    daughter = replace(LI, owns=frozenset({"person:9"}), acting_for="person:9", mandate="mandate:1")

    assert not policy.may(daughter, READ_OWN, owner="person:9")
    assert policy.may(replace(daughter, scope=frozenset({READ_OWN.name})), READ_OWN, owner="person:9")
    assert policy.may(replace(daughter, scope=frozenset({EVERYTHING})), READ_OWN, owner="person:9")
    assert not policy.may(replace(daughter, scope=frozenset({EVERYTHING})), READ_OWN, owner="person:7")


def test_refuses_in_a_sentence():
    policy.require(holding(STAMPER), STAMP, unit=DATA_BUREAU)
    policy.require_somewhere(holding(STAMPER), STAMP)
    for refused in (lambda: policy.require(LI, STAMP), lambda: policy.require_somewhere(LI, STAMP)):
        with pytest.raises(Forbidden, match="没有权限"):
            refused()


def test_is_narrowed_with_the_actor_and_never_widened():
    narrow = holding(STAMPER).narrowed({WEIGH.name})

    assert not policy.may(narrow, STAMP, unit=DATA_BUREAU)
    assert not policy.may(narrow, WEIGH, unit=DATA_BUREAU)
    assert policy.may(holding(STAMPER).narrowed({STAMP.name}), STAMP, unit=DATA_BUREAU)


def test_knows_every_act_once():
    known = policy.acts()

    assert "budgets.disclosure.receive" in known
    assert policy.may(ZHOU, known["budgets.disclosure.receive"], unit=DATA_BUREAU)
    with pytest.raises(TypeError, match="two acts"):
        policy.act("budgets.disclosure.receive", "再来一次")
