"""Keys are made, rotated and revoked by those they belong to."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import CHEN, DATA_BUREAU, LI, NOON, WU, ZHOU
from tests.district import open_account
from yunjian.gateway import actions, queries
from yunjian.gateway.api import caller_of_key
from yunjian.gateway.models import Key
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor, Held
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db


def known(token, at=NOON):
    return queries.authenticated(token, reader=SYSTEM, at=at)


def test_made_a_key_is_told_once_and_only_its_digest_is_kept(district):
    key, token = actions.make_key("每日同步", ["drafts:read"], networks=["203.0.113.7"], by=ZHOU, at=NOON)

    row = Key.objects.get()
    kept = " ".join(str(getattr(row, field.attname)) for field in Key._meta.concrete_fields)
    assert token not in kept
    assert token.split("_", 2)[2] not in kept
    assert known(token).id == key
    assert row.networks == ["203.0.113.7/32"]
    [entry] = recorded("gateway.key.made")
    assert entry.payload == {"key": key, "owner": ZHOU.id, "scopes": ["drafts:read"]}


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"label": " "}, actions.LabelMissing),
        ({"scopes": ["everything"]}, actions.UnknownScope),
        ({"days": 0}, actions.TermUnsound),
        ({"days": 367}, actions.TermUnsound),
        ({"per_minute": 0}, actions.LimitUnsound),
        ({"per_minute": 6001}, actions.LimitUnsound),
        ({"networks": ["10.0.0.0/99"]}, actions.NetworkUnsound),
    ],
)
def test_make_key_is_declined_when_something_is_unsound(district, wrong, refusal):
    with pytest.raises(refusal):
        actions.make_key(wrong.pop("label", "同步"), **wrong, by=ZHOU, at=NOON)
    assert recorded("gateway.key.made") == []
    assert not Key.objects.exists()


def test_make_key_for_a_unit_is_the_administrators_and_nobody_elses(district):
    with pytest.raises(Forbidden):
        actions.make_key("同步", unit=DATA_BUREAU, by=ZHOU, at=NOON)
    with pytest.raises(NotFound):
        actions.make_key("同步", unit="nobody", by=CHEN, at=NOON)

    key, _ = actions.make_key("同步", unit=DATA_BUREAU, by=CHEN, at=NOON)
    assert Key.objects.get(pk=key).owner == f"unit:{DATA_BUREAU}"


@pytest.mark.parametrize("stranger", [ANONYMOUS, SYSTEM, Actor("key:1")], ids=lambda actor: actor.id)
def test_make_key_is_not_for_a_visitor_and_not_for_another_key(district, stranger):
    with pytest.raises(Forbidden):
        actions.make_key("同步", by=stranger, at=NOON)


def test_make_key_is_declined_beyond_fifty(district):
    for number in range(50):
        actions.make_key(f"第{number}个", by=ZHOU, at=NOON)
    with pytest.raises(actions.TooManyKeys):
        actions.make_key("再一个", by=ZHOU, at=NOON)


def test_a_key_is_known_until_it_expires_and_never_by_half(district):
    _, token = actions.make_key("同步", days=1, by=ZHOU, at=NOON)

    assert known(token) is not None
    assert known(token, NOON + timedelta(days=1)) is None
    for wrong in (token[:-1], token + "x", token.replace("yj_", "xx_"), "", "yj_", "yj_00000000_", "yj__"):
        assert known(wrong) is None


def test_rotated_a_key_works_by_its_new_text_only(district):
    key, old = actions.make_key("同步", by=ZHOU, at=NOON)
    new = actions.rotate_key(key, by=ZHOU, at=NOON)

    assert known(old) is None
    assert known(new).id == key
    assert [entry.payload["key"] for entry in recorded("gateway.key.rotated")] == [key]


def test_rotate_key_is_declined_once_it_is_revoked(district):
    key, _ = actions.make_key("同步", by=ZHOU, at=NOON)
    actions.revoke_key(key, by=ZHOU, at=NOON)
    with pytest.raises(actions.AlreadyRevoked):
        actions.rotate_key(key, by=ZHOU, at=NOON)


@pytest.mark.parametrize("stranger", [WU, LI], ids=lambda actor: actor.name)
def test_rotate_key_and_revoke_key_are_not_for_a_stranger(district, stranger):
    key, token = actions.make_key("同步", by=ZHOU, at=NOON)

    for act in (actions.rotate_key, actions.revoke_key):
        with pytest.raises(NotFound):
            act(key, by=stranger, at=NOON)
        with pytest.raises(Forbidden):
            act(key, by=ANONYMOUS, at=NOON)
    assert known(token) is not None


def test_revoked_a_key_is_known_no_more(district):
    key, token = actions.make_key("同步", by=ZHOU, at=NOON)
    actions.revoke_key(key, by=CHEN, at=NOON)

    assert known(token) is None
    assert [entry.actor for entry in recorded("gateway.key.revoked")] == [CHEN.id]
    with pytest.raises(actions.AlreadyRevoked):
        actions.revoke_key(key, by=CHEN, at=NOON)


def test_listed_are_ones_own_keys_and_all_for_the_administrator(district):
    key, _ = actions.make_key("同步", by=ZHOU, at=NOON)
    actions.count_use(key, at=NOON)
    actions.count_use(key, at=NOON + timedelta(hours=1))

    [mine] = queries.keys(reader=ZHOU, at=NOON)
    assert (mine.uses, mine.last_used_at) == (2, NOON + timedelta(hours=1))
    assert queries.keys(reader=WU, at=NOON) == []
    assert queries.keys(reader=ANONYMOUS, at=NOON) == []
    assert len(queries.keys(reader=CHEN, at=NOON)) == 1
    with pytest.raises(NotFound):
        queries.key(key, reader=WU, at=NOON)
    with pytest.raises(NotFound):
        queries.key(key, reader=Actor("key:999999"), at=NOON)


def test_the_account_page_leads_to_ones_keys(district, client):
    client.force_login(open_account("li"))

    assert f'href="{reverse("gateway:keys")}"' in client.get(reverse("parties:account")).text


def test_make_outside_key_acts_as_the_organisation_only_and_revoke_outside_keys_ends_it(district):
    keeper = Actor("account:8", "宋", (Held("approver", "", frozenset({"gateway.key.outside"})),))
    key, token = actions.make_outside_key("organisation:7", "柜面系统", ["webhooks:manage"], by=keeper, at=NOON)

    [entry] = recorded("gateway.key.made")
    assert entry.payload["owner"] == "organisation:7"
    caller = caller_of_key(token, "203.0.113.7", at=NOON)
    lent = caller.lent["webhooks:manage"]
    assert (lent.id, lent.owns, lent.held) == (f"key:{key}", frozenset({"organisation:7"}), ())
    assert actions.revoke_outside_keys("organisation:7", by=keeper, at=NOON) == 1
    assert known(token) is None
    assert len(recorded("gateway.key.revoked")) == 1
    with pytest.raises(actions.NoKeys):
        actions.revoke_outside_keys("organisation:7", by=keeper, at=NOON)


@pytest.mark.parametrize("owner", ["account:1", "organisation:", "organisation:x", "unit:data-bureau"])
def test_make_outside_key_is_declined_for_what_is_no_organisation(district, owner):
    keeper = Actor("account:8", "宋", (Held("approver", "", frozenset({"gateway.key.outside"})),))
    with pytest.raises(actions.OwnerUnsound):
        actions.make_outside_key(owner, "柜面系统", [], by=keeper, at=NOON)
    assert not Key.objects.exists()


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, ZHOU, CHEN, SYSTEM])
def test_keys_of_organisations_are_not_for_strangers(district, stranger):
    with pytest.raises(Forbidden):
        actions.make_outside_key("organisation:7", "柜面系统", [], by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.revoke_outside_key("organisation:7", 1, by=stranger, at=NOON)
    refusal = actions.NoKeys if stranger.is_system else Forbidden  # the platform ends them with the agreement
    with pytest.raises(refusal):
        actions.revoke_outside_keys("organisation:7", by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        queries.outside_keys("organisation:7", reader=stranger, at=NOON)


def test_revoke_outside_key_ends_one_and_is_recorded_and_declined_twice_or_for_another(district):
    keeper = Actor("account:8", "宋", (Held("approver", "", frozenset({"gateway.key.outside"})),))
    soon = NOON + timedelta(days=3)
    key, token = actions.make_outside_key("organisation:7", "柜面系统", [], no_later_than=soon, by=keeper, at=NOON)
    assert [each.expires_at for each in queries.outside_keys("organisation:7", reader=keeper, at=NOON)] == [soon]
    with pytest.raises(NotFound):
        actions.revoke_outside_key("organisation:8", key, by=keeper, at=NOON)
    with pytest.raises(actions.OwnerUnsound):
        actions.revoke_outside_key("account:8", key, by=keeper, at=NOON)
    actions.revoke_outside_key("organisation:7", key, by=keeper, at=NOON)

    assert known(token) is None
    assert len(recorded("gateway.key.revoked")) == 1
    with pytest.raises(actions.AlreadyRevoked):
        actions.revoke_outside_key("organisation:7", key, by=keeper, at=NOON)
