"""Assisted approval: points judged for the reviewer, plain applications granted by rule, a person for whoever asks."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import LI, SERVICE_CENTRE
from tests.district import RULE, START, publish
from yunjian.cases import actions as cases
from yunjian.cases.tests.world import LIN, MON, RENEWAL, of, the
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import arranging, recorded, seal_and_deliver
from yunjian.services import actions, commands, queries
from yunjian.services.definitions import Automation, is_drawn
from yunjian.services.logic.assisting import digest
from yunjian.services.models import Filing, RuleDecision

from .counter import ITEM, RIGHT, Counter, counter, item

pytestmark = pytest.mark.django_db
COMMITMENT = "00" * 32
SOON = MON + timedelta(hours=1)
POINTS = ({"key": "small", "title": "不超过十平方米", "criterion": {"field": "size", "at_most": 10}},)
MATERIALS = ({"key": "licence", "title": "营业执照", "looked_up_in": "市场主体库"},)


@pytest.fixture
def at_counter(db) -> Counter:
    return counter()


def automation(**more) -> Automation:
    values = {
        "key": "sign", "title": "店招按规则办理", "item": ITEM, "unit": SERVICE_CENTRE, "sample_percent": 1,
        "basis": RULE, "valid_from": START, "example": {"commitment": COMMITMENT, "drawn": True},
    }  # fmt: skip
    return Automation(**{**values, **more})


def allow(**more) -> None:
    points = more.pop("points", POINTS)
    plain = item(
        procedure=RENEWAL, review_points=points, materials=MATERIALS, valid_from=START + timedelta(days=1),
        example={"fits": "unknown", "papers": ("licence",)},
    )  # fmt: skip
    publish(plain, automation(**more), at=MON)


def handed_in(at_counter: Counter, size: str = "4") -> tuple[int, int]:
    number = actions.begin_application(ITEM, at_counter.owner, by=at_counter.li, at=MON)
    revision = actions.save_application(
        number, 0, values=RIGHT, answers={"leased": "no", "size": size} if size else {}, by=at_counter.li, at=MON
    )
    return number, actions.hand_in_application(number, revision, by=at_counter.li, at=MON)


def accept(case: int, commitment: str = "f" * 64) -> None:
    """What is salted by chance is set: to one that is not drawn."""
    with arranging():
        Filing.objects.update(commitment=commitment)
    cases.receive(case, by=LIN, at=SOON)
    cases.accept(case, by=LIN, at=SOON)
    seal_and_deliver(SOON)


def test_judge_application_grants_what_is_plain_and_keeps_all_it_looked_at(at_counter):
    allow()
    _, case = handed_in(at_counter)
    accept(case)

    made = RuleDecision.objects.get()
    assert (made.outcome, the(case).state, the(case).granted) == ("GRANTED", "DECIDED_YES", True)
    assert made.inputs["points"][-1][:2] == ["small", "ok"]
    assert made.inputs["values"] == RIGHT
    assert made.digest == digest(made.inputs)
    told = recorded("services.application.judged-by-rule")[0].payload
    assert (told["outcome"], told["digest"]) == ("GRANTED", made.digest)
    with pytest.raises(actions.JudgedAlready):
        actions.judge_application(case, by=SYSTEM, at=SOON)


def test_what_is_doubtful_goes_to_a_person_and_is_never_refused(at_counter):
    allow()
    _, case = handed_in(at_counter, size="")
    accept(case)

    made = RuleDecision.objects.get()
    assert (made.outcome, the(case).state) == ("DOUBT", "ACCEPTED")
    assert "point:small" in made.inputs["doubts"]


def test_a_share_that_anybody_can_work_out_again_is_drawn_for_a_person(at_counter):
    allow(sample_percent=100)
    _, case = handed_in(at_counter)
    accept(case)

    assert RuleDecision.objects.get().outcome == "DRAWN"
    assert the(case).state == "ACCEPTED"
    assert is_drawn(Filing.objects.get().commitment, 100)
    assert is_drawn(COMMITMENT, 1)
    assert not is_drawn("f" * 64, 1)
    assert commands.ruled() == 0


def test_an_item_that_is_not_allowed_is_left_alone(at_counter):
    publish(item(procedure=RENEWAL, materials=MATERIALS, valid_from=START + timedelta(days=1),
                 example={"fits": "unknown", "papers": ("licence",)}), at=MON)  # fmt: skip
    _, case = handed_in(at_counter)
    accept(case)

    assert not RuleDecision.objects.exists()
    with pytest.raises(actions.NotByRule):
        actions.judge_application(case, by=SYSTEM, at=SOON)


def test_ask_for_person_before_a_rule_decides_keeps_it_from_deciding(at_counter):
    allow()
    number, case = handed_in(at_counter)
    actions.ask_for_person(number, "想请人看看", by=at_counter.li, at=MON)
    accept(case)

    assert (RuleDecision.objects.get().outcome, the(case).state) == ("ASKED", "ACCEPTED")
    assert "想请人看看" not in str(recorded("services.application.person-asked-for")[0].payload)
    with pytest.raises(actions.PersonAskedAlready):
        actions.ask_for_person(number, "", by=at_counter.li, at=MON)


def test_ask_for_person_after_a_decision_stands_where_staff_reads_it(at_counter):
    allow()
    number, case = handed_in(at_counter)
    client = Client()
    client.force_login(at_counter.account)
    assert "请人工办理" in client.get(f"/services/applications/{number}/receipt/").text
    accept(case)
    client.post(f"/services/applications/{number}/person/", {"words": "面积写小了"})

    assert queries.ruled_counts(reader=SYSTEM)[0].asked == 1
    assert "由工作人员看您的申请" in client.get(f"/services/applications/{number}/receipt/").text
    page = of(LIN).post(f"/services/cases/{case}/application/").text
    assert "面积写小了" in page
    assert "系统建议" in page
    assert "决定由人作出" in page


def test_the_points_say_what_holds_what_does_not_and_what_a_person_judges(at_counter):
    allow(points=(*POINTS, {"key": "sight", "title": "不挡行人"}))
    _, case = handed_in(at_counter, size="4")
    found = queries.suggestions(case, at=MON, reader=LIN)

    assert [(each.title, each.outcome) for each in found] == [
        ("不超过十平方米", "ok"), ("不超过十平方米", "ok"), ("不挡行人", "person")
    ]  # fmt: skip
    assert "是4" in found[0].reasons[0]


def test_a_stranger_neither_judges_nor_asks(at_counter):
    allow()
    number, case = handed_in(at_counter)
    for who in (at_counter.li, LI, LIN):
        with pytest.raises(Forbidden):
            actions.judge_application(case, by=who, at=SOON)
    with pytest.raises((NotFound, Forbidden)):
        actions.ask_for_person(number, "", by=at_counter.wang, at=SOON)
    assert not RuleDecision.objects.exists()


def test_what_may_be_decided_by_rule_is_checked_with_the_pack():
    bare = item(procedure=RENEWAL)
    wrong = automation(unit="data-bureau").check_beside({("items", ITEM): bare})

    assert wrong == [f"事项 {ITEM} 没有审查要点，不能按规则办理"]
    open_point = item(procedure=RENEWAL, review_points=({"key": "sight", "title": "不挡行人"},))
    assert automation().check_beside({("items", ITEM): open_point}) == [
        "审查要点 sight 没有写 criterion，不能按规则办理"
    ]
    assert automation(example={"commitment": COMMITMENT, "drawn": False}).check_example() == ["这一份抽到"]
