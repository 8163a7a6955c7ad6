"""A certificate goes into a wallet of other people's making, is shown at a window, and is refused once it is ended."""

import re
from datetime import timedelta
from html import unescape

import pytest
import requests
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.cast import NOON
from tests.district import open_account
from yunjian.certificates import actions
from yunjian.certificates.models import Certificate
from yunjian.kernel.actor import SYSTEM
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Person
from yunjian_verify.jose import keys_of_set
from yunjian_verify.sd_jwt import verify
from yunjian_verify.status_list import read

from . import stage
from .wallet import Wallet

pytestmark = pytest.mark.django_db(transaction=True)


def link_in(page, scheme: str) -> str:
    return unescape(re.search(rf'href="({scheme}://[^"]+)"', page.content.decode())[1])


@pytest.fixture
def here(live_server, settings):
    cache.clear()
    settings.PUBLIC_URL = live_server.url
    return live_server.url


@pytest.fixture
def permit():
    stage.district()
    now = timezone.now()
    draft = stage.of_person(valid_through=timezone.localdate(now) + timedelta(days=200))
    return actions.issue_certificate("permit", draft, by=stage.GU, at=now).id


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def holder() -> Client:
    pk = parties.open_account("limin", "李民", None, person_id=Person.objects.get(name="李民").pk, by=SYSTEM, at=NOON)
    return signed_in(Account.objects.get(pk=pk))


def test_from_the_drawer_into_the_wallet_to_the_window(here, permit):
    # 李民 asks for a code on the page; the wallet scans it and types the number.
    page = holder().post(f"/certificates/wallet/{permit}/")
    pin = re.search(r"<code>(\d{6})</code>", page.content.decode())[1]
    wallet = Wallet()
    text = wallet.collect(link_in(page, "openid-credential-offer"), pin)

    # Anybody checks it alone, with what the district publishes.
    told = requests.get(f"{here}/.well-known/jwt-vc-issuer", timeout=9).json()
    keys = keys_of_set(told["jwks"])
    now = int(timezone.now().timestamp())
    found = verify(text, trusted={told["issuer"]: keys}, now=now)
    assert found.claims["holder_name"] == "李民"
    assert requests.get(found.type, timeout=9).json()["vct"] == found.type
    states = requests.get(found.status.uri, timeout=9)
    assert states.headers["Content-Type"] == "application/statuslist+jwt"
    assert states.headers["Access-Control-Allow-Origin"] == "*"
    assert read(states.text, uri=found.status.uri, keys=keys, now=now).state_of(found.status.index) == 0

    # A school's window asks; the wallet shows the address and nothing else.
    window = signed_in(open_account("jin", ("certificate-verifier", "government-service-centre")))
    page = window.post("/certificates/asking/", {"what": "permit:school"}, follow=True)
    request = wallet.read_request(link_in(page, "openid4vp"))
    answer = wallet.show(request)
    assert answer.status_code == 200, answer.text
    address = page.redirect_chain[-1][0]
    shown = window.get(address).content.decode()
    assert "文诚路500弄3号" in shown
    assert "310117199001011235" not in shown
    # The same answer again is refused; another window learns nothing.
    assert wallet.show(request).status_code == 400
    other = signed_in(open_account("other", ("certificate-verifier", "government-service-centre")))
    assert other.get(address).status_code == 404
    window.post(f"{address}close/")
    assert "文诚路" not in window.get(address).content.decode()

    # The office ends it: the wallet's credential is refused the same moment.
    actions.revoke_certificate(permit, "CANCELLED", "申请注销", by=stage.GU, at=timezone.now())
    page = window.post("/certificates/asking/", {"what": "permit:school"}, follow=True)
    refused = wallet.show(wallet.read_request(link_in(page, "openid4vp")))
    assert refused.json()["error"] == "invalid_request"
    assert "已经失效" in window.get(page.redirect_chain[-1][0]).content.decode()
    assert Certificate.objects.get(pk=permit).state == "REVOKED"
