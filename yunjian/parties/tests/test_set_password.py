"""Setting a password."""

import pytest

from tests.cast import CHEN, LI, NOON
from tests.district import PASSWORD, open_account
from yunjian.kernel.actor import ANONYMOUS, Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded
from yunjian.parties import actions

pytestmark = pytest.mark.django_db
ANOTHER = "river-under-the-old-bridge"


def test_replaces_the_old_one_and_leaves_a_record():
    account = open_account("zhou")
    actions.set_password(account.pk, ANOTHER, by=Actor(f"account:{account.pk}"), at=NOON)

    assert actions.sign_in("zhou", ANOTHER, by=ANONYMOUS, at=NOON) == account.pk
    with pytest.raises(actions.WrongCredentials):
        actions.sign_in("zhou", PASSWORD, by=ANONYMOUS, at=NOON)
    assert [entry.payload for entry in recorded("parties.account.password_set")] == [{"account": account.pk}]


def test_is_declined_when_it_is_too_weak():
    account = open_account("zhou")

    with pytest.raises(actions.PasswordTooWeak):
        actions.set_password(account.pk, "zhou", by=CHEN, at=NOON)
    assert actions.sign_in("zhou", PASSWORD, by=ANONYMOUS, at=NOON) == account.pk
    assert recorded("parties.account.password_set") == []


def test_is_declined_for_an_account_nobody_has():
    with pytest.raises(NotFound):
        actions.set_password(999, ANOTHER, by=CHEN, at=NOON)


def test_is_not_for_a_stranger():
    account = open_account("zhou")

    with pytest.raises(Forbidden):
        actions.set_password(account.pk, ANOTHER, by=LI, at=NOON)
    assert actions.sign_in("zhou", PASSWORD, by=ANONYMOUS, at=NOON) == account.pk
