"""Closing an account when its owner leaves, and opening it again."""

import pytest

from tests.cast import CHEN, DATA_BUREAU, LI, NOON, ZHOU
from tests.district import PASSWORD, open_account, small_district
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.parties import actions, queries
from yunjian.parties.models import Account

pytestmark = pytest.mark.django_db


def test_close_account_ends_its_roles_too_and_is_recorded():
    small_district()
    account = open_account("zhou", ("budget-officer", DATA_BUREAU))
    actions.close_account(account.pk, by=CHEN, at=NOON.replace(hour=13))

    account.refresh_from_db()
    assert queries.actor_of(account).is_anonymous
    assert queries.account(account.pk, reader=CHEN, at=NOON.replace(hour=13)).grants == ()
    kinds = [entry.kind for entry in recorded("parties.role.revoked", "parties.account.closed")]
    assert kinds == ["parties.role.revoked", "parties.account.closed"]


def test_close_account_and_reopen_account_are_declined_the_second_time():
    account = open_account("zhou")
    with pytest.raises(actions.NotClosed):
        actions.reopen_account(account.pk, by=CHEN, at=NOON)
    actions.close_account(account.pk, by=CHEN, at=NOON)
    with pytest.raises(actions.AlreadyClosed):
        actions.close_account(account.pk, by=CHEN, at=NOON)
    assert len(recorded("parties.account.closed")) == 1


def test_reopen_account_lets_the_owner_in_without_the_roles_of_before_and_is_recorded():
    account = open_account("zhou")
    actions.close_account(account.pk, by=CHEN, at=NOON)
    assert queries.account_by_password("zhou", PASSWORD, reader=SYSTEM) is None
    actions.reopen_account(account.pk, by=CHEN, at=NOON)

    assert queries.account_by_password("zhou", PASSWORD, reader=SYSTEM).account == account.pk
    assert recorded("parties.account.reopened")[0].payload == {"account": account.pk}


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, ZHOU])
def test_close_account_and_reopen_account_are_for_no_stranger(stranger):
    account = open_account("zhou")
    with pytest.raises(Forbidden):
        actions.close_account(account.pk, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        actions.reopen_account(account.pk, by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        queries.account_by_password("zhou", PASSWORD, reader=stranger)
    assert Account.objects.get().is_active
