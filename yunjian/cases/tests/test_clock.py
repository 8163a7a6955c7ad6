"""The clock counts working days while it runs, and tells where every day has gone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjian.cases.logic import clock
from yunjian.cases.logic.clock import SPECIAL, BackInTime, Clock, Colour, Kind, NotRunning, NotStopped
from yunjian.kernel.working_days import YearUnknown, add_working_days, is_working_day, working_days_between

from .calendars import calendar

ACCEPTED = date(2026, 2, 12)  # the Thursday before the Spring Festival
KNOWN = calendar()


def counted(running: Clock, day: date) -> int:
    return clock.counted(KNOWN, running, day)


def test_counts_over_the_spring_festival_to_the_day():
    running = clock.start(ACCEPTED, 5)

    # 13 Feb, 14 Feb (worked in exchange), 24, 25 and 26 Feb
    assert clock.due_on(KNOWN, running) == date(2026, 2, 26)
    assert [counted(running, date(2026, 2, day)) for day in (12, 13, 14, 20, 23, 24, 26)] == [0, 1, 2, 2, 2, 3, 5]


def test_a_hearing_stops_it_and_the_day_of_the_stop_still_counts():
    running = clock.start(date(2026, 3, 2), 10)
    stopped = clock.stop(running, Kind.HEARING, date(2026, 3, 5))
    resumed = clock.resume(stopped, date(2026, 3, 8))

    assert counted(stopped, date(2026, 3, 6)) == 3
    assert clock.due_on(KNOWN, stopped) is None
    assert counted(resumed, date(2026, 3, 9)) == 4
    assert clock.read(KNOWN, resumed, date(2026, 3, 9)).stops == ((Kind.HEARING, 3),)


def test_names_the_holidays_and_the_days_worked_in_exchange_that_it_met():
    reading = clock.read(KNOWN, clock.start(ACCEPTED, 10), date(2026, 2, 28))

    assert reading.holidays == (("春节", 9),)
    assert reading.worked == (date(2026, 2, 14), date(2026, 2, 28))
    assert (reading.counted, reading.left, reading.due_on) == (7, 3, date(2026, 3, 4))


def test_a_holiday_within_a_stop_is_the_stops():
    stopped = clock.stop(clock.start(ACCEPTED, 10), Kind.TESTING, ACCEPTED)

    assert clock.read(KNOWN, stopped, date(2026, 2, 25)).holidays == ()


def test_what_was_overdue_before_a_stop_stays_overdue():
    stopped = clock.stop(clock.start(date(2026, 3, 2), 2), Kind.HEARING, date(2026, 3, 9))

    assert clock.due_on(KNOWN, stopped) == date(2026, 3, 4)


def test_an_extension_moves_the_last_day():
    running = clock.start(date(2026, 3, 2), 20)

    assert clock.due_on(KNOWN, clock.extend(running, 10)) == add_working_days(KNOWN, date(2026, 3, 2), 30)


def test_nothing_is_counted_in_a_year_without_its_notice():
    with pytest.raises(YearUnknown):
        clock.due_on(KNOWN, clock.start(date(2026, 12, 20), 20))


def test_is_declined_when_it_is_stopped_twice_or_resumed_unstopped_or_backwards():
    running = clock.start(date(2026, 3, 2), 5)
    stopped = clock.stop(running, Kind.HEARING, date(2026, 3, 5))

    with pytest.raises(NotRunning):
        clock.stop(stopped, Kind.TESTING, date(2026, 3, 6))
    with pytest.raises(NotStopped):
        clock.resume(running, date(2026, 3, 6))
    with pytest.raises(BackInTime):
        clock.resume(stopped, date(2026, 3, 4))
    with pytest.raises(NotRunning):
        clock.end(clock.end(running, date(2026, 3, 4)), date(2026, 3, 5))


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2026-03-03", Colour.GREEN),
        ("2026-03-05", Colour.YELLOW),
        ("2026-03-06", Colour.YELLOW),
        ("2026-03-07", Colour.RED),
    ],
)
def test_its_colour_turns_with_the_days_left(day, shown):
    assert clock.colour(date.fromisoformat(day), date(2026, 3, 6), date(2026, 3, 5)) == shown
    assert clock.colour(date.fromisoformat(day), None, None) == Colour.GREY


# Properties

days = st.dates(date(2024, 2, 1), date(2025, 12, 1))
limits = st.integers(0, 60)
stop_kinds = st.sampled_from(sorted(SPECIAL))
acts = st.lists(st.tuples(st.integers(0, 25), stop_kinds), max_size=8)


def told(began: date, limit: int, gaps: list[tuple[int, Kind]]) -> Clock:
    """A clock stopped and resumed in turn, so many days apart."""
    running, day = clock.start(began, limit), began
    for number, (gap, kind) in enumerate(gaps):
        day += timedelta(days=gap)
        running = clock.stop(running, kind, day) if number % 2 == 0 else clock.resume(running, day)
    return running


@given(days, limits, acts, st.integers(0, 120))
def test_it_never_goes_back_and_gains_at_most_a_day_a_day(began, limit, gaps, later):
    running = told(began, limit, gaps)
    day = began + timedelta(days=later)

    assert 0 <= counted(running, day + timedelta(days=1)) - counted(running, day) <= 1


@given(days, limits, acts, st.integers(0, 120))
def test_every_day_is_counted_free_a_holiday_or_stopped(began, limit, gaps, later):
    running, day = told(began, limit, gaps), began + timedelta(days=later)
    reading = clock.read(KNOWN, running, day)
    shares = [reading.counted, reading.weekend, *(n for _, n in reading.holidays), *(n for _, n in reading.stops)]

    assert sum(shares) == later
    assert reading.counted == counted(running, day)


@given(days, st.integers(1, 60), acts)  # a limit of none is the day itself, working or not
def test_on_its_last_day_all_is_used_and_the_next_working_day_is_too_late(began, limit, gaps):
    running = told(began, limit, gaps)
    due = clock.due_on(KNOWN, running)
    if due is None:
        assert running.is_stopped
        return

    assert is_working_day(KNOWN, due)
    assert counted(running, due) == limit
    assert counted(running, add_working_days(KNOWN, due, 1)) == limit + 1


@given(days, limits, acts, st.integers(0, 30))
def test_stopping_and_resuming_on_a_day_changes_nothing(began, limit, gaps, later):
    running = told(began, limit, gaps)
    if running.is_stopped:
        return
    on = running.last.begins_on + timedelta(days=later)
    again = clock.resume(clock.stop(running, Kind.HEARING, on), on)

    assert clock.due_on(KNOWN, again) == clock.due_on(KNOWN, running)


@given(days, limits, st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_two_stops_end_to_end_are_one(began, limit, before, first, second):
    on = [began + timedelta(days=n) for n in (before, before + first, before + first + second)]
    one = clock.resume(clock.stop(clock.start(began, limit), Kind.HEARING, on[0]), on[2])
    half = clock.resume(clock.stop(clock.start(began, limit), Kind.HEARING, on[0]), on[1])
    two = clock.resume(clock.stop(half, Kind.APPRAISAL, on[1]), on[2])

    assert clock.due_on(KNOWN, two) == clock.due_on(KNOWN, one)


@given(days, limits, st.integers(0, 20), st.integers(0, 20))
def test_a_stop_brings_the_last_day_forward_never_and_defers_it_by_its_working_days(began, limit, before, long):
    running = clock.start(began, limit)
    due = add_working_days(KNOWN, began, limit)
    on, until = began + timedelta(days=before), began + timedelta(days=before + long)
    again = clock.due_on(KNOWN, clock.resume(clock.stop(running, Kind.HEARING, on), until))
    lost = working_days_between(KNOWN, on, until) if counted(running, on) <= limit else 0

    assert again is not None
    assert again >= due
    assert again == (add_working_days(KNOWN, began, limit + lost) if lost else due)
