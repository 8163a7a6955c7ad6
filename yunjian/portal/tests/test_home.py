"""The home page."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests.cast import LI
from yunjian.budgets import actions as budgets
from yunjian.parties.models import Account
from yunjian.parties.queries import actor_of
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


@pytest.mark.parametrize(
    ("since", "words"),
    [(21, "逾期 1 日，还没有公开"), (20, "今天是最后一日"), (19, "还有 1 日"), (12, None)],
    ids=["the day after", "on the day", "the day before", "before the reminder"],
)
def test_tells_the_officer_and_the_leader_what_must_be_published(client, real_district, since, words):
    officer, leader = (Account.objects.get(username=name) for name in ("officer-data-bureau", "leader"))
    approved = timezone.localdate() - timedelta(days=since)
    year = approved.year + 1  # nothing of it is published yet
    by = actor_of(officer)
    budgets.record_approval("data-bureau", year, "BUDGET", approved, "松财〔1〕号", by=by, at=timezone.now())

    for account in (officer, leader):
        client.force_login(account)
        text = page_of(client).text_content()
        assert ("公开期限提醒" in text) == (words is not None)
        assert words is None or words in text
    client.logout()
    assert "公开期限提醒" not in page_of(client).text_content()
