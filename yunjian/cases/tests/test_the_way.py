"""A case goes its way: from the draft at the window to the delivered certificate, or one of the other ends."""

from datetime import date

import pytest

from yunjian.cases import actions
from yunjian.cases.actions import deciding, reviewing, window
from yunjian.cases.actions._moving import NotNow, WordsMissing
from yunjian.cases.models import FAR, State, Step
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.testing import recorded

from .world import (
    BAI,
    ELSEWHERE,
    ENQUIRY,
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
    accepted,
    day,
    decided,
    draft,
    received,
    reviewed,
    submitted,
    the,
    waiting,
)

pytestmark = pytest.mark.usefixtures("desks")


def moves(case: int) -> list[str]:
    return [each.payload["move"] for each in recorded("cases.case.moved") if each.payload["case"] == case]


def test_from_the_draft_to_the_delivered_certificate_and_each_move_is_recorded():
    case = decided()
    actions.certify(case, by=LIN, at=day(4))
    actions.deliver(case, by=LIN, at=day(5))
    actions.archive(case, by=BAI, at=day(6))

    assert (the(case).state, the(case).ended_on, the(case).due_on) == (State.DONE, date(2026, 3, 5), None)
    assert moves(case) == ["submit", "receive", "accept", "begin_review", "grant", "certify", "deliver"]
    assert recorded("cases.case.archived")
    assert not waiting(case)


def test_open_case_keeps_the_edition_and_submit_puts_it_at_the_window():
    case = actions.open_case(SIGN, "enterprise:7", "换一块店招", by=LI_OF_THE_SHOP, at=MON)
    actions.submit(case, by=LI_OF_THE_SHOP, at=MON)

    [opened] = recorded("cases.case.opened")
    assert (opened.payload["procedure"], the(case).edition) == (SIGN, date(2025, 1, 1))
    [step] = Step.objects.filter(case=case)
    assert (step.desk.stage, step.due_on) == ("INTAKE", FAR)
    with pytest.raises(NotNow):
        actions.submit(case, by=LI_OF_THE_SHOP, at=MON)


def test_open_case_is_declined_without_a_subject_or_for_nobody():
    with pytest.raises(WordsMissing):
        actions.open_case(SIGN, "enterprise:7", " ", by=LIN, at=MON)
    with pytest.raises(actions.handing_in.ApplicantUnknown):
        actions.open_case(SIGN, "shop", "店招", by=LIN, at=MON)
    assert not recorded("cases.case.opened")


def test_return_for_changes_and_handing_in_again_and_pass_pre_review():
    case = submitted()
    actions.return_for_changes(case, "照片看不清", ["unreadable"], by=LIN, at=MON)
    assert (the(case).state, the(case).reasons, waiting(case)) == (State.PRE_RETURNED, "照片看不清", [])
    actions.submit(case, by=LIN, at=day(3))
    actions.pass_pre_review(case, by=LIN, at=day(3))

    assert len(waiting(case)) == 1
    assert recorded("cases.case.moved")[-1].payload["target"] == State.PRE_PASSED
    for again in (
        lambda: actions.return_for_changes(case, "x", OTHER, by=LIN, at=MON),
        lambda: actions.pass_pre_review(case, by=LIN, at=MON),
    ):
        with pytest.raises(NotNow):
            again()


def test_receive_starts_five_working_days():
    case = received()

    assert the(case).due_on == date(2026, 3, 9)
    assert Step.objects.get(pk=waiting(case)[0]).warn_on == date(2026, 3, 6)
    assert moves(case)[-1] == "receive"
    assert recorded()
    with pytest.raises(NotNow):
        actions.receive(case, by=LIN, at=MON)


def test_notify_correction_once_in_time_and_hand_in_correction_begins_the_days_anew():
    case = received()
    actions.notify_correction(case, ["租赁合同", "效果图"], MISSING, by=LIN, at=day(9))
    assert (the(case).state, the(case).due_on) == (State.CORRECTING, None)
    assert recorded("cases.correction.notified")[0].payload["missing"] == 2
    actions.hand_in_correction(case, materials=("material:1", "material:2"), by=LI_OF_THE_SHOP, at=day(18))

    assert the(case).due_on == date(2026, 3, 25)
    assert the(case).materials == ["material:1", "material:2"]
    with pytest.raises(window.ToldAlready):
        actions.notify_correction(case, ["还有"], MISSING, by=LIN, at=day(19))
    with pytest.raises(NotNow):
        actions.hand_in_correction(case, by=LIN, at=day(19))


def test_notify_correction_is_declined_when_the_days_are_over_and_then_it_is_accepted_by_silence():
    case = received()
    with pytest.raises(window.TooLateToAsk):
        actions.notify_correction(case, ["租赁合同"], MISSING, by=LIN, at=day(10))
    with pytest.raises(actions.by_time.NotDueYet):
        actions.accept_by_silence(case, by=SYSTEM, at=day(9))
    actions.accept_by_silence(case, by=SYSTEM, at=day(10))

    assert the(case).accepted_on == date(2026, 3, 2)
    assert the(case).due_on == date(2026, 3, 16)
    assert recorded("cases.case.moved")[-1].actor == SYSTEM.id


