"""Setting a password."""

import pytest

from tests.cast import CHEN, LI, NOON
from tests.district import PASSWORD, open_account
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded
from yunjian.parties import actions, queries
from yunjian.parties.models import Account, FormerPassword

pytestmark = pytest.mark.django_db
ANOTHER = "River-under-the-0ld-bridge"


def works(username, password):
    """Whose account this name and password open."""
    known = queries.account_by_password(username, password, reader=SYSTEM)
    return known and known.account


def test_replaces_the_old_one_and_leaves_a_record():
    account = open_account("zhou")
    actions.set_password(account.pk, ANOTHER, by=Actor(f"account:{account.pk}"), at=NOON)

    assert works("zhou", ANOTHER) == account.pk
    assert works("zhou", PASSWORD) is None
    assert [entry.payload for entry in recorded("parties.account.password_set")] == [{"account": account.pk}]


def test_is_declined_when_it_is_too_weak():
    account = open_account("zhou")

    with pytest.raises(actions.PasswordTooWeak):
        actions.set_password(account.pk, "zhou", by=CHEN, at=NOON)
    assert works("zhou", PASSWORD) == account.pk
    assert recorded("parties.account.password_set") == []


def test_is_declined_for_an_account_nobody_has():
    with pytest.raises(NotFound):
        actions.set_password(999, ANOTHER, by=CHEN, at=NOON)


def test_is_not_for_a_stranger():
    account = open_account("zhou")

    with pytest.raises(Forbidden):
        actions.set_password(account.pk, ANOTHER, by=LI, at=NOON)
    assert works("zhou", PASSWORD) == account.pk


def test_is_declined_when_it_is_one_of_the_last_five():
    account = open_account("zhou")
    me = Actor(f"account:{account.pk}")
    for number in range(5):
        actions.set_password(account.pk, f"{ANOTHER}{number}", by=me, at=NOON)

    for number in range(5):
        with pytest.raises(actions.PasswordTooWeak, match="最近用过"):
            actions.set_password(account.pk, f"{ANOTHER}{number}", by=me, at=NOON)
    assert FormerPassword.objects.count() == 4
    actions.set_password(account.pk, PASSWORD, by=me, at=NOON)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Short-1", "12"),
        ("alllowercase-only", "3种"),
        ("Zhou-is-my-name-1", "用户名或姓名"),
        ("Qwertyuiop123", "常见|太普通|common"),
    ],
)
def test_says_which_rule_a_weak_one_breaks(password, why):
    account = open_account("zhou")
    with pytest.raises(actions.PasswordTooWeak, match=why):
        actions.set_password(account.pk, password, by=Actor(f"account:{account.pk}"), at=NOON)


def test_is_temporary_when_somebody_else_chose_it():
    account = open_account("zhou")
    actions.set_password(account.pk, ANOTHER, by=CHEN, at=NOON)
    assert Account.objects.get().password_is_temporary

    actions.set_password(account.pk, ANOTHER + "!", by=Actor(f"account:{account.pk}"), at=NOON)
    assert not Account.objects.get().password_is_temporary
