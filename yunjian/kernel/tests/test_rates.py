"""A limit lets so many through and no more, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from tests.cast import NOON
from yunjian.kernel import rates
from yunjian.kernel.models import Bucket
from yunjian.kernel.rates import Limit

FIVE = Limit(5, 60)


@pytest.mark.django_db
def test_so_many_are_let_through_and_then_they_come_back_one_by_one():
    taken = [rates.take("x", FIVE, at=NOON) for _ in range(6)]

    assert [each.allowed for each in taken] == [True] * 5 + [False]
    assert [each.left for each in taken] == [4, 3, 2, 1, 0, 0]
    assert taken[-1].headers["Retry-After"] == "12"
    assert "Retry-After" not in taken[0].headers
    assert taken[0].headers["RateLimit-Policy"] == '"default";q=5;w=60'
    assert not rates.take("x", FIVE, at=NOON + timedelta(seconds=11)).allowed
    assert rates.take("x", FIVE, at=NOON + timedelta(seconds=12)).allowed
    assert rates.take("other", FIVE, at=NOON).allowed


@pytest.mark.django_db
def test_a_clock_that_goes_back_gives_nothing_away():
    for _ in range(5):
        rates.take("x", FIVE, at=NOON)

    assert not rates.take("x", FIVE, at=NOON - timedelta(hours=1)).allowed
    assert not rates.take("x", FIVE, at=NOON).allowed
    rates.fill("x")
    assert rates.take("x", FIVE, at=NOON).allowed


@pytest.mark.django_db
def test_buckets_nobody_asked_for_are_forgotten():
    rates.take("old", FIVE, at=NOON)
    rates.take("new", FIVE, at=NOON + timedelta(days=3))

    assert rates.forget(at=NOON + timedelta(days=3)) == 1
    assert [bucket.name for bucket in Bucket.objects.all()] == ["new"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_than_there_is():
    def ask(_):
        try:
            return rates.take("x", FIVE, at=NOON).allowed
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(ask, range(40))) == 5


@pytest.mark.django_db
def test_the_table_needs_no_write_ahead_log():
    with connection.cursor() as cursor:
        cursor.execute("select relpersistence from pg_class where relname = %s", [Bucket._meta.db_table])
        assert cursor.fetchone() == ("u",)


def test_an_address_cannot_be_read_back():
    assert "203.0.113.7" not in rates.nameless("203.0.113.7")
    assert rates.nameless("203.0.113.7") != rates.nameless("203.0.113.8")
