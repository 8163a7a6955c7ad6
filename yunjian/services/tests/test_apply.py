"""An application from the first word to the case."""

import pytest

from tests.cast import LI
from tests.district import publish
from yunjian.cases import actions as cases
from yunjian.cases import queries as standing
from yunjian.cases.tests.world import HAN, JIANG, LIN, MON, day, the, waiting
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded
from yunjian.materials.models import Consent
from yunjian.materials.tests.stage import LEASE, checked
from yunjian.services import actions, jobs, queries
from yunjian.services.models import Application, Filing, GivenPaper

from .counter import ITEM, RIGHT, Counter, begun, counter, form, handed_in, item, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_counter(db) -> Counter:
    return counter()


def view(number, who, at=MON):
    return queries.application(number, at=at, reader=who)


def ways(number):
    return dict(GivenPaper.objects.filter(application=number).values_list("paper", "way"))


def test_begin_application_makes_a_draft_that_asks_not_for_what_is_held_and_is_recorded(at_counter):
    number = actions.begin_application(ITEM, at_counter.owner, by=at_counter.li, at=MON)
    found = view(number, at_counter.li)

    assert (found.is_draft, found.revision, found.form.key) == (True, 0, ITEM)
    assert ways(number) == {"licence": "REGISTER"}
    assert [each.wanted.key for each in found.papers if not each.is_settled] == [
        "identity",
        "lease",
        "pledge",
        "picture",
    ]
    assert recorded("services.application.begun")[0].payload["about"] == f"items/{ITEM}"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"status": "paused"}, actions.NotInUse),
        ({"targets": ("enterprise",)}, actions.WrongTarget),
        ({"channels": ("window",)}, actions.NotOnline),
    ],
)
def test_begin_application_is_declined_where_the_item_does_not_allow_it(at_counter, changes, refusal):
    publish(item("other", **changes), at=MON)
    with pytest.raises(refusal):
        actions.begin_application("other", at_counter.owner, by=at_counter.li, at=MON)
    with pytest.raises(NotFound):  # outside its edition
        actions.begin_application(ITEM, at_counter.owner, by=at_counter.li, at=MON.replace(year=2020))
    assert not Application.objects.exists()


def test_a_stranger_and_an_agent_without_mandate_cannot_begin_or_touch_an_application(at_counter):
    agent = Actor(
        "account:7", "代办", owns=frozenset({at_counter.owner}), acting_for=at_counter.owner, scope=frozenset({"x"})
    )
    for who in (at_counter.wang, LI, HAN, agent):
        with pytest.raises(Forbidden):
            actions.begin_application(ITEM, at_counter.owner, by=who, at=MON)
    number, revision = ready(at_counter)
    for who in (at_counter.wang, LI, LIN, agent):
        for do in (
            lambda who=who: actions.save_application(number, revision, values={}, by=who, at=MON),
            lambda who=who: actions.renew_application(number, revision, by=who, at=MON),
            lambda who=who: actions.give_paper(number, revision, "extra", "MATERIAL", by=who, at=MON),
            lambda who=who: actions.take_back_paper(number, revision, "pledge", by=who, at=MON),
            lambda who=who: actions.discard_application(number, by=who, at=MON),
            lambda who=who: actions.hand_in_application(number, revision, by=who, at=MON),
            lambda who=who: actions.hand_in_again(number, revision, 1, by=who, at=MON),
            lambda who=who: view(number, who),
        ):
            with pytest.raises((NotFound, Forbidden)):
                do()
    for do in (
        lambda: actions.expire_applications(by=at_counter.li, at=MON),
        lambda: actions.erase_applications_of(1, by=at_counter.li, at=MON),
        lambda: actions.look_at_application(1, by=at_counter.li, at=MON),
    ):
        with pytest.raises(Forbidden):
            do()


def test_an_agent_whose_mandate_names_it_begins(at_counter):
    agent = Actor(
        "account:7", "代办", owns=frozenset({at_counter.owner}), acting_for=at_counter.owner, mandate="mandate:3",
        scope=frozenset({"services.application.fill"}),
    )  # fmt: skip
    number = actions.begin_application(ITEM, at_counter.owner, by=agent, at=MON)
    assert Application.objects.get(pk=number).agent_mandate == "mandate:3"


