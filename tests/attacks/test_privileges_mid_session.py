"""Privileges taken away in the middle of a session: the very next request is refused."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.api import Caller
from yunjian.gateway import actions as gateway
from yunjian.gateway.models import Key
from yunjian.identity import actions as identity
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.testing import recorded, seal_and_deliver
from yunjian.parties import actions as parties
from yunjian.parties.models import Account, Delegation, Grant, Mandate
from yunjian.parties.pages.standing import ACTING

from .ground import Ground

pytestmark = pytest.mark.django_db
OPEN = "/budgets/drafts/"
UPLOAD = "/budgets/uploads/new/"


def refused(client: Client, address: str) -> bool:
    return client.get(address).status_code in (302, 403, 404)


def test_step_by_step(ground: Ground):
    """One district, one officer after another losing what they have; each loses it from the same beginning."""
    for lose in (role, delegation, mandate, post, password, device, roles_by_the_ledger, account, key_of_the_owner):
        sid = transaction.savepoint()
        lose(ground)
        transaction.savepoint_rollback(sid)

        assert not refused(ground.client("officer"), UPLOAD), f"{lose.__name__} was not given back"


def role(ground: Ground) -> None:
    client = ground.client("officer")
    assert client.get(UPLOAD).status_code == 200
    for grant in Grant.objects.filter(account=ground.accounts["officer"]):
        parties.revoke_role(grant.pk, by=SYSTEM, at=timezone.now())

    before = len(recorded())
    assert refused(client, UPLOAD)
    assert client.post(UPLOAD, {"unit": "data-bureau"}).status_code == 403
    assert len(recorded()) == before
    assert not refused(client, "/account/")  # still somebody, no longer an officer


def delegation(ground: Ground) -> None:
    """What was borrowed ends when the lender takes it back, and when the lender's own role ends."""
    for end in ("taken back", "the lender's role"):
        sid = transaction.savepoint()
        client = ground.client("reviewer")
        assert client.get(UPLOAD).status_code == 200
        if end == "taken back":
            parties.withdraw_delegation(Delegation.objects.get().pk, by=ground.actor("officer"), at=timezone.now())
        else:
            parties.revoke_role(Delegation.objects.get().grant_id, by=SYSTEM, at=timezone.now())
        assert refused(client, UPLOAD), end
        transaction.savepoint_rollback(sid)


def mandate(ground: Ground) -> None:
    held = Mandate.objects.get(agent=ground.accounts["citizen"], kind="AGENT")
    client = ground.client("citizen")
    client.post(f"/account/mandates/{held.pk}/act/")
    assert client.session[ACTING] == held.pk
    assert client.get("/account/").wsgi_request.actor.acting_for == held.principal
    parties.end_mandate(held.pk, by=ground.actor("citizen"), at=timezone.now())

    page = client.get("/account/")
    assert page.wsgi_request.actor.acting_for == ""
    assert ACTING not in client.session
    assert client.post(f"/account/mandates/{held.pk}/act/").status_code == 404


def post(ground: Ground) -> None:
    """A post that carries a role takes it along when it ends."""
    at = timezone.now()
    person = parties.register_person("新窗口", by=SYSTEM, at=at)
    number = parties.open_account("window", "新窗口", None, person_id=person, by=SYSTEM, at=at)
    post = parties.appoint(person, "data-bureau", "窗口经办人", by=SYSTEM, at=at)
    client = Client()
    client.force_login(Account.objects.get(pk=number))
    held = client.get("/account/").wsgi_request.actor.held
    parties.relieve(post, by=SYSTEM, at=timezone.now())

    assert held
    assert not client.get("/account/").wsgi_request.actor.held


def password(ground: Ground) -> None:
    """Changed elsewhere: every other session is over at once."""
    here, there = ground.client("leader"), ground.client("leader")
    assert there.get("/account/").status_code == 200
    parties.set_password(
        ground.accounts["leader"].pk, "River-under-the-0ld-bridge", by=ground.actor("leader"), at=timezone.now()
    )

    assert refused(there, "/account/")
    assert refused(here, OPEN)


def device(ground: Ground) -> None:
    """Ended from another device."""
    client = Client()
    client.force_login(ground.accounts["leader"])
    key = client.session.session_key or ""
    who = ground.actor("leader")
    number = identity.sign_in(ground.accounts["leader"].pk, session_key=key, methods=("password",), address=None,
                              browser="", by=who, at=timezone.now())  # fmt: skip
    identity.end_device(number, by=who, at=timezone.now())

    assert refused(client, "/account/")
    assert SESSION_KEY not in client.session


def roles_by_the_ledger(ground: Ground) -> None:
    """A role given ends the sessions from before: whoever gained it shows again who they are."""
    client = ground.client("clerk")
    account_id = ground.accounts["clerk"].pk
    identity.sign_in(account_id, session_key=client.session.session_key or "", methods=("password",), address=None,
                     browser="", by=ground.actor("clerk"), at=timezone.now())  # fmt: skip
    parties.grant_role(account_id, "leader", by=SYSTEM, at=timezone.now())
    seal_and_deliver()

    assert refused(client, "/account/")


def account(ground: Ground) -> None:
    client, caller = ground.client("officer"), Caller(ground.token)
    assert caller.get("/uploads").status_code == 200
    parties.close_account(ground.accounts["officer"].pk, by=SYSTEM, at=timezone.now())

    assert refused(client, "/account/")
    assert caller.get("/uploads").status_code == 401
    assert not Account.objects.get(username="officer").is_active


def key_of_the_owner(ground: Ground) -> None:
    """A key lends what its owner holds now, not what was held when it was made."""
    caller = Caller(ground.token)
    for grant in Grant.objects.filter(account=ground.accounts["officer"]):
        parties.revoke_role(grant.pk, by=SYSTEM, at=timezone.now())
    assert caller.get("/uploads").status_code == 403
    gateway.revoke_key(Key.objects.get().pk, by=ground.actor("officer"), at=timezone.now())
    assert caller.get("/key").status_code == 401
