"""A running case keeps the edition it began under, whatever the district publishes meanwhile."""

from datetime import date

import pytest

from tests.cast import SERVICE_CENTRE
from tests.district import publish
from yunjian.cases import actions, jobs, queries
from yunjian.cases.definitions import CaseExample, StepPlan
from yunjian.cases.models import State

from .world import HE_DECIDES, JIANG, LIN, MON, RENEWAL, accepted, day, draft, procedure, the, waiting

pytestmark = pytest.mark.usefixtures("desks")
FIRST, SECOND = date(2025, 1, 1), date(2026, 3, 4)


def publish_the_next() -> None:
    """From Wednesday on: half the days, a step before the decision, silence no longer a yes, another name."""
    example = CaseExample(waves=(("check",),), accepted_on=MON.date(), due_on=date(2026, 3, 9))
    check = StepPlan(key="check", title="核对", units=(SERVICE_CENTRE,), days=2)
    publish(
        procedure(RENEWAL, title="延续登记", promised_days=5, steps=(check,), valid_from=SECOND, example=example),
        at=day(3),
    )


def test_what_is_under_way_goes_on_as_before_and_what_begins_now_goes_the_new_way():
    running, begun = accepted(RENEWAL), draft(RENEWAL)
    publish_the_next()
    new = accepted(RENEWAL, at=day(4))

    assert [the(each).edition for each in (running, begun, new)] == [FIRST, FIRST, SECOND]
    # A draft too was begun under the first: what it was told then, holds.
    for act in (actions.submit, actions.receive, actions.accept):
        act(begun, by=LIN, at=day(4))
    for old in (running, begun):
        [step] = waiting(old)
        view = queries.case_view(old, at=day(4), reader=HE_DECIDES)
        assert (view.steps[-1].id, view.steps[-1].stage, view.procedure_title) == (step, "DECIDE", "延续")
    [step] = waiting(new)
    view = queries.case_view(new, at=day(4), reader=JIANG)
    assert (view.steps[-1].id, view.steps[-1].title, view.procedure_title) == (step, "核对", "延续登记")
    assert [the(each).due_on for each in (running, begun, new)] == [
        date(2026, 3, 16), date(2026, 3, 18), date(2026, 3, 11)
    ]  # fmt: skip


def test_what_silence_means_stays_what_it_was():
    running = accepted(RENEWAL)
    publish_the_next()
    new = accepted(RENEWAL, at=day(4))

    jobs.let_time_decide(day(25))

    assert (the(running).state, the(running).by_silence) == (State.DECIDED_YES, True)
    assert the(new).state == State.ACCEPTED
