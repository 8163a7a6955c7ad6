"""Delegating a role to a colleague, and taking it back."""

from datetime import timedelta

import pytest

from tests.cast import CHEN, DATA_BUREAU, NOON, SERVICE_CENTRE, ZHOU
from tests.district import PASSWORD, open_account, small_district
from yunjian.kernel.actor import ANONYMOUS, SYSTEM, Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.parties import actions, queries
from yunjian.parties.models import Account, Delegation, Grant

pytestmark = pytest.mark.django_db
OFFICER = "budget-officer"
WEEK = timedelta(days=7)


@pytest.fixture
def bureau():
    """周 keeps the Data Bureau's budget; 钱 works in its office; 吴 works elsewhere."""
    small_district()
    open_account("zhou", (OFFICER, DATA_BUREAU), name="周晓云")
    person = actions.register_person("钱一", by=SYSTEM, at=NOON)
    actions.open_account("qian", "钱一", PASSWORD, person_id=person, by=SYSTEM, at=NOON)
    actions.appoint(person, "data-bureau-office", "科员", by=SYSTEM, at=NOON)
    open_account("wu", (OFFICER, SERVICE_CENTRE), name="吴海燕")


def who(username: str) -> Actor:
    return queries.actor_of(Account.objects.get(username=username))


def lend(to="qian", source=None, by=None, delegate_role=actions.delegate_role, **more):
    by = by or who("zhou")
    source = source or f"grant:{Grant.objects.get(account__username='zhou').pk}"
    period = {"starts_at": NOON, "ends_at": NOON + 60 * WEEK, "at": NOON} | more
    return delegate_role(source, to, reason="出差", by=by, **period)


def test_lends_it_for_the_time_and_the_record_names_it(bureau):
    lent = lend(delegate_role=actions.delegate_role)

    qian = who("qian")
    assert qian.grants == {(OFFICER, DATA_BUREAU)}
    assert qian.held[0].source == f"delegation:{lent}"
    [entry] = recorded("parties.role.delegated")
    assert (entry.payload["delegation"], entry.payload["role"]) == (lent, OFFICER)
    assert "出差" not in str(entry.payload)


def test_says_in_the_record_what_was_done_under_it(bureau):
    lent = lend()
    uscc = "91350100M000100Y43"
    actions.register_enterprise("云间软件", uscc, by=who("qian"), at=NOON)
    actions.register_enterprise("老企业", "222", from_old_data=True, by=who("zhou"), at=NOON)

    under, own = recorded("parties.enterprise.registered")
    assert under.payload["under"] == [f"delegation:{lent}"]
    assert "under" not in own.payload


def test_ends_by_itself(bureau):
    lend(ends_at=NOON + WEEK)

    account = Account.objects.get(username="qian").pk
    assert queries.rights(account, at=NOON, reader=CHEN).holdings
    assert queries.rights(account, at=NOON + WEEK, reader=CHEN).holdings == ()
    assert who("qian").grants == frozenset()  # the week is long over


def test_ends_with_the_grant_it_comes_from(bureau):
    lend()
    actions.revoke_role(Grant.objects.get(account__username="zhou").pk, by=CHEN, at=NOON)

    assert who("qian").grants == frozenset()


def test_can_be_taken_back_by_both_sides_and_by_security_but_once(bureau):
    lent = lend()
    with pytest.raises(Forbidden):
        actions.withdraw_delegation(lent, by=who("wu"), at=NOON + WEEK)
    actions.withdraw_delegation(lent, by=who("qian"), at=NOON + WEEK)

    assert who("qian").grants == frozenset()
    assert len(recorded("parties.role.delegation_withdrawn")) == 1
    with pytest.raises(actions.OverAlready):
        actions.withdraw_delegation(lent, by=who("zhou"), at=NOON + WEEK)
    again = lend(at=NOON + WEEK)
    actions.withdraw_delegation(again, by=CHEN, at=NOON + WEEK)
    assert len(recorded("parties.role.delegation_withdrawn")) == 2


def test_is_declined_when_it_is_lent_on(bureau):
    lent = lend()
    person = actions.register_person("孙二", by=SYSTEM, at=NOON)
    actions.open_account("sun", "孙二", PASSWORD, person_id=person, by=SYSTEM, at=NOON)
    actions.appoint(person, "data-bureau-office", "科员", by=SYSTEM, at=NOON)

    for source in (
        f"delegation:{lent}",
        f"grant:{Grant.objects.get(account__username='zhou').pk}",
        "post:1:leader",
        "x",
    ):
        with pytest.raises(actions.NotHeld):
            lend("sun", source=source, by=who("qian"))
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize("to", ["wu", "zhou", "nobody", ""])
def test_is_declined_for_anyone_but_a_colleague(bureau, to):
    with pytest.raises(actions.NoColleague):
        lend(to, delegate_role=actions.delegate_role)

    assert recorded("parties.role.delegated") == []


def test_is_declined_when_the_period_is_wrong_or_the_role_is_held(bureau):
    with pytest.raises(actions.PeriodWrong):
        lend(ends_at=NOON)
    with pytest.raises(actions.PeriodWrong):
        lend(starts_at=NOON - WEEK, ends_at=NOON - timedelta(days=1))
    lend()
    with pytest.raises(actions.HeldAlready):
        lend(starts_at=NOON + WEEK)
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize("duty", ["system", "security", "audit"])
def test_is_declined_for_an_administrators_role(bureau, duty):
    account = open_account("he", (f"{duty}-administrator", ""))
    source = f"grant:{Grant.objects.get(account=account).pk}"

    with pytest.raises(actions.NotLent):
        lend("qian", source=source, by=who("he"))


def test_lends_a_role_that_belongs_to_a_post_while_the_post_is_held(bureau):
    person = actions.register_person("王小明", by=SYSTEM, at=NOON)
    actions.open_account("wang", "王小明", PASSWORD, person_id=person, by=SYSTEM, at=NOON)
    post = actions.appoint(person, DATA_BUREAU, "窗口经办人", by=SYSTEM, at=NOON)
    lend(source=f"post:{post}:clerk", by=who("wang"))

    assert who("qian").grants == {("clerk", DATA_BUREAU)}
    actions.relieve(post, by=CHEN, at=NOON)
    assert who("qian").grants == frozenset()


@pytest.mark.parametrize("stranger", [ANONYMOUS, SYSTEM])
def test_is_not_for_a_stranger(bureau, stranger):
    with pytest.raises(Forbidden):
        lend(by=stranger, delegate_role=actions.delegate_role)
    with pytest.raises(actions.NotHeld):
        lend(by=who("wu"), source=f"grant:{Grant.objects.get(account__username='zhou').pk}")
    with pytest.raises(Forbidden):
        actions.withdraw_delegation(lend(), by=ZHOU, at=NOON)
