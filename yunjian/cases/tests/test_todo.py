"""The one to-do list holds what waits at one's desks and nothing else, and every count is as long as its list."""

from dataclasses import asdict

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import LI, SERVICE_CENTRE
from yunjian.cases import actions, queries
from yunjian.cases.queries import Wanted
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.ui.listing import Ask

from .world import (
    ENQUIRY,
    FANG,
    HAN,
    HE_DECIDES,
    JIANG,
    LI_OF_THE_SHOP,
    LIN,
    LUO,
    MON,
    SIGN,
    TANG,
    XU,
    accepted,
    day,
    decided,
    received,
    reviewed,
    submitted,
    waiting,
)

pytestmark = pytest.mark.usefixtures("desks")


def listed(reader, at=MON, **more):
    return queries.todo(at=at, reader=reader, **more).rows


def test_shows_each_what_waits_at_their_desk():
    first, second, third = submitted(), accepted(), reviewed()

    assert [row.case for row in listed(LIN)] == [first]
    assert [row.case for row in listed(JIANG)] == [second]
    assert [row.case for row in listed(HE_DECIDES)] == [second, third]
    assert [row.case for row in listed(XU)] == []
    assert listed(HAN) == listed(LI) == ()


def test_puts_the_most_pressing_first_and_colours_it():
    late, soon, calm, unclocked = received(at=day(2)), received(at=day(4)), received(at=day(9)), submitted()
    rows = listed(LIN, at=day(11))

    assert [row.case for row in rows] == [late, soon, calm, unclocked]
    assert [row.colour for row in rows] == ["RED", "YELLOW", "GREEN", "GREY"]


@pytest.mark.parametrize("at", [2, 6, 9, 10, 12])
def test_every_count_is_as_long_as_its_list(at):
    received(at=day(2)), received(ENQUIRY, at=day(3)), submitted()
    actions.claim(waiting(received(at=day(4)))[0], by=LIN, at=day(4))
    counts = asdict(queries.counts(at=day(at), reader=LIN))

    for name in ("red", "yellow", "green", "grey"):
        assert counts[name] == len(listed(LIN, day(at), wanted=Wanted(colour=name.upper()))), name
        assert {row.colour for row in listed(LIN, day(at), wanted=Wanted(colour=name.upper()))} <= {name.upper()}
    for name in ("mine", "free"):
        assert counts[name] == len(listed(LIN, day(at), wanted=Wanted(hands=name))), name
    assert counts["total"] == len(listed(LIN, day(at))) == 4


def test_is_searched_by_words_and_number_and_narrowed_by_matter_and_stage():
    first, second = received(), received(ENQUIRY)

    assert [row.case for row in listed(LIN, wanted=Wanted(text=str(second)))] == [second]
    assert len(listed(LIN, wanted=Wanted(text="店招"))) == 2
    assert listed(LIN, wanted=Wanted(text="没有")) == ()
    assert [row.case for row in listed(LIN, wanted=Wanted(procedure=SIGN))] == [first]
    assert listed(LIN, wanted=Wanted(stage="REVIEW")) == ()


def test_comes_page_by_page_without_a_gap():
    cases = [received(at=day(2)) for _ in range(5)]
    parts = [queries.todo(ask=Ask(sort="due", page=number, size=2), at=MON, reader=LIN) for number in (1, 2, 3)]

    assert [row.case for part in parts for row in part.rows] == cases
    assert {(part.total, part.pages) for part in parts} == {(5, 3)}
    assert [row.case for row in queries.all_todo(at=MON, reader=LIN)] == cases


def test_is_a_deputys_too_for_the_time_they_stand_in():
    case = received()
    deputy = FANG
    actions.name_deputy(LIN.id, deputy.id, SERVICE_CENTRE, starts_at=MON, ends_at=day(6), by=LIN, at=MON)

    assert [row.case for row in listed(deputy, at=day(5))] == [case]
    assert listed(deputy, at=day(6)) == ()


