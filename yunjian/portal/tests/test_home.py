"""The home page."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
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


DAYS = {"the day after": 21, "on the day": 20, "the day before": 19, "before the reminder": 12}
WORDS = {"the day after": "逾期 1 日，还没有公开", "on the day": "今天是最后一日", "the day before": "还有 1 日"}


def test_tells_the_officer_and_the_leader_what_must_be_published(client, real_district):
    for when, since in DAYS.items():
        before = transaction.savepoint()
        _approved(since)
        seen = [_home_of(client, name) for name in ("officer-data-bureau", "leader")]
        client.logout()
        visitors = page_of(client).text_content()
        transaction.savepoint_rollback(before)
        for text in seen:
            assert ("公开期限提醒" in text) == (when in WORDS), when
            assert WORDS.get(when, "") in text, when
        assert "公开期限提醒" not in visitors, when


def _approved(since: int) -> None:
    """So many days ago, a budget of which nothing is published yet."""
    on = timezone.localdate() - timedelta(days=since)
    by = actor_of(Account.objects.get(username="officer-data-bureau"))
    budgets.record_approval("data-bureau", on.year + 1, "BUDGET", on, "松财〔1〕号", by=by, at=timezone.now())


def _home_of(client, name: str) -> str:
    client.force_login(Account.objects.get(username=name))
    return page_of(client).text_content()
