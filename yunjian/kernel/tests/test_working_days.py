"""Working days are counted by the yearly notices."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from yunjian.kernel.definitions import Basis
from yunjian.kernel.working_days import (
    Calendar,
    CountExample,
    Holiday,
    WorkingCalendar,
    YearUnknown,
    add_working_days,
    explain,
    is_working_day,
    working_days_between,
)


def days(first, last):
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return tuple(start + timedelta(n) for n in range((end - start).days + 1))


def year(number, *holidays, due=None):
    start = date(number, 6, 1)
    return WorkingCalendar(
        key=str(number),
        title=f"{number} 年",
        basis=(Basis(title="放假通知"),),
        valid_from=date(number - 1, 12, 1),
        year=number,
        holidays=holidays,
        example=CountExample(start=start, days=0, due=due or start),
    )


SPRING = Holiday(name="春节", off=days("2026-02-15", "2026-02-23"), worked=(date(2026, 2, 14), date(2026, 2, 28)))
Y2025 = year(2025, Holiday(name="元旦", off=(date(2025, 1, 1),)))
Y2026 = year(2026, Holiday(name="元旦", off=days("2026-01-01", "2026-01-03"), worked=(date(2026, 1, 4),)), SPRING)
CALENDAR = Calendar([Y2025, Y2026])
any_day = st.dates(date(2025, 3, 1), date(2026, 10, 1))
any_count = st.integers(-40, 40)


def test_are_weekdays_but_for_holidays_and_with_the_days_worked_in_exchange():
    assert is_working_day(CALENDAR, date(2026, 2, 13))  # a Friday
    assert is_working_day(CALENDAR, date(2026, 2, 14))  # a Saturday worked in exchange
    assert not is_working_day(CALENDAR, date(2026, 2, 16))  # a Monday of the Spring Festival
    assert not is_working_day(CALENDAR, date(2026, 3, 1))  # a Sunday


def test_skip_the_spring_festival():
    due = add_working_days(CALENDAR, date(2026, 2, 12), 4)

    assert due == date(2026, 2, 25)
    assert explain(CALENDAR, date(2026, 2, 12), due) == "第 4 个工作日，因春节停 9 天，2 月 14 日调休上班"


def test_run_on_across_the_new_year_when_both_years_are_known():
    assert add_working_days(CALENDAR, date(2025, 12, 31), 1) == date(2026, 1, 4)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: is_working_day(CALENDAR, date(2027, 1, 4)),
        lambda: add_working_days(CALENDAR, date(2026, 12, 31), 1),
        lambda: add_working_days(CALENDAR, date(2027, 1, 4), 0),
        lambda: working_days_between(CALENDAR, date(2026, 12, 30), date(2027, 1, 2)),
    ],
)
def test_are_never_guessed_for_a_year_without_a_notice(ask):
    with pytest.raises(YearUnknown, match="2027 年"):
        ask()


def test_are_named_by_a_notice_in_its_own_year_or_the_december_before():
    year(2026, Holiday(name="元旦", off=(date(2026, 1, 1),), worked=(date(2025, 12, 28),)))
    for wrong in (date(2025, 11, 30), date(2027, 1, 2)):
        with pytest.raises(ValidationError, match="不在 2026 年"):
            year(2026, Holiday(name="元旦", off=(wrong,)))


def test_are_refused_twice_or_when_worked_anyway():
    with pytest.raises(ValidationError, match="写了两次"):
        year(2026, SPRING, SPRING)
    with pytest.raises(ValidationError, match="本来就是工作日"):
        year(2026, Holiday(name="元旦", off=(date(2026, 1, 1),), worked=(date(2026, 1, 5),)))


def test_prove_themselves_by_an_example():
    assert not Y2026.check_example()
    assert year(2026, SPRING, due=date(2026, 6, 2)).check_example() == ["从 2026-06-01 起数 0 个工作日，到 2026-06-01"]


@given(first=any_day, second=any_day, third=any_day)
def test_add_up(first, second, third):
    between = working_days_between
    assert between(CALENDAR, first, second) + between(CALENDAR, second, third) == between(CALENDAR, first, third)


@given(start=any_day, count=st.integers(0, 40))
def test_counted_forward_are_counted_between(start, count):
    due = add_working_days(CALENDAR, start, count)

    assert working_days_between(CALENDAR, start, due) == count
    assert due == start or is_working_day(CALENDAR, due)


@given(start=any_day.filter(lambda day: is_working_day(CALENDAR, day)), count=any_count)
def test_counted_back_from_a_working_day_return_to_it(start, count):
    assert add_working_days(CALENDAR, add_working_days(CALENDAR, start, count), -count) == start


@given(start=any_day, count=any_count, more=st.integers(1, 10))
def test_more_of_them_end_later(start, count, more):
    assert add_working_days(CALENDAR, start, count) < add_working_days(CALENDAR, start, count + more)


@given(start=any_day, later=any_day, count=st.integers(0, 40))
def test_begun_later_end_no_earlier(start, later, count):
    first, second = sorted((start, later))
    assert add_working_days(CALENDAR, first, count) <= add_working_days(CALENDAR, second, count)
