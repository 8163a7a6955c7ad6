"""The lists of services ask the database as often for many rows as for few."""

from django.test import Client
from django.utils import timezone

from tests.district import small_district
from tests.guides import FORM, ITEM, THEME, TRADE, publish_guides
from tests.pins import assert_pinned
from yunjian.cases.tests.world import LIN, of
from yunjian.kernel.actor import ANONYMOUS
from yunjian.services import actions
from yunjian.services.models import ItemDraft

from .conftest import put_in_force
from .counter import begun, counter, handed_in
from .test_drafts import drafted, staff
from .test_import import ROW

PINNED = {
    "/services/": 5,
    "/services/?q=代账": 5,
    f"/services/items/{ITEM}/": 8,
    f"/services/forms/{FORM}/": 2,
    f"/services/themes/{THEME}/": 8,
    f"/services/trades/{TRADE}/": 8,
}
PINNED_OF_ONE = {"/services/mine/0/": 12}
PINNED_OF_DRAFTS = {"/services/catalogue/": 10}
PINNED_OF_A_DRAFT = {"/services/catalogue/0/": 9}
PINNED_OF_A_FILE = {"/services/catalogue/files/0/": 7}
PINNED_OF_APPLICATIONS = {"/services/applications/": 8, "/services/items/shop-sign/apply/": 7}
PINNED_OF_AN_APPLICATION = {
    "/services/applications/0/": 8,
    "/services/applications/0/questions/": 8,
    "/services/applications/0/form/": 8,
    "/services/applications/0/papers/": 12,
    "/services/applications/0/check/": 9,
}
PINNED_OF_A_RECEIPT = {"/services/applications/0/receipt/": 25}
PINNED_OF_WHAT_WAS_FILED = {"/services/cases/0/application/": 27}


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


def test_of_drafts(db):
    small_district()
    officer = staff("ning", "item-officer")
    [draft] = drafted({**ROW, "catalog_code": "1"})
    rows = [{**ROW, "task_name": f"事项{number}", "catalog_code": "1"} for number in range(8)]
    many = drafted(*rows)

    assert_pinned(officer, PINNED_OF_DRAFTS, lambda: drafted(*({**row, "accept_condition": "改"} for row in rows)))
    assert_pinned(officer, PINNED_OF_A_DRAFT, lambda: None, at=draft)
    for each in (draft, many[0]):
        assert_pinned(officer, PINNED_OF_A_FILE, lambda: None, at=ItemDraft.objects.get(pk=each).file_id)


def test_of_applications(db):
    at = counter()
    li = Client()
    li.force_login(at.account)
    number, case = handed_in(at)
    draft = begun(at)

    assert_pinned(li, PINNED_OF_APPLICATIONS, lambda: [begun(at) for _ in range(3)])
    assert_pinned(li, PINNED_OF_AN_APPLICATION, lambda: None, at=draft)
    assert_pinned(li, PINNED_OF_A_RECEIPT, lambda: None, at=number)
    assert_pinned(of(LIN), PINNED_OF_WHAT_WAS_FILED, lambda: None, at=case)
