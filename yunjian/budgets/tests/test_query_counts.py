"""The pages ask the database as often for much as for little."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import DATA_BUREAU, NOON, ZHOU
from tests.district import open_account
from tests.pins import assert_pinned
from yunjian.budgets import actions
from yunjian.budgets.tests.publication.made import content

pytestmark = pytest.mark.django_db

PINNED = {
    "/budgets/": 6,
    "/budgets/functions/": 2,
    "/budgets/functions/201/": 5,
    "/budgets/economy/": 2,
    "/budgets/compare/": 4,
    "/budgets/compare/?a=data-bureau/2025&b=data-bureau/2026": 11,
    "/budgets/search/?q=政务云": 5,
    "/budgets/data-bureau/": 7,
    "/budgets/data-bureau/2026/": 12,
    "/budgets/data-bureau/2026/tables/": 6,
    "/budgets/data-bureau/2026/tables/3/": 7,
    "/budgets/data-bureau/2026/tables/3/lines/201-41-02/": 7,
    "/budgets/data-bureau/2026/narrative/": 4,
    "/budgets/data-bureau/2026/projects/": 5,
    "/budgets/data-bureau/2026/projects/1/": 6,
    "/budgets/data-bureau/2026/findings/": 9,
    "/budgets/data-bureau/2026/original/": 7,
}

PINNED_FOR_A_VERSION = {
    "/budgets/data-bureau/2026/data/": 5,
}
PINNED_FOR_AN_OFFICER = {
    "/budgets/uploads/": 7,
    "/budgets/uploads/0/": 16,
    "/budgets/drafts/": 7,
    "/budgets/deadlines/": 11,
}
PINNED_FOR_A_DRAFT = {
    "/budgets/drafts/0/": 10,
    "/budgets/drafts/0/parts/texts/": 10,
    "/budgets/drafts/0/projects/": 10,
    "/budgets/drafts/0/tables/3/": 10,
}


def counted(client) -> dict[str, int]:
    found = {}
    for address in PINNED:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200, address
        found[address] = len(queries)
    return found


def test_as_pinned_and_the_same_for_five_times_as_much(handed_in, client):
    handed_in(year=2025)
    handed_in(year=2026)
    client.get("/budgets/")
    few = counted(client)

    for year in range(2019, 2025):
        handed_in(year=year, projects=[(f"第{number}个项目", "1") for number in range(1, 30)])
    handed_in(year=2026, projects=[(f"第{number}个项目", "1") for number in range(1, 60)])

    many = counted(client)
    assert many == few
    assert few == PINNED


@pytest.fixture
def officer(handed_in, client, settings):
    """周's pages, with a disclosure handed in and a draft begun."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    client.force_login(open_account("zhou", ("budget-officer", DATA_BUREAU)))
    return client


def test_an_officers_lists_too(handed_in, officer):
    disclosure = handed_in(year=2026)
    draft = begun(2026)

    def more() -> None:
        for year in range(2021, 2025):
            handed_in(year=year)
            begun(year)

    assert_pinned(officer, PINNED_FOR_AN_OFFICER, more, at=disclosure)
    assert_pinned(officer, PINNED_FOR_A_DRAFT, lambda: begun(2025), at=draft)


def begun(year: int) -> int:
    """A draft, and the approval that starts its legal days."""
    actions.record_approval(DATA_BUREAU, year, "BUDGET", date(year, 2, 1), f"松财〔{year}〕1号", by=ZHOU, at=NOON)
    return actions.start_draft(DATA_BUREAU, content(year=year), "EMPTY", by=ZHOU, at=NOON)


def test_the_open_data_of_a_version_too(handed_in, client):
    handed_in(year=2026)
    handed_in(year=2026, projects=[("甲项目", "1")])
    assert_pinned(client, PINNED_FOR_A_VERSION, lambda: None)
    handed_in(year=2026, projects=[(f"第{number}个项目", "1") for number in range(1, 40)])
    assert_pinned(client, PINNED_FOR_A_VERSION, lambda: None)
