"""A case across regions is sent on, answered, handed over; of one taken in elsewhere for us, they hear how it ended."""

from datetime import date

import pytest
from pydantic import ValidationError

from tests.cast import SERVICE_CENTRE
from tests.district import publish
from yunjian.cases import actions, queries
from yunjian.cases.models import Document, Forwarding, Segment
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Declined, Forbidden
from yunjian.kernel.testing import recorded

from .across import JIAXING, THERE, across_regions, decided_there, forwarded, region
from .test_documents import numbers, words_of
from .world import (
    BAI,
    ELSEWHERE,
    HAN,
    HE_DECIDES,
    LI_OF_THE_SHOP,
    LIN,
    MISSING,
    MON,
    day,
    received,
    reviewed,
    submitted,
    the,
    waiting,
)

TITLES = {JIAXING: "嘉兴市"}
pytestmark = pytest.mark.usefixtures("desks")


@pytest.fixture(autouse=True)
def declared(desks):
    across_regions()


def test_what_is_taken_in_for_another_region_is_to_be_sent_on_in_a_day():
    case = received(THERE)

    assert (the(case).due_on, Segment.objects.get(case=case).phase) == (day(3).date(), "FORWARDING")
    names = {each.act for each in queries.case_view(case, at=MON, reader=LIN).offers}
    assert "forward" in names
    assert not names & {"accept", "refuse_acceptance", "notify_correction", "note_taken_in", "settle_at_once"}


def test_forward_sends_it_there_and_the_days_they_promise_are_watched():
    case = forwarded()
    row = the(case)

    assert (row.state, row.due_on) == ("FORWARDED", day(5).date())
    sent = Forwarding.objects.get(case=case)
    assert (sent.direction, sent.region, sent.means, sent.tracking, sent.sent_on, sent.unit, sent.kept_by) == (
        "OUT", JIAXING, "POST", "SF1234567890", MON.date(), SERVICE_CENTRE, LIN.id,
    )  # fmt: skip
    [entry] = recorded("cases.case.forwarded")
    assert (entry.payload["forwarding"], entry.payload["region"]) == (sent.pk, JIAXING)
    assert waiting(case, "INTAKE")


@pytest.mark.parametrize("answer", ["GRANTED", "REFUSED"])
def test_a_decision_made_there_is_handed_over_here(answer):
    case = forwarded()
    reasons = "" if answer == "GRANTED" else "经营范围属于禁止类"
    actions.answer_elsewhere(
        case, answer, date(2026, 3, 4), number="嘉市监登〔2026〕88号", accepted_on=date(2026, 3, 3),
        words_of_it=reasons, by=LIN, at=day(6),
    )  # fmt: skip
    row = the(case)

    assert row.state == ("DECIDED_YES" if answer == "GRANTED" else "DECIDED_NO")
    assert (row.accepted_on, row.decided_on, row.reasons) == (date(2026, 3, 3), date(2026, 3, 4), reasons)
    assert row.granted == (answer == "GRANTED")
    assert not row.decided_late
    assert (waiting(case, "INTAKE"), len(waiting(case, "DELIVER"))) == ([], 1)
    assert recorded("cases.forwarded.answered")[-1].payload["answer"] == answer
    actions.deliver(case, by=LIN, at=day(6))
    assert the(case).state == "DONE"


def test_what_they_miss_is_asked_of_the_applicant_once_and_sent_again():
    case = forwarded()
    actions.answer_elsewhere(case, "CORRECTION", date(2026, 3, 4), missing=["租赁合同"], by=LIN, at=day(4))

    assert (the(case).state, the(case).correction.missing) == ("CORRECTING", ["租赁合同"])
    actions.hand_in_correction(case, by=LI_OF_THE_SHOP, at=day(5))
    assert (the(case).state, the(case).due_on) == ("RECEIVED", day(6).date())
    actions.forward(case, "SYSTEM", "", by=LIN, at=day(6))
    assert (the(case).state, the(case).due_on) == ("FORWARDED", day(11).date())
    assert [each.answer for each in Forwarding.objects.filter(case=case)] == ["CORRECTION", ""]
    with pytest.raises(Declined, match="只能一次告知"):
        actions.answer_elsewhere(case, "CORRECTION", date(2026, 3, 9), missing=["又一份"], by=LIN, at=day(9))
    assert the(case).state == "FORWARDED"


def test_what_they_do_not_accept_ends():
    case = forwarded()
    actions.answer_elsewhere(case, "NOT_ACCEPTED", date(2026, 3, 4), words_of_it="不属于本市管辖", by=LIN, at=day(4))

    assert (the(case).state, the(case).reasons, waiting(case)) == ("NOT_ACCEPTED", "不属于本市管辖", [])