def test_leaves_out_ones_own_cases_and_those_one_keeps_away_from():
    first, second = accepted(), accepted()
    actions.declare_conflict(waiting(first)[0], "亲属", by=JIANG, at=MON)
    party = Actor(TANG.id, TANG.name, held=TANG.held, owns=LI_OF_THE_SHOP.owns)

    assert [row.case for row in listed(JIANG)] == [second]
    assert listed(party) == ()
    assert queries.counts(at=MON, reader=party).total == 0


@pytest.mark.parametrize("many", [1, 6])
def test_costs_the_same_queries_however_long_it_is(many):
    for _ in range(many):
        received()
    queries.todo(at=MON, reader=LIN)
    with CaptureQueriesContext(connection) as asked:
        place = queries.place_of(at=MON, reader=LIN)
        total = queries.counts(place=place, at=MON, reader=LIN).total
        queries.todo(place=place, total=total, at=MON, reader=LIN)

    assert len(asked) == 5  # seats, the kinds in force, deputies; how many; the steps


# One case


def test_a_case_shows_its_clock_in_a_sentence_and_what_happened():
    case = accepted()
    step = waiting(case)[0]
    actions.start_special(step, "HEARING", 3, by=JIANG, at=day(5))
    stopped = queries.case_view(case, at=day(6), reader=JIANG)
    actions.resume(step, by=JIANG, at=day(8))
    view = queries.case_view(case, at=day(9), reader=JIANG)

    assert stopped.clock.sentence == "第 3 个工作日，因听证停 1 天，现在停着（听证）"
    assert view.clock.sentence == "第 4 个工作日，因听证停 3 天"
    assert [each.move for each in view.happened if each.move][-2:] == ["start_special", "resume"]
    assert "extend" in view.moves


def test_a_clock_names_the_spring_festival_and_lateness():
    case = accepted(at=day(12, month=2))

    assert queries.case_view(case, at=day(28, month=2), reader=JIANG).clock.sentence == (
        "第 7 个工作日，因春节停 9 天，2月14日、2月28日调休上班"
    )
    assert queries.case_view(case, at=day(6), reader=JIANG).clock.sentence.endswith("超期 2 个工作日")


def test_a_party_sees_the_moves_and_the_decision_but_not_the_opinions():
    case = decided(granted=False)
    view = queries.case_view(case, at=MON, reader=LI_OF_THE_SHOP)

    assert (view.reasons, view.granted) == ("离路口太近", False)
    assert not any(step.reviews or step.holder for step in view.steps)
    assert {each.actor for each in view.happened} == {""}
    assert any(step.reviews for step in queries.case_view(case, at=MON, reader=JIANG).steps)


@pytest.mark.parametrize("stranger", [LI, HAN])
def test_a_stranger_does_not_see_it(stranger):
    with pytest.raises(Forbidden):
        queries.case_view(accepted(), at=MON, reader=stranger)
    with pytest.raises(NotFound):
        queries.case_view(0, at=MON, reader=stranger)


# Figures


def test_a_leaders_figures_are_those_of_the_lists():
    received(at=day(2)), accepted(), decided(), submitted(ENQUIRY)
    [enquiry, sign] = [row for row in queries.figures(at=day(10), reader=LUO) if row.unit == SERVICE_CENTRE]

    assert (sign.opened, sign.running, sign.granted, sign.done) == (3, 3, 1, 0)
    assert sign.waiting == sum(len(listed(who, day(10), wanted=Wanted(procedure=SIGN))) for who in (LIN, JIANG))
    assert sign.overdue == sum(
        len(listed(who, day(10), wanted=Wanted(procedure=SIGN, colour="RED"))) for who in (LIN, JIANG)
    )
    assert (enquiry.opened, enquiry.waiting) == (1, 1)
    with pytest.raises(Forbidden):
        queries.figures(at=MON, reader=JIANG)
