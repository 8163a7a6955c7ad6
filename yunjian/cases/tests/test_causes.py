"""Who gives a case back or refuses it says why by the district's list: kept, on record, read by the applicant."""

import json

import pytest
from django.db import IntegrityError

from tests.district import publish
from yunjian.cases import actions, queries
from yunjian.cases.actions import CauseMissing, CauseUnsuitable
from yunjian.cases.definitions import CAUSE_MOVES, CauseExample, ChildPlan
from yunjian.cases.logic.states import MOVES
from yunjian.cases.models import Case, Cause
from yunjian.cases.queries.record import record_of
from yunjian.kernel.errors import Declined
from yunjian.kernel.testing import arranging, recorded

from .world import (
    BAI,
    ELSEWHERE,
    ENQUIRY,
    GONE,
    HAN,
    HE_DECIDES,
    LI_OF_THE_SHOP,
    LIN,
    MISSING,
    MON,
    OTHER,
    SHOP,
    SIGN,
    UNMET,
    accepted,
    cause,
    day,
    of,
    received,
    reviewed,
    submitted,
    the,
)

pytestmark = pytest.mark.usefixtures("desks")

# Each act that goes against the applicant: a case for it, the act itself, by whom, for which move its causes count.
AGAINST = {
    "return": (submitted, lambda case, *why, by: actions.return_for_changes(case, "改", *why, by=by, at=MON),
               LIN, "return_for_changes", MISSING),
    "correction": (received, lambda case, *why, by: actions.notify_correction(case, ["合同"], *why, by=by, at=MON),
                   LIN, "notify_correction", MISSING),
    "non-acceptance": (received, lambda case, *why, by: actions.refuse_acceptance(case, "不归", *why, by=by, at=MON),
                       LIN, "refuse_acceptance", ELSEWHERE),
    "refusal": (reviewed, lambda case, *why, by: actions.decide(case, False, "太近", *why, by=by, at=MON),
                HE_DECIDES, "refuse", UNMET),
    "refusal at once": (lambda: received(ENQUIRY),
                        lambda case, *why, by: actions.settle_at_once(case, False, "没有", *why, by=by, at=MON),
                        LIN, "refuse", UNMET),
    "termination": (accepted, lambda case, *why, by: actions.terminate(case, "注销", *why, by=by, at=MON),
                    LIN, "terminate", GONE),
}  # fmt: skip


def kept(case: int) -> list[tuple[str, str]]:
    return list(Cause.objects.filter(case=case).values_list("move", "code"))


@pytest.mark.parametrize("name", AGAINST)
def test_an_act_against_the_applicant_keeps_its_causes_and_they_are_on_record(name):
    begun, act, by, move, why = AGAINST[name]
    case = begun()
    act(case, [*why, *OTHER, *why], by=by)

    assert kept(case) == [(move, why[0]), (move, "other")]
    [entry] = recorded("cases.causes.given")
    assert (entry.payload["move"], entry.payload["causes"], entry.actor) == (move, [why[0], "other"], by.id)


@pytest.mark.parametrize("name", AGAINST)
@pytest.mark.parametrize(
    ("why", "refusal"),
    [((), CauseMissing), (("nonsense",), CauseUnsuitable), (("earlier",), CauseUnsuitable)],
    ids=["none", "unknown", "of another move"],
)
def test_without_a_cause_that_suits_it_is_declined_and_nothing_changed(name, why, refusal):
    begun, act, by, *_ = AGAINST[name]
    case = begun()
    before, entries = Case.objects.values().get(pk=case), len(recorded())
    with pytest.raises(refusal):
        act(case, why, by=by)

    assert Case.objects.values().get(pk=case) == before
    assert (len(recorded()), kept(case)) == (entries, [])


@pytest.mark.parametrize("name", AGAINST)
def test_a_stranger_gives_no_cause(name):
    begun, act, _, _, why = AGAINST[name]
    case = begun()
    entries = len(recorded())
    with pytest.raises(Declined):
        act(case, why, by=HAN)

    assert (len(recorded()), kept(case)) == (entries, [])