def test_refuse_acceptance_gives_its_reasons():
    case = received()
    with pytest.raises(WordsMissing):
        actions.refuse_acceptance(case, "", ELSEWHERE, by=LIN, at=MON)
    actions.refuse_acceptance(case, "不归本单位管", ELSEWHERE, by=LIN, at=MON)

    assert the(case).state == State.NOT_ACCEPTED
    assert recorded("cases.case.moved")[-1].payload["move"] == "refuse_acceptance"


def test_settle_at_once_only_where_a_matter_is_done_on_the_spot():
    with pytest.raises(window.NotAtOnce):
        actions.settle_at_once(received(), True, "", by=LIN, at=MON)
    case = received(ENQUIRY)
    actions.settle_at_once(case, True, "可以在线上办", by=LIN, at=MON)

    assert (the(case).state, the(case).decided_on) == (State.DONE, MON.date())
    assert recorded("cases.case.moved")[-1].payload["move"] == "settle_at_once"


def test_accept_opens_the_first_step_only():
    case = accepted()

    assert [each.key for each in Step.objects.open().filter(case=case)] == ["check"]
    assert Step.objects.get(pk=waiting(case)[0]).due_on == date(2026, 3, 4)
    assert the(case).due_on == date(2026, 3, 16)
    assert moves(case)[-1] == "accept"
    assert recorded()
    with pytest.raises(NotNow):
        actions.accept(case, by=LIN, at=MON)


def test_review_step_opens_the_parallel_ones_and_the_decision_waits_for_all():
    case = accepted()
    actions.review_step(waiting(case)[0], True, "齐全", by=JIANG, at=MON)
    assert len(waiting(case)) == 3
    ours, theirs = waiting(case, key="street")
    actions.review_step(ours, True, "", by=JIANG, at=MON)
    actions.review_step(waiting(case, key="fire")[0], True, "", by=JIANG, at=MON)
    with pytest.raises(reviewing.ReviewedAlready):
        actions.review_step(waiting(case, key="fire")[0], True, "", by=JIANG, at=MON)
    with pytest.raises(WordsMissing):
        actions.review_step(waiting(case, key="fire")[0], False, "", by=TANG, at=MON)
    actions.review_step(waiting(case, key="fire")[0], True, "", by=TANG, at=MON)
    assert not waiting(case, stage="DECIDE")
    with pytest.raises(deciding.StepsWait):
        actions.decide(case, True, "", by=HE_DECIDES, at=MON)
    actions.review_step(theirs, True, "", by=XU, at=MON)

    assert len(waiting(case, stage="DECIDE")) == 1
    assert [each.payload["done"] for each in recorded("cases.step.reviewed")] == [True, True, False, True, True]


def test_start_special_stops_the_clock_and_resume_goes_on_where_it_stood():
    case = accepted()
    step = waiting(case)[0]
    actions.start_special(step, "HEARING", 3, by=JIANG, at=day(4))
    assert (the(case).state, the(case).due_on) == (State.SPECIAL, None)
    assert Step.objects.get(pk=step).due_on == FAR
    with pytest.raises(NotNow):
        actions.review_step(step, True, "", by=JIANG, at=day(4))
    actions.resume(step, by=JIANG, at=day(9))

    assert (the(case).state, the(case).due_on) == (State.REVIEWING, date(2026, 3, 19))
    assert [each.payload["move"] for each in recorded("cases.case.moved")][-2:] == ["start_special", "resume"]
    with pytest.raises(NotNow):
        actions.resume(step, by=JIANG, at=day(9))


def test_start_special_is_declined_where_the_matter_has_none_or_for_too_long():
    step = waiting(accepted())[0]
    with pytest.raises(reviewing.NoSuchProcedure):
        actions.start_special(step, "AUCTION", 3, by=JIANG, at=MON)
    with pytest.raises(reviewing.TooLong):
        actions.start_special(step, "HEARING", 21, by=JIANG, at=MON)
    with pytest.raises(reviewing.TooLong):
        actions.start_special(step, "HEARING", 0, by=JIANG, at=MON)


def test_ask_supplement_only_with_a_law_and_take_supplement_goes_on():
    case = accepted()
    actions.ask_supplement(waiting(case)[0], "请补测绘图", by=JIANG, at=day(4))
    assert (the(case).state, the(case).due_on) == (State.SUPPLEMENT, None)
    actions.take_supplement(case, materials=("material:9",), by=LI_OF_THE_SHOP, at=day(6))

    assert (the(case).state, the(case).due_on) == (State.REVIEWING, date(2026, 3, 18))
    assert recorded("cases.note.added")
    with pytest.raises(NotNow):
        actions.take_supplement(case, by=LI_OF_THE_SHOP, at=day(6))
    other = accepted(RENEWAL)
    with pytest.raises(reviewing.NoSupplement):
        actions.ask_supplement(waiting(other)[0], "请补", by=HE_DECIDES, at=day(4))


