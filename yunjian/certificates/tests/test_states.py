"""The states of a certificate: what time makes of them, and which step leads where."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjian.certificates.definitions import Validity, months_after
from yunjian.certificates.logic import states

START, END = date(2026, 1, 1), date(2027, 1, 1)
KEPT = [states.VALID, states.SUSPENDED, states.REVOKED, states.ARCHIVED]


@pytest.mark.parametrize(
    ("day", "found"),
    [(START - timedelta(1), "PENDING"), (START, "VALID"), (END - timedelta(1), "VALID"), (END, "EXPIRED")],
)
def test_time_makes_it_begin_and_expire(day, found):
    assert states.standing("VALID", START, END, on=day) == found


@given(st.sampled_from(KEPT), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_no_step_leads_out_of_the_archive_and_every_standing_is_known(state, day):
    found = states.standing(state, START, END, on=day)

    assert states.allowed("ARCHIVED") == ()
    assert {states.after(step, found) for step in states.allowed(found)} <= set(KEPT)
    assert all(states.after(step, found) is None for step in set(states.STEPS) - set(states.allowed(found)))


def test_what_ran_out_is_not_renewed_and_what_was_revoked_does_not_come_back():
    assert "RENEW" not in states.allowed("EXPIRED")
    assert states.allowed("REVOKED") == ("ARCHIVE",)


def test_each_reminder_is_told_once_and_the_nearest_of_several():
    days = (60, 30, 7)

    assert states.reminder(days, 61, None) is None
    assert states.reminder(days, 60, None) == 60
    assert states.reminder(days, 45, 60) is None
    assert states.reminder(days, 5, None) == 7
    assert states.reminder(days, 1, 7) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 1200))
def test_a_fixed_period_ends_on_the_same_day_of_the_month_or_its_last(day, months):
    end = months_after(day, months)

    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end + timedelta(1)).day == 1
    assert Validity(rule="fixed", months=months).ends_before(day, None) == end
