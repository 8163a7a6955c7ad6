"""Brute force: whoever guesses is stopped after a few tries, and guessing right afterwards is no use either."""

from datetime import timedelta

import pytest

from tests.api import Caller
from tests.cast import CHEN, NOON
from tests.district import PASSWORD, open_account
from yunjian.identity import actions
from yunjian.identity.models import OutgoingText
from yunjian.identity.tests.test_factors import code, me, tie
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.testing import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick")]
PHONE = "13812345678"
NEW = "River-under-the-0ld-bridge"
SOON = NOON + timedelta(minutes=2)


def guesses(guess, most: int = 60, address: str = "192.0.2.1") -> int:
    """How many wrong guesses are heard before the door shuts."""
    for number in range(most):
        try:
            guess(f"{number:06}", address)
        except actions.TooManyFailures:
            return number
        except (actions.WrongCredentials, actions.WrongCode, actions.RecoveryRefused, actions.WrongPhoneCode):
            continue
    return most


def password(given, address):
    return actions.prove_password("zhou", given, address=address, by=ANONYMOUS, at=NOON)


def test_a_password():
    open_account("zhou")

    assert guesses(password) == 5
    with pytest.raises(actions.TooManyFailures):
        password(PASSWORD, "198.51.100.1")  # from anywhere
    assert recorded("identity.sign_in.failed")[-1].payload["locked"]


def test_one_password_tried_on_many_names():
    """Password spraying: the address is what is counted then."""
    for number in range(30):
        open_account(f"n{number}")
    heard = 0
    for number in range(30):
        try:
            actions.prove_password(f"n{number}", "Spring-2026!", address="192.0.2.1", by=ANONYMOUS, at=NOON)
        except actions.WrongCredentials:
            heard += 1
        except actions.TooManyFailures:
            break

    assert heard == 20


def test_a_second_factor_and_a_recovery_code_of_the_app():
    zhou = open_account("zhou").pk
    tie(zhou)

    def factor(given, address):
        return actions.prove_factor(zhou, given, address=address, by=me(zhou), at=SOON)

    assert guesses(factor) == 5
    with pytest.raises(actions.TooManyFailures):
        factor(code(SOON), "198.51.100.1")


def test_the_code_of_a_phone():
    actions.send_phone_code(PHONE, address="192.0.2.1", by=ANONYMOUS, at=NOON)
    given = OutgoingText.objects.get().words.split("验证码 ")[1][:6]

    def text(each, address):
        if each == given:
            return None
        return actions.prove_phone(PHONE, each, address=address, by=ANONYMOUS, at=NOON)

    assert guesses(text) == 5
    with pytest.raises(actions.TooManyFailures):
        actions.prove_phone(PHONE, given, address="198.51.100.1", by=ANONYMOUS, at=NOON)


def test_codes_are_not_asked_for_without_end_to_guess_one_of_them():
    sent, at = 0, NOON
    for _time in range(40):
        at += timedelta(seconds=61)
        try:
            actions.send_phone_code(PHONE, address="192.0.2.1", by=ANONYMOUS, at=at)
            sent += 1
        except actions.TooManyCodes:
            break

    assert sent == 10


def test_the_code_an_administrator_hands_over():
    open_account("zhou")
    given = actions.issue_recovery("zhou", by=CHEN, at=NOON)

    def recover(each, address):
        return actions.recover("zhou", each, NEW, address=address, by=ANONYMOUS, at=NOON)

    assert guesses(recover) == 5
    with pytest.raises(actions.TooManyFailures):
        recover(given, "198.51.100.1")


def test_a_key_of_the_api(settings):
    settings.API_PER_MINUTE = 20
    statuses = [Caller(f"yj_{number:08}_guess").get("/key").status_code for number in range(25)]

    assert statuses[:20] == [401] * 20
    assert set(statuses[20:]) == {429}


def test_the_present_password_asked_once_more_within_a_session(client):
    """Whoever finds a screen unlocked cannot try passwords there without end."""
    client.force_login(open_account("zhou"))
    words = {"new": NEW, "again": NEW}
    for number in range(5):
        assert "现在的密码不对" in client.post("/account/password/", {"current": f"x{number}", **words}).text
    locked = recorded("identity.sign_in.failed")[-1].payload["locked"]

    right = client.post("/account/password/", {"current": PASSWORD, **words})
    assert (locked, right.status_code, "试错次数太多" in right.text) == (True, 422, True)
    assert client.post("/account/security/codes/", {"current": PASSWORD}).status_code == 422
    assert client.post("/account/security/passkeys/", {"current": PASSWORD, "name": "x"}).status_code == 422
    assert recorded("parties.account.password_set")[1:] == []
