"""Finding by a wish: people's own words, mistyped words and words of the same sound lead to the right guide."""

import pytest

from tests.songjiang import declared
from yunjian.services.definitions import Item, Theme, Trade, Words
from yunjian.services.logic.search import TITLE, WISH, Entry, Index, plain

from .wishes import WISHES


@pytest.fixture(scope="module")
def index():
    found = declared()
    guides = [each for kind in (Theme, Trade, Item) for each in found if isinstance(each, kind)]
    entries = [Entry(g.kind, g.key, g.title, ((g.title, TITLE), *((wish, WISH) for wish in g.wishes))) for g in guides]
    [words] = [each for each in found if isinstance(each, Words)]
    return Index(entries, words.groups, words.fillers)


def first(index, said, most):
    return [index.entries[hit.position].key for hit in index.find(said)[:most]]


def test_of_the_labelled_wishes_nine_in_ten_are_among_the_first_five_and_three_in_four_come_first(index):
    missed = [said for said, right in WISHES if not set(right) & set(first(index, said, 5))]
    not_first = [said for said, right in WISHES if not set(right) & set(first(index, said, 1))]

    assert len(missed) <= 0.1 * len(WISHES), missed
    assert len(not_first) <= 0.25 * len(WISHES), not_first


def test_no_labelled_wish_stands_in_a_guide():
    found = declared()
    said = {plain(wish) for each in found if isinstance(each, Item | Theme | Trade) for wish in each.wishes}

    assert not said & {plain(wish) for wish, _ in WISHES}


def test_a_wish_of_the_issue_finds_the_theme_first(index):
    assert first(index, "开一家奶茶店", 1) == ["open-food-shop"]


@pytest.mark.parametrize("said", ["", "   ", "？！", "的", "x" * 10_000, "\0", "zzzz qqqq"])
def test_nothing_said_finds_nothing_or_something_but_never_fails(index, said):
    assert isinstance(index.find(said), list)


def test_of_an_empty_catalogue_finds_nothing():
    assert Index(()).find("开店") == []


def test_what_is_told_apart_by_width_and_case_alone_is_the_same():
    assert plain("ＫＴＶ，開！") == "ktv 開"
