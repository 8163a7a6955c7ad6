"""Who has no part in a case can do nothing to it, and nobody works on a case of their own."""

import pytest

from tests.cast import LI, SERVICE_CENTRE, ZHOU
from yunjian.cases import actions, policy
from yunjian.cases.models import Case, Holding, Step
from yunjian.kernel.actor import ANONYMOUS, Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

from .world import (
    FANG,
    HAN,
    JIANG,
    LIN,
    LUO,
    MON,
    OTHER,
    REN,
    SHOP,
    SIGN,
    XU,
    accepted,
    day,
    draft,
    received,
    reviewed,
    submitted,
    the,
    waiting,
)

pytestmark = pytest.mark.usefixtures("desks")

STRANGERS = [ANONYMOUS, LI, ZHOU, HAN]


@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda each: each.name)
def test_can_do_nothing(stranger):
    case = accepted()
    [step] = waiting(case)
    standing = actions.name_deputy(LIN.id, FANG.id, SERVICE_CENTRE, starts_at=MON, ends_at=day(9), by=LIN, at=MON)
    before, entries = the(case), len(recorded())
    for act in acts_on_a_case(case, step, standing):
        with pytest.raises(Forbidden):
            act(stranger)

    assert the(case).state == before.state
    assert len(recorded()) == entries
    assert Case.objects.count() == 1
    assert not Holding.objects.exists()
    assert Step.objects.count() == 2


def acts_on_a_case(case: int, step: int, standing: int) -> list:
    """Every act with arguments that are sound, so that only who acts is wrong."""
    return [*acts_on_the_way(case, step), *acts_of_hands(step, standing)]


def acts_on_the_way(case: int, step: int) -> list:
    return [
        lambda by: actions.open_case(SIGN, SHOP, "店招", by=by, at=MON),
        lambda by: actions.submit(case, by=by, at=MON),
        lambda by: actions.hand_in_correction(case, by=by, at=MON),
        lambda by: actions.take_supplement(case, by=by, at=MON),
        lambda by: actions.withdraw(case, by=by, at=MON),
        lambda by: actions.return_for_changes(case, "改", OTHER, by=by, at=MON),
        lambda by: actions.pass_pre_review(case, by=by, at=MON),
        lambda by: actions.receive(case, by=by, at=MON),
        lambda by: actions.notify_correction(case, ["合同"], OTHER, by=by, at=MON),
        lambda by: actions.accept(case, by=by, at=MON),
        lambda by: actions.refuse_acceptance(case, "不归", OTHER, by=by, at=MON),
        lambda by: actions.settle_at_once(case, True, "", by=by, at=MON),
        lambda by: actions.forward(case, "POST", "SF1", by=by, at=MON),
        lambda by: actions.answer_elsewhere(case, "GRANTED", MON.date(), by=by, at=MON),
        lambda by: actions.note_taken_in(case, "jiaxing", "7", "POST", MON.date(), by=by, at=MON),
        lambda by: actions.tell_region(case, "", by=by, at=MON),
        lambda by: actions.accept_by_silence(case, by=by, at=MON),
        lambda by: actions.approve_by_silence(case, by=by, at=MON),
        lambda by: actions.review_step(step, True, "", by=by, at=MON),
        lambda by: actions.start_special(step, "HEARING", 3, by=by, at=MON),
        lambda by: actions.resume(step, by=by, at=MON),
        lambda by: actions.ask_supplement(step, "图", by=by, at=MON),
        lambda by: actions.consult(step, SERVICE_CENTRE, "可以吗", by=by, at=MON),
        lambda by: actions.answer_consultation(case, 0, "可以", by=by, at=MON),
        lambda by: actions.add_note(step, "记一笔", by=by, at=MON),
        lambda by: actions.extend(case, 5, "复杂", by=by, at=MON),
        lambda by: actions.decide(case, True, "", by=by, at=MON),
        lambda by: actions.certify(case, by=by, at=MON),
        lambda by: actions.deliver(case, by=by, at=MON),
        lambda by: actions.terminate(case, "逾期", OTHER, by=by, at=MON),
        lambda by: actions.archive(case, by=by, at=MON),
    ]


def acts_of_hands(step: int, standing: int) -> list:
    return [
        lambda by: actions.claim(step, by=by, at=MON),
        lambda by: actions.put_back(step, by=by, at=MON),
        lambda by: actions.hand_over(step, JIANG.id, by=by, at=MON),
        lambda by: actions.reassign(step, JIANG.id, by=by, at=MON),
        lambda by: actions.declare_conflict(step, "亲属", by=by, at=MON),
        lambda by: actions.seat(LIN.id, SERVICE_CENTRE, SIGN, "REVIEW", by=by, at=MON),
        lambda by: actions.unseat(LIN.id, SERVICE_CENTRE, SIGN, "INTAKE", by=by, at=MON),
        lambda by: actions.clear_desks(LIN.id, SERVICE_CENTRE, by=by, at=MON),
        lambda by: actions.tell_of_deadline(step, by=by, at=day(30)),
        lambda by: actions.release_deputy(standing, by=by, at=MON),
        lambda by: actions.name_deputy(LIN.id, JIANG.id, SERVICE_CENTRE, starts_at=MON, ends_at=day(9), by=by, at=MON),
    ]


def test_a_role_without_a_seat_is_not_enough():
    unseated = FANG
    with pytest.raises(Forbidden):
        actions.receive(submitted(), by=unseated, at=MON)


def test_a_seat_without_a_role_is_not_enough():
    actions.seat(REN.id, SERVICE_CENTRE, SIGN, "INTAKE", by=LUO, at=MON)
    with pytest.raises(Forbidden):
        actions.receive(submitted(), by=REN, at=MON)


def test_nobody_works_on_a_case_of_their_own():
    case = accepted()
    interested = Actor(JIANG.id, JIANG.name, held=JIANG.held, owns=frozenset({SHOP}))
    with pytest.raises(policy.ConflictOfInterest):
        actions.review_step(waiting(case)[0], True, "", by=interested, at=MON)


def test_a_reviewer_of_one_unit_does_not_review_for_another():
    case = accepted()
    with pytest.raises(Forbidden):
        actions.review_step(waiting(case)[0], True, "", by=XU, at=MON)


def test_the_desk_does_its_own_stage_and_no_other():
    for act in (
        lambda: actions.receive(submitted(), by=JIANG, at=MON),
        lambda: actions.accept(received(), by=LUO, at=MON),
        lambda: actions.decide(reviewed(), True, "", by=JIANG, at=MON),
        lambda: actions.extend(accepted(), 5, "复杂", by=LIN, at=MON),
    ):
        with pytest.raises(Forbidden):
            act()


def test_another_partys_draft_is_not_submitted():
    with pytest.raises(Forbidden):
        actions.submit(draft(), by=LI, at=MON)