def test_save_application_keeps_what_is_incomplete_and_wrong_and_is_recorded_without_it(at_counter):
    number = begun(at_counter)
    revision = actions.save_application(
        number, 0, values={"phone": "139"}, answers={"leased": "yes"}, by=at_counter.li, at=MON
    )

    assert revision == 1
    assert view(number, at_counter.li).values == {"phone": "139"}
    assert "139" not in str(recorded("services.application.saved")[0].payload)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"values": {"strange": "x"}}, actions.NotOfTheForm),
        ({"values": {"shop": {"x": 1}}}, actions.NotOfTheForm),
        ({"values": {"partners": [{"age": 3}]}}, actions.NotOfTheForm),
        ({"values": {"shop": "长" * 200_001}}, actions.TooLong),
        ({"answers": {"size": "many"}}, actions.AnswersUnclear),
    ],
)
def test_save_application_is_declined_for_what_the_form_does_not_have(at_counter, given, refusal):
    number = begun(at_counter)
    with pytest.raises(refusal):
        actions.save_application(number, 0, **given, by=at_counter.li, at=MON)
    assert view(number, at_counter.li).revision == 0


def test_who_saves_over_a_newer_text_is_told_and_neither_is_lost(at_counter):
    number = begun(at_counter)
    actions.save_application(number, 0, values={"shop": "甲"}, by=at_counter.li, at=MON)
    with pytest.raises(actions.ApplicationChanged):
        actions.save_application(number, 0, values={"shop": "乙"}, by=at_counter.li, at=MON)
    assert view(number, at_counter.li).values == {"shop": "甲"}


def test_give_paper_in_every_way_the_item_allows_is_recorded(at_counter):
    number, _ = ready(at_counter)

    assert ways(number) == {"licence": "REGISTER", "identity": "MATERIAL", "pledge": "PROMISE", "picture": "FOLLOWS"}
    assert GivenPaper.objects.get(paper="pledge").words == "我承诺店招安装牢固"
    assert {each.payload["way"] for each in recorded("services.application.paper-given")} == set(ways(number).values())


@pytest.mark.parametrize(
    ("paper", "way", "refusal"),
    [
        ("identity", "PROMISE", actions.NotThisWay),
        ("identity", "FOLLOWS", actions.NotThisWay),
        ("identity", "AT_WINDOW", actions.NotThisWay),
        ("identity", "nonsense", actions.NotThisWay),
        ("identity", "MATERIAL", actions.NothingAttached),
        ("licence", "CERTIFICATE", actions.NotThisWay),
        ("unheard-of", "MATERIAL", actions.PaperUnknown),
    ],
)
def test_give_paper_is_declined_in_another_way(at_counter, paper, way, refusal):
    number = begun(at_counter)
    with pytest.raises(refusal):
        actions.give_paper(number, 0, paper, way, by=at_counter.li, at=MON)


def test_a_material_of_another_type_or_of_somebody_else_is_not_attached(at_counter):
    number = begun(at_counter)
    lease = checked(at_counter.owner, b"", LEASE, by=at_counter.li, at=MON)
    theirs = checked(f"person:{at_counter.stranger.person_id}", by=at_counter.wang, at=MON)
    for wrong, refusal in ((lease, actions.WrongType), (theirs, NotFound)):
        with pytest.raises(refusal):
            actions.give_paper(number, 0, "identity", "MATERIAL", materials=[wrong], by=at_counter.li, at=MON)


def test_take_back_paper_is_recorded_and_declined_when_nothing_was_given(at_counter):
    number = begun(at_counter)
    assert actions.take_back_paper(number, 0, "licence", by=at_counter.li, at=MON) == 1
    assert recorded("services.application.paper-taken-back")
    with pytest.raises(actions.PaperUnknown):
        actions.take_back_paper(number, 1, "licence", by=at_counter.li, at=MON)


def test_hand_in_application_becomes_a_submitted_case_with_materials_lent_and_is_recorded(at_counter):
    number, case = handed_in(at_counter)
    row, filed = Application.objects.get(pk=number), Filing.objects.get()

    assert (row.state, row.case_id, the(case).state) == ("HANDED_IN", case, "SUBMITTED")
    assert the(case).materials == [row.papers.get(paper="identity").materials[0]]
    assert set(Consent.objects.values_list("matter", flat=True)) == {f"办件{case}号"}
    assert filed.values == RIGHT
    assert the(case).particulars == {"trade_name": RIGHT["shop"]}
    entry = recorded("services.application.handed-in")[0]
    assert (entry.payload["case"], entry.payload["commitment"]) == (case, filed.commitment)
    assert queries.receipt(number, at=MON, reader=at_counter.li).first.commitment == filed.commitment
    with pytest.raises(actions.NotOpen):
        actions.hand_in_application(number, row.revision, by=at_counter.li, at=MON)


