"""What a demonstration shows: samples with papers of every kind, loaded once, on the pages of citizen and staff."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.songjiang import FOLDER
from yunjian.cases.models import Case, Seat
from yunjian.certificates.models import Asking, Certificate, Organisation
from yunjian.kernel.pack import commands as pack
from yunjian.kernel.testing import arranging, seal_and_deliver
from yunjian.materials.logic.envelopes import new_key
from yunjian.materials.models import Consent, Material, Use
from yunjian.parties.models import Account, Mandate
from yunjian.services.models import Application
from yunjian.site import samples
from yunjian.site.definitions import ALL

pytestmark = [pytest.mark.heavy, pytest.mark.django_db]  # the whole pack is published


@pytest.fixture
def demonstration(settings, tmp_path):
    settings.MATERIALS_FOLDER, settings.MATERIALS_KEYS = tmp_path / "materials", new_key()
    settings.DATA_FOLDER, settings.CLAMD, settings.MATERIALS_STORE = tmp_path / "data", "", "disk"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    assert pack.publish(FOLDER, ALL) == 0
    seal_and_deliver(timezone.now())
    passwords = samples.open_accounts(at=timezone.now())
    assert samples.fill(at=timezone.now())
    return passwords


def as_(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def test_is_there_once_and_stands_on_the_pages(demonstration):
    assert len(demonstration) == 9
    assert Certificate.objects.count() >= 12
    assert len(set(Certificate.objects.values_list("type", flat=True))) >= 12
    assert set(Certificate.objects.values_list("state", flat=True)) == {"VALID", "SUSPENDED", "REVOKED"}
    assert Organisation.objects.filter(state="ACTIVE").count() == 2
    assert set(Asking.objects.values_list("state", flat=True)) >= {
        "OPEN",
        "CONSENTED",
        "REFUSED",
        "WITHDRAWN",
        "FETCHED",
    }
    lent = Consent.objects.exclude(matter__startswith="办件")
    assert (Material.objects.exclude(lent__consent__matter__startswith="办件").count(), lent.count()) == (6, 4)
    assert Use.objects.count() == 2
    assert set(Certificate.objects.values_list("holder_name", flat=True)) == {"李样例", "云间样例软件有限公司"}

    assert Seat.objects.values("account").distinct().count() == 3
    assert sorted(Application.objects.values_list("state", flat=True)) == ["DRAFT", *["HANDED_IN"] * 6]
    assert sorted(Case.objects.values_list("state", flat=True)) == [
        "ACCEPTED",
        "CORRECTING",
        "DECIDED_YES",
        "DONE",
        "REVIEWING",
        "SUBMITTED",
    ]

    before = Certificate.objects.count()
    assert samples.open_accounts(at=timezone.now()) == {}
    assert samples.fill(at=timezone.now()) is False
    assert Certificate.objects.count() == before

    # On the pages of a citizen, of an enterprise's representative, and of staff.
    with arranging():
        Account.objects.update(password_is_temporary=False, password_set_at=None)  # chosen by its owner
    citizen = as_("sample-citizen")
    assert citizen.get("/certificates/mine/").text.count('<li><a href="/certificates/mine/') == 7
    assert "云间样例机构甲" in citizen.get("/certificates/requests/").text
    assert "（样例）.pdf" in citizen.get("/materials/").text
    assert "样例办件-1" in citizen.get("/materials/consents/").text
    assert "草稿" in citizen.get("/services/applications/").text
    for username, number in {"sample-clerk": 2, "sample-reviewer": 1, "sample-head": 1}.items():
        assert as_(username).get("/cases/").text.count('"/cases/') >= number
    agent = as_("sample-representative")
    agent.post(f"/account/mandates/{Mandate.objects.get().pk}/act/")
    assert "云间样例机构乙" in agent.get("/certificates/requests/").text
    assert "（样例）.pdf" in agent.get("/materials/").text
    desks = {
        "sample-certificates": ("/certificates/", "云间样例软件有限公司"),
        "sample-window": ("/materials/office/", "样例办件-1"),
        "sample-registrar": ("/certificates/use/requests/", "云间样例机构甲"),
        "sample-approver": ("/certificates/organisations/", "云间样例机构乙"),
    }
    for username, (address, words) in desks.items():
        assert f'href="{address}"' in as_(username).get("/account/").text
        assert words in as_(username).get(address).text
    assert 'id="my-desks"' not in citizen.get("/account/").text
