"""Whatever is done to a case in whatever order, it stands in a legal state, its clock and its record whole."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yunjian.cases import actions, queries
from yunjian.cases.definitions import CAUSE_MOVES
from yunjian.cases.logic import clock
from yunjian.cases.logic.states import ENDED, State, transitions
from yunjian.cases.models import Case, Cause, Segment, Step, as_clock
from yunjian.kernel import ledger
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Declined

from .across import JIAXING, THERE, across_regions
from .calendars import calendar
from .world import (
    BAI,
    ENQUIRY,
    HAN,
    HE_DECIDES,
    JIANG,
    LI_OF_THE_SHOP,
    LIN,
    LUO,
    MISSING,
    MON,
    OTHER,
    RENEWAL,
    SIGN,
    TANG,
    UNMET,
    XU,
    draft,
)

PEOPLE = (LIN, JIANG, TANG, XU, HE_DECIDES, LUO, BAI, HAN, LI_OF_THE_SHOP, SYSTEM)
ON_CASES = (
    actions.submit,
    actions.pass_pre_review,
    actions.receive,
    actions.accept,
    actions.hand_in_correction,
    actions.take_supplement,
    actions.withdraw,
    actions.certify,
    actions.deliver,
    actions.archive,
    actions.accept_by_silence,
    actions.approve_by_silence,
)
WITH_REASONS = (actions.return_for_changes, actions.refuse_acceptance, actions.terminate)
CAUSES = (OTHER, OTHER, MISSING, UNMET, ("nonsense",), ())
ON_STEPS = (actions.claim, actions.put_back, actions.resume)
WAYS = set(transitions())


class AnySequence(RuleBasedStateMachine):
    """One case, everybody trying everything on it as the days go by."""

    @initialize(kind=st.sampled_from((SIGN, ENQUIRY, RENEWAL, THERE)))
    def begin(self, kind):
        self.now = MON
        self.case = draft(kind)
        self.used = {}

    def attempt(self, act, *given, by, **more):
        before, entries = self.row().state, len(self.record())
        try:
            act(*given, by=by, at=self.now, **more)
        except Declined:
            assert (self.row().state, len(self.record())) == (before, entries)

    def row(self):
        return Case.objects.get(pk=self.case)

    def record(self):
        return ledger.history(f"cases.case:{self.case}", reader=SYSTEM)

    def step(self, number):
        found = list(Step.objects.filter(case=self.case).order_by("-pk").values_list("pk", flat=True))
        return found[number % len(found)] if found else 0

    @rule(days=st.integers(0, 6))
    def days_pass(self, days):
        self.now = min(self.now + timedelta(days=days), MON.replace(month=10))

    @rule(act=st.sampled_from(ON_CASES), by=st.sampled_from(PEOPLE))
    def on_the_case(self, act, by):
        self.attempt(act, self.case, by=by)

    @rule(act=st.sampled_from(ON_CASES[:4]))
    def at_the_window(self, act):
        self.attempt(act, self.case, by=LIN)

    @rule()
    def everybody_does_their_part(self):
        for act, by in ((actions.submit, LIN), (actions.receive, LIN), (actions.accept, LIN)):
            self.attempt(act, self.case, by=by)
        for who in (JIANG, TANG, XU):
            for number in Step.objects.open().filter(case=self.case).values_list("pk", flat=True):
                self.attempt(actions.review_step, number, True, "", by=who)
        self.attempt(actions.decide, self.case, True, "", by=HE_DECIDES)

    @rule(act=st.sampled_from(WITH_REASONS), causes=st.sampled_from(CAUSES), by=st.sampled_from(PEOPLE))
    def with_reasons(self, act, causes, by):
        self.attempt(act, self.case, "理由", causes, by=by)

    @rule(causes=st.sampled_from(CAUSES), by=st.sampled_from(PEOPLE))
    def ask_for_what_is_missing(self, causes, by):
        self.attempt(actions.notify_correction, self.case, ["合同"], causes, by=by)

    @rule(act=st.sampled_from(ON_STEPS), number=st.integers(0, 3), by=st.sampled_from(PEOPLE))
    def on_a_step(self, act, number, by):
        self.attempt(act, self.step(number), by=by)

    @rule(number=st.integers(0, 3), good=st.booleans(), by=st.sampled_from((JIANG, TANG, XU, HE_DECIDES)))
    def review(self, number, good, by):
        self.attempt(actions.review_step, self.step(number), good, "意见", by=by)

    @rule(kind=st.sampled_from(("HEARING", "TESTING")), number=st.integers(0, 3), by=st.sampled_from((JIANG, XU)))
    def hold_a_special_procedure(self, kind, number, by):
        self.attempt(actions.start_special, self.step(number), kind, 5, by=by)

    @rule(number=st.integers(0, 3))
    def ask_for_more(self, number):
        self.attempt(actions.ask_supplement, self.step(number), "图", by=JIANG)

    @rule(by=st.sampled_from((LUO, JIANG)))
    def extend(self, by):
        self.attempt(actions.extend, self.case, 5, "复杂", by=by)

    @rule(granted=st.booleans(), causes=st.sampled_from(CAUSES), by=st.sampled_from((HE_DECIDES, JIANG)))
    def decide(self, granted, causes, by):
        self.attempt(actions.decide, self.case, granted, "理由", () if granted else causes, by=by)

    @rule(means=st.sampled_from(("POST", "SYSTEM")), by=st.sampled_from((LIN, HAN)))
    def send_it_on(self, means, by):
        self.attempt(actions.forward, self.case, means, "SF1", by=by)

    @rule(answer=st.sampled_from(("GRANTED", "REFUSED", "NOT_ACCEPTED", "CORRECTION")))
    def another_region_answers(self, answer):
        day = self.now.date()
        said = {"number": "1", "accepted_on": day, "words_of_it": "理由", "missing": ["合同"]}
        self.attempt(actions.answer_elsewhere, self.case, answer, day, by=LIN, **said)

    @rule(by=st.sampled_from((LIN, BAI)))
    def another_region_took_it_in(self, by):
        self.attempt(actions.note_taken_in, self.case, JIAXING, "7", "POST", MON.date(), by=by)

    @rule()
    def tell_the_other_region(self):
        self.attempt(actions.tell_region, self.case, "", by=LIN)

    @rule(granted=st.booleans(), causes=st.sampled_from(CAUSES))
    def settle(self, granted, causes):
        self.attempt(actions.settle_at_once, self.case, granted, "理由", causes, by=LIN)

    @rule(number=st.integers(0, 3), by=st.sampled_from((TANG, XU)))
    def keep_away(self, number, by):
        self.attempt(actions.declare_conflict, self.step(number), "亲属", by=by)

    @invariant()
    def the_record_is_a_chain_of_legal_moves_to_where_the_case_stands(self):
        stands = State.DRAFT
        for each in self.record():
            if each.kind == "cases.case.moved":
                assert each.payload["source"] == stands
                assert (stands, State(each.payload["target"])) in WAYS
                stands = State(each.payload["target"])
        assert self.row().state == stands

    @invariant()
    def what_went_against_the_applicant_has_the_causes_that_are_on_record(self):
        told = {
            (each.payload["move"], code)
            for each in self.record()
            if each.kind == "cases.causes.given"
            for code in each.payload["causes"]
        }
        kept = set(Cause.objects.filter(case=self.case).values_list("move", "code"))
        assert kept == told
        moved = {each.payload["move"] for each in self.record() if each.kind == "cases.case.moved"}
        settled = {"refuse"} if "settle_at_once" in moved and not self.row().granted else set()
        assert {move for move, _ in kept} == (moved & set(CAUSE_MOVES)) | settled

    @invariant()
    def what_has_ended_waits_nowhere_and_what_has_not_waits_somewhere(self):
        case = self.row()
        waits = Step.objects.open().filter(case=case).exists()
        if State(case.state) in ENDED | {State.DRAFT, State.PRE_RETURNED}:
            assert not waits
        else:
            assert waits

    @invariant()
    def the_clock_runs_or_stands_as_the_state_says_and_never_goes_back(self):
        case, rows = self.row(), list(Segment.objects.filter(case=self.case).order_by("pk"))
        still = [row for row in rows if row.ends_on is None]
        runs = case.received_on is not None and State(case.state) not in ENDED
        assert len(still) == runs
        if not runs:
            return
        stopped = still[0].kind != "RUNNING"
        assert stopped == (case.state in ("CORRECTING", "SPECIAL", "SUPPLEMENT"))
        phase, found = as_clock(rows)
        key = (phase, found.segments[0].begins_on, len([row for row in rows if row.kind == "CORRECTION"]))
        used = clock.counted(calendar(), found, self.now.date())
        assert used >= self.used.get(key, 0)
        self.used[key] = used
        assert case.due_on == clock.due_on(calendar(), found)

    @invariant()
    def counts_are_as_long_as_their_lists(self):
        for who in (LIN, JIANG):
            counts = asdict(queries.counts(at=self.now, reader=who))
            rows = tuple(queries.all_todo(at=self.now, reader=who))
            assert counts["total"] == len(rows)
            for name in ("red", "yellow", "green", "grey"):
                assert counts[name] == len([row for row in rows if row.colour == name.upper()])


@pytest.mark.heavy
def test_any_sequence_of_acts_leaves_a_case_whole(desks):
    across_regions()
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