def test_hand_in_application_is_declined_with_everything_that_is_missing_and_nothing_changes(at_counter):
    number = begun(at_counter)
    actions.save_application(number, 0, values={"phone": "1"}, answers={"size": "20"}, by=at_counter.li, at=MON)
    with pytest.raises(actions.NotReady) as refused:
        actions.hand_in_application(number, 1, by=at_counter.li, at=MON)

    said = str(refused.value)
    assert all(words in said for words in ("不超过十平方米", "店名", "手机号", "身份证明"))
    assert not standing.own_cases(at=MON, reader=at_counter.li).total


def test_a_draft_of_an_older_edition_is_renewed_first_and_that_is_recorded(at_counter):
    number, revision = ready(at_counter)
    later = day(20)
    publish(
        item(
            valid_from=later.date(), materials=(MATERIALS_LATER,), example={"fits": "unknown", "papers": ("identity",)}
        ),
        form(valid_from=later.date(), rules=NARROWER, sections=SECTIONS, example=EXAMPLE),
        at=MON,
    )
    with pytest.raises(actions.NotReady, match="新版本"):
        actions.hand_in_application(number, revision, by=at_counter.li, at=later)
    revision = actions.renew_application(number, revision, by=at_counter.li, at=later)
    found = view(number, at_counter.li, later)

    assert found.values == {"shop": RIGHT["shop"]}
    assert recorded("services.application.renewed")
    with pytest.raises(actions.AsBefore):
        actions.renew_application(number, revision, by=at_counter.li, at=later)
    assert actions.hand_in_application(number, revision, by=at_counter.li, at=later)


MATERIALS_LATER = {"key": "identity", "title": "身份证明", "title_en": "Proof of identity"}
NARROWER = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"shop": {"type": "string", "maxLength": 60}},
}
SECTIONS = (
    {"key": "s", "title": "店", "title_en": "Shop", "fields": ({"name": "shop", "title": "店名", "title_en": "Name"},)},
)
EXAMPLE = {"right": {}, "wrong": ({"values": {"z": 1}, "place": "z", "rule": "unknown"},)}


def test_discard_application_empties_it_and_is_recorded_and_declined_once_handed_in(at_counter):
    number, _ = ready(at_counter)
    actions.discard_application(number, by=at_counter.li, at=MON)
    row = Application.objects.get(pk=number)

    assert (row.state, row.values, row.answers, row.papers.count()) == ("DISCARDED", {}, {}, 0)
    assert recorded("services.application.discarded")
    with pytest.raises(actions.NotOpen):
        actions.discard_application(number, by=at_counter.li, at=MON)


def test_hand_in_again_answers_a_correction_with_what_was_missing_and_is_recorded(at_counter):
    number, case = handed_in(at_counter)
    revision = Application.objects.get(pk=number).revision
    for do in (
        lambda: actions.save_application(number, revision, values=RIGHT, by=at_counter.li, at=MON),
        lambda: actions.hand_in_again(number, revision, case, by=at_counter.li, at=MON),
    ):
        with pytest.raises(actions.NotOpen):
            do()
    cases.receive(case, by=LIN, at=MON)
    cases.notify_correction(case, ["效果图"], ["missing"], by=LIN, at=MON)
    at = day(3)
    lease = checked(at_counter.owner, b"", LEASE, by=at_counter.li, at=at)
    revision = actions.save_application(
        number,
        revision,
        values={**RIGHT, "shop": "新店名"},
        answers={"leased": "yes", "size": "4"},
        by=at_counter.li,
        at=at,
    )
    revision = actions.give_paper(number, revision, "lease", "MATERIAL", materials=[lease], by=at_counter.li, at=at)
    with pytest.raises(actions.NothingAskedFor):
        actions.hand_in_again(number, revision, case + 99, by=at_counter.li, at=at)
    actions.hand_in_again(number, revision, case, by=at_counter.li, at=at)

    assert the(case).state == "RECEIVED"
    assert f"material:{lease}" in the(case).materials
    assert the(case).particulars == {"trade_name": "新店名"}
    assert [each.values["shop"] for each in Filing.objects.order_by("number")] == ["云上奶茶", "新店名"]
    assert recorded("services.application.handed-in-again")[0].payload["case"] == case


def test_what_is_returned_before_receipt_is_handed_in_again(at_counter):
    number, case = handed_in(at_counter)
    cases.return_for_changes(case, "店名不全", ["other"], by=LIN, at=MON)
    revision = Application.objects.get(pk=number).revision
    revision = actions.save_application(number, revision, values={**RIGHT, "shop": "全名"}, by=at_counter.li, at=MON)
    actions.hand_in_again(number, revision, case, by=at_counter.li, at=MON)
    assert (the(case).state, the(case).particulars) == ("SUBMITTED", {"trade_name": "全名"})


