"""The pages for holders and windows: whose they are, what they say, good on a phone and on a desk."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.browser import DESKTOP, PHONE, axe, sign_in
from tests.cast import NOON
from tests.district import open_account
from yunjian.certificates import actions
from yunjian.certificates.logic.authorizing import Pushed
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Person

from . import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def permit():
    cache.clear()
    stage.district()
    now = timezone.now()
    draft = stage.of_person(valid_through=timezone.localdate(now) + timedelta(days=200))
    return actions.issue_certificate("permit", draft, by=stage.GU, at=now).id


def holder() -> Account:
    of = Person.objects.get(name="李民").pk
    return Account.objects.get(pk=parties.open_account("limin", "李民", None, person_id=of, by=SYSTEM, at=NOON))


def verifier() -> Account:
    return open_account("jin", ("certificate-verifier", "government-service-centre"))


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_the_drawer_shows_a_code_once(permit):
    client = signed_in(holder())
    address = f"/certificates/wallet/{permit}/"

    assert "取领取码" in client.get(address).content.decode()
    shown = client.post(address)
    assert "openid-credential-offer://" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "openid-credential-offer://" not in client.get(address).content.decode()


def test_nobody_else_opens_the_page(permit):
    for client in (Client(), signed_in(verifier())):
        assert client.get(f"/certificates/wallet/{permit}/").status_code in (302, 404)


def test_a_window_has_to_choose(permit):
    client = signed_in(verifier())

    assert client.post("/certificates/asking/", {"what": "permit:curiosity"}).status_code == 422
    assert Client().get("/certificates/asking/").status_code in (302, 403)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.heavy
def test_the_pages_are_good_by_axe(browse, live_server, permit):
    page = browse(PHONE)
    sign_in(page, holder(), live_server.url)
    page.goto(f"/certificates/wallet/{permit}/")
    page.get_by_role("button", name="取领取码").click()
    page.get_by_text("数字码", exact=True).wait_for()
    axe(page)

    made = actions.offer_to_wallet(permit, by=stage.holder_of(permit), at=timezone.now())
    pushed = Pushed("wallet.example", "cn.example.wallet:/", "c" * 43, "", made.issuer_state, "", ("permit",))
    kept = actions.push_request(pushed, by=ANONYMOUS, at=timezone.now())
    page.goto(f"/certificates/wallet/authorize?client_id=wallet.example&request_uri={kept.request_uri}")
    axe(page)

    page = browse(DESKTOP)
    sign_in(page, verifier(), live_server.url)
    page.goto("/certificates/asking/")
    axe(page)
    page.get_by_label("居住证：入学核对").check()
    page.get_by_role("button", name="显示二维码").click()
    page.wait_for_url("**/asking/*/")
    axe(page)
