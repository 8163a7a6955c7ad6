"""Cross-site request forgery: no address takes anything that was not sent from a page of ours."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.district import open_account
from yunjian.kernel.testing import recorded

from .discovery import KNOWN, WRITES, routes

pytestmark = pytest.mark.django_db
# Machines that show a secret of their own with every request: no cookie of a browser opens anything there.
MACHINES = {
    "idp:oidc:token", "idp:oidc:revoke", "idp:oidc:userinfo",
    "wallets:push", "wallets:token", "wallets:nonce", "wallets:credential", "wallets:answer",
}  # fmt: skip
# Chooses the language of the one who asks and nothing else: docs say why it needs no token.
HARMLESS = {"ui:language"}
VALUES = {
    "part": "texts", "period": "2026", "form": "csv", "client_id": "x", "fingerprint": "x", "unit": "x", "code": "x",
    "step": "submit", "name": "figures", "operation": "x", "schema": "x", "provider_id": "government",
}  # fmt: skip


def address(name: str, route: str) -> str:
    return reverse(name, kwargs={each: VALUES.get(each, 1) for each in re.findall(r"<(?:\w+:)?(\w+)>", route)})


# The protocol lets others ask by POST; only an answer from our own page, which carries ``request``, agrees to anything.
BODY = b"request=x&a=1"


def test_every_address_refuses_what_is_sent_without_the_token():
    account = open_account("zhou")
    client = Client(enforce_csrf_checks=True)
    client.force_login(account)
    before, tried, taken = len(recorded()), 0, []
    for name, route in routes():
        if name in MACHINES | HARMLESS or name.startswith("api:"):
            continue
        answer = client.post(address(name, route), BODY, "application/x-www-form-urlencoded")
        tried += 1
        if answer.status_code != 403:
            taken.append(f"{name}: {answer.status_code}")

    assert taken == []
    assert tried >= KNOWN["addresses"] - KNOWN["operations"] - len(MACHINES) - 10
    assert len(recorded()) == before


@pytest.mark.parametrize("method", WRITES)
def test_so_does_every_other_method(method):
    client = Client(enforce_csrf_checks=True)
    client.force_login(open_account("zhou"))

    assert client.generic(method.upper(), "/account/password/", b"a=1").status_code == 403


def test_a_token_is_worth_nothing_from_another_site_or_another_browser():
    account = open_account("zhou")
    client, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    for each in (client, other):
        each.force_login(account)
        each.get("/account/password/")
    token = client.cookies["csrftoken"].value
    words = {"csrfmiddlewaretoken": token, "current": "x", "new": "y", "again": "y"}

    assert client.post("/account/password/", words).status_code == 422
    assert client.post("/account/password/", words, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post("/account/password/", words, headers={"origin": "null"}).status_code == 403
    assert other.post("/account/password/", words).status_code == 403


def test_a_session_is_no_key_to_the_api_so_that_nothing_can_be_forged_there():
    client = Client(enforce_csrf_checks=True)
    client.force_login(open_account("zhou"))
    before = len(recorded())
    refused = [
        client.generic(method.upper(), address(name, route), b"{}", "application/json").status_code
        for name, route in routes()
        if name.startswith("api:")
        for method in WRITES
    ]

    assert all(400 <= status < 500 for status in refused)
    assert refused.count(401) >= KNOWN["writing operations"]
    assert len(recorded()) == before


def test_the_cookies_of_a_session_do_not_travel_with_a_form_of_another_site(settings):
    assert (settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE) == ("Lax", "Lax")
    assert settings.SESSION_COOKIE_HTTPONLY