def test_extend_by_the_head_once_in_time_with_the_reason():
    case = accepted()
    actions.review_step(waiting(case)[0], True, "", by=JIANG, at=MON)
    with pytest.raises(deciding.NotExtendable):
        actions.extend(case, 11, "案情复杂", by=LUO, at=day(3))
    with pytest.raises(WordsMissing):
        actions.extend(case, 10, "", by=LUO, at=day(3))
    with pytest.raises(deciding.TooLateToExtend):
        actions.extend(case, 10, "案情复杂", by=LUO, at=day(17))
    actions.extend(case, 10, "案情复杂", by=LUO, at=day(3))

    assert (the(case).state, the(case).due_on) == (State.EXTENDED, date(2026, 3, 30))
    assert recorded("cases.period.extended")[0].payload["days"] == 10
    with pytest.raises(NotNow):
        actions.extend(case, 1, "再延", by=LUO, at=day(3))


def test_decide_refuses_with_reasons_and_remedies_and_the_delivery_has_ten_days():
    case = reviewed()
    with pytest.raises(WordsMissing):
        actions.decide(case, False, " ", UNMET, by=HE_DECIDES, at=day(3))
    actions.decide(case, False, "离路口太近", UNMET, by=HE_DECIDES, at=day(3))

    assert the(case).state == State.DECIDED_NO
    assert "行政复议" in the(case).remedies
    assert the(case).due_on == date(2026, 3, 17)
    assert moves(case)[-1] == "refuse"
    assert recorded()
    actions.deliver(case, by=LIN, at=day(4))
    assert the(case).state == State.DONE


def test_decide_is_not_for_who_reviewed_it():
    case = accepted()
    actions.review_step(waiting(case)[0], True, "", by=HE_DECIDES, at=MON)
    ours, theirs = waiting(case, key="street")
    actions.review_step(ours, True, "", by=JIANG, at=MON)
    actions.review_step(theirs, True, "", by=XU, at=MON)
    for who in (JIANG, TANG):
        actions.review_step(waiting(case, key="fire")[0], True, "", by=who, at=MON)

    with pytest.raises(deciding.ReviewedByYourself):
        actions.decide(case, True, "", by=HE_DECIDES, at=MON)


def test_certify_and_deliver_in_this_order_and_only_where_there_is_a_certificate():
    case = decided()
    with pytest.raises(deciding.CertificateFirst):
        actions.deliver(case, by=LIN, at=MON)
    actions.certify(case, by=LIN, at=MON)
    with pytest.raises(NotNow):
        actions.certify(case, by=LIN, at=MON)
    plain = accepted(RENEWAL)
    actions.decide(plain, True, "", by=HE_DECIDES, at=MON)
    with pytest.raises(actions.NoCertificate):
        actions.certify(plain, by=LIN, at=MON)
    actions.deliver(plain, by=LIN, at=MON)

    assert (moves(plain)[-1], moves(case)[-1]) == ("deliver", "certify")
    assert recorded()


def test_approve_by_silence_only_where_the_matters_law_has_it():
    case, other = accepted(RENEWAL), accepted(SIGN)
    with pytest.raises(actions.by_time.NotDueYet):
        actions.approve_by_silence(case, by=SYSTEM, at=day(16))
    with pytest.raises(NotNow):
        actions.approve_by_silence(other, by=SYSTEM, at=day(17))
    actions.approve_by_silence(case, by=SYSTEM, at=day(17))

    assert (the(case).state, the(case).by_silence) == (State.DECIDED_YES, True)
    assert recorded("cases.case.moved")[-1].payload["move"] == "grant"


def test_withdraw_until_the_decision():
    case = accepted()
    actions.withdraw(case, by=LI_OF_THE_SHOP, at=day(4))

    assert (the(case).state, waiting(case)) == (State.WITHDRAWN, [])
    assert moves(case)[-1] == "withdraw"
    assert recorded()
    with pytest.raises(NotNow):
        actions.withdraw(decided(), by=LI_OF_THE_SHOP, at=day(4))


def test_terminate_when_the_correction_never_came():
    case = received()
    actions.notify_correction(case, ["租赁合同"], MISSING, by=LIN, at=day(3))
    assert Step.objects.get(pk=waiting(case)[0]).due_on == date(2026, 3, 24)
    actions.terminate(case, "补正逾期", OTHER, by=LIN, at=day(25))

    assert the(case).state == State.TERMINATED
    assert moves(case)[-1] == "terminate"
    assert recorded()
    with pytest.raises(NotNow):
        actions.terminate(draft(), "x", OTHER, by=LIN, at=MON)


def test_archive_is_for_what_has_ended_and_once():
    case = received(ENQUIRY)
    with pytest.raises(actions.NotEnded):
        actions.archive(case, by=BAI, at=MON)
    actions.settle_at_once(case, True, "", by=LIN, at=MON)
    actions.archive(case, by=BAI, at=MON)
    with pytest.raises(actions.NotEnded):
        actions.archive(case, by=BAI, at=MON)
    assert recorded("cases.case.archived")
