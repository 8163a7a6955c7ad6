"""A wallet pushes what it wants, the holder agrees on our page, and the code is good once, for that wallet alone."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from jwcrypto.jwk import JWK
from sd_jwt.verifier import SDJWTVerifier

from tests.cast import NOON
from yunjian.certificates import actions
from yunjian.certificates.models import Credential, Offer, WalletRequest
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.testing import arranging, recorded
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Person

from . import stage
from .test_wallet_journey import link_in
from .wallet import BACK, Wallet

pytestmark = pytest.mark.django_db(transaction=True)


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


@pytest.fixture
def holder(permit) -> Client:
    return signed_in("limin", "李民")


def signed_in(username: str, name: str) -> Client:
    of = Person.objects.get(name=name).pk
    pk = parties.open_account(username, name, None, person_id=of, by=SYSTEM, at=NOON)
    client = Client()
    client.force_login(Account.objects.get(pk=pk))
    return client


@pytest.fixture
def offer(here, holder, permit) -> str:
    """The link the holder's page shows."""
    return link_in(holder.post(f"/certificates/wallet/{permit}/"), "openid-credential-offer")


@pytest.fixture
def wallet() -> Wallet:
    return Wallet()


def answered(holder: Client, page: str, answer: str = "agree") -> str:
    """Where the holder is led after a button of the page."""
    shown = holder.get(page)
    assert shown.status_code == 200
    assert "form-action 'self' cn.example.wallet:;" in shown["Content-Security-Policy"]
    told = holder.post(page, {"answer": answer})
    assert told.status_code == 303
    return told["Location"]


def agreed(holder: Client, wallet: Wallet, offer: str, **more) -> str:
    return answered(holder, wallet.page(wallet.push(offer, **more)))


@pytest.mark.parametrize("asked_by", ["details", "scope"])
def test_a_wallet_goes_the_whole_way_and_other_peoples_library_reads_what_it_holds(
    here, holder, wallet, offer, asked_by
):
    pushed = wallet.push(offer, **({"scope": "openid permit"} if asked_by == "scope" else {}))
    assert (pushed.status_code, pushed.json()["expires_in"]) == (201, 300)
    assert wallet.server["require_pushed_authorization_requests"] is True
    page = holder.get(wallet.page(pushed)).content.decode()
    assert "wallet.example" in page
    assert "cn.example.wallet:" in page
    token = wallet.exchange(answered(holder, wallet.page(pushed))).json()
    assert token["token_type"] == "Bearer"
    if asked_by == "details":
        [detail] = token["authorization_details"]
        which = {"credential_identifier": detail["credential_identifiers"][0]}
    else:
        assert "authorization_details" not in token
        which = {"credential_configuration_id": "permit.2025-01-01"}
    text = wallet.fetch(wallet.told, token["access_token"], which)

    keys = requests.get(f"{here}/.well-known/jwt-vc-issuer", timeout=9).json()["jwks"]["keys"]
    found = SDJWTVerifier(text, lambda issuer, header: JWK(**keys[0])).get_verified_payload()
    assert (found["iss"], found["holder_name"]) == (here, "李民")
    told = [entry.kind for entry in recorded() if entry.kind.startswith(("certificates.wallet", "certificates.cred"))]
    assert told == [
        "certificates.wallet.offered", "certificates.wallet.pushed", "certificates.wallet.answered",
        "certificates.wallet.taken", "certificates.credential.given",
    ]  # fmt: skip
    kept = WalletRequest.objects.get()
    assert wallet.question["issuer_state"] not in str([kept.offer.issuer_state, *(each.payload for each in recorded())])


