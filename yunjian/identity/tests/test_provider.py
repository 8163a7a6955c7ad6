"""OpenID Connect over HTTP: we are the provider of a stranger's client, and the client of a provider."""

import base64
import hashlib
import re
import secrets
from html import unescape
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone

from tests.cast import CHEN
from tests.district import PASSWORD, open_account
from yunjian.identity import actions
from yunjian.identity.pages.outside import Judging
from yunjian.identity.pages.provider import Issuer
from yunjian.kernel.testing import recorded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(200)]
BACK = "http://localhost:1/back"


def fields(page):
    """The hidden fields of the page's last form in main."""
    main = page.text.partition("<main")[2]
    return {name: unescape(value) for name, value in re.findall(r'name="([\w-]+)" value="([^"]*)"', main)}


def sign_in(browser, base, username):
    page = browser.get(f"{base}/account/login/")
    token = fields(page)["csrfmiddlewaretoken"]
    words = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert browser.post(f"{base}/account/login/", words, allow_redirects=False).status_code == 302


class Stranger:
    """Another system's client, written without a word of ours: code and PKCE."""

    def __init__(self, base):
        self.base = base
        self.id, self.secret = actions.register_client("办公系统", [BACK], by=CHEN, at=timezone.now())
        self.told = requests.get(f"{base}/.well-known/openid-configuration", timeout=10).json()
        self.verifier, self.state, self.nonce = (secrets.token_urlsafe(48) for _each in range(3))
        challenge = hashlib.sha256(self.verifier.encode()).digest()
        self.question = {
            "client_id": self.id,
            "redirect_uri": BACK,
            "response_type": "code",
            "scope": "openid profile",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }

    def ask(self, browser, **changed):
        return browser.get(
            self.told["authorization_endpoint"], params=self.question | changed, allow_redirects=False, timeout=10
        )

    def agreed(self, browser, action="grant"):
        """What comes back to the other system after the page of consent."""
        page = self.ask(browser)
        assert "办公系统" in page.text
        assert f"form-action 'self' {BACK.removesuffix('/back')}" in page.headers["Content-Security-Policy"]
        hidden = re.search(r'name="request" value="([^"]*)"', page.text)[1]
        words = {
            "csrfmiddlewaretoken": fields(page)["csrfmiddlewaretoken"],
            "request": unescape(hidden),
            "scopes": ["openid", "profile"],
            "action": action,
        }
        answer = browser.post(page.url, words, allow_redirects=False, timeout=10)
        assert answer.headers["Location"].startswith(BACK)
        return {key: value[0] for key, value in parse_qs(urlsplit(answer.headers["Location"]).query).items()}

    def change(self, code, **changed):
        words = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": self.verifier,
        } | changed
        return requests.post(self.told["token_endpoint"], words, auth=(self.id, self.secret), timeout=10)

    def identity(self, token):
        key = jwt.PyJWKClient(self.told["jwks_uri"]).get_signing_key_from_jwt(token)
        return jwt.decode(token, key.key, algorithms=["RS256"], audience=self.id, issuer=self.told["issuer"])


@pytest.fixture
def stranger(live_server):
    return Stranger(live_server.url)


@pytest.fixture
def zhou(live_server):
    """Zhou's account, and her browser, signed in."""
    account = open_account("zhou", name="周晓云")
    browser = requests.Session()
    sign_in(browser, live_server.url, "zhou")
    return account, browser


def test_a_strangers_client_learns_who_somebody_is_after_they_agreed(stranger, zhou):
    account, browser = zhou
    back = stranger.agreed(browser)
    assert back["state"] == stranger.state
    tokens = stranger.change(back["code"]).json()

    identity = stranger.identity(tokens["id_token"])
    assert (identity["sub"], identity["nonce"]) == (str(account.pk), stranger.nonce)
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    told = requests.get(stranger.told["userinfo_endpoint"], headers=bearer, timeout=10).json()
    assert told == {"sub": str(account.pk), "name": "周晓云", "preferred_username": "zhou"}
    assert recorded("identity.client.told")[0].payload == {"account": account.pk, "client": stranger.id}

    # The code is good once; the token ends with the client.
    assert stranger.change(back["code"]).status_code == 400
    actions.withdraw_client(stranger.id, by=CHEN, at=timezone.now())
    assert requests.get(stranger.told["userinfo_endpoint"], headers=bearer, timeout=10).status_code == 401


def test_a_code_is_worth_nothing_without_its_verifier_or_with_another_address(stranger, zhou):
    code = stranger.agreed(zhou[1])["code"]

    assert stranger.change(code, code_verifier=secrets.token_urlsafe(48)).status_code == 400
    code = stranger.agreed(zhou[1])["code"]
    assert stranger.change(code, redirect_uri="http://localhost:2/back").status_code == 400


def test_nothing_is_told_to_a_system_that_asks_in_a_wrong_way(stranger, zhou):
    browser = zhou[1]
    assert stranger.ask(browser, code_challenge="").status_code == 422
    assert stranger.ask(browser, code_challenge_method="plain").status_code == 422
    for wrong in ({"redirect_uri": "https://example.org/"}, {"client_id": "nobody"}):
        page = stranger.ask(browser, **wrong)
        assert "Location" not in page.headers
        assert "没有在本平台登记" in page.text
    implicit = stranger.ask(browser, response_type="token")
    assert "access_token" not in implicit.headers.get("Location", "")
    assert recorded("identity.client.told") == []


