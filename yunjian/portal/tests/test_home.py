"""The home page."""

from decimal import Decimal

from django.urls import reverse
from lxml import html

from tests.cast import LI
from yunjian.portal import queries


def page_of(client, address="/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def test_without_budgets_says_what_will_be_here_and_where_to_go(client, db):
    page = page_of(client)
    assert "还没有公开的预算" in page.text_content()
    assert len(page.xpath("//a[@class='card-link']")) == 4


def test_shows_the_money_of_the_real_district(client, real_district, django_assert_max_num_queries):
    money = queries.money(reader=LI)
    assert money.total == Decimal("36864854.48") + Decimal("93555945.79")
    assert money.basic + money.project == money.total
    assert money.project_count == 58
    assert money.by_year == [(2026, 1), (2025, 1)]
    assert sum(each.amount for each in money.functions) == money.total
    assert sum(each.basic + each.project for each in money.functions) == money.total
    assert [row.amount for row in money.largest] == sorted((row.amount for row in money.largest), reverse=True)

    with django_assert_max_num_queries(24):
        page = page_of(client)
    text = page.text_content()
    assert "松江区的钱，用在哪里" in text
    assert "13,042.08" in text
    assert page.xpath("//main//svg")
    links = page.xpath("//main//a/@href")
    for name, args in (
        ("budgets:department", ["data-bureau"]),
        ("budgets:disclosure", ["government-service-centre", "2026"]),
        ("budgets:findings", ["government-service-centre", "2026"]),
        ("projects:project", [money.largest[0].id]),
    ):
        assert reverse(name, args=args) in links
