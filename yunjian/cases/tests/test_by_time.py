"""What time alone does: the clock jobs find what it has come to, do it once, and nothing else."""

from datetime import date

import pytest

from yunjian.cases import actions, jobs, queries
from yunjian.cases.models import Seat, State, Step, Told
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded, seal_and_deliver
from yunjian.parties import actions as parties

from .world import JIANG, LIN, RENEWAL, SIGN, accepted, day, received, the, waiting

pytestmark = pytest.mark.usefixtures("desks")
ASKED = (queries.unanswered, queries.undecided, queries.deadlines_to_tell)


@pytest.mark.parametrize("asked", ASKED, ids=lambda each: each.__name__)
def test_only_the_platform_asks(asked):
    with pytest.raises(Forbidden):
        asked(reader=LIN, at=day(9))
    with pytest.raises(Forbidden):
        queries.units_seated_at(LIN.id, reader=LIN)


def test_an_answer_that_never_came_counts_as_acceptance_the_night_after():
    case = received()
    jobs.let_time_decide(day(9))
    assert the(case).state == State.RECEIVED

    jobs.let_time_decide(day(10))
    assert (the(case).state, the(case).accepted_on) == (State.ACCEPTED, date(2026, 3, 2))
    before = len(recorded())
    jobs.let_time_decide(day(10))
    assert len(recorded()) == before


def test_a_decision_that_never_came_is_a_yes_only_where_the_matters_law_has_it():
    yes, no = accepted(RENEWAL), accepted(SIGN)
    assert queries.undecided(reader=SYSTEM, at=day(16)) == ()
    assert queries.undecided(reader=SYSTEM, at=day(17)) == (yes,)

    jobs.let_time_decide(day(17))

    assert (the(yes).state, the(yes).by_silence) == (State.DECIDED_YES, True)
    assert the(no).state == State.ACCEPTED
    assert queries.undecided(reader=SYSTEM, at=day(17)) == ()


def test_a_deadline_is_said_when_it_is_near_and_once_more_when_it_has_passed():
    [step] = waiting(received())
    jobs.watch_deadlines(day(5))
    assert not recorded("cases.deadline.near")

    for morning in (6, 6, 9):
        jobs.watch_deadlines(day(morning))
    assert [each.payload["step"] for each in recorded("cases.deadline.near")] == [step]

    for morning in (10, 11):
        jobs.watch_deadlines(day(morning))
    assert [each.payload["due_on"] for each in recorded("cases.deadline.passed")] == ["2026-03-09"]
    assert Step.objects.get(pk=step).told == Told.OVER


def test_the_work_of_an_account_that_was_closed_goes_back_to_its_desks():
    [step] = waiting(accepted())
    actions.claim(step, by=JIANG, at=day(3))
    parties.close_account(int(JIANG.id.partition(":")[2]), by=SYSTEM, at=day(4))
    seal_and_deliver(day(4))

    assert Step.objects.get(pk=step).holder == ""
    assert not Seat.objects.filter(account=JIANG.id, ends_at__isnull=True).exists()
