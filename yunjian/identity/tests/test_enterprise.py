"""Signing in for an enterprise: registered with its code and a phone, then by password, phone code or passkey."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import CHEN
from tests.district import open_account, small_district
from yunjian.identity import actions
from yunjian.identity.models import OutgoingText
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor
from yunjian.kernel.testing import recorded
from yunjian.parties import actions as parties
from yunjian.parties.models import Enterprise, Mandate
from yunjian.parties.queries import ACTING, actor_of

pytestmark = pytest.mark.django_db
PHONE, CODE, NAME, PASSWORD = "13812345678", "91350100M000100Y43", "松江数据有限公司", "Cloud-over-9-peaks"


def texted() -> str:
    return re.search(r"\d{6}", OutgoingText.objects.latest("pk").words)[0]


def registered(relation="LEGAL", name=NAME) -> int:
    """Li registers the enterprise and herself with her phone, an hour ago."""
    at = timezone.now() - timedelta(hours=1)
    actions.send_phone_code(PHONE, address="192.0.2.1", by=ANONYMOUS, at=at)
    proof = actions.prove_phone(PHONE, texted(), address="192.0.2.1", by=ANONYMOUS, at=at)
    return actions.register_citizen(
        proof, PHONE, "李民", password=PASSWORD, enterprise=(name, CODE), relation=relation, by=ANONYMOUS, at=at
    )


def proven() -> None:
    """A counter has seen the papers."""
    clerk = actor_of(open_account("clerk", ("clerk", "data-bureau")))
    parties.prove_mandate(Mandate.objects.get().pk, "营业执照、身份证", by=clerk, at=timezone.now())


@pytest.fixture
def firm(db):
    small_district()
    account = registered()
    proven()
    return account


def chosen() -> Client:
    client = Client()
    answer = client.post("/account/login/enterprise/", {"uscc": " 91350100m000 100y43 ", "next": "/account/mandates/"})
    assert answer.headers["Location"] == "/account/login/?next=/account/mandates/"
    assert CODE in client.get("/account/login/").text
    assert CODE in client.get("/account/login/phone/").text
    return client


def by_password(client: Client):
    return client.post("/account/login/", {"username": PHONE, "password": PASSWORD, "next": "/account/mandates/"})


def test_register_citizen_asks_for_the_mandate_at_once_and_that_is_recorded(db):
    small_district()
    account = registered("LEGAL")

    asked = Mandate.objects.get()
    assert (asked.agent_id, asked.kind, asked.accepted_at) == (account, "LEGAL", None)
    assert recorded("parties.mandate.asked")[0].payload["principal"] == asked.principal
    assert Enterprise.objects.get().uscc == CODE


def test_register_citizen_is_declined_when_the_code_is_another_enterprises(db):
    small_district()
    parties.register_enterprise("别的公司", CODE, by=SYSTEM, at=timezone.now())
    with pytest.raises(parties.NobodyByThatNumber):
        registered()
    assert not Mandate.objects.exists()


def test_by_password_and_what_is_done_names_the_enterprise_and_the_person(firm):
    client = chosen()
    assert by_password(client).headers["Location"] == "/account/mandates/"

    page = client.get("/account/mandates/")
    who = page.wsgi_request.actor
    assert who.acting_for == f"enterprise:{Enterprise.objects.get().pk}"
    assert NAME in page.text
    begun = recorded("parties.mandate.acted_under")[-1]
    assert (begun.actor, begun.payload["principal"]) == (f"account:{firm}", who.acting_for)


def test_by_a_code_to_the_phone(firm):
    client = chosen()
    client.post("/account/login/phone/", {"phone": PHONE, "next": "/"})
    client.post("/account/login/phone/code/", {"code": texted()})

    assert client.session[ACTING] == Mandate.objects.get().pk


def test_by_every_way_through_the_one_door(rf, firm):
    """A passkey and an outside provider end in the same ``enter``; the code is read there before the session is new."""
    from django.contrib.auth.models import AnonymousUser
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.contrib.sessions.backends.db import SessionStore

    from yunjian.identity.pages.entering import FIRM, enter

    request = rf.get("/")
    request.session, request.user, request.actor = SessionStore(), AnonymousUser(), ANONYMOUS
    request.session[FIRM] = CODE
    request._messages = FallbackStorage(request)
    enter(request, firm, ("passkey",), "/")

    assert request.session[ACTING] == Mandate.objects.get().pk
    assert FIRM not in request.session


@pytest.mark.parametrize("why", ["waiting", "ended", "another's"])
def test_without_a_mandate_in_force_one_is_oneself_and_told_so(db, why):
    small_district()
    account = registered()
    if why == "ended":
        proven()
        parties.end_mandate(Mandate.objects.get().pk, by=Actor(f"account:{account}"), at=timezone.now())
    client = chosen()
    if why == "another's":
        open_account("zhou")
        client.post("/account/login/", {"username": "zhou", "password": PASSWORD})
    else:
        by_password(client)

    page = client.get("/account/mandates/")
    assert page.wsgi_request.actor.acting_for == ""
    assert "没有这家企业的有效授权" in page.text


def test_a_wrong_code_is_said_and_one_may_come_as_oneself_after_all(firm):
    for wrong in ("", "9135", "91350100I000100Y43"):
        assert Client().post("/account/login/enterprise/", {"uscc": wrong}).status_code == 422
    client = chosen()
    client.post("/account/login/enterprise/", {"oneself": "1"})
    by_password(client)

    assert ACTING not in client.session


def test_leads_nowhere_else_and_is_not_for_who_is_in(firm):
    answer = Client().post("/account/login/enterprise/", {"uscc": CODE, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/account/login/?next=/"
    client = chosen()
    by_password(client)
    assert client.get("/account/login/enterprise/").headers["Location"] == "/account/mandates/"
    assert actions.issue_recovery("clerk", by=CHEN, at=timezone.now())
