"""Outside identities and the other systems that sign in here: who is tied, registered, told and withdrawn."""

import pytest
from allauth.idp.oidc.models import Client as System

from tests.cast import CHEN, LI, NOON, ZHOU
from tests.district import open_account
from yunjian.identity import actions, queries
from yunjian.identity.models import OutsideIdentity
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor
from yunjian.kernel.errors import Forbidden, Invalid, NotFound
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db
BACK = "https://oa.example.gov.cn/back"


@pytest.fixture
def zhou():
    return open_account("zhou").pk


def link(username="zhou", subject="S-1"):
    return actions.link_identity(username, "government", subject, by=CHEN, at=NOON)


def register(*addresses):
    return actions.register_client("办公系统", list(addresses or [BACK]), by=CHEN, at=NOON)


def test_link_identity_lets_the_subject_in_and_is_recorded_without_it(zhou):
    actions.link_identity("zhou", "government", "S-1", by=CHEN, at=NOON)

    assert actions.prove_outside("government", "S-1", by=ANONYMOUS, at=NOON) == zhou
    assert recorded("identity.outside.linked")[0].payload["account"] == zhou
    assert "S-1" not in str(recorded())


def test_an_unknown_subject_is_refused_whatever_its_name_and_that_is_recorded(zhou):
    for subject in ("zhou", "S-2", ""):
        with pytest.raises(actions.SubjectUnknown):
            actions.prove_outside("government", subject, by=ANONYMOUS, at=NOON)
    assert len(recorded("identity.outside.refused")) == 3


def test_link_identity_is_declined_twice_and_for_nobody(zhou):
    link()
    open_account("wang")
    for username, subject in (("zhou", "S-2"), ("wang", "S-1")):
        with pytest.raises(actions.SubjectTaken):
            link(username, subject)
    with pytest.raises(actions.NobodyOfThatName):
        link("nobody", "S-3")
    with pytest.raises(Invalid):
        link("wang", " ")
    assert OutsideIdentity.objects.count() == 1


def test_unlink_identity_shuts_the_door_again_and_is_recorded_once(zhou):
    link()
    actions.unlink_identity(zhou, "government", by=CHEN, at=NOON)

    with pytest.raises(actions.SubjectUnknown):
        actions.prove_outside("government", "S-1", by=ANONYMOUS, at=NOON)
    assert recorded("identity.outside.unlinked")[0].payload == {"account": zhou, "provider": "government"}
    with pytest.raises(NotFound):
        actions.unlink_identity(zhou, "government", by=CHEN, at=NOON)


def test_register_client_shows_the_secret_once_and_keeps_its_hash_and_is_recorded():
    client, secret = actions.register_client("办公系统", [BACK], by=CHEN, at=NOON)

    kept = System.objects.get()
    assert kept.check_secret(secret)
    assert secret not in kept.secret
    assert (kept.get_redirect_uris(), kept.get_scopes(), kept.skip_consent) == ([BACK], ["openid", "profile"], False)
    assert [each.id for each in queries.clients(reader=CHEN)] == [client]
    assert recorded("identity.client.registered")[0].payload == {"client": client}


@pytest.mark.parametrize(
    "address",
    [
        "http://oa.example.gov.cn/",
        "https://*.example.gov.cn/",
        "https://a/#x",
        "javascript:alert(1)",
        "/back",
        "https://[",
    ],
)
def test_register_client_is_declined_for_an_address_that_is_not_safe(address):
    with pytest.raises(actions.AddressUnsafe):
        register(BACK, address)
    assert not System.objects.exists()


def test_withdraw_client_ends_it_and_is_recorded_once():
    client, _secret = register("http://localhost:8080/back")
    actions.withdraw_client(client, by=CHEN, at=NOON)

    assert not System.objects.exists()
    assert recorded("identity.client.withdrawn")[0].payload == {"client": client}
    with pytest.raises(NotFound):
        actions.withdraw_client(client, by=CHEN, at=NOON)


def test_tell_client_is_recorded_and_declined_for_a_client_nobody_registered(zhou):
    me = Actor(f"account:{zhou}")
    client, _secret = register()
    actions.tell_client(zhou, client, by=me, at=NOON)

    assert recorded("identity.client.told")[0].payload == {"account": zhou, "client": client}
    with pytest.raises(NotFound):
        actions.tell_client(zhou, "nobody", by=me, at=NOON)


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, ZHOU])
def test_none_of_it_is_for_a_stranger(zhou, stranger):
    link()
    client, _secret = register()
    for forbidden in (
        lambda: actions.link_identity("zhou", "government", "S-9", by=stranger, at=NOON),
        lambda: actions.unlink_identity(zhou, "government", by=stranger, at=NOON),
        lambda: actions.register_client("x", [BACK], by=stranger, at=NOON),
        lambda: actions.withdraw_client(client, by=stranger, at=NOON),
        lambda: actions.tell_client(zhou, client, by=stranger, at=NOON),
        lambda: queries.clients(reader=stranger),
    ):
        with pytest.raises(Forbidden):
            forbidden()
    assert queries.account_of_subject("government", "S-1", reader=SYSTEM) == zhou
    assert System.objects.exists()
