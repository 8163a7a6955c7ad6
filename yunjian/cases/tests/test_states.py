"""The states of a case are a closed list, and every way between them is a move with its rule."""

from yunjian.cases.commands import matrix, states_table
from yunjian.cases.logic.states import BEFORE_RECEIPT, ENDED, MOVES, UNDECIDED, Part, State, allowed, transitions

# The transitions as they are usual in the field.
USUAL = """
DRAFT SUBMITTED | SUBMITTED PRE_RETURNED | PRE_RETURNED SUBMITTED | SUBMITTED PRE_PASSED | PRE_PASSED RECEIVED
SUBMITTED RECEIVED | RECEIVED CORRECTING | CORRECTING RECEIVED | CORRECTING TERMINATED | RECEIVED ACCEPTED
RECEIVED NOT_ACCEPTED | RECEIVED WITHDRAWN | ACCEPTED REVIEWING | REVIEWING SPECIAL | SPECIAL REVIEWING
REVIEWING EXTENDED | EXTENDED DECIDED_YES | EXTENDED DECIDED_NO | REVIEWING DECIDED_YES | REVIEWING DECIDED_NO
ACCEPTED WITHDRAWN | ACCEPTED TERMINATED | DECIDED_YES CERTIFIED | CERTIFIED DONE | DECIDED_YES DONE | DECIDED_NO DONE
RECEIVED DONE
"""
# What the list above leaves out, and the law, its own states (decision 40) or other regions (decision 57) need.
ADDED = """
DRAFT WITHDRAWN | SUBMITTED WITHDRAWN | PRE_RETURNED WITHDRAWN | PRE_PASSED WITHDRAWN | CORRECTING WITHDRAWN
REVIEWING WITHDRAWN | EXTENDED WITHDRAWN | SPECIAL WITHDRAWN | SUPPLEMENT WITHDRAWN | REVIEWING TERMINATED
EXTENDED TERMINATED | SPECIAL TERMINATED | SUPPLEMENT TERMINATED | EXTENDED SPECIAL | SPECIAL EXTENDED
REVIEWING SUPPLEMENT | EXTENDED SUPPLEMENT | SUPPLEMENT REVIEWING | SUPPLEMENT EXTENDED | RECEIVED DECIDED_YES
RECEIVED FORWARDED | FORWARDED CORRECTING | FORWARDED DECIDED_YES | FORWARDED DECIDED_NO | FORWARDED NOT_ACCEPTED
FORWARDED WITHDRAWN | FORWARDED TERMINATED
"""


def pairs(text: str) -> set[tuple[State, State]]:
    return {
        (State(a), State(b)) for a, b in (line.split() for line in text.replace("\n", " | ").split("|") if line.strip())
    }


def test_the_ways_are_the_usual_ones_and_those_added():
    assert set(transitions()) == pairs(USUAL) | pairs(ADDED)
    assert not pairs(USUAL) & pairs(ADDED)


def test_every_state_is_reached_and_every_one_but_the_ended_left():
    reached = {target for _, target in transitions()}
    left = {source for source, _ in transitions()}

    assert set(State) - reached == {State.DRAFT}
    assert set(State) - left == ENDED


def test_from_everywhere_an_end_is_reached():
    ways, found = set(transitions()), set(ENDED)
    while more := {source for source, target in ways if target in found} - found:
        found |= more

    assert found == set(State)


def test_every_move_says_its_rule_and_who_may():
    for move in MOVES.values():
        assert move.rule, move.name
        assert move.parts, move.name
        assert move.sources, move.name
        assert move.targets, move.name


def test_the_platform_alone_moves_a_case_only_where_the_law_or_the_order_of_one_thing_lets_it():
    by_law, in_order = {"accept", "begin_review", "grant"}, {"take_turn", "fall_away"}

    assert {move.name for move in MOVES.values() if Part.PLATFORM in move.parts} == by_law | in_order


def test_an_applicant_withdraws_until_the_decision_and_not_after():
    withdraws = {state for state in State if "withdraw" in {move.name for move in allowed(state)}}

    assert withdraws == {State.DRAFT} | BEFORE_RECEIPT | UNDECIDED


def test_every_act_of_every_part_in_every_state_is_in_the_printed_table_or_refused():
    """What the table names is what the moves allow; in an ended state nobody does anything.

    That it is also what the acts themselves do, ``test_by_whom_and_when`` shows.
    """
    for state, parts in matrix().items():
        for part, acts in parts.items():
            assert acts == [name for name, move in MOVES.items() if move.is_made(state, part)]
            assert {*acts} <= {move.name for move in allowed(state) if part in move.parts}
    assert not any(acts for state in ENDED for acts in matrix()[state].values())
    assert len(states_table().splitlines()) == len(State) + 2