def test_nothing_is_told_when_somebody_does_not_agree_or_is_not_signed_in(stranger, zhou):
    assert stranger.agreed(zhou[1], action="deny") == {"error": "access_denied", "state": stranger.state}
    visitor = stranger.ask(requests.Session())
    assert urlsplit(visitor.headers["Location"]).path == "/account/login/"
    assert recorded("identity.client.told") == []


def test_a_fresh_sign_in_is_asked_for_when_the_other_system_wants_one(stranger, zhou):
    again = stranger.ask(zhou[1], prompt="login")

    assert urlsplit(again.headers["Location"]).path == "/account/login/"
    assert zhou[1].get(f"{stranger.base}/account/", allow_redirects=False, timeout=10).status_code == 302


@pytest.fixture
def connected(live_server, settings):
    """Ourselves as client (127.0.0.1) of ourselves as provider (localhost): to a browser two hosts."""
    here = live_server.url.replace("localhost", "127.0.0.1")
    back = f"{here}/account/login/outside/government/back/"
    client, secret = actions.register_client("云间", [back], by=CHEN, at=timezone.now())
    app = {
        "provider_id": "government",
        "name": "统一身份平台",
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": live_server.url},
    }
    known = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": known | {"APPS": [app]}}
    return here, live_server.url


def come_through(browser, here, there):
    """From our login page to the provider, agree there, and back again."""
    page = browser.get(f"{here}/account/login/?next=/account/", timeout=10)
    assert "用统一身份平台登录" in page.text
    words = {"csrfmiddlewaretoken": fields(page)["csrfmiddlewaretoken"], "next": "/account/"}
    consent = browser.post(f"{here}/account/login/outside/government/", words, timeout=20)
    assert consent.url.startswith(there)
    hidden = unescape(re.search(r'name="request" value="([^"]*)"', consent.text)[1])
    scopes = re.findall(r'name="scopes" value="(\w+)"', consent.text)
    words = {"request": hidden, "scopes": scopes, "action": "grant"}
    words["csrfmiddlewaretoken"] = fields(consent)["csrfmiddlewaretoken"]
    return browser.post(consent.url, words, timeout=20)


def test_somebody_the_provider_knows_comes_in_as_the_account_tied_to_their_subject(connected):
    here, there = connected
    at_the_provider, here_with_us = open_account("wang", name="王在那边"), open_account("zhou", name="周晓云")
    actions.link_identity("zhou", "government", str(at_the_provider.pk), by=CHEN, at=timezone.now())
    browser = requests.Session()
    sign_in(browser, there, "wang")

    page = come_through(browser, here, there)
    assert page.url == f"{here}/account/"
    assert "周晓云" in page.text
    last = recorded("identity.account.signed_in")[-1].payload
    assert (last["account"], last["methods"]) == (here_with_us.pk, "outside")

    # The answer of the provider is good once, and in the session that asked.
    again = requests.get(next(each.url for each in page.history if "code=" in each.url), timeout=10)
    assert again.status_code == 403
    assert "没有确认您的身份" in again.text


def test_a_subject_nobody_is_tied_to_is_refused_though_the_names_agree(connected):
    here, there = connected
    open_account("zhou", name="周晓云")
    browser = requests.Session()
    sign_in(browser, there, "zhou")

    page = come_through(browser, here, there)
    assert page.status_code == 403
    assert "没有对应的账号" in page.text
    assert len(recorded("identity.outside.refused")) == 1
    assert browser.get(f"{here}/account/", allow_redirects=False, timeout=10).status_code == 302


def another_key():
    """A key nobody has published."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def test_an_identity_that_is_not_the_providers_is_refused(connected, rf, settings):
    _here, there = connected
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    ours = Issuer().list_private_keys()[0]
    kid = requests.get(f"{there}/.well-known/jwks.json", timeout=10).json()["keys"][0]["kid"]
    true = {"iss": there, "aud": app["client_id"], "key": ours.pem}
    past = int(timezone.now().timestamp()) - 600
    judging = Judging(rf.get("/"), "government")
    of = SimpleNamespace(client_id=app["client_id"])

    def decoded(kid=kid, **changed):
        given = true | changed
        key = given.pop("key")
        algorithm = given.pop("algorithm", "RS256")
        now = int(timezone.now().timestamp())
        claims = {"sub": "1", "exp": now + 60, "iat": now} | given
        token = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})
        return judging._decode_id_token(of, token)

    assert decoded()["sub"] == "1"
    for wrong in (
        {"key": another_key()}, {"kid": "other"}, {"aud": "another"}, {"iss": "https://evil.example"},
        {"exp": past}, {"key": None, "algorithm": "none"}, {"key": "s" * 64, "algorithm": "HS256"},
    ):  # fmt: skip
        with pytest.raises(OAuth2Error):
            decoded(**wrong)
    judging.openid_config["issuer"] = "https://evil.example"
    with pytest.raises(OAuth2Error):
        decoded(iss="https://evil.example")
    with pytest.raises(OAuth2Error):
        judging._decode_id_token(of, "no token at all")
