"""One thing of several items: its children go side by side or in order, and the whole closes when all have ended."""

from datetime import date

import pytest

from tests.cast import LI, ZHOU
from yunjian.cases import actions, queries
from yunjian.cases.actions._moving import NotNow
from yunjian.cases.definitions import ChildPlan
from yunjian.cases.models import Case, ParentCase, State
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

from .world import ENQUIRY, HAN, JIANG, LI_OF_THE_SHOP, LIN, LUO, MON, RENEWAL, SHOP, SIGN, UNMET, day, of

pytestmark = pytest.mark.usefixtures("desks")

# Two side by side, a third that waits for both, a fourth for the third.
PLAN = (
    ChildPlan(key="name", procedure=ENQUIRY, subject="核名"),
    ChildPlan(key="place", procedure=ENQUIRY, subject="场所", materials=("material:1",)),
    ChildPlan(key="sign", procedure=SIGN, subject="店招", after=("name", "place")),
    ChildPlan(key="renew", procedure=RENEWAL, subject="延续", after=("sign",)),
)


def open_parent(children=PLAN, by=LI_OF_THE_SHOP) -> int:
    return actions.open_parent(
        "开一家奶茶店", SHOP, children, theme="milk-tea", edition=date(2026, 1, 1), by=by, at=MON
    )


def handed_in(children=PLAN) -> int:
    parent = open_parent(children)
    actions.submit_parent(parent, by=LI_OF_THE_SHOP, at=MON)
    return parent


def child(parent: int, part: str) -> Case:
    return Case.objects.get(parent=parent, part=part)


def states(parent: int) -> dict[str, str]:
    return dict(Case.objects.filter(parent=parent).order_by("pk").values_list("part", "state"))


def settled(parent: int, part: str, granted: bool = True, at=MON) -> None:
    case = child(parent, part).pk
    actions.receive(case, by=LIN, at=at)
    actions.settle_at_once(case, granted, "不合规定", () if granted else UNMET, by=LIN, at=at)


def test_open_parent_makes_a_draft_of_every_item_and_is_recorded():
    parent = open_parent()

    assert set(states(parent).values()) == {State.DRAFT}
    [entry] = recorded("cases.parent.opened")
    assert entry.payload["cases"] == list(Case.objects.order_by("pk").values_list("pk", flat=True))
    assert child(parent, "place").materials == ["material:1"]


def test_submit_parent_hands_in_those_that_wait_for_none_and_the_next_when_both_succeeded():
    parent = handed_in()
    assert recorded("cases.parent.submitted")
    assert states(parent) == {"name": "SUBMITTED", "place": "SUBMITTED", "sign": "DRAFT", "renew": "DRAFT"}
    settled(parent, "name")
    assert child(parent, "sign").state == State.DRAFT
    settled(parent, "place", at=day(3))

    assert child(parent, "sign").state == State.SUBMITTED
    moved = recorded("cases.case.moved")[-1]
    assert (moved.payload["move"], moved.actor) == ("take_turn", SYSTEM.id)
    [waiting] = [each for each in queries.todo(at=day(3), reader=LIN).rows if each.case == child(parent, "sign").pk]
    assert waiting.stage == "INTAKE"
    view = queries.case_view(child(parent, "sign").pk, at=day(3), reader=LIN)
    assert [(each.subject, each.granted) for each in view.results] == [("核名", True), ("场所", True)]
    with pytest.raises(NotNow):
        actions.submit_parent(parent, by=LI_OF_THE_SHOP, at=MON)


def test_what_waits_for_an_item_that_failed_falls_away_and_the_whole_closes():
    parent = handed_in()
    settled(parent, "name", granted=False)
    assert states(parent) == {"name": "DONE", "place": "SUBMITTED", "sign": "WITHDRAWN", "renew": "WITHDRAWN"}
    assert ParentCase.objects.get().closed_at is None
    settled(parent, "place")

    assert ParentCase.objects.get().closed_at == MON
    [closed] = recorded("cases.parent.closed")
    assert (closed.payload["granted"], closed.payload["others"]) == (1, 3)


def test_one_item_is_withdrawn_and_the_others_go_on():
    parent = handed_in((PLAN[0], PLAN[1]))
    actions.withdraw(child(parent, "name").pk, by=LI_OF_THE_SHOP, at=MON)
    assert states(parent) == {"name": "WITHDRAWN", "place": "SUBMITTED"}
    settled(parent, "place")

    assert recorded("cases.parent.closed")[0].payload["granted"] == 1


