"""A step is in somebody's hands: claimed, handed over, passed on when they are away, leave or keep away."""

import pytest

from tests.cast import SERVICE_CENTRE, ZHOU
from yunjian.cases import actions, policy
from yunjian.cases.actions import desks, hands, reviewing
from yunjian.cases.actions._moving import NotNow, WordsMissing, WordsTooLong
from yunjian.cases.models import Deputyship, Holding, Seat, Step
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded, seal_and_deliver
from yunjian.parties import actions as parties

from .world import (
    BAI,
    FANG,
    GU,
    HAN,
    HUANG,
    JIANG,
    LIN,
    LUO,
    MON,
    SIGN,
    TANG,
    XU,
    accepted,
    day,
    submitted,
    waiting,
)

pytestmark = pytest.mark.usefixtures("desks")


def holder(step: int) -> str:
    return Step.objects.get(pk=step).holder


def test_claim_keeps_colleagues_off_and_put_back_gives_it_back():
    [step] = waiting(accepted())
    actions.claim(step, by=JIANG, at=MON)
    with pytest.raises(policy.HeldByAnother):
        actions.claim(step, by=TANG, at=MON)
    with pytest.raises(hands.NotYours):
        actions.put_back(step, by=TANG, at=MON)
    actions.put_back(step, by=JIANG, at=MON)

    assert holder(step) == ""
    assert [each.payload["how"] for each in recorded("cases.step.taken")] == ["CLAIMED", "PUT_BACK"]
    assert list(Holding.objects.values_list("holder", flat=True)) == [JIANG.id, ""]


def test_hand_over_to_a_colleague_at_the_desk_only():
    [step] = waiting(accepted())
    with pytest.raises(hands.NotYours):
        actions.hand_over(step, TANG.id, by=JIANG, at=MON)
    actions.claim(step, by=JIANG, at=MON)
    with pytest.raises(hands.NotAtThisDesk):
        actions.hand_over(step, LIN.id, by=JIANG, at=MON)
    actions.hand_over(step, TANG.id, by=JIANG, at=MON)

    assert holder(step) == TANG.id
    assert recorded("cases.step.taken")[-1].payload["how"] == "HANDED_OVER"


def test_reassign_by_who_leads_the_unit():
    [step] = waiting(accepted())
    actions.claim(step, by=JIANG, at=MON)
    with pytest.raises(hands.NotAtThisDesk):
        actions.reassign(step, HAN.id, by=LUO, at=MON)
    actions.reassign(step, TANG.id, by=LUO, at=MON)

    assert holder(step) == TANG.id
    assert recorded("cases.step.taken")[-1].payload["how"] == "REASSIGNED"


def test_declare_conflict_keeps_away_for_good():
    [step] = waiting(accepted())
    actions.claim(step, by=JIANG, at=MON)
    with pytest.raises(WordsMissing):
        actions.declare_conflict(step, "", by=JIANG, at=MON)
    actions.declare_conflict(step, "申请人是亲属", by=JIANG, at=MON)

    assert holder(step) == ""
    assert recorded("cases.conflict.declared")[0].payload["account"] == JIANG.id
    with pytest.raises(policy.ConflictOfInterest):
        actions.claim(step, by=JIANG, at=MON)
    with pytest.raises(hands.NotAtThisDesk):
        actions.reassign(step, JIANG.id, by=LUO, at=MON)


def test_name_deputy_lets_a_colleague_do_it_for_the_time_and_release_deputy_ends_it():
    gu = FANG
    case = submitted()
    [step] = waiting(case)
    actions.claim(step, by=LIN, at=MON)
    with pytest.raises(Forbidden):
        actions.receive(case, by=gu, at=day(3))
    number = actions.name_deputy(LIN.id, gu.id, SERVICE_CENTRE, starts_at=day(3), ends_at=day(6), by=LIN, at=MON)
    with pytest.raises(Forbidden):
        actions.claim(step, by=gu, at=day(6))
    actions.claim(step, by=gu, at=day(3))
    actions.release_deputy(number, by=LIN, at=day(4))

    with pytest.raises(Forbidden):
        actions.receive(case, by=gu, at=day(4))
    with pytest.raises(desks.OverAlready):
        actions.release_deputy(number, by=LIN, at=day(5))
    with pytest.raises(Forbidden):
        actions.release_deputy(number, by=HAN, at=day(5))
    assert recorded("cases.deputy.named")
    assert recorded("cases.deputy.released")


@pytest.mark.parametrize("ends", [2, 1])
def test_name_deputy_is_declined_for_no_time_or_oneself(ends):
    with pytest.raises(desks.PeriodWrong):
        actions.name_deputy(
            LIN.id, GU.id, SERVICE_CENTRE, starts_at=MON, ends_at=MON.replace(day=ends), by=LIN, at=day(2)
        )
    with pytest.raises(desks.NobodyNamed):
        actions.name_deputy(LIN.id, LIN.id, SERVICE_CENTRE, starts_at=MON, ends_at=day(9), by=LIN, at=MON)


def test_seat_once_and_unseat_puts_what_was_held_back():
    [step] = waiting(accepted())
    actions.claim(step, by=JIANG, at=MON)
    with pytest.raises(desks.SeatedAlready):
        actions.seat(JIANG.id, SERVICE_CENTRE, SIGN, "REVIEW", by=LUO, at=MON)
    with pytest.raises(desks.NobodyNamed):
        actions.seat("江", SERVICE_CENTRE, SIGN, "REVIEW", by=LUO, at=MON)
    actions.unseat(JIANG.id, SERVICE_CENTRE, SIGN, "REVIEW", by=LUO, at=MON)

    assert holder(step) == ""
    assert recorded("cases.desk.unseated")[0].payload["account"] == JIANG.id
    with pytest.raises(desks.NotSeated):
        actions.unseat(JIANG.id, SERVICE_CENTRE, SIGN, "REVIEW", by=LUO, at=MON)
    actions.seat(JIANG.id, SERVICE_CENTRE, SIGN, "REVIEW", by=LUO, at=MON)
    assert len(recorded("cases.desk.seated")) == 1


