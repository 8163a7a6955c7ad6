"""A list page's parameters."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from yunjian.ui.listing import Column, Filter, Found, Range, Table

UNITS = {"data-bureau": "数据局", "government-service-centre": "政务服务中心"}
TABLE = Table(
    columns=(
        Column("title", "名称", sortable=True),
        Column("amount", "金额", "money", sortable=True),
        Column("note", "注"),
    ),
    filters=(
        Filter("q", "名称"),
        Filter("unit", "单位", "choice"),
        Filter("kinds", "类别", "choice", many=True),
        Filter("amount", "金额", "amount"),
        Filter("year", "年度", "integer"),
        Filter("day", "日期", "date"),
    ),
    sort="-amount",
)


def ask(query=""):
    return TABLE.ask(QueryDict(query), choices={"unit": UNITS, "kinds": {"a": "甲", "b": "乙"}})


def listing(query="", total=0, page=None):
    asked = ask(query)
    return TABLE.listing(asked, Found((), total, page or asked.page, asked.size))


def test_fall_back_to_the_declared_order_and_first_page():
    asked = ask()
    assert (asked.sort, asked.descending, asked.page, asked.size) == ("amount", True, 1, 50)
    assert not asked.values
    assert not asked.mistakes


def test_become_typed_values():
    asked = ask("q=云&unit=data-bureau&kinds=a&kinds=b&amount_from=1,000&year_to=2026&day_from=2026-01-05")
    assert asked.get("q") == "云"
    assert asked.get("unit") == "data-bureau"
    assert asked.get("kinds") == ("a", "b")
    assert asked.get("amount") == Range(Decimal(10_000_000), None)
    assert asked.get("year") == Range(None, 2026)
    assert str(asked.get("day").low) == "2026-01-05"
    assert not asked.mistakes


@pytest.mark.parametrize(
    "query",
    [
        "sort=password",
        "sort=note",
        "unit=nowhere",
        "amount_from=much",
        "amount_from=" + "9" * 40,
        "year_from=20.5",
        "year_from=99999999999",
        "day_from=2026-13-01",
        "page=last",
        "page=-1",
        "page=" + "9" * 30,
        "size=7",
        "size=1000000",
        "q=" + "长" * 101,
        "q=%00",
    ],
)
def test_that_make_no_sense_are_named_and_ignored(query):
    asked = ask(query)
    assert len(asked.mistakes) == 1
    assert "\x00" not in asked.mistakes[0]
    assert (asked.sort, asked.size) == ("amount", 50)
    assert not asked.values


def test_stay_in_every_address_but_the_page():
    shown = listing("unit=data-bureau&tab=list&page=3", 1000)
    assert shown.sort_url("title") == "?unit=data-bureau&tab=list&sort=title"
    assert shown.page_url(2) == "?unit=data-bureau&tab=list&page=2"
    assert shown.cleared_url == "?tab=list"
    assert ("tab", "list") in shown.kept_parameters


def test_turn_the_order_round_when_the_column_is_asked_again():
    assert listing("sort=title").sort_url("title") == "?sort=-title"
    assert listing("sort=-title").sort_url("title") == "?sort=title"
    assert listing("sort=-title").direction("title") == "descending"
    assert listing().direction("title") == ""


def test_count_pages_and_say_which_rows_are_shown():
    shown = listing("page=2", 120)
    assert (shown.pages, shown.first, shown.last) == (3, 51, 100)
    assert [step.number for step in listing("page=10", 1000).steps] == [1, 0, 8, 9, 10, 11, 12, 0, 20]
    assert (listing().first, listing().last, listing().pages) == (0, 0, 1)


def test_beyond_the_end_show_the_last_page_and_say_so():
    shown = listing("page=9", 120, page=3)
    assert len(shown.mistakes) == 1
    assert shown.last == 120


def test_are_told_in_words_each_with_the_address_that_drops_it():
    chips = listing("unit=data-bureau&amount_from=100").chips
    assert [chip.text for chip in chips] == ["单位：数据局", "金额：100 – … 万元"]
    assert chips[0].url == "?amount_from=100"
