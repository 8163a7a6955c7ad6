"""Passkeys without a browser: what is no answer is refused. With one: test_in_the_browser."""

import json

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator

from tests.cast import LI, NOON
from tests.district import open_account
from yunjian.identity import actions
from yunjian.kernel.actor import ANONYMOUS, Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db
WRONG = [
    {},
    {"id": "x"},
    {"id": "eA", "rawId": "eA", "type": "public-key", "response": {}},
    {"id": "eA", "rawId": "eA", "type": "public-key", "response": {"userHandle": "eA", "clientDataJSON": "eA"}},
    {"id": 1, "rawId": None, "type": [], "response": "x"},
]


@pytest.fixture
def asked(rf, client):
    """A request whose session was asked nothing."""
    request = rf.get("/")
    request.session = client.session
    with context.request_context(request):
        yield


@pytest.mark.parametrize("credential", WRONG)
def test_add_passkey_and_prove_passkey_are_declined_without_a_true_answer(asked, credential):
    zhou = open_account("zhou").pk
    with pytest.raises(actions.PasskeyNotProven):
        actions.add_passkey(zhou, "电脑", credential, by=Actor(f"account:{zhou}"), at=NOON)
    with pytest.raises(actions.PasskeyNotProven):
        actions.prove_passkey(credential, by=ANONYMOUS, at=NOON)
    with pytest.raises(actions.PasskeyNotProven):
        actions.prove_passkey(credential, account_id=zhou, by=Actor(f"account:{zhou}"), at=NOON)
    assert not Authenticator.objects.exists()
    assert recorded("identity.factor.added", "identity.factor.proven") == []


def test_add_passkey_and_prove_passkey_are_for_no_stranger(asked):
    zhou = open_account("zhou").pk
    with pytest.raises(Forbidden):
        actions.add_passkey(zhou, "电脑", {}, by=LI, at=NOON)
    with pytest.raises(Forbidden):
        actions.prove_passkey({}, by=LI, at=NOON)
    with pytest.raises(Forbidden):
        actions.prove_passkey({}, account_id=zhou, by=LI, at=NOON)


@pytest.mark.parametrize("credential", ["", "x", "[]", "{}", "1", json.dumps(WRONG[3]), "[" * 50_000])
def test_the_pages_lead_back_with_a_sentence(client, credential):
    answer = client.post("/account/login/passkey/", {"credential": credential})
    assert answer.headers["Location"] == "/account/login/"
    assert "通行密钥没有通过验证" in client.get("/account/login/").text

    client.force_login(open_account("zhou"))
    words = {"name": "电脑", "credential": credential, "current": "Cloud-over-9-peaks"}
    assert client.post("/account/security/passkeys/", words).status_code == 422


def test_each_question_is_another(client):
    asked = [client.post("/account/login/passkey/question/").json()["publicKey"]["challenge"] for _time in range(2)]

    assert asked[0] != asked[1]
