"""Granting a role, and revoking it."""

from datetime import timedelta

import pytest

from tests.cast import CHEN, DATA_BUREAU, NOON, SERVICE_CENTRE, ZHOU
from tests.district import open_account, small_district
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.errors import Forbidden, Invalid
from yunjian.kernel.testing import recorded
from yunjian.parties import actions, queries
from yunjian.parties.models import Account, Grant

pytestmark = pytest.mark.django_db
OFFICER = "budget-officer"


@pytest.fixture
def account():
    small_district()
    return open_account("zhou")


def actor(account):
    return queries.actor_of(Account.objects.get(pk=account.pk))


def test_gives_the_actor_the_role_for_that_unit_and_leaves_a_record(account):
    grant = actions.grant_role(account.pk, OFFICER, DATA_BUREAU, by=CHEN, at=NOON)

    assert actor(account).holds(OFFICER, DATA_BUREAU)
    assert not actor(account).holds(OFFICER, SERVICE_CENTRE)
    [entry] = recorded("parties.role.granted")
    assert entry.payload == {"account": account.pk, "grant": grant, "role": OFFICER, "unit": DATA_BUREAU}
    [shown] = queries.account(account.pk, reader=CHEN, at=NOON).grants
    assert (shown.role_title, shown.unit_title) == ("预算员", "上海市松江区数据局")


def test_holds_only_until_its_end(account):
    actions.grant_role(account.pk, "audit-administrator", ends_at=NOON + timedelta(days=1), by=CHEN, at=NOON)

    assert queries.account(account.pk, reader=CHEN, at=NOON).grants
    assert queries.account(account.pk, reader=CHEN, at=NOON + timedelta(days=1)).grants == ()


def test_may_be_given_again_after_it_ran_out(account):
    actions.grant_role(account.pk, "audit-administrator", ends_at=NOON + timedelta(days=1), by=CHEN, at=NOON)
    actions.grant_role(account.pk, "audit-administrator", by=CHEN, at=NOON + timedelta(days=2))

    assert Grant.objects.count() == 2


@pytest.mark.parametrize(
    ("role", "unit", "refusal"),
    [
        ("magician", "", actions.UnknownRole),
        (OFFICER, "no-such-unit", actions.UnknownUnit),
        (OFFICER, "", actions.UnknownUnit),
        ("audit-administrator", DATA_BUREAU, actions.UnknownUnit),
    ],
)
def test_is_declined_when_the_role_or_the_unit_is_wrong(account, role, unit, refusal):
    with pytest.raises(refusal):
        actions.grant_role(account.pk, role, unit, by=CHEN, at=NOON)

    assert not Grant.objects.exists()


def test_is_declined_when_it_is_held_already(account):
    actions.grant_role(account.pk, "audit-administrator", by=CHEN, at=NOON)

    with pytest.raises(actions.AlreadyGranted):
        actions.grant_role(account.pk, "audit-administrator", by=CHEN, at=NOON)
    assert Grant.objects.count() == 1


def test_is_declined_when_it_would_end_before_it_starts(account):
    with pytest.raises(Invalid):
        actions.grant_role(account.pk, "audit-administrator", ends_at=NOON, by=CHEN, at=NOON)


@pytest.mark.parametrize("stranger", [ANONYMOUS, ZHOU])
def test_is_not_for_a_stranger(account, stranger):
    with pytest.raises(Forbidden):
        actions.grant_role(account.pk, "audit-administrator", by=stranger, at=NOON)

    assert not Grant.objects.exists()


def test_ends_when_it_is_revoked_and_that_is_recorded(account):
    grant = actions.grant_role(account.pk, "audit-administrator", by=CHEN, at=NOON)
    actions.revoke_role(grant, by=CHEN, at=NOON + timedelta(hours=1))

    assert not actor(account).grants
    assert len(recorded("parties.role.revoked")) == 1


def test_cannot_be_revoked_twice_or_by_a_stranger(account):
    grant = actions.grant_role(account.pk, "audit-administrator", by=CHEN, at=NOON)
    with pytest.raises(Forbidden):
        actions.revoke_role(grant, by=ZHOU, at=NOON)
    actions.revoke_role(grant, by=CHEN, at=NOON)

    with pytest.raises(actions.NotGranted):
        actions.revoke_role(grant, by=CHEN, at=NOON + timedelta(hours=1))
    assert len(recorded("parties.role.revoked")) == 1