def test_what_is_granted_has_no_cause():
    case, enquiry = reviewed(), received(ENQUIRY)
    with pytest.raises(CauseUnsuitable):
        actions.decide(case, True, "", UNMET, by=HE_DECIDES, at=MON)
    with pytest.raises(CauseUnsuitable):
        actions.settle_at_once(enquiry, True, "", UNMET, by=LIN, at=MON)

    assert (the(case).granted, the(enquiry).state) == (None, "RECEIVED")


def test_only_what_is_declared_on_the_day_is_given_and_what_was_keeps_its_name():
    case, later = submitted(), submitted()
    actions.return_for_changes(case, "改", MISSING, by=LIN, at=MON)
    publish(cause("missing", "return_for_changes", valid_from=day(3).date(), valid_to=day(3).date()), at=day(3))
    with pytest.raises(CauseUnsuitable, match="missing"):
        actions.return_for_changes(later, "改", MISSING, by=LIN, at=day(3))

    [given] = queries.case_view(case, at=day(4), reader=LIN).causes
    assert (given.code, given.title, given.given_on) == ("missing", "missing", MON.date())


def test_where_the_district_declares_none_for_a_move_none_is_asked_and_none_taken():
    gone = [cause(key, "refuse", valid_from=day(3).date(), valid_to=day(3).date()) for key in ("elsewhere", "other")]
    case = received()
    publish(*gone, at=day(3))
    assert queries.causes_for("refuse_acceptance", at=day(3), reader=LIN) == ()
    with pytest.raises(CauseUnsuitable):
        actions.refuse_acceptance(case, "不归", ELSEWHERE, by=LIN, at=day(3))
    actions.refuse_acceptance(case, "不归", (), by=LIN, at=day(3))

    assert (the(case).state, kept(case)) == ("NOT_ACCEPTED", [])


def test_given_back_twice_the_causes_of_both_times_stay():
    case = submitted()
    actions.return_for_changes(case, "改", MISSING, by=LIN, at=MON)
    actions.submit(case, by=LIN, at=MON)
    actions.return_for_changes(case, "再改", [*MISSING, *OTHER], by=LIN, at=MON)
    actions.submit(case, by=LIN, at=day(3))
    actions.return_for_changes(case, "还要改", MISSING, by=LIN, at=day(3))

    assert [code for _, code in kept(case)] == ["missing", "other", "missing"]
    assert [each.payload["causes"] for each in recorded("cases.causes.given")] == [
        ["missing"], ["missing", "other"], ["missing"]
    ]  # fmt: skip


def test_what_falls_away_has_the_platforms_cause():
    plan = [
        ChildPlan(key="first", procedure=ENQUIRY, subject="核名"),
        ChildPlan(key="then", procedure=ENQUIRY, subject="店招", after=("first",)),
    ]
    parent = actions.open_parent("开店", SHOP, plan, by=LI_OF_THE_SHOP, at=MON)
    actions.submit_parent(parent, by=LI_OF_THE_SHOP, at=MON)
    first, then = Case.objects.filter(parent=parent).order_by("pk")
    actions.receive(first.pk, by=LIN, at=MON)
    actions.settle_at_once(first.pk, False, "重名", UNMET, by=LIN, at=MON)

    assert (the(then.pk).state, kept(then.pk)) == ("WITHDRAWN", [("fall_away", "earlier")])


def test_the_database_knows_no_cause_of_another_move():
    case = submitted()
    with pytest.raises(IntegrityError, match="a_cause_belongs_to_a_move_against_the_applicant"), arranging():
        Cause.objects.create(case_id=case, move="accept", code="other", given_on=MON.date())


# Read


def test_the_applicant_and_the_office_read_the_causes():
    case = received()
    actions.notify_correction(case, ["合同"], ["missing", "unreadable"], by=LIN, at=MON)
    for reader in (LIN, LI_OF_THE_SHOP):
        said = queries.case_view(case, at=MON, reader=reader).causes
        assert [(each.title, each.move_title) for each in said] == [
            ("材料不齐全", "一次告知补正"),
            ("复印件看不清", "一次告知补正"),
        ]
    page = of(LIN).get(f"/cases/{case}/").text
    english = of(LIN).get(f"/cases/{case}/", headers={"Accept-Language": "en"}).text

    assert "材料不齐全" in page
    assert "missing (en)" in english


