"""The invariants of cases."""

import pytest

from yunjian.cases import actions
from yunjian.cases.models import Case, Segment, Step
from yunjian.kernel.invariants import broken
from yunjian.kernel.testing import arranging

from .world import ENQUIRY, JIANG, LI_OF_THE_SHOP, LIN, MISSING, MON, accepted, day, decided, draft, received, waiting

pytestmark = pytest.mark.usefixtures("desks")


def found() -> set[str]:
    return {each.invariant.rpartition(".")[2] for each in broken() if each.invariant.startswith("cases.")}


def test_hold_after_every_kind_of_way():
    draft(), decided()
    actions.notify_correction(received(), ["合同"], MISSING, by=LIN, at=MON)
    actions.claim(waiting(accepted())[0], by=JIANG, at=MON)
    actions.withdraw(accepted(), by=LI_OF_THE_SHOP, at=MON)
    actions.settle_at_once(received(ENQUIRY), True, "", by=LIN, at=MON)

    assert found() == set()


def test_name_what_is_wrong():
    over, stopped, late = accepted(), received(), accepted()
    with arranging():
        Case.objects.filter(pk=over).update(state="TERMINATED", ended_on=MON.date())
        Segment.objects.filter(case=stopped).update(ends_on=MON.date())
        Step.objects.filter(case=late).update(due_on=day(31).date(), holder="account:1")

    assert found() == {
        "an_ended_case_waits_nowhere_and_its_clock_stands",
        "a_case_that_was_received_and_is_not_over_has_a_clock",
        "no_step_is_due_after_its_case",
        "who_holds_a_step_sits_at_its_desk",
    }
