"""The pages ask the database as often for much as for little."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
