"""Granting by rule: what an accepted case gets that the floor above found plain; never what a person has begun."""

import pytest

from yunjian.cases import actions
from yunjian.cases.actions._moving import NotNow
from yunjian.cases.models import State
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

from .world import JIANG, LI_OF_THE_SHOP, LIN, accepted, day, received, the, waiting

pytestmark = pytest.mark.usefixtures("desks")


def test_grant_by_rule_decides_and_waits_to_be_delivered(desks):
    case = accepted()
    actions.grant_by_rule(case, by=SYSTEM, at=day(3))

    assert (the(case).state, the(case).granted) == (State.DECIDED_YES, True)
    assert recorded("cases.case.moved")[-1].payload["move"] == "grant"
    assert recorded("cases.case.moved")[-1].actor == SYSTEM.id


def test_grant_by_rule_is_declined_before_acceptance_and_once_a_person_has_given_an_opinion(desks):
    early = received()
    with pytest.raises(NotNow):
        actions.grant_by_rule(early, by=SYSTEM, at=day(3))
    case = accepted()
    step = waiting(case, key="check")[0]
    actions.review_step(step, True, "", by=JIANG, at=day(3))
    with pytest.raises(NotNow):
        actions.grant_by_rule(case, by=SYSTEM, at=day(3))
    assert the(case).granted is None


def test_nobody_but_the_platform_grants_by_rule(desks):
    case = accepted()
    for who in (LIN, JIANG, LI_OF_THE_SHOP):
        with pytest.raises(Forbidden):
            actions.grant_by_rule(case, by=who, at=day(3))
