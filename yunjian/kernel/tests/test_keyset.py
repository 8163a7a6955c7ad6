"""A list part by part shows every row once, also while rows are added."""

import pytest

from tests.cast import NOON
from yunjian.kernel import keyset
from yunjian.kernel.models import Bucket

pytestmark = pytest.mark.django_db
ORDERS = {"name": "pk", "tokens": "tokens"}


def make(*pairs):
    Bucket.objects.bulk_create(Bucket(name=name, tokens=tokens, refused=False, at=NOON) for name, tokens in pairs)


def walk(order, limit=2, meanwhile=lambda: None):
    found, after = [], None
    while True:
        part = keyset.take(Bucket.objects.all(), order, ORDERS, after=after, limit=limit, view=lambda row: row.name)
        found += part.rows
        meanwhile()
        if part.after is None:
            return found
        after = list(part.after)


def test_in_order_up_and_down_ties_broken_by_the_key():
    make(("a", 2), ("b", 1), ("c", 2), ("d", 1), ("e", 3))

    assert walk("name") == ["a", "b", "c", "d", "e"]
    assert walk("-name", 3) == ["e", "d", "c", "b", "a"]
    assert walk("tokens") == ["b", "d", "a", "c", "e"]
    assert walk("-tokens", 1) == ["e", "c", "a", "d", "b"]


def test_what_is_added_before_is_not_shown_and_shifts_nothing():
    make(*((f"m{number}", 1) for number in range(6)))
    added = iter(range(100))

    def add():
        make((f"a{next(added)}", 1))

    assert walk("name", 2, add) == [f"m{number}" for number in range(6)]


def test_an_empty_list_has_one_empty_part():
    assert walk("name") == []
