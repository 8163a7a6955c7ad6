"""The legal dates are written down, watched and told."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import DATA_BUREAU, LI, MENG, NOON, SHANGHAI, TODAY, WU, ZHENG, ZHOU
from yunjian.budgets import actions, jobs, queries
from yunjian.budgets.queries import Deadline
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db


APPROVAL = (DATA_BUREAU, 2026, "BUDGET")
NUMBER = "松财预〔2026〕1号"


def record(approved_on=date(2026, 2, 20)):
    return actions.record_approval(*APPROVAL, approved_on, NUMBER, by=ZHOU, at=NOON)


def only(today, reader=ZHOU):
    [found] = queries.deadlines(reader=reader, today=today)
    return found


def test_record_approval_starts_the_time_and_is_recorded(twenty_days):
    actions.record_approval(*APPROVAL, date(2026, 2, 20), NUMBER, by=ZHOU, at=NOON)

    found = only(TODAY)
    assert (found.due_on, found.days_left, found.state) == (date(2026, 3, 12), 10, "due")
    assert [entry.payload["approved_on"] for entry in recorded("budgets.approval.recorded")] == ["2026-02-20"]


def test_record_approval_puts_a_wrong_day_right(twenty_days):
    record()

    record(date(2026, 2, 25))

    assert only(TODAY).due_on == date(2026, 3, 17)


@pytest.mark.parametrize("day", [date(2026, 3, 3), date(2023, 12, 31)], ids=["tomorrow", "years ago"])
def test_record_approval_is_declined_for_an_impossible_day(twenty_days, day):
    with pytest.raises(actions.ImpossibleDate):
        actions.record_approval(*APPROVAL, day, NUMBER, by=ZHOU, at=NOON)

    assert queries.deadlines(reader=ZHOU, today=TODAY) == []


@pytest.mark.parametrize("stranger", [WU, MENG, ZHENG, ANONYMOUS], ids=lambda actor: actor.name)
def test_a_stranger_cannot_record_approval(twenty_days, stranger):
    with pytest.raises(Forbidden):
        actions.record_approval(*APPROVAL, TODAY, NUMBER, by=stranger, at=NOON)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 3, 4), "due"),
        (date(2026, 3, 5), "near"),
        (date(2026, 3, 12), "near"),
        (date(2026, 3, 13), "overdue"),
    ],
)
def test_is_near_in_its_last_week_and_overdue_the_day_after(twenty_days, today, state):
    record()

    assert only(today).state == state


def test_is_met_by_the_first_edition_that_was_published(twenty_days, published):
    record()
    published()

    found = only(date(2026, 6, 1))
    assert (found.state, found.published_on, found.days_taken) == ("in_time", TODAY, 10)


def test_was_missed_by_what_came_later(twenty_days, published):
    record(date(2026, 2, 1))
    published()

    assert (only(TODAY).state, only(TODAY).days_late) == ("late", 9)


@pytest.mark.parametrize(
    ("today", "days_left", "days_late"),
    [(date(2026, 3, 4), None, 0), (date(2026, 3, 11), 1, 0), (date(2026, 3, 12), 0, 0), (date(2026, 3, 13), -1, 1)],
    ids=["before the reminder", "the day before", "on the day", "the day after"],
)
def test_press_the_officer_and_her_leader_the_day_before_on_it_and_after(twenty_days, today, days_left, days_late):
    record()

    for reader in (ZHOU, MENG, ZHENG):
        found = [(each.days_left, each.days_late) for each in queries.pressing_deadlines(reader=reader, today=today)]
        assert found == ([] if days_left is None else [(days_left, days_late)]), reader.name
    for stranger in (WU, LI, ANONYMOUS):
        assert queries.pressing_deadlines(reader=stranger, today=today) == []


def test_no_longer_press_once_published(twenty_days, published):
    record()
    published()

    assert queries.pressing_deadlines(reader=ZHOU, today=date(2026, 3, 13)) == []


def test_are_shown_to_the_unit_and_its_overseers_and_to_everyone_once_published(twenty_days, drafted):
    record()

    assert queries.deadlines(reader=WU, today=TODAY) == []
    assert only(TODAY, ZHENG)
    assert queries.deadlines_of(DATA_BUREAU, reader=ANONYMOUS, today=TODAY) == []
    assert len(queries.deadlines_of(DATA_BUREAU, reader=ZHOU, today=TODAY)) == 1
    with pytest.raises(Forbidden):
        queries.deadlines(reader=ANONYMOUS, today=TODAY)


def test_watching_announces_each_stage_once_and_is_recorded(twenty_days):
    record()

    for day in (4, 5, 6, 10, 11, 12, 13, 14):
        jobs.watch_deadlines(at=datetime(2026, 3, day, 8, 30, tzinfo=SHANGHAI))

    told = [(entry.payload["stage"], entry.payload["due_on"]) for entry in recorded("budgets.approval.deadline")]
    assert told == [("due", "2026-03-12"), ("due", "2026-03-12"), ("overdue", "2026-03-12")]
    assert [entry.at.day for entry in recorded("budgets.approval.deadline")] == [5, 11, 13]


def test_watching_says_nothing_of_what_was_published(twenty_days, published):
    record()
    published()

    jobs.watch_deadlines(at=datetime(2026, 4, 1, 8, 30, tzinfo=SHANGHAI))

    assert recorded("budgets.approval.deadline") == []


def test_announce_deadline_is_declined_twice(twenty_days):
    approval = record()
    actions.announce_deadline(approval, "due:1", date(2026, 3, 12), by=SYSTEM, at=NOON)
    with pytest.raises(actions.NothingToAnnounce):
        actions.announce_deadline(approval, "due:7", date(2026, 3, 12), by=SYSTEM, at=NOON)
    actions.announce_deadline(approval, "overdue", date(2026, 3, 12), by=SYSTEM, at=NOON)
    assert len(recorded("budgets.approval.deadline")) == 2

    for stage in ("due:1", "overdue", "never"):
        with pytest.raises(actions.NothingToAnnounce):
            actions.announce_deadline(approval, stage, date(2026, 3, 12), by=SYSTEM, at=NOON)


def test_a_stranger_cannot_announce_deadline(twenty_days):
    approval = record()

    with pytest.raises(Forbidden):
        actions.announce_deadline(approval, "due:7", date(2026, 3, 12), by=ZHOU, at=NOON)


@given(
    approved=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    days=st.integers(1, 60),
    passed=st.integers(0, 200),
    published=st.none() | st.integers(0, 200),
)
def test_whatever_the_days_exactly_one_thing_is_true(approved, days, passed, published):
    today = approved + timedelta(days=passed)
    on = None if published is None or published > passed else approved + timedelta(days=published)
    due = approved + timedelta(days=days)
    deadline = Deadline(1, "u", "U", 2026, "budget", "", approved, "", due, on, today, (7, 1), "")

    assert (deadline.state in ("late", "overdue")) == ((on or today) > due)
    assert (deadline.state in ("in_time", "late")) == (on is not None)
    near = "due:1" if deadline.days_left <= 1 else "due:7"
    assert deadline.to_announce == {"overdue": "overdue", "near": near}.get(deadline.state, "")