def test_an_item_is_not_handed_in_by_itself_but_may_be_let_go():
    parent = open_parent()
    with pytest.raises(actions.handing_in.HandedInAsAWhole):
        actions.submit(child(parent, "name").pk, by=LI_OF_THE_SHOP, at=MON)
    actions.withdraw(child(parent, "sign").pk, by=LI_OF_THE_SHOP, at=MON)

    assert states(parent) == {"name": "DRAFT", "place": "DRAFT", "sign": "WITHDRAWN", "renew": "WITHDRAWN"}


def test_withdraw_parent_takes_back_what_is_not_decided_and_is_recorded():
    parent = handed_in()
    settled(parent, "name")
    actions.withdraw_parent(parent, by=LI_OF_THE_SHOP, at=day(3))

    assert states(parent) == {"name": "DONE", "place": "WITHDRAWN", "sign": "WITHDRAWN", "renew": "WITHDRAWN"}
    assert len(recorded("cases.parent.withdrawn")[0].payload["cases"]) == 3
    assert [each.payload["move"] for each in recorded("cases.case.moved")[-3:]] == ["withdraw"] * 3
    assert ParentCase.objects.get().closed_at == day(3)
    with pytest.raises(actions.NothingOpen):
        actions.withdraw_parent(parent, by=LI_OF_THE_SHOP, at=day(3))


@pytest.mark.parametrize(
    "children",
    [(), (PLAN[0], PLAN[0]), (PLAN[2],), tuple(each.model_copy(update={"after": (each.key,)}) for each in PLAN)],
    ids=["none", "twice", "for what is not there", "in a circle"],
)
def test_open_parent_is_declined_where_the_order_leads_nowhere(children):
    with pytest.raises(actions.PlanUnwalkable):
        open_parent(children)
    assert not recorded("cases.parent.opened")


def test_the_window_of_the_leading_item_may_do_it_for_the_applicant_and_a_stranger_may_not():
    parent = open_parent(by=LIN)
    for stranger in (ANONYMOUS, LI, ZHOU, HAN, JIANG):
        for act in (
            lambda by: open_parent(by=by),
            lambda by: actions.submit_parent(parent, by=by, at=MON),
            lambda by: actions.withdraw_parent(parent, by=by, at=MON),
        ):
            with pytest.raises(Forbidden):
                act(stranger)
    actions.submit_parent(parent, by=LIN, at=MON)
    assert ParentCase.objects.count() == 1


def test_the_tree_is_seen_by_its_applicant_and_by_who_works_on_an_item():
    parent = handed_in()
    mine = queries.parent_view(parent, at=MON, reader=LI_OF_THE_SHOP)
    assert [(each.part, each.wave, each.waits_for) for each in mine.children][2:] == [
        ("sign", 2, ("核名", "场所")), ("renew", 3, ("店招",)),
    ]  # fmt: skip
    assert (mine.state, mine.offers, mine.inside) == ("RUNNING", ("withdraw",), False)
    assert queries.parent_view(parent, at=MON, reader=LIN).inside
    for stranger in (ANONYMOUS, LI, ZHOU, HAN):
        with pytest.raises(Forbidden):
            queries.parent_view(parent, at=MON, reader=stranger)


def test_figures_count_children_once_and_parents_beside_them():
    handed_in()
    actions.open_case(SIGN, SHOP, "店招", by=LIN, at=MON)

    assert sum(each.opened for each in queries.figures(at=MON, reader=LUO)) == Case.objects.count() == 5
    [one] = queries.parent_figures(reader=LUO)
    assert (one.theme, one.opened, one.running, one.closed, one.children) == ("milk-tea", 1, 1, 0, 4)


def test_the_page_shows_the_tree_and_takes_the_whole_back():
    parent, client = open_parent(by=LIN), of(LIN)
    page = client.get(f"/cases/parents/{parent}/").content.decode()
    assert "等“核名”" in page
    assert "整件提交" in page
    client.post(f"/cases/parents/{parent}/submit/")
    assert client.post(f"/cases/parents/{parent}/submit/").status_code == 409
    client.post(f"/cases/parents/{parent}/withdraw/")

    assert ParentCase.objects.get().closed_at is not None
    case = client.get(f"/cases/{child(parent, 'sign').pk}/").content.decode()
    assert "开一家奶茶店" in case
    assert "一件事" in of(LUO).get("/cases/figures/").content.decode()
