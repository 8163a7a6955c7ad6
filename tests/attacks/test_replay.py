"""Replay: what was good once is good once."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.api import account, key_of
from tests.cast import CHEN, NOON
from tests.district import PASSWORD, open_account, small_district
from yunjian.gateway.logic import signature
from yunjian.identity import actions
from yunjian.identity.models import OutgoingText
from yunjian.identity.tests.test_factors import code, me, tie
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.testing import recorded
from yunjian.parties.models import Account, Grant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick")]
PHONE = "13812345678"
NEW = "River-under-the-0ld-bridge"
SOON = NOON + timedelta(minutes=2)


def test_the_code_of_an_app():
    zhou = open_account("zhou").pk
    tie(zhou)
    given = code(SOON)
    actions.prove_factor(zhou, given, address="192.0.2.1", by=me(zhou), at=SOON)

    with pytest.raises(actions.WrongCode):
        actions.prove_factor(zhou, given, address="192.0.2.1", by=me(zhou), at=SOON)
    with pytest.raises(actions.WrongCode):  # nor that of the half minute before
        actions.prove_factor(zhou, code(SOON - timedelta(seconds=30)), address="192.0.2.1", by=me(zhou), at=SOON)


def test_a_recovery_code_of_the_app():
    zhou = open_account("zhou").pk
    tie(zhou)
    given = actions.make_recovery_codes(zhou, by=me(zhou), at=NOON)[0]
    actions.prove_factor(zhou, given, address="192.0.2.1", by=me(zhou), at=SOON)

    with pytest.raises(actions.WrongCode):
        actions.prove_factor(zhou, given, address="192.0.2.1", by=me(zhou), at=SOON)


def test_the_code_an_administrator_handed_over():
    open_account("zhou")
    given = actions.issue_recovery("zhou", by=CHEN, at=NOON)
    actions.recover("zhou", given, NEW, address="192.0.2.1", by=ANONYMOUS, at=NOON)

    with pytest.raises(actions.RecoveryRefused):
        actions.recover("zhou", given, f"{NEW}!", address="192.0.2.1", by=ANONYMOUS, at=NOON)


def test_the_code_of_a_phone_and_its_proof():
    actions.send_phone_code(PHONE, address="192.0.2.1", by=ANONYMOUS, at=NOON)
    given = OutgoingText.objects.get().words.split("验证码 ")[1][:6]
    proof = actions.prove_phone(PHONE, given, address="192.0.2.1", by=ANONYMOUS, at=NOON)
    with pytest.raises(actions.WrongPhoneCode):
        actions.prove_phone(PHONE, given, address="192.0.2.1", by=ANONYMOUS, at=NOON)

    actions.register_citizen(proof, PHONE, "李民", by=ANONYMOUS, at=NOON)
    with pytest.raises(actions.PhoneTaken):
        actions.register_citizen(proof, PHONE, "李民", by=ANONYMOUS, at=NOON)


def test_the_answer_to_a_question_for_a_passkey(client):
    """Each question is another and is forgotten when it was answered, rightly or not."""
    client.get("/account/login/")
    asked = client.post("/account/login/passkey/question/").json()
    again = client.post("/account/login/passkey/question/").json()
    assert asked != again

    stored = json.dumps({"id": "x", "rawId": "x", "response": {}, "type": "public-key"})
    answers = [client.post("/account/login/passkey/", {"credential": stored}) for _time in range(2)]
    assert {each.status_code for each in answers} == {302}
    assert client.get("/account/").status_code == 302
    assert recorded("identity.account.signed_in") == []


def test_a_notice_to_a_receiver_that_checks_the_time():
    """Whoever verifies as our documentation says refuses an old notice and one whose time was changed."""
    secret, body = b"s" * 32, '{"type":"x"}'
    sent = signature(secret, "m1", 1_000_000, body)

    assert sent == signature(secret, "m1", 1_000_000, body)
    changed = (("m2", 1_000_000, body), ("m1", 1_000_301, body), ("m1", 1_000_000, f"{body} "))
    assert all(signature(secret, *each) != sent for each in changed)


def test_an_idempotency_key_with_another_body_or_another_owner():
    hook = {"url": "https://example.org/hooks", "kinds": ["budgets.disclosure.read"]}
    caller, other = key_of(account("zhou"), "webhooks:manage"), key_of(account("wu"), "webhooks:manage")
    first = caller.post("/webhooks", hook, **{"Idempotency-Key": "k"})
    assert first.status_code == 201

    assert caller.post("/webhooks", hook, **{"Idempotency-Key": "k"}).content == first.content
    changed = caller.post("/webhooks", {**hook, "url": "https://example.org/2"}, **{"Idempotency-Key": "k"})
    assert (changed.status_code, json.loads(changed.content)["code"]) == (422, "used-for-another")
    mine = other.post("/webhooks", hook, **{"Idempotency-Key": "k"})
    assert (mine.status_code, mine.json()["id"] != first.json()["id"]) == (201, True)
    assert len(recorded("gateway.webhook.subscribed")) == 2


def test_a_form_sent_twice():
    """The act happens once; the second time says why not."""
    small_district()
    administrator, zhou = open_account("chen", ("security-administrator", "")), open_account("zhou")
    client = Client()
    client.force_login(administrator)
    words = {"role": "leader", "unit": "", "ends_on": ""}
    where = f"/account/accounts/{zhou.pk}/rights/grant/"

    assert client.post(where, words).status_code == 302
    again = client.post(where, words)
    assert Grant.objects.filter(account=zhou).count() == 1
    assert len([each for each in recorded("parties.role.granted") if each.payload["account"] == zhou.pk]) == 1
    assert again.status_code in (200, 302, 409, 422)


def test_a_session_cookie_after_leaving_and_a_key_after_its_end(client):
    zhou = account("zhou")
    client.force_login(Account.objects.get(username="zhou"))
    stolen = client.cookies["sessionid"].value
    caller = key_of(zhou)
    from yunjian.gateway import actions as gateway
    from yunjian.gateway.models import Key

    assert caller.get("/key").status_code == 200
    gateway.revoke_key(Key.objects.get().pk, by=zhou, at=timezone.now())
    client.post("/account/logout/")
    thief = Client()
    thief.cookies["sessionid"] = stolen

    assert thief.get("/account/").status_code == 302
    assert caller.get("/key").status_code == 401


def test_a_first_proof_without_its_second_that_comes_too_late():
    zhou = open_account("zhou")
    tie(zhou.pk, timezone.now() - timedelta(minutes=5))
    client = Client()
    client.post("/account/login/", {"username": "zhou", "password": PASSWORD})
    session = client.session
    session["pending"] = session["pending"] | {"at": session["pending"]["at"] - 301}
    session.save()

    answer = client.post("/account/login/factor/", {"code": code(timezone.now())})
    assert answer.headers["Location"] == "/account/login/"
    assert client.get("/account/").status_code == 302