WRONG = {
    "before it was sent": ("GRANTED", date(2026, 3, 1), {"number": "1", "accepted_on": date(2026, 3, 1)}),
    "tomorrow": ("GRANTED", date(2026, 3, 5), {"number": "1", "accepted_on": date(2026, 3, 3)}),
    "accepted after it was decided": ("GRANTED", date(2026, 3, 3), {"number": "1", "accepted_on": date(2026, 3, 4)}),
    "accepted nobody knows when": ("GRANTED", date(2026, 3, 3), {"number": "1"}),
    "without its number": ("GRANTED", date(2026, 3, 3), {"accepted_on": date(2026, 3, 3)}),
    "refused without a word": ("REFUSED", date(2026, 3, 3), {"number": "1", "accepted_on": date(2026, 3, 3)}),
    "no such answer": ("WITHDRAWN", date(2026, 3, 3), {}),
    "nothing is missing": ("CORRECTION", date(2026, 3, 3), {}),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_answer_that_cannot_be_is_declined_and_nothing_is_changed(wrong):
    case, (answer, on, more) = forwarded(), WRONG[wrong]
    with pytest.raises(Declined):
        actions.answer_elsewhere(case, answer, on, **more, by=LIN, at=day(4))
    assert (the(case).state, Forwarding.objects.get(case=case).answer) == ("FORWARDED", "")


def test_here_nobody_accepts_refuses_or_asks_once_nor_does_time():
    case = received(THERE)
    for act in (
        lambda: actions.accept(case, by=LIN, at=MON),
        lambda: actions.refuse_acceptance(case, "不归", ELSEWHERE, by=LIN, at=MON),
        lambda: actions.notify_correction(case, ["合同"], MISSING, by=LIN, at=MON),
    ):
        with pytest.raises(actions.DecidedElsewhere):
            act()
    with pytest.raises(actions.DecidedElsewhere):
        actions.accept_by_silence(case, by=SYSTEM, at=day(20))
    assert the(case).state == "RECEIVED"


def test_what_is_decided_here_is_not_sent_on():
    case = received()
    with pytest.raises(actions.DecidedHere):
        actions.forward(case, "POST", "SF1", by=LIN, at=MON)
    with pytest.raises(Declined):  # by post, and no number
        actions.forward(received(THERE), "POST", "", by=LIN, at=MON)
    with pytest.raises(actions.MeansUnknown):
        actions.forward(received(THERE), "PIGEON", "1", by=LIN, at=MON)
    assert not Forwarding.objects.exists()


def test_one_withdrawn_after_it_was_sent_is_told_there():
    case = forwarded()
    actions.withdraw(case, by=LI_OF_THE_SHOP, at=day(3))
    assert "tell_region" in {each.act for each in queries.case_view(case, at=day(3), reader=LIN).offers}
    actions.tell_region(case, "", by=LIN, at=day(3))
    assert Forwarding.objects.get(case=case).answer == "WITHDRAWN"
    with pytest.raises(Declined):
        actions.tell_region(case, "", by=LIN, at=day(3))


def test_what_another_region_took_in_is_noted_decided_here_and_told_there():
    case = submitted()
    taken = actions.note_taken_in(case, JIAXING, "嘉代收2026-0007", "SYSTEM", date(2026, 3, 1), by=LIN, at=MON)
    [entry] = recorded("cases.case.taken-in-elsewhere")
    assert (entry.payload["forwarding"], entry.payload["region"]) == (taken, JIAXING)
    view = queries.case_view(case, at=MON, reader=LIN)
    [shown] = view.forwardings
    assert (shown.region_title, shown.reference, shown.direction) == ("嘉兴市", "嘉代收2026-0007", "IN")
    with pytest.raises(Declined):  # it is not decided yet
        actions.tell_region(case, "", by=LIN, at=MON)

    actions.receive(case, by=LIN, at=MON)
    actions.refuse_acceptance(case, "不需要许可", ELSEWHERE, by=LIN, at=MON)
    actions.tell_region(case, "SF99", by=LIN, at=day(3))
    told = Forwarding.objects.get(pk=taken)
    assert (told.answer, told.answered_on, told.answer_number) == ("NOT_ACCEPTED", day(3).date(), "SF99")
    assert recorded("cases.region.told")[-1].payload["answer"] == "NOT_ACCEPTED"


def test_one_granted_here_is_told_there_as_granted():
    case = reviewed()
    actions.note_taken_in(case, JIAXING, "7", "HAND", date(2026, 3, 2), by=LIN, at=MON)
    actions.decide(case, True, "", (), by=HE_DECIDES, at=MON)
    actions.tell_region(case, "", by=LIN, at=MON)

    assert Forwarding.objects.get(case=case).answer == "GRANTED"


def test_what_cannot_have_been_taken_in_there_is_declined():
    case = submitted()
    for wrong, given in (
        (actions.RegionUnknown, ("nowhere", "7", "POST", date(2026, 3, 2))),
        (actions.DayImpossible, (JIAXING, "7", "POST", date(2026, 3, 3))),
        (actions.MeansUnknown, (JIAXING, "7", "", date(2026, 3, 2))),
        (Declined, (JIAXING, " ", "POST", date(2026, 3, 2))),
    ):
        with pytest.raises(wrong):
            actions.note_taken_in(case, *given, by=LIN, at=MON)
    actions.note_taken_in(case, JIAXING, "7", "POST", date(2026, 3, 2), by=LIN, at=MON)
    for again in (case, submitted()):  # the case has one already; the number is taken
        with pytest.raises(actions.TakenInAlready):
            actions.note_taken_in(again, JIAXING, "7", "POST", date(2026, 3, 2), by=LIN, at=MON)
    with pytest.raises(actions.DecidedElsewhere):
        actions.note_taken_in(received(THERE), JIAXING, "8", "POST", date(2026, 3, 2), by=LIN, at=MON)
    with pytest.raises(actions.RegionUnknown):  # a matter their window does not take in
        actions.note_taken_in(received("enquiry"), JIAXING, "8", "POST", date(2026, 3, 2), by=LIN, at=MON)
    assert Forwarding.objects.count() == 1


@pytest.mark.parametrize("stranger", [HAN, LI_OF_THE_SHOP, BAI], ids=lambda each: each.name)
def test_a_stranger_cannot(stranger):
    case, ours = received(THERE), submitted()
    for act in (
        lambda: actions.forward(case, "POST", "SF1", by=stranger, at=MON),
        lambda: actions.answer_elsewhere(case, "GRANTED", date(2026, 3, 2), by=stranger, at=MON),
        lambda: actions.note_taken_in(ours, JIAXING, "7", "POST", date(2026, 3, 2), by=stranger, at=MON),
        lambda: actions.tell_region(ours, "", by=stranger, at=MON),
    ):
        with pytest.raises(Forbidden):
            act()
    assert not Forwarding.objects.exists()


def test_the_list_and_its_figures_are_the_same_rows():
    gone, ours = forwarded(), submitted()
    actions.note_taken_in(ours, JIAXING, "嘉7", "POST", date(2026, 3, 2), by=LIN, at=MON)
    answered = forwarded()
    actions.answer_elsewhere(answered, "NOT_ACCEPTED", date(2026, 3, 3), words_of_it="不归", by=LIN, at=day(3))
    [figure] = queries.region_figures(titles=TITLES, reader=LIN)

    def cases(**narrowed) -> list[int]:
        return [
            each.case
            for each in queries.all_across_regions(queries.AcrossWanted(**narrowed), titles=TITLES, at=MON, reader=LIN)
        ]

    assert cases() == [answered, ours, gone]
    assert cases(direction="OUT") == [answered, gone]
    assert cases(direction="OUT", answer=queries.WAITING_ANSWER) == [gone]
    assert cases(direction="IN", region=JIAXING) == cases(direction="IN", answer=queries.WAITING_ANSWER) == [ours]
    assert cases(answer="NOT_ACCEPTED") == [answered]
    assert cases(text="SF12") == [answered, gone]
    assert cases(text="嘉7") == [ours]
    assert gone in cases(text=str(gone))
    assert (figure.out, figure.out_waiting, figure.taken_in, figure.taken_in_waiting) == (2, 1, 1, 1)
    assert queries.across_regions(queries.AcrossWanted(), titles=TITLES, at=MON, reader=LIN).total == 3
    assert queries.across_regions(queries.AcrossWanted(), titles=TITLES, at=MON, reader=HAN).total == 0
    with pytest.raises(Forbidden):
        queries.across_regions(queries.AcrossWanted(), titles=TITLES, at=MON, reader=LI_OF_THE_SHOP)


def test_a_definition_says_one_thing():
    assert region().check_example() == []
    assert region(takes_in=()).check_example() == ["对方窗口不能代收 shop-sign"]
    with pytest.raises(ValidationError, match="由外地办理的"):
        decided_there().model_validate({**decided_there().model_dump(), "certificate": True})


def test_the_list_that_goes_along_is_made_for_them_and_not_received_by_the_applicant():
    publish(numbers(), at=MON)
    case = forwarded()
    made = actions.make_document(case, "TRANSFER", by=LIN, at=MON)
    said = words_of(bytes(Document.objects.get(pk=made).data))

    assert "嘉兴市政务服务中心跨域通办窗口：" in said
    assert "这类事项由嘉兴市办理，本单位代收" in said
    assert "material:1" in said
    assert Document.objects.get(pk=made).number == "沪松政跨转〔2026〕1号"
    with pytest.raises(Declined):
        actions.receive_document(case, made, by=LIN, at=MON)
    with pytest.raises(Declined):  # nothing was sent on
        actions.make_document(submitted(), "TRANSFER", by=LIN, at=MON)
