"""Signing in and out."""

import pytest

from tests.cast import LI, NOON
from tests.district import PASSWORD, open_account
from yunjian.kernel.actor import ANONYMOUS, Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import arranging, recorded
from yunjian.parties import actions
from yunjian.parties.models import Account

pytestmark = pytest.mark.django_db


def test_is_recorded_by_the_accounts_id_only():
    account = open_account("zhou")
    actions.sign_in("zhou", PASSWORD, by=ANONYMOUS, at=NOON)
    actions.sign_out(account.pk, by=Actor(f"account:{account.pk}"), at=NOON)

    came, left = recorded("parties.account.signed_in", "parties.account.signed_out")
    assert came.actor == left.actor == f"account:{account.pk}"
    assert came.payload == left.payload == {"account": account.pk}


@pytest.mark.parametrize(("username", "password"), [("zhou", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_is_declined_in_one_sentence_whatever_was_wrong(username, password):
    open_account("zhou")

    with pytest.raises(actions.WrongCredentials):
        actions.sign_in(username, password, by=ANONYMOUS, at=NOON)
    assert recorded("parties.account.signed_in") == []


def test_is_declined_when_the_account_is_switched_off():
    open_account("zhou")
    with arranging():
        Account.objects.update(is_active=False)

    with pytest.raises(actions.WrongCredentials):
        actions.sign_in("zhou", PASSWORD, by=ANONYMOUS, at=NOON)


def test_is_not_undone_by_a_stranger():
    account = open_account("zhou")

    with pytest.raises(Forbidden):
        actions.sign_out(account.pk, by=LI, at=NOON)
    assert recorded("parties.account.signed_out") == []
