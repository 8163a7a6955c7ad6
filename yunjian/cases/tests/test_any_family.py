"""Whatever is done to the items of one thing, in whatever order, the whole closes when all have ended, not before."""

import contextlib
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yunjian.cases import actions, queries
from yunjian.cases.definitions import ChildPlan
from yunjian.cases.logic.states import ENDED, State
from yunjian.cases.models import Case, ParentCase, Step
from yunjian.kernel.errors import Declined

from .world import ELSEWHERE, ENQUIRY, HE_DECIDES, LI_OF_THE_SHOP, LIN, LUO, MON, RENEWAL, SHOP, UNMET

PARTS = ("a", "b", "c", "d")
ORDERS = (
    {"a": (), "b": (), "c": (), "d": ()},
    {"a": (), "b": ("a",), "c": ("b",), "d": ("c",)},
    {"d": (), "a": ("d",), "b": ("d",), "c": ("a", "b")},
)


class AnyFamily(RuleBasedStateMachine):
    """One thing of four items, its applicant and its offices trying what comes to their minds."""

    @initialize(order=st.sampled_from(ORDERS))
    def begin(self, order):
        self.now, self.order = MON, order
        children = [
            ChildPlan(key=part, procedure=RENEWAL if part == "b" else ENQUIRY, subject=part, after=order[part])
            for part in PARTS
        ]
        self.parent = actions.open_parent("一件事", SHOP, children, by=LI_OF_THE_SHOP, at=MON)

    def attempt(self, act, *given, by):
        with contextlib.suppress(Declined):
            act(*given, by=by, at=self.now)

    def family(self):
        return {each.part: each for each in Case.objects.filter(parent=self.parent)}

    @rule(days=st.integers(0, 4))
    def days_pass(self, days):
        self.now += timedelta(days=days)

    @rule()
    def hand_in(self):
        self.attempt(actions.submit_parent, self.parent, by=LI_OF_THE_SHOP)

    @rule(part=st.sampled_from(PARTS))
    def withdraw_one(self, part):
        self.attempt(actions.withdraw, self.family()[part].pk, by=LI_OF_THE_SHOP)

    @rule()
    def withdraw_all(self):
        self.attempt(actions.withdraw_parent, self.parent, by=LIN)

    @rule(part=st.sampled_from(PARTS), granted=st.booleans())
    def settle(self, part, granted):
        case = self.family()[part].pk
        for act in (actions.receive, actions.accept) if part == "b" else (actions.receive,):
            self.attempt(act, case, by=LIN)
        self.attempt(actions.settle_at_once, case, granted, "理由", () if granted else UNMET, by=LIN)
        self.attempt(actions.decide, case, granted, "理由", by=HE_DECIDES)
        self.attempt(actions.deliver, case, by=LIN)

    @rule(part=st.sampled_from(PARTS))
    def refuse(self, part):
        self.attempt(actions.refuse_acceptance, self.family()[part].pk, "不归本单位", ELSEWHERE, by=LIN)

    @invariant()
    def the_whole_is_closed_when_all_have_ended_and_not_before(self):
        over = all(State(each.state) in ENDED for each in self.family().values())
        assert (ParentCase.objects.get(pk=self.parent).closed_at is not None) == over

    @invariant()
    def nobody_is_before_their_turn_and_nobody_waits_for_nothing(self):
        children, parent = self.family(), ParentCase.objects.get(pk=self.parent)
        for part, child in children.items():
            before = [children[each] for each in self.order[part]]
            good = all(each.state == State.DONE and each.granted for each in before)
            if child.state not in (State.DRAFT, State.WITHDRAWN):
                assert good
            if child.state == State.DRAFT and parent.submitted_at is not None:
                assert any(State(each.state) not in ENDED for each in before)
            assert Step.objects.open().filter(case=child).exists() == (State(child.state) not in ENDED | {State.DRAFT})

    @invariant()
    def figures_count_every_item_once(self):
        assert sum(each.opened for each in queries.figures(at=self.now, reader=LUO)) == Case.objects.count()
        children = Case.objects.filter(parent__isnull=False).count()
        assert sum(each.children for each in queries.parent_figures(reader=LUO)) == children


@pytest.mark.heavy
def test_any_sequence_of_acts_leaves_a_family_whole(desks):
    run_state_machine_as_test(
        AnyFamily,
        settings=settings(
            max_examples=10, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
