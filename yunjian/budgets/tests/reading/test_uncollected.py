"""While a disclosure is read the garbage collector rests, and only then."""

import gc

import pytest

from yunjian.budgets.logic.disclosure import Unreadable
from yunjian.budgets.logic.reading import read
from yunjian.budgets.logic.uncollected import uncollected


@pytest.fixture
def collecting():
    gc.enable()
    yield
    gc.enable()


def test_it_rests_and_goes_on_afterwards(collecting):
    assert uncollected(gc.isenabled)() is False
    assert gc.isenabled()


def test_it_goes_on_after_a_refusal(collecting):
    with pytest.raises(Unreadable):
        read("今天天气很好。".encode(), "a.txt")
    assert gc.isenabled()


def test_it_stays_at_rest_where_it_was(collecting):
    gc.disable()
    assert uncollected(gc.isenabled)() is False
    assert not gc.isenabled()
