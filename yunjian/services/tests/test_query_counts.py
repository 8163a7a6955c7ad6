"""The lists of services ask the database as often for many rows as for few."""

from django.test import Client
from django.utils import timezone

from tests.guides import FORM, ITEM, THEME, TRADE, publish_guides
from tests.pins import assert_pinned
from yunjian.kernel.actor import ANONYMOUS
from yunjian.services import actions

from .conftest import put_in_force

PINNED = {
    "/services/": 5,
    "/services/?q=代账": 5,
    f"/services/items/{ITEM}/": 7,
    f"/services/forms/{FORM}/": 2,
    f"/services/themes/{THEME}/": 8,
    f"/services/trades/{TRADE}/": 8,
}
PINNED_OF_ONE = {"/services/mine/0/": 12}


def test_of_guides(db, pack):
    now = timezone.now()
    publish_guides()
    client = Client()
    kept = actions.keep_guide("themes", THEME, {"changes_head": "yes"}, by=ANONYMOUS, at=now)

    def more() -> None:
        put_in_force(pack)
        for address in PINNED:
            client.get(address)  # what is read once when the catalogue has something new

    assert_pinned(client, PINNED_OF_ONE, lambda: None, at=kept)
    assert_pinned(client, PINNED, more)
    assert_pinned(client, PINNED_OF_ONE, lambda: None, at=kept)
