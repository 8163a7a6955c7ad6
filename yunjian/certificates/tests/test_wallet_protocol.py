"""The protocol's addresses: errors as the specifications write them, any origin, no cookie, a limit."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import NOON
from yunjian.certificates import actions
from yunjian.certificates.logic.wallet import GRANT

from . import stage

pytestmark = pytest.mark.django_db
TOKEN, NONCE, CREDENTIAL = (f"/certificates/wallet/{name}" for name in ("token", "nonce", "credential"))


CODE = ("code", "client_id", "redirect_uri", "code_verifier")


@pytest.fixture
def http():
    cache.clear()
    return Client(enforce_csrf_checks=True)


def ask(http, body, **headers):
    text = body if isinstance(body, str) else json.dumps(body)
    return http.post(CREDENTIAL, text, content_type="application/json", headers=headers)


def test_a_nonce_is_given_to_anybody_and_kept_by_no_cache(http):
    answer = http.post(NONCE)

    assert set(answer.json()) == {"c_nonce"}
    assert answer["Cache-Control"] == "no-store"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_any_origin_may_ask_beforehand(http):
    answer = http.options(CREDENTIAL, headers={"Origin": "https://wallet.example"})

    assert answer.status_code == 204
    assert "Authorization" in answer["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "invalid_request"),
        ({"grant_type": [GRANT, GRANT]}, "invalid_request"),
        (
            {
                "grant_type": "authorization_code",
                "code": "x",
                "client_id": "x",
                "redirect_uri": "x",
                "code_verifier": "x",
            },
            "invalid_grant",
        ),
        ({"grant_type": GRANT}, "invalid_request"),
        ({"grant_type": GRANT, "pre-authorized_code": "x", "tx_code": "000000"}, "invalid_grant"),
    ],
)
def test_a_bad_token_request_is_told_so(http, form, error):
    answer = http.post(TOKEN, form)

    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_credential_needs_a_token(http):
    for headers in ({}, {"Authorization": "Basic eA=="}, {"Authorization": "Bearer x"}):
        answer = ask(http, {"credential_configuration_id": "x", "proofs": {"jwt": []}}, **headers)

        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")
        assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "body",
    ["", "[", "[]", "[" * 5000, {}, {"credential_configuration_id": 7, "proofs": {"jwt": []}},
     {"credential_configuration_id": "x", "proofs": {"jwt": [], "other": []}}, {"credential_identifier": "x"}],
)  # fmt: skip
def test_a_bad_credential_request_is_told_so(http, body):
    answer = ask(http, body, Authorization="Bearer x")

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_credential_request")


def test_what_is_not_there_is_not_found(http):
    stage.district()
    for address in (
        "/certificates/states/0", "/certificates/types/licence/2020-01-01", "/certificates/types/licence/yesterday",
        "/certificates/types/nothing/2025-01-01", "/certificates/questions/guessed",
    ):  # fmt: skip
        assert http.get(address).json()["error"] == "not_found"


def test_other_methods_and_too_much_are_refused(http):
    assert http.get(TOKEN).status_code == 405
    assert http.post(TOKEN, "x" * 400_001, content_type="text/plain").status_code == 413


def test_an_address_that_asks_too_often_waits(http):
    answers = (http.post(NONCE) for _ in range(150))
    answer = next(answer for answer in answers if answer.status_code != 200)

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1


def test_an_answer_to_nothing_is_told_so(http):
    answer = http.post("/certificates/questions/guessed/answer", {"state": "x", "vp_token": "{}"})

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_the_metadata_name_this_address(http):
    stage.district()
    told = http.get("/.well-known/openid-credential-issuer").json()
    server = http.get("/.well-known/oauth-authorization-server").json()

    assert told["credential_issuer"] == server["issuer"] == "http://testserver"
    assert set(told["credential_configurations_supported"]) == {"licence.2025-01-01", "permit.2025-01-01"}
    keys = http.get("/.well-known/jwt-vc-issuer").json()["jwks"]["keys"]
    assert [key["alg"] for key in keys] == ["ES256"]
    assert "d" not in keys[0]


def test_a_wrong_number_leaves_its_mark_on_the_offer(http):
    stage.district()
    licence = stage.issued()
    made = actions.offer_to_wallet(licence, by=stage.holder_of(licence), at=NOON)
    form = {"grant_type": GRANT, "pre-authorized_code": made.code, "tx_code": made.pin}

    assert http.post(TOKEN, form).json()["error"] == "invalid_grant"  # it is long after noon