CHANGED = {
    "another verifier": ({"code_verifier": "v" * 43}, "VERIFIER"),
    "no verifier that could be one": ({"code_verifier": "短" * 43}, "VERIFIER"),
    "the challenge itself": ({}, "VERIFIER"),
    "another wallet": ({"client_id": "other.example"}, "CLIENT"),
    "another address": ({"redirect_uri": BACK + "/"}, "REDIRECT"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_code_presented_by_another_ends_and_is_recorded(holder, wallet, offer, name):
    change, reason = CHANGED[name]
    led_to = agreed(holder, wallet, offer)
    presented = change or {"code_verifier": wallet.question["code_challenge"]}

    assert wallet.exchange(led_to, **presented).json()["error"] == "invalid_grant"

    [entry] = recorded("certificates.wallet.misused")
    assert entry.payload["reason"] == reason
    assert wallet.exchange(led_to).json()["error"] == "invalid_grant"  # its own wallet comes too late
    assert len(recorded("certificates.wallet.misused")) == 1
    assert Offer.objects.get().closed_at is not None


def test_a_code_presented_twice_ends_the_token_it_gave(holder, wallet, offer):
    led_to = agreed(holder, wallet, offer)
    token = wallet.exchange(led_to).json()["access_token"]

    assert wallet.exchange(led_to).status_code == 400

    assert recorded("certificates.wallet.misused")[0].payload["reason"] == "USED"
    answer = wallet.http.post(
        wallet.told["credential_endpoint"],
        json={"credential_configuration_id": "permit.2025-01-01", "proofs": {"jwt": ["x"]}},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")
    assert not Credential.objects.exists()


def test_a_code_is_good_for_a_minute(holder, wallet, offer):
    led_to = agreed(holder, wallet, offer)
    with arranging():
        WalletRequest.objects.update(code_expires_at=timezone.now())

    assert wallet.exchange(led_to).json()["error"] == "invalid_grant"
    assert recorded("certificates.wallet.misused")[0].payload["reason"] == "EXPIRED"


WRONG = {
    "plain PKCE": ({"code_challenge_method": "plain"}, "invalid_request"),
    "no PKCE": ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
    "a short challenge": ({"code_challenge": "x"}, "invalid_request"),
    "no mark of an offer": ({"issuer_state": None}, "invalid_request"),
    "a guessed mark": ({"issuer_state": "guessed"}, "invalid_request"),
    "a token at once": ({"response_type": "token"}, "unsupported_response_type"),
    "an answer in the fragment": ({"response_mode": "fragment"}, "invalid_request"),
    "a request object": ({"request": "x.y.z"}, "request_not_supported"),
    "a pushed push": ({"request_uri": "urn:x"}, "request_not_supported"),
    "nobody": ({"client_id": None}, "invalid_request"),
    "a name in Chinese": ({"client_id": "钱包"}, "invalid_request"),
    "the same twice": ({"client_id": ["a", "b"]}, "invalid_request"),
    "too much": ({"state": "s" * 501}, "invalid_request"),
    "another type": ({"scope": "licence"}, "invalid_request"),
    "no type": ({"scope": ""}, "invalid_scope"),
    "details that are none": ({"authorization_details": "[" * 5000}, "invalid_authorization_details"),
    "two of them": ({"authorization_details": "[{}, {}]"}, "invalid_authorization_details"),
    "details of another issuer": (
        {
            "authorization_details": '[{"type": "openid_credential", "credential_configuration_id": '
            '"permit.2025-01-01", "locations": ["https://elsewhere.example"]}]'
        },
        "invalid_authorization_details",
    ),
    "an open address": ({"redirect_uri": "http://elsewhere.example/"}, "invalid_request"),
}


def test_a_wrong_request_is_told_so_and_nothing_is_kept(holder, wallet, offer):
    for name, (change, error) in WRONG.items():
        answer = wallet.push(offer, **change)

        assert (name, answer.status_code, answer.json()["error"]) == (name, 400, error)
    assert recorded("certificates.wallet.pushed") == []
    assert not WalletRequest.objects.exists()


def test_one_offer_hears_five_requests_and_a_taken_one_none(holder, wallet, offer):
    pushed = [wallet.push(offer) for _ in range(6)]
    assert [each.status_code for each in pushed] == [201] * 5 + [400]

    first = wallet.page(pushed[0])
    answered(holder, wallet.page(pushed[4]))

    assert holder.get(first).status_code == 404  # the holder agreed to another
    assert WalletRequest.objects.exclude(closed_at=None).count() == 4


def test_the_two_ways_of_one_offer_exclude_each_other(holder, permit, wallet, here):
    page = holder.post(f"/certificates/wallet/{permit}/")
    link = link_in(page, "openid-credential-offer")
    pushed = wallet.push(link)
    made = actions.offer_to_wallet(permit, by=stage.holder_of(permit), at=timezone.now())

    assert holder.get(wallet.page(pushed)).status_code == 404  # a new code ended the one before
    assert wallet.push(link).status_code == 400
    assert actions.take_offer(made.code, made.pin, by=ANONYMOUS, at=timezone.now()).token


def test_nobody_but_the_holder_sees_or_answers_a_request(wallet, offer):
    page = wallet.page(wallet.push(offer))
    parties.register_person("王某", "11010519491231002X", by=SYSTEM, at=NOON)
    stranger = signed_in("wang", "王某")

    visitor = Client().get(page)
    assert urlsplit(visitor["Location"]).path == "/account/login/"
    for answer in (stranger.get(page), stranger.post(page, {"answer": "agree"})):
        assert answer.status_code == 404
        assert "Location" not in answer
    assert recorded("certificates.wallet.answered") == []
    assert WalletRequest.objects.get().answered_at is None


def test_who_does_not_agree_is_led_back_without_a_code_and_the_offer_ends(holder, wallet, offer):
    led_to = answered(holder, wallet.page(wallet.push(offer)), "refuse")

    back = parse_qs(urlsplit(led_to).query)
    assert (back["error"], back["state"]) == (["access_denied"], [wallet.question["state"]])
    assert "code" not in back
    assert recorded("certificates.wallet.answered")[0].payload["agreed"] is False
    assert wallet.push(offer).status_code == 400


def test_what_was_not_pushed_or_is_over_is_refused_and_leads_nowhere(holder, wallet, offer):
    page = wallet.page(wallet.push(offer))
    place, _, query = page.partition("?")
    for wrong in (
        "", "?client_id=wallet.example", f"?redirect_uri=https://evil.example&response_type=code&{wallet.question}",
        f"?{query}&client_id=other.example",
    ):  # fmt: skip
        answer = holder.get(place + wrong)
        assert (answer.status_code, "Location" in answer) == (422, False)
        assert "PAR" in answer.content.decode()
    assert holder.get(page.replace("wallet.example", "other.example")).status_code == 404
    with arranging():
        WalletRequest.objects.update(expires_at=timezone.now())
    assert holder.post(page, {"answer": "agree"}).status_code == 404
    assert not WalletRequest.objects.exclude(code="").exists()


def test_a_certificate_that_ended_meanwhile_is_not_agreed_to(holder, permit, wallet, offer):
    page = wallet.page(wallet.push(offer))
    actions.suspend_certificate(permit, "正在调查", by=stage.GU, at=timezone.now())

    assert holder.post(page, {"answer": "agree"}).status_code == 409
    assert recorded("certificates.wallet.answered") == []
