"""Opening the first accounts."""

import pytest

from tests.cast import DATA_BUREAU, LI, NOON, SERVICE_CENTRE
from tests.district import small_district
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.parties import actions, queries
from yunjian.parties.models import Account

pytestmark = pytest.mark.django_db
ADMINISTRATORS = ["audit-administrator", "security-administrator", "system-administrator"]
USERNAMES = sorted([*ADMINISTRATORS, "leader", f"officer-{DATA_BUREAU}", f"officer-{SERVICE_CENTRE}"])


def test_gives_each_a_password_of_its_own_and_its_role():
    small_district()
    passwords = actions.open_first_accounts(by=SYSTEM, at=NOON)

    assert sorted(passwords) == USERNAMES
    assert len(set(passwords.values())) == 6
    officer = Account.objects.get(username=f"officer-{DATA_BUREAU}")
    assert queries.actor_of(officer).grants == {("budget-officer", DATA_BUREAU)}
    known = queries.account_by_password(officer.username, passwords[officer.username], reader=SYSTEM)
    assert (known.account, known.is_temporary) == (officer.pk, True)


def test_opens_nothing_at_the_second_start():
    small_district()
    actions.open_first_accounts(by=SYSTEM, at=NOON)

    assert actions.open_first_accounts(by=SYSTEM, at=NOON) == {}
    assert Account.objects.count() == 6


def test_is_declined_as_a_whole_when_the_roles_are_not_known():
    with pytest.raises(actions.UnknownRole):
        actions.open_first_accounts(by=SYSTEM, at=NOON)

    assert not Account.objects.exists()


def test_is_not_for_a_stranger():
    with pytest.raises(Forbidden):
        actions.open_first_accounts(by=LI, at=NOON)

    assert not Account.objects.exists()
