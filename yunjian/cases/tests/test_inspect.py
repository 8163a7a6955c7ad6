"""Quality inspection: by rule, and by a draw that anybody can recompute."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import LI, SERVICE_CENTRE
from yunjian.cases import actions, queries
from yunjian.cases.actions import inspecting
from yunjian.cases.actions._moving import NotNow, WordsMissing
from yunjian.cases.commands import draw as recompute
from yunjian.cases.logic import draw
from yunjian.cases.models import Draw, Inspection
from yunjian.cases.policy import ConflictOfInterest
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

from .world import ENQUIRY, LIN, LUO, MEI, MON, STAFF, day, of, received

pytestmark = pytest.mark.usefixtures("desks")
NUMBERS = [[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]]
FIRST, LAST = MON.date(), (MON + timedelta(days=4)).date()


def settled(many: int = 1) -> list[int]:
    cases = [received(ENQUIRY) for _ in range(many)]
    for case in cases:
        actions.settle_at_once(case, True, "", by=LIN, at=MON)
    return cases


def announced(wanted: int = 2) -> int:
    return actions.announce_draw(SERVICE_CENTRE, FIRST, LAST, wanted, "双色球", by=MEI, at=day(6))


def listed() -> int:
    settled()
    actions.hold_draw(announced(1), NUMBERS, by=MEI, at=day(7))
    return Inspection.objects.get().pk


def test_the_draw_is_that_of_the_rfc():
    """RFC 3797, section 6, but for which of the names is in the pool no more."""
    key = draw.seed(NUMBERS)
    found = draw.picks(key, 25, 10)

    assert key == "9319./2.5.8.10.12./9.18.26.34.41.45./"
    assert found[0].digest == "990DD0A5692A029A98B5E01AA28F3459"
    assert [each.place for each in found] == [17, 7, 2, 16, 25, 23, 8, 24, 19, 13]
    assert sorted(each.place for each in draw.picks(key, 25, 99)) == list(range(1, 26))


def test_announce_draw_makes_list_and_source_public_before_the_numbers(capsys):
    cases = settled(3)
    made = announced()
    page = Client().get(f"/cases/draws/{made}/").text
    assert recorded("cases.draw.announced")[-1].payload["size"] == 3
    assert "双色球" in page

    chosen = actions.hold_draw(made, NUMBERS, by=MEI, at=day(7))

    recompute(draw.seed(NUMBERS), 3, 2)
    places = [int(line.split()[-1]) for line in capsys.readouterr().out.splitlines()]
    assert chosen == tuple(cases[place - 1] for place in places)
    assert set(Inspection.objects.values_list("case", flat=True)) == set(chosen)
    assert "9319./2.5.8.10.12./" in Client().get(f"/cases/draws/{made}/").text
    assert recorded("cases.draw.held")[-1].payload["cases"] == list(chosen)


def test_announce_draw_is_declined_for_nothing_too_many_and_days_to_come():
    with pytest.raises(inspecting.NothingToDraw):
        announced()
    settled()
    for wanted, until, wrong in ((0, LAST, inspecting.CountWrong), (2, LAST, inspecting.CountWrong),
                                 (1, day(30).date(), inspecting.DaysWrong)):  # fmt: skip
        with pytest.raises(wrong):
            actions.announce_draw(SERVICE_CENTRE, FIRST, until, wanted, "双色球", by=MEI, at=day(6))
    assert not Draw.objects.exists()


def test_hold_draw_once_and_with_numbers():
    settled()
    made = announced(1)
    for numbers in ([], [[]], [[-1]]):
        with pytest.raises(inspecting.NumbersMissing):
            actions.hold_draw(made, numbers, by=MEI, at=day(7))
    actions.hold_draw(made, NUMBERS, by=MEI, at=day(7))
    with pytest.raises(inspecting.DrawnAlready):
        actions.hold_draw(made, [[1]], by=MEI, at=day(8))
    assert len(recorded("cases.draw.held")) == 1


def test_inspect_by_rules_lists_each_case_once():
    bare = actions.open_case(ENQUIRY, "enterprise:7", "没有材料", by=LIN, at=MON)
    for act in (actions.submit, actions.receive):
        act(bare, by=LIN, at=MON)
    actions.settle_at_once(bare, True, "", by=LIN, at=MON)
    settled()

    assert actions.inspect_by_rules(SERVICE_CENTRE, FIRST, LAST, by=MEI, at=day(7)) == 1
    assert actions.inspect_by_rules(SERVICE_CENTRE, FIRST, LAST, by=MEI, at=day(7)) == 0
    assert [(each.case_id, each.why) for each in Inspection.objects.all()] == [(bare, "NO_MATERIALS")]
    assert recorded("cases.rules.applied")[0].payload["new"] == 1


def test_record_finding_and_answer_finding():
    number = listed()
    with pytest.raises(WordsMissing):
        actions.record_finding(number, False, " ", by=MEI, at=day(8))
    with pytest.raises(NotNow):
        actions.answer_finding(number, "没有问题", by=LUO, at=day(8))
    actions.record_finding(number, False, "缺少收件凭证", by=MEI, at=day(8))
    with pytest.raises(NotNow):
        actions.record_finding(number, True, "", by=MEI, at=day(8))
    actions.answer_finding(number, "已经补上", by=LUO, at=day(9))

    found = queries.inspection(number, reader=LUO)
    assert (found.state, found.finding, found.answer) == ("ANSWERED", "缺少收件凭证", "已经补上")
    assert [len(recorded(f"cases.finding.{what}")) for what in ("recorded", "answered")] == [1, 1]


def test_nobody_inspects_their_own_work_and_strangers_nothing():
    number = listed()
    inspects = next(each for each in MEI.held)
    both = type(LIN)(LIN.id, LIN.name, held=(*LIN.held, inspects))
    with pytest.raises(ConflictOfInterest):
        actions.record_finding(number, True, "", by=both, at=day(8))
    made = announced(1)
    before = len(recorded())
    for stranger in (LI, *(each for each in STAFF if each not in (MEI,))):
        for act in (
            lambda by: actions.announce_draw(SERVICE_CENTRE, FIRST, LAST, 1, "双色球", by=by, at=day(8)),
            lambda by: actions.hold_draw(made, NUMBERS, by=by, at=day(8)),
            lambda by: actions.inspect_by_rules(SERVICE_CENTRE, FIRST, LAST, by=by, at=day(8)),
            lambda by: actions.record_finding(number, True, "", by=by, at=day(8)),
        ):
            with pytest.raises(Forbidden):
                act(stranger)
    for stranger in (LI, MEI, LIN):
        with pytest.raises(Forbidden):
            actions.answer_finding(number, "好", by=stranger, at=day(8))
    assert len(recorded()) == before


def test_the_pages_lead_through_it():
    settled(2)
    days = {"unit": SERVICE_CENTRE, "since": "2026-03-02", "until": "2026-03-06"}
    mei, luo = of(MEI), of(LUO)
    made = mei.post("/cases/draws/", {**days, "wanted": 1, "source": "双色球"}).headers["Location"]
    assert mei.post(f"{made}hold/", {"numbers": "一 二"}).status_code == 422
    assert mei.post(f"{made}hold/", {"numbers": "1 2 3\n4"}).status_code == 302
    assert mei.post("/cases/inspections/", days).status_code == 302
    number = Inspection.objects.get().pk
    assert "随机抽取" in mei.get("/cases/inspections/").text
    assert luo.post(f"/cases/inspections/{number}/", {"sound": "no", "finding": "缺"}).status_code == 422
    assert mei.post(f"/cases/inspections/{number}/", {"sound": "no", "finding": "缺收件凭证"}).status_code == 302
    assert luo.post(f"/cases/inspections/{number}/", {"words": "已补"}).status_code == 302
    assert "已补" in mei.get(f"/cases/inspections/{number}/").text
    assert of(LIN).get("/cases/inspections/").status_code == 403
