"""Delegating a role to a colleague, and taking it back."""

from datetime import timedelta

import pytest

from tests.cast import CHEN, DATA_BUREAU, NOON, SERVICE_CENTRE, ZHOU
from tests.district import PASSWORD, open_account, small_district
from yunjian.budgets import actions as budgets
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


def lend(to="qian", source=None, starts=NOON, ends=NOON + 60 * WEEK, by=None, at=NOON):
    by = by or who("zhou")
    source = source or f"grant:{Grant.objects.get(account__username='zhou').pk}"
    return actions.delegate_role(source, to, starts_at=starts, ends_at=ends, reason="出差", by=by, at=at)


def test_lends_it_for_the_time_and_the_record_names_it(bureau):
    lent = lend()

    qian = who("qian")
    assert qian.grants == {(OFFICER, DATA_BUREAU)}
    assert qian.held[0].source == f"delegation:{lent}"
    [entry] = recorded("parties.role.delegated")
    assert (entry.payload["delegation"], entry.payload["role"]) == (lent, OFFICER)
    assert "出差" not in str(entry.payload)


def test_says_in_the_record_what_was_done_under_it(bureau):
    lent = lend()
    budgets.receive_disclosure(DATA_BUREAU, "预算.txt", "空话".encode(), by=who("qian"), at=NOON)
    budgets.receive_disclosure(DATA_BUREAU, "另一份.txt", "别的".encode(), by=who("zhou"), at=NOON)

    under, own = recorded("budgets.disclosure.received")
    assert under.payload["under"] == [f"delegation:{lent}"]
    assert "under" not in own.payload


def test_ends_by_itself(bureau):
    lend(ends=NOON + WEEK)

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
        lend(to)

    assert recorded("parties.role.delegated") == []


def test_is_declined_when_the_period_is_wrong_or_the_role_is_held(bureau):
    with pytest.raises(actions.PeriodWrong):
        lend(ends=NOON)
    with pytest.raises(actions.PeriodWrong):
        lend(starts=NOON - WEEK, ends=NOON - timedelta(days=1))
    lend()
    with pytest.raises(actions.HeldAlready):
        lend(starts=NOON + WEEK)
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
        lend(by=stranger)
    with pytest.raises(actions.NotHeld):
        lend(by=who("wu"), source=f"grant:{Grant.objects.get(account__username='zhou').pk}")
    with pytest.raises(Forbidden):
        actions.withdraw_delegation(lend(), by=ZHOU, at=NOON)