def test_the_closed_record_holds_them():
    case = received(ENQUIRY)
    actions.settle_at_once(case, False, "没有", UNMET, by=LIN, at=MON)
    actions.archive(case, by=BAI, at=MON)
    [facts] = [json.loads(each.data) for each in record_of(the(case), at=MON, reader=BAI) if each.name == "case.json"]
    assert [(each["move"], each["code"], each["given_on"]) for each in facts["causes"]] == [
        ("refuse", "unmet", "2026-03-02")
    ]


# Pages


def test_a_page_offers_the_causes_of_the_move_and_asks_for_one():
    case = submitted()
    address = f"/cases/{case}/return_for_changes/"
    page = of(LIN).get(address).text
    silent = of(LIN).post(address, {"on": 0, "reasons": "改"})
    strange = of(LIN).post(address, {"on": 0, "reasons": "改", "causes": ["elsewhere"]})

    assert 'type="checkbox" name="causes" value="missing"' in page
    assert 'value="elsewhere"' not in page
    assert (silent.status_code, strange.status_code) == (422, 422)
    assert "请至少选一项原因。" in silent.text
    assert (the(case).state, kept(case)) == ("SUBMITTED", [])
    assert of(LIN).post(address, {"on": 0, "reasons": "改", "causes": ["missing", "other"]}).status_code == 302
    assert [code for _, code in kept(case)] == ["missing", "other"]


def test_a_decision_asks_for_causes_only_when_it_refuses():
    case = reviewed()
    address = f"/cases/{case}/decide/"
    refused = of(HE_DECIDES).post(address, {"on": 0, "granted": "no", "reasons": "太近"})
    granted = of(HE_DECIDES).post(address, {"on": 0, "granted": "yes", "causes": ["unmet"]})

    assert "请至少选一项原因。" in refused.text
    assert "准予的不选原因" in granted.text
    assert the(case).granted is None
    assert of(HE_DECIDES).post(
        address, {"on": 0, "granted": "no", "reasons": "太近", "causes": ["unmet"]}
    ).status_code == 302  # fmt: skip
    assert kept(case) == [("refuse", "unmet")]


def test_many_rows_are_ended_for_one_cause_and_each_says_what_became_of_it():
    ours, early = [accepted(SIGN, MON), accepted(SIGN, MON)], submitted()
    rows = [f"0-{case}" for case in (*ours, early)]
    asked = of(LIN).post("/cases/bulk/", {"act": "terminate", "row": rows})
    silent = of(LIN).post("/cases/bulk/", {"act": "terminate", "row": rows, "said": "yes", "reasons": "注销"})
    assert (asked.status_code, silent.status_code) == (200, 422)
    assert asked.text.count('name="row"') == 3
    assert "请至少选一项原因。" in silent.text
    assert {the(case).state for case in ours} == {"ACCEPTED"}

    done = of(LIN).post(
        "/cases/bulk/", {"act": "terminate", "row": rows, "said": "yes", "reasons": "注销", "causes": ["gone"]}
    )
    assert "3 件中办成 2 件" in done.text
    assert [kept(case) for case in (*ours, early)] == [[("terminate", "gone")], [("terminate", "gone")], []]


# Declared


def test_an_example_that_contradicts_the_moves_is_said():
    wrong = cause("x", "refuse", example=CauseExample(words="情形", given_for="terminate", not_for="refuse"))

    assert len(wrong.check_example()) == 2
    with pytest.raises(ValueError, match="同一步只写一次"):
        cause("x", "refuse", "refuse")


def test_the_moves_of_causes_are_moves_of_cases():
    assert set(CAUSE_MOVES) <= set(MOVES)
    assert set(CAUSE_MOVES) == set(Cause.Move.values)
