"""Proving a password, and coming in and going with it."""

from datetime import timedelta

import pytest

from tests.cast import CHEN, LI, NOON
from tests.district import PASSWORD, open_account
from yunjian.identity import actions
from yunjian.identity.models import Device, Failures
from yunjian.kernel.actor import ANONYMOUS, Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import arranging, recorded
from yunjian.parties import actions as parties
from yunjian.parties.models import Account

pytestmark = pytest.mark.django_db
HERE = "192.0.2.7"


def prove(username="zhou", password=PASSWORD, *, address=HERE, at=NOON):
    return actions.prove_password(username, password, address=address, by=ANONYMOUS, at=at)


def fail(times, username="zhou", *, address=HERE, at=NOON):
    for _time in range(times):
        with pytest.raises(actions.WrongCredentials):
            prove(username, "wrong", address=address, at=at)


def test_is_recorded_by_the_accounts_id_only():
    account = open_account("zhou")

    known = prove()
    assert (known.account, known.is_temporary) == (account.pk, False)
    [entry] = recorded("identity.password.proven")
    assert (entry.actor, entry.payload) == (f"account:{account.pk}", {"account": account.pk})


@pytest.mark.parametrize(("username", "password"), [("zhou", "wrong"), ("nobody", PASSWORD), ("", ""), ("138", "x")])
def test_is_declined_in_one_sentence_whatever_was_wrong_and_the_failure_is_recorded(username, password):
    open_account("zhou")

    with pytest.raises(actions.WrongCredentials):
        prove(username, password)
    [entry] = recorded("identity.sign_in.failed")
    assert entry.payload["locked"] is False
    assert username == "" or username not in str(entry)


def test_is_declined_when_the_account_is_closed():
    account = open_account("zhou")
    parties.close_account(account.pk, by=CHEN, at=NOON)

    with pytest.raises(actions.WrongCredentials):
        prove()


@pytest.mark.parametrize("username", ["zhou", "nobody"])
def test_is_refused_to_everybody_for_twenty_minutes_after_five_failures(username):
    open_account("zhou")
    fail(5, username)

    for password in ("wrong", PASSWORD):
        with pytest.raises(actions.TooManyFailures):
            prove(username, password, at=NOON + timedelta(minutes=19, seconds=59))
    assert [entry.payload["locked"] for entry in recorded("identity.sign_in.failed")] == [False] * 4 + [True]


def test_begins_anew_after_the_pause_and_after_a_success():
    account = open_account("zhou")
    fail(5)
    later = NOON + timedelta(minutes=20)
    fail(4, at=later)

    assert prove(at=later).account == account.pk
    fail(4, at=later)
    assert prove(at=later).account == account.pk


def test_is_refused_to_an_address_that_fails_twenty_times_whatever_the_names():
    open_account("zhou")
    for number in range(20):
        fail(1, f"name-{number}")

    with pytest.raises(actions.TooManyFailures):
        prove()
    assert prove(address="192.0.2.8")


def test_keeps_neither_names_nor_addresses_of_those_who_fail():
    fail(1, "secret-name")

    kept = " ".join(Failures.objects.values_list("key", flat=True))
    assert "secret-name" not in kept
    assert HERE not in kept


def test_is_for_nobody_who_is_signed_in_already():
    with pytest.raises(Forbidden):
        actions.prove_password("zhou", PASSWORD, address=HERE, by=LI, at=NOON)
    assert recorded() == []


def test_asks_for_another_password_when_it_is_temporary_or_ninety_days_old(settings):
    account = open_account("zhou")
    with arranging():
        Account.objects.filter(pk=account.pk).update(password_set_at=NOON)
    assert not actions.must_change(prove(), NOON)
    assert actions.must_change(prove(), NOON + timedelta(days=91))
    settings.PASSWORD_DAYS = 0
    assert not actions.must_change(prove(), NOON + timedelta(days=9100))
    with arranging():
        Account.objects.filter(pk=account.pk).update(password_is_temporary=True)
    assert actions.must_change(prove(), NOON)


def sign_in(account, key="k1", at=NOON):
    words = {"methods": ("password",), "address": HERE, "browser": "Firefox"}
    return actions.sign_in(account.pk, session_key=key, **words, by=me(account), at=at)


def me(account):
    return Actor(f"account:{account.pk}")


def test_sign_in_and_sign_out_are_recorded_with_the_device_and_the_methods():
    account = open_account("zhou")
    device = sign_in(account)
    actions.sign_out(account.pk, "k1", by=me(account), at=NOON)

    came, left = recorded("identity.account.signed_in", "identity.account.signed_out")
    assert came.payload == {"account": account.pk, "device": device, "methods": "password"}
    assert left.payload == {"account": account.pk, "device": device, "end": "LEFT"}
    assert HERE not in f"{came}{left}"
    assert Device.objects.get().session_key is None


def test_sign_in_is_declined_for_a_closed_account():
    account = open_account("zhou")
    parties.close_account(account.pk, by=CHEN, at=NOON)

    with pytest.raises(Forbidden):
        sign_in(account)
    assert not Device.objects.exists()


def test_sign_in_sign_out_and_rekey_device_are_for_no_stranger():
    account = open_account("zhou")
    with pytest.raises(Forbidden):
        actions.sign_in(account.pk, session_key="k", methods=(), address=None, browser="", by=LI, at=NOON)
    with pytest.raises(Forbidden):
        actions.sign_out(account.pk, "k1", by=LI, at=NOON)
    with pytest.raises(Forbidden):
        actions.rekey_device(account.pk, "k1", "k2", by=LI, at=NOON)
    assert recorded("identity.account.signed_in", "identity.account.signed_out") == []


def test_end_device_ends_one_and_end_devices_all_but_the_named():
    account = open_account("zhou")
    first, *_others = [sign_in(account, key) for key in ("k1", "k2", "k3")]
    actions.end_device(first, by=me(account), at=NOON)
    assert actions.end_devices(account.pk, "ENDED", but="k3", by=me(account), at=NOON) == 1

    assert [device.session_key for device in Device.objects.filter(ended_at=None)] == ["k3"]
    assert len(recorded("identity.account.signed_out")) == 2


def test_end_device_and_end_devices_are_declined_to_a_stranger_and_change_nothing():
    device = sign_in(open_account("zhou"))
    wang = open_account("wang")

    with pytest.raises(actions.NoSuchDevice):
        actions.end_device(device, by=me(wang), at=NOON)
    with pytest.raises(Forbidden):
        actions.end_devices(Device.objects.get().account_id, "ENDED", by=me(wang), at=NOON)
    assert Device.objects.get().ended_at is None


def test_rekey_device_leaves_a_record_and_the_old_key_is_worth_nothing():
    account = open_account("zhou")
    device = sign_in(account)
    actions.rekey_device(account.pk, "k1", "k2", by=me(account), at=NOON)

    assert Device.objects.get().session_key == "k2"
    assert recorded("identity.session.rekeyed")[0].payload == {"account": account.pk, "device": device}
    with pytest.raises(actions.NoSuchDevice):
        actions.rekey_device(account.pk, "", "k3", by=me(account), at=NOON)
