"""Recovering an account with a code an administrator hands over."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import get_hasher, identify_hasher

from tests.cast import CHEN, LI, NOON, ZHOU
from tests.district import PASSWORD, open_account
from yunjian.identity import actions, queries
from yunjian.identity.models import RecoveryCode
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.parties import actions as parties
from yunjian.parties import queries as of_parties

from .test_factors import tie

pytestmark = pytest.mark.django_db
NEW = "River-under-the-0ld-bridge"


@pytest.fixture
def zhou():
    return open_account("zhou").pk


def issue(**more):
    return actions.issue_recovery("zhou", by=CHEN, at=NOON, **more)


def recover(code, username="zhou", password=NEW, at=NOON):
    return actions.recover(username, code, password, address="192.0.2.7", by=ANONYMOUS, at=at)


def test_issue_recovery_gives_a_code_that_sets_a_new_password_and_is_recorded(zhou):
    code = actions.issue_recovery("zhou", by=CHEN, at=NOON)
    assert recover(code.lower().replace("-", " ")) == zhou

    assert of_parties.account_by_password("zhou", NEW, reader=SYSTEM).is_temporary is False
    assert of_parties.account_by_password("zhou", PASSWORD, reader=SYSTEM) is None
    assert [entry.payload for entry in recorded("identity.recovery.issued", "identity.recovery.used")] == [
        {"account": zhou, "resets_factors": False}
    ] * 2
    assert code not in str(RecoveryCode.objects.get().digest)


def test_the_code_is_kept_as_slowly_hashed_as_a_password(zhou):
    code = issue()

    assert identify_hasher(RecoveryCode.objects.get().digest) == get_hasher()
    assert code.replace("-", "") not in RecoveryCode.objects.get().digest


def test_the_code_is_good_once_for_half_an_hour_and_until_the_next_is_issued(zhou):
    first, second = issue(), issue()
    for dead in (first, "AAAA-BBBB-CCCC"):
        with pytest.raises(actions.RecoveryRefused):
            recover(dead)
    with pytest.raises(actions.RecoveryRefused):
        recover(second, at=NOON + timedelta(minutes=30))
    recover(second, at=NOON + timedelta(minutes=29))
    with pytest.raises(actions.RecoveryRefused):
        recover(second, password=NEW + "!")


def test_the_code_keeps_when_the_new_password_is_too_weak(zhou):
    code = issue()
    with pytest.raises(parties.PasswordTooWeak):
        recover(code, password="weak")

    assert recover(code) == zhou


def test_the_second_factor_stays_unless_the_administrator_said_otherwise(zhou):
    me = Actor(f"account:{zhou}")
    tie(zhou)
    recover(issue())
    assert queries.factors(zhou, reader=me).any

    recover(issue(resets_factors=True), password=NEW + "!")
    assert not queries.factors(zhou, reader=me).any


def test_guessing_is_paused_after_five_wrong_codes_for_names_that_exist_and_others(zhou):
    code = issue()
    for username in ("zhou", "nobody"):
        for _time in range(5):
            with pytest.raises(actions.RecoveryRefused):
                recover("AAAA-BBBB-CCCC", username)
        with pytest.raises(actions.TooManyFailures):
            recover(code, username)


def test_issue_recovery_is_declined_for_a_name_nobody_has():
    with pytest.raises(actions.NobodyOfThatName):
        issue()
    assert recorded("identity.recovery.issued") == []


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, ZHOU])
def test_issue_recovery_is_for_no_stranger(zhou, stranger):
    with pytest.raises(Forbidden):
        actions.issue_recovery("zhou", by=stranger, at=NOON)
    assert not RecoveryCode.objects.exists()
