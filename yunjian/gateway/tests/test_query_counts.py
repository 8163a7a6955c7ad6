"""The gateway's lists ask the database as often for many as for few."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import DATA_BUREAU, NOON
from tests.district import open_account
from tests.pins import assert_pinned
from yunjian.gateway import actions
from yunjian.parties.queries import actor_of

PINNED = {"/developers/keys/": 7, "/developers/webhooks/": 6}
PINNED_FOR_A_WEBHOOK = {"/developers/webhooks/0/": 9}


def test_as_pinned_and_the_same_for_ten_times_as_many(district):
    zhou = open_account("zhou", ("budget-officer", DATA_BUREAU))
    client, actor = Client(), actor_of(zhou)
    client.force_login(zhou)

    def counted() -> dict[str, int]:
        found = {}
        for address in PINNED:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found[address] = len(queries)
        return found

    def more(count: int) -> None:
        for number in range(count):
            actions.make_key(f"{number}", by=actor, at=NOON)
            actions.subscribe_webhook(
                f"https://example.org/hooks/{number}", ("budgets.disclosure.read",), by=actor, at=NOON
            )

    more(1)
    counted()
    few = counted()
    more(9)
    assert counted() == few == PINNED


def test_of_a_webhook_with_many_notices(district):
    zhou = open_account("zhou", ("budget-officer", DATA_BUREAU))
    client, actor = Client(), actor_of(zhou)
    client.force_login(zhou)
    hook = actions.subscribe_webhook("https://example.org/", ("budgets.disclosure.read",), by=actor, at=NOON)
    actions.ping_webhook(hook, by=actor, at=NOON)

    def more() -> None:
        for minute in range(1, 9):
            actions.ping_webhook(hook, by=actor, at=NOON + timedelta(minutes=minute))

    assert_pinned(client, PINNED_FOR_A_WEBHOOK, more, at=hook)
