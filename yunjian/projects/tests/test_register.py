"""The register as a list."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import DATA_BUREAU, SERVICE_CENTRE
from yunjian.kernel.actor import ANONYMOUS
from yunjian.projects import queries
from yunjian.ui.listing import Ask, Range

from . import stage

pytestmark = pytest.mark.django_db


def listed(**values):
    return queries.register(Ask(values, sort="title"), reader=ANONYMOUS)


@pytest.fixture
def three():
    store = {"category": "建设", "cites": ("沪府办发〔2024〕2号",)}
    wlan = {"unit": SERVICE_CENTRE, "year": 2025, "category": "网络", "cites": ("沪府办发〔2022〕11号",)}
    promised = ({"promise": "故障响应时间", "at_most": "1", "unit": "小时"},)
    stage.district(
        stage.definition(),
        stage.definition("2026-store", "打造移动“旗舰店”（云综窗）项目", "98.6", **store),
        stage.definition("2025-wlan", "无线网络运维费项目", "58.501", service_levels=promised, **wlan),
    )


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("无线网络", ["无线网络运维费项目"]),
        ("旗舰店", ["打造移动“旗舰店”（云综窗）项目"]),
        ("云综窗", ["打造移动“旗舰店”（云综窗）项目"]),
        ("综窗", ["打造移动“旗舰店”（云综窗）项目"]),
        ("沪府办发〔2024〕2号", ["打造移动“旗舰店”（云综窗）项目"]),
        ("沪府办发[2022]11号", ["无线网络运维费项目"]),
        ("故障响应", ["无线网络运维费项目"]),
        ("政务服务中心", ["无线网络运维费项目"]),
        ("网络 运维", ["无线网络运维费项目"]),
        ("网络", ["无线网络运维费项目"]),
        ("！？", []),
        ("没有这样的词", []),
        ("' | ! & (", []),
    ],
)
def test_finds_by_title_unit_category_document_number_and_promise(three, text, titles):
    assert [row.title for row in listed(q=text).found.rows] == titles


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({}, 3),
        ({"unit": (DATA_BUREAU,)}, 2),
        ({"year": ("2025", "2026")}, 3),
        ({"year": ("2025",), "unit": (DATA_BUREAU,)}, 0),
        ({"category": ("建设",)}, 1),
        ({"payment": ("MILESTONES",)}, 3),
        ({"amount": Range(Decimal(590_000), Decimal(600_000))}, 1),
        ({"amount": Range(None, Decimal("585010"))}, 1),
    ],
)
def test_narrows_by_what_is_picked(three, values, count):
    page = listed(**values)

    assert page.found.total == len(page.found.rows) == count
    assert page.amount == sum(row.amount for row in page.found.rows)


def test_counts_for_every_value_what_it_would_list(three):
    page = listed(year=("2026",))

    assert {facet.key: facet.count for facet in page.facets["year"]} == {"2026": 2, "2025": 1}
    assert {facet.key: facet.count for facet in page.facets["unit"]} == {DATA_BUREAU: 2, SERVICE_CENTRE: 0}


def test_offers_what_has_no_category_under_a_name_of_its_own():
    stage.small_district()
    stage.many(3, category="")

    assert [facet.key for facet in listed().facets["category"]] == ["-"]
    assert listed(category=("-",)).found.total == 3


@pytest.fixture
def hundred():
    stage.small_district()
    stage.many(100)


years = st.lists(st.sampled_from([str(year) for year in range(2020, 2028)]), max_size=3).map(tuple)
categories = st.lists(st.sampled_from([f"类别{number}" for number in range(6)]), max_size=3).map(tuple)
payments = st.lists(st.sampled_from(["MILESTONES", "LUMP_SUM", "METERED"]), max_size=2).map(tuple)
bound = st.none() | st.decimals(min_value=0, max_value=120, places=2)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    years, categories, payments, st.builds(Range, bound, bound), st.integers(1, 4), st.sampled_from(["amount", "year"])
)
def test_has_totals_that_equal_the_list_whatever_is_asked(hundred, year, category, payment, amount, page, sort):
    given_ = {"year": year, "category": category, "payment": payment, "amount": amount}
    ask = Ask({k: v for k, v in given_.items() if v}, sort=sort, descending=True, page=page, size=20)
    shown = queries.register(ask, reader=ANONYMOUS)
    every = list(queries.exported(ask, reader=ANONYMOUS))

    assert shown.found.total == len(every)
    assert shown.amount == sum((row.amount for row in every), Decimal(0))
    start = (shown.found.page - 1) * 20
    assert list(shown.found.rows) == every[start : start + 20]


@pytest.mark.parametrize(
    "key", ["title", "unit", "year", "category", "function", "amount", "payment", "starts_on", "ends_on"]
)
def test_sorts_by_any_column_both_ways(three, key):
    up = queries.register(Ask(sort=key), reader=ANONYMOUS).found.rows
    down = queries.register(Ask(sort=key, descending=True), reader=ANONYMOUS).found.rows

    assert [getattr(row, key) for row in up] == sorted(getattr(row, key) for row in up)
    assert [getattr(row, key) for row in down] == sorted((getattr(row, key) for row in up), reverse=True)


@pytest.mark.parametrize("count", [10, 100])
def test_costs_the_same_few_statements_however_long_it_is(client, django_assert_num_queries, count):
    stage.small_district()
    stage.many(count)
    client.get("/projects/")

    with django_assert_num_queries(4):
        assert client.get("/projects/", {"size": "100"}).status_code == 200
