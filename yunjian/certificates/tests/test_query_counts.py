"""The lists of certificates ask the database as often for many rows as for few."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from stdnum.cn import uscc

from tests.cast import DATA_BUREAU, NOON
from tests.district import open_account
from tests.pins import assert_pinned
from yunjian.certificates import actions
from yunjian.certificates.models import Asking, Batch, Certificate, UnusualUse
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.testing import arranging
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Person

from . import social, stage

pytestmark = pytest.mark.django_db
PINNED = {"/certificates/": 11, "/certificates/batches/": 7}
PINNED_FOR_ONE = {"/certificates/0/": 14}
PINNED_FOR_A_BATCH = {"/certificates/batches/0/": 10}
PINNED_FOR_A_HOLDER = {"/certificates/mine/": 8}


@pytest.fixture
def office(db, settings) -> Client:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    stage.district()
    stage.issued("permit")
    batch(1)
    client = Client()
    client.force_login(open_account("gu", ("certificate-officer", DATA_BUREAU), name="顾证"))
    return client


def batch(serial: int, rows: int = 1) -> None:
    """A batch of which every row was refused."""
    wrong = [{"number": str(number), "name": "某公司"} for number in range(rows)]
    made = actions.receive_batch("licence", f"{serial}.csv", f"{serial:064}", wrong, by=stage.GU, at=NOON)
    actions.continue_batch(made, by=SYSTEM, at=NOON)


def licences(count: int) -> None:
    for number in range(count):
        stem = f"91310000MA{number:07}"
        code = stem + uscc.calc_check_digit(stem)
        parties.register_enterprise(f"公司{number}", code, by=SYSTEM, at=NOON)
        stage.issued("licence", stage.of_enterprise(number=code, name=f"公司{number}"))


def test_of_the_office(office):
    assert_pinned(office, PINNED, lambda: (licences(5), [batch(serial) for serial in range(2, 6)]))


def test_of_one_certificate_with_many_steps(office):
    permit = Certificate.objects.get()

    def more() -> None:
        for _time in range(3):
            actions.suspend_certificate(permit.pk, "核查居住情况", by=stage.GU, at=NOON)
            actions.resume_certificate(permit.pk, "核查无误恢复", by=stage.GU, at=NOON)
            actions.reveal_certificate(permit.pk, "HANDLE", "核对居住地址", by=stage.GU, at=NOON)

    assert_pinned(office, PINNED_FOR_ONE, more, at=permit.pk)


def test_of_a_batch_with_many_rows(office):
    assert_pinned(office, PINNED_FOR_A_BATCH, lambda: None, at=Batch.objects.get().pk)
    batch(2, rows=9)
    assert_pinned(office, PINNED_FOR_A_BATCH, lambda: None, at=Batch.objects.latest("pk").pk)


def test_of_a_holder(office):
    person = Person.objects.get(name="李民")
    account = parties.open_account("li", "李民", None, person_id=person.pk, by=SYSTEM, at=NOON)
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    permit = Certificate.objects.get()

    def more() -> None:
        actions.revoke_certificate(permit.pk, "CANCELLED", "申请注销", by=stage.GU, at=NOON)
        for _time in range(2):
            again = stage.issued("permit")
            actions.revoke_certificate(again, "CANCELLED", "申请注销", by=stage.GU, at=NOON)
        stage.issued("permit")

    assert_pinned(client, PINNED_FOR_A_HOLDER, more)


PINNED_OF_HOLDER_ASKED = {
    "/certificates/requests/": 10,
    "/certificates/requests/0/": 11,
    "/certificates/requests/0/receipt/": 15,
}
PINNED_OF_SOCIAL_USE = {
    "/certificates/organisations/": 8, "/certificates/organisations/0/": 11, "/certificates/use/requests/": 11,
    "/certificates/use/statistics/": 7, "/certificates/use/unusual/": 7,
}  # fmt: skip
PINNED_OF_EVERYBODY = {
    "/certificates/scenarios/": 5, "/certificates/scenarios/open-account/": 5, "/certificates/users/": 3,
    "/certificates/exemptions/": 3,
}  # fmt: skip


@pytest.fixture
def bank(db, settings) -> int:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    social.district_of_today()
    return social.bank_of_today()


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def requests(bank: int, first: int, count: int) -> None:
    for number in range(first, first + count):
        social.asked(bank, f"R{number}", at=timezone.now())


def test_of_a_holder_who_is_asked(bank):
    requests(bank, 0, 1)
    asking = Asking.objects.get()
    actions.consent_to_asking(asking.pk, by=stage.holder_of(asking.certificate_id), at=timezone.now())
    client = client_of(social.holder_account())
    assert_pinned(client, PINNED_OF_HOLDER_ASKED, lambda: requests(bank, 1, 4), at=asking.pk)


def test_of_the_office_of_social_use(bank):
    requests(bank, 0, 1)
    both = open_account("song", ("social-use-officer", DATA_BUREAU), ("social-use-approver", DATA_BUREAU))
    today = timezone.localdate()

    def unusual(first: int, count: int) -> None:
        with arranging():
            UnusualUse.objects.bulk_create(
                UnusualUse(organisation_id=bank, scenario="open-account", day=today - timedelta(days=day), kind="NIGHT",
                           measured=9, usual=3, found_at=timezone.now())
                for day in range(first, first + count)
            )  # fmt: skip

    def more() -> None:
        social.organisation(1, through=today + timedelta(days=200))
        requests(bank, 1, 4)
        unusual(2, 4)
        for _time in range(3):
            social.token_of(bank)

    unusual(1, 1)
    social.token_of(bank)
    assert_pinned(client_of(both), PINNED_OF_SOCIAL_USE, more, at=bank)


def test_of_what_everybody_may_see(bank):
    def more() -> None:
        social.organisation(1, through=timezone.localdate() + timedelta(days=200))

    assert_pinned(Client(), PINNED_OF_EVERYBODY, more)