def test_what_is_asked_for_besides_is_read_by_the_applicant_and_handed_in_again(at_counter):
    number, case = handed_in(at_counter)
    cases.receive(case, by=LIN, at=MON)
    cases.accept(case, by=LIN, at=MON)
    cases.ask_supplement(waiting(case, key="check")[0], "店招的结构图", by=JIANG, at=MON)
    assert standing.case_view(case, at=MON, reader=at_counter.li).reasons == "店招的结构图"
    revision = Application.objects.get(pk=number).revision
    revision = actions.save_application(number, revision, values={**RIGHT, "shop": "全名"}, by=at_counter.li, at=MON)
    actions.hand_in_again(number, revision, case, by=at_counter.li, at=MON)
    after = the(case)
    assert (after.state, after.reasons, after.particulars) == ("REVIEWING", "", {"trade_name": "全名"})


def test_the_window_helps_somebody_without_opening_their_drawer(at_counter):
    number = actions.begin_application(ITEM, at_counter.owner, by=LIN, at=MON)
    revision = actions.save_application(number, 0, values=RIGHT, answers={"leased": "no"}, by=LIN, at=MON)
    card = checked(at_counter.owner, by=at_counter.li, at=MON)
    with pytest.raises(actions.NotThisWay):
        actions.give_paper(number, revision, "identity", "MATERIAL", materials=[card], by=LIN, at=MON)
    for paper, way in (("identity", "AT_WINDOW"), ("pledge", "PROMISE"), ("picture", "FOLLOWS")):
        revision = actions.give_paper(number, revision, paper, way, by=LIN, at=MON)
    case = actions.hand_in_application(number, revision, by=LIN, at=MON)

    assert the(case).applicant == at_counter.owner
    assert view(number, at_counter.li).case == case  # 李 sees it at home


def test_look_at_application_shows_staff_of_the_case_what_was_handed_in_and_is_recorded(at_counter):
    number, case = handed_in(at_counter)
    found = actions.look_at_application(case, by=LIN, at=MON)

    assert found.newest.values == RIGHT
    assert recorded("services.application.looked-at")[0].payload == {"application": number, "case": case}
    plain = cases.open_case("shop-sign", at_counter.owner, "没有申请表的", by=LIN, at=MON)
    with pytest.raises(NotFound):
        actions.look_at_application(plain, by=LIN, at=MON)
    with pytest.raises(Forbidden):
        actions.look_at_application(case, by=HAN, at=MON)


def test_the_receipt_tells_the_applicant_and_not_the_window_who_helped_and_who_read_it(at_counter):
    number = actions.begin_application(ITEM, at_counter.owner, by=LIN, at=MON)
    revision = actions.save_application(number, 0, values=RIGHT, answers={"leased": "no"}, by=LIN, at=MON)
    for paper, way in (("identity", "AT_WINDOW"), ("pledge", "PROMISE"), ("picture", "FOLLOWS")):
        revision = actions.give_paper(number, revision, paper, way, by=LIN, at=MON)
    case = actions.hand_in_application(number, revision, by=LIN, at=MON)
    actions.look_at_application(case, by=LIN, at=MON)

    told = queries.receipt(number, at=MON, reader=at_counter.li).touches
    assert [(each.who, each.helped) for each in told] == [(LIN.name, True), (LIN.name, False)]
    assert queries.receipt(number, at=MON, reader=LIN).touches == ()


def test_expire_applications_empties_drafts_left_for_half_a_year_and_is_recorded(at_counter):
    number = begun(at_counter)
    with pytest.raises(actions.NothingLapsed):
        actions.expire_applications(by=SYSTEM, at=MON)
    jobs.expire_applications(MON)
    jobs.expire_applications(MON + actions.KEPT_DRAFTS)

    assert Application.objects.get(pk=number).state == "DISCARDED"
    assert recorded("services.application.expired")[0].payload == {"count": 1}


def test_erase_applications_of_a_person_empties_drafts_keeps_what_was_handed_in_and_is_recorded(at_counter):
    kept, _ = handed_in(at_counter)
    number = begun(at_counter)
    # declined to everybody but the platform: raises Forbidden above
    actions.erase_applications_of(at_counter.account.person_id, by=SYSTEM, at=MON)

    assert Application.objects.get(pk=number).state == "DISCARDED"
    assert Application.objects.get(pk=kept).values == RIGHT
    assert recorded("services.application.erased")


def test_one_sees_and_takes_along_all_that_is_kept_of_ones_applications(at_counter):
    handed_in(at_counter)
    [found] = queries.applications_of(at_counter.owner, reader=at_counter.li, at=MON)

    assert found["values"] == RIGHT
    assert found["filings"][0]["values"] == RIGHT
    with pytest.raises(Forbidden):
        queries.applications_of(at_counter.owner, reader=at_counter.wang, at=MON)
