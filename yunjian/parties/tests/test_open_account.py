"""Opening an account."""

import pytest

from tests.cast import CHEN, NOON, ZHOU
from tests.district import PASSWORD
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, Invalid
from yunjian.kernel.testing import recorded
from yunjian.parties import actions, queries
from yunjian.parties.models import Account

pytestmark = pytest.mark.django_db


def test_lets_somebody_log_in_and_leaves_a_record_without_a_name():
    pk = actions.open_account("zhou", "周晓云", PASSWORD, by=CHEN, at=NOON)

    known = queries.account_by_password("zhou", PASSWORD, reader=SYSTEM)
    assert (known.account, known.is_temporary) == (pk, True)
    [entry] = recorded("parties.account.opened")
    assert entry.payload == {"account": pk, "person": None}
    assert PASSWORD not in Account.objects.get(pk=pk).password


def test_is_declined_when_the_username_is_taken():
    actions.open_account("zhou", "周晓云", PASSWORD, by=CHEN, at=NOON)

    with pytest.raises(actions.UsernameTaken):
        actions.open_account(" zhou ", "另一位", PASSWORD, by=CHEN, at=NOON)
    assert Account.objects.count() == 1
    assert len(recorded()) == 1


@pytest.mark.parametrize("password", ["short", "123456789012", "password1234567"[:8]])
def test_is_declined_when_the_password_is_too_weak(password):
    with pytest.raises(actions.PasswordTooWeak):
        actions.open_account("zhou", "周晓云", password, by=CHEN, at=NOON)

    assert not Account.objects.exists()
    assert recorded() == []


def test_is_declined_without_a_name():
    with pytest.raises(Invalid):
        actions.open_account("zhou", " ", PASSWORD, by=CHEN, at=NOON)


@pytest.mark.parametrize("stranger", [ANONYMOUS, ZHOU])
def test_is_not_for_a_stranger(stranger):
    with pytest.raises(Forbidden):
        actions.open_account("zhou", "周晓云", PASSWORD, by=stranger, at=NOON)

    assert not Account.objects.exists()


def test_shows_itself_to_its_owner_and_the_administrator_only():
    pk = actions.open_account("zhou", "周晓云", PASSWORD, by=CHEN, at=NOON)

    assert queries.account(pk, reader=CHEN, at=NOON).username == "zhou"
    with pytest.raises(Forbidden):
        queries.account(pk, reader=ZHOU, at=NOON)
