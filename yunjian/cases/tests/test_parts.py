"""Every act on a case is done by those the reviewed table names, and by nobody else."""

import json

import pytest
from django.db import transaction

from yunjian.cases import actions, commands
from yunjian.cases.logic.states import MOVES, Part, State
from yunjian.cases.models import State as Kept
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden

from .across import THERE, across_regions, forwarded
from .world import (
    BAI,
    ENQUIRY,
    HE_DECIDES,
    JIANG,
    LI_OF_THE_SHOP,
    LIN,
    LUO,
    MON,
    OTHER,
    RENEWAL,
    accepted,
    day,
    decided,
    draft,
    received,
    submitted,
    waiting,
)

WHO = {
    Part.APPLICANT: LI_OF_THE_SHOP,
    Part.WINDOW: LIN,
    Part.REVIEWER: JIANG,
    Part.APPROVER: HE_DECIDES,
    Part.HEAD: LUO,
    Part.ARCHIVIST: BAI,
    Part.PLATFORM: SYSTEM,
}


def correcting() -> int:
    case = received()
    actions.notify_correction(case, ["合同"], OTHER, by=LIN, at=MON)
    return case


def supplementing() -> int:
    case = accepted()
    actions.ask_supplement(waiting(case)[0], "图", by=JIANG, at=MON)
    return case


def special() -> int:
    case = accepted()
    actions.start_special(waiting(case)[0], "HEARING", 5, by=JIANG, at=MON)
    return case


def in_review() -> int:
    case = accepted()
    actions.review_step(waiting(case)[0], True, "", by=JIANG, at=MON)
    return case


def step(case: int) -> int:
    return waiting(case)[0]


# Each move: a case from which it can be made, and the act; where the platform has one of its own, it tries that.
TRIED = {
    "submit": (draft, lambda case, by: actions.submit(case, by=by, at=MON)),
    "return_for_changes": (submitted, lambda case, by: actions.return_for_changes(case, "改", OTHER, by=by, at=MON)),
    "pass_pre_review": (submitted, lambda case, by: actions.pass_pre_review(case, by=by, at=MON)),
    "receive": (submitted, lambda case, by: actions.receive(case, by=by, at=MON)),
    "notify_correction": (received, lambda case, by: actions.notify_correction(case, ["合同"], OTHER, by=by, at=MON)),
    "hand_in_correction": (correcting, lambda case, by: actions.hand_in_correction(case, by=by, at=MON)),
    "accept": (
        received,
        lambda case, by: (actions.accept_by_silence if by is SYSTEM else actions.accept)(case, by=by, at=day(10)),
    ),
    "refuse_acceptance": (received, lambda case, by: actions.refuse_acceptance(case, "不归", OTHER, by=by, at=MON)),
    "settle_at_once": (
        lambda: received(ENQUIRY),
        lambda case, by: actions.settle_at_once(case, True, "", by=by, at=MON),
    ),
    "forward": (lambda: received(THERE), lambda case, by: actions.forward(case, "POST", "SF1", by=by, at=MON)),
    "answer_elsewhere": (
        forwarded,
        lambda case, by: actions.answer_elsewhere(case, "NOT_ACCEPTED", MON.date(), words_of_it="不归", by=by, at=MON),
    ),
    "start_special": (accepted, lambda case, by: actions.start_special(step(case), "HEARING", 5, by=by, at=MON)),
    "resume": (special, lambda case, by: actions.resume(step(case), by=by, at=MON)),
    "ask_supplement": (accepted, lambda case, by: actions.ask_supplement(step(case), "图", by=by, at=MON)),
    "take_supplement": (supplementing, lambda case, by: actions.take_supplement(case, by=by, at=MON)),
    "extend": (in_review, lambda case, by: actions.extend(case, 5, "复杂", by=by, at=MON)),
    "grant": (
        lambda: accepted(RENEWAL),
        lambda case, by: (
            actions.approve_by_silence(case, by=by, at=day(17))
            if by is SYSTEM
            else actions.decide(case, True, "", by=by, at=MON)
        ),
    ),
    "refuse": (
        lambda: accepted(RENEWAL),
        lambda case, by: actions.decide(case, False, "太近", OTHER, by=by, at=MON),
    ),
    "certify": (decided, lambda case, by: actions.certify(case, by=by, at=MON)),
    "deliver": (lambda: decided(False), lambda case, by: actions.deliver(case, by=by, at=MON)),
    "withdraw": (received, lambda case, by: actions.withdraw(case, by=by, at=MON)),
    "terminate": (accepted, lambda case, by: actions.terminate(case, "终止", OTHER, by=by, at=MON)),
}


def those_who_can(case: int, act) -> set[Part]:
    found = set()
    for part, who in WHO.items():
        before = transaction.savepoint()  # no block of its own, for an action is the outermost one
        try:
            act(case, who)
            found.add(part)
        except Forbidden:
            pass
        finally:
            transaction.savepoint_rollback(before)
    return found


@pytest.mark.parametrize("name", TRIED)
def test_an_act_is_done_in_the_parts_of_the_table_only(desks, name):
    across_regions()
    prepare, act = TRIED[name]
    expected = set(MOVES[name].parts)
    if name == "terminate":
        expected -= {Part.APPROVER}  # whose turn comes with the decision

    assert those_who_can(prepare(), act) == expected


def test_every_move_is_tried_but_those_that_come_with_another():
    assert set(MOVES) - set(TRIED) == {"begin_review", "take_turn", "fall_away"}


def test_the_states_of_the_tables_are_those_of_the_code():
    assert [state.value for state in Kept] == [state.value for state in State]


def test_the_command_prints_every_act_with_its_parts(capsys):
    assert commands.moves(as_json=True) == 0
    found = {each["act"]: each for each in json.loads(capsys.readouterr().out)}
    assert found["extend"]["parts"] == ["HEAD"]
    assert commands.moves(as_json=False) == 0
    assert capsys.readouterr().out.count("\n| `") == len(MOVES)