def test_clear_desks_when_somebody_leaves():
    [step] = waiting(accepted())
    actions.claim(step, by=JIANG, at=MON)

    assert actions.clear_desks(JIANG.id, SERVICE_CENTRE, by=LUO, at=MON) == 1
    assert holder(step) == ""
    assert not Seat.objects.filter(account=JIANG.id, ends_at__isnull=True).exists()
    assert len(recorded("cases.desk.unseated")) == 3
    with pytest.raises(desks.NotSeated):
        actions.clear_desks(JIANG.id, SERVICE_CENTRE, by=LUO, at=MON)


def test_for_each_does_what_can_be_done_and_says_why_not_the_rest():
    first, second = waiting(accepted())[0], waiting(accepted())[0]
    actions.claim(second, by=TANG, at=MON)
    results = actions.for_each(actions.claim, [first, second, 0, first], by=JIANG, at=MON)

    assert [each.id for each in results] == [first, second, 0]
    assert [bool(each.refusal) for each in results] == [False, True, True]
    assert "移交" in results[1].refusal.sentence
    assert holder(first) == JIANG.id


def test_a_step_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        actions.claim(0, by=JIANG, at=MON)


def test_consult_asks_another_unit_and_answer_consultation_answers_once():
    case = accepted()
    [step] = waiting(case)
    asked = actions.consult(step, "data-bureau", "电路容量够吗", by=JIANG, at=MON)
    with pytest.raises(WordsMissing):
        actions.consult(step, "data-bureau", "", by=JIANG, at=MON)
    with pytest.raises(Forbidden):
        actions.answer_consultation(case, asked, "够", by=TANG, at=MON)
    actions.answer_consultation(case, asked, "够", by=HAN, at=MON)
    with pytest.raises(NotNow):
        actions.answer_consultation(case, asked, "又够", by=HAN, at=MON)

    assert recorded("cases.consultation.asked")
    assert recorded("cases.consultation.answered")[0].payload["consultation"] == asked


def test_add_note_is_kept_and_too_long_a_one_declined():
    [step] = waiting(accepted())
    actions.add_note(step, "电话问过", by=JIANG, at=MON)
    with pytest.raises(WordsTooLong):
        actions.add_note(step, "长" * (reviewing.LONGEST_QUESTION + 1), by=JIANG, at=MON)

    assert recorded("cases.note.added")


# Who may be seated, and stand in


@pytest.mark.parametrize("account", ["account:1", XU.id, ZHOU.id])
def test_seat_is_for_those_who_work_at_the_unit(account):
    with pytest.raises(desks.NotOfThisUnit):
        actions.seat(account, SERVICE_CENTRE, SIGN, "INTAKE", by=LUO, at=MON)

    assert not Seat.objects.filter(account=account, desk__unit=SERVICE_CENTRE).exists()


def test_seat_is_not_for_a_closed_account_nor_at_an_unknown_stage():
    parties.close_account(int(FANG.id.partition(":")[2]), by=SYSTEM, at=MON)
    with pytest.raises(desks.NotOfThisUnit):
        actions.seat(FANG.id, SERVICE_CENTRE, SIGN, "INTAKE", by=LUO, at=MON)
    with pytest.raises(desks.StageUnknown):
        actions.seat(BAI.id, SERVICE_CENTRE, SIGN, "SOMEWHERE", by=LUO, at=MON)
    with pytest.raises(desks.NobodyNamed):
        actions.seat("account:²", SERVICE_CENTRE, SIGN, "INTAKE", by=LUO, at=MON)


def test_name_deputy_is_only_for_ones_own_people():
    for absent, deputy in ((XU.id, GU.id), (GU.id, XU.id)):
        with pytest.raises(desks.NotOfThisUnit):
            actions.name_deputy(absent, deputy, SERVICE_CENTRE, starts_at=MON, ends_at=day(9), by=LUO, at=MON)
    assert not Deputyship.objects.exists()


def test_release_deputy_is_for_who_leads_the_unit_it_is_for():
    number = actions.name_deputy(LIN.id, GU.id, SERVICE_CENTRE, starts_at=MON, ends_at=day(9), by=LUO, at=MON)
    with pytest.raises(Forbidden):
        actions.release_deputy(number, by=HUANG, at=day(3))
    actions.release_deputy(number, by=LUO, at=day(3))

    assert Deputyship.objects.get().ends_at == day(3)


def test_the_work_of_a_closed_account_goes_back_to_its_desks():
    [step] = waiting(accepted())
    actions.claim(step, by=JIANG, at=MON)
    parties.close_account(int(JIANG.id.partition(":")[2]), by=SYSTEM, at=day(3))
    seal_and_deliver(day(3))

    assert holder(step) == ""
    assert not Seat.objects.filter(account=JIANG.id, ends_at__isnull=True).exists()


def test_what_a_colleague_took_is_left_to_them():
    case = accepted()
    [step] = waiting(case)
    actions.claim(step, by=TANG, at=MON)
    with pytest.raises(policy.HeldByAnother):
        actions.review_step(step, True, "", by=JIANG, at=MON)
    other = submitted()
    actions.claim(waiting(other)[0], by=GU, at=MON)
    with pytest.raises(policy.HeldByAnother):
        actions.receive(other, by=LIN, at=MON)
