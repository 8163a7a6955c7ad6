"""The identity floor's lists ask the database as often for many as for few."""

from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import NOON
from tests.district import PASSWORD, open_account, small_district
from tests.pins import assert_pinned
from yunjian.identity.models import KeptText
from yunjian.kernel.testing import arranging

PINNED = {"/account/security/": 9, "/account/clients/": 6}
PINNED_FOR_A_VISITOR = {"/account/login/texts/": 2}


def counted(client: Client) -> dict[str, int]:
    found = {}
    for address in PINNED:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        found[address] = len(queries)
    return found


def test_as_pinned_and_the_same_on_more_devices(db):
    small_district()
    open_account("chen", ("security-administrator", ""))

    def signed_in() -> Client:
        client = Client()
        assert client.post("/account/login/", {"username": "chen", "password": PASSWORD}).status_code == 302
        return client

    client = signed_in()
    counted(client)
    few = counted(client)
    for _ in range(3):
        signed_in()
    assert counted(client) == few == PINNED


def test_of_the_texts_a_demonstration_shows(db, settings):
    settings.IS_DEMONSTRATION = True

    def more(count: int = 5) -> None:
        with arranging():
            KeptText.objects.bulk_create(
                KeptText(reference=uuid4(), phone="13800000000", words="验证码", kept_at=NOON) for _ in range(count)
            )

    more(1)
    assert_pinned(Client(), PINNED_FOR_A_VISITOR, more)
