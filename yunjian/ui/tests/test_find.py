"""The asked page of a QuerySet."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, F, When
from django.http import QueryDict

from yunjian.ui.listing import Column, Table, every, find

TABLE = Table(columns=(Column("app", "应用", sortable=True), Column("none", "空", sortable=True)), sizes=(3, 50))
ORDERS = {"app": "app_label", "none": "sometimes"}

pytestmark = pytest.mark.django_db


def rows():
    few = ContentType.objects.filter(app_label__in=("auth", "contenttypes", "kernel", "sessions"))
    return few.annotate(
        sometimes=Case(When(app_label="auth", then=None), default=F("app_label"), output_field=CharField(null=True))
    )


def test_shows_every_row_once_though_many_are_equal():
    pages = -(-rows().count() // 3)
    asks = [TABLE.ask(QueryDict(f"sort=app&page={n}")) for n in range(1, pages + 1)]
    seen = [row.pk for ask in asks for row in find(rows(), ask, orders=ORDERS).rows]
    assert len(seen) == len(set(seen)) == rows().count()


@pytest.mark.parametrize("order", ["none", "-none"])
def test_puts_what_has_no_value_last_in_both_directions(order):
    found = find(rows(), TABLE.ask(QueryDict(f"sort={order}&size=50")), orders=ORDERS)
    values = [row.sometimes for row in found.rows]
    assert None in values
    assert None not in values[: values.index(None)]
    assert set(values[values.index(None) :]) == {None}


def test_takes_two_statements_whatever_the_size(django_assert_num_queries):
    with django_assert_num_queries(2):
        found = find(rows(), TABLE.ask(QueryDict("page=2")), orders=ORDERS, view=lambda row: row.model)
    assert len(found.rows) == 3
    assert found.page == 2


def test_beyond_the_last_page_is_the_last_page():
    found = find(rows(), TABLE.ask(QueryDict("page=99999")), orders=ORDERS)
    assert found.page == found.pages
    assert found.rows


def test_finds_nothing_in_nothing():
    found = find(rows().none(), TABLE.ask(QueryDict()), orders=ORDERS)
    assert (found.rows, found.total, found.pages, found.page) == ((), 0, 1, 1)


def test_for_an_export_gives_all_rows_in_the_same_order():
    ask = TABLE.ask(QueryDict("sort=-app&size=50"))
    assert list(every(rows(), ask, orders=ORDERS)) == list(find(rows(), ask, orders=ORDERS).rows)[: rows().count()]
