"""The three administrators: none does another's part, and no account is two of them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import CHEN, HE, NOON, ZHENG
from tests.district import open_account, small_district
from tests.roles import roles_on
from yunjian.kernel import policy
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.testing import arranging, recorded
from yunjian.parties import actions, queries
from yunjian.parties.models import Account, Grant

pytestmark = pytest.mark.django_db
ADMINISTRATORS = {"system": HE, "security": CHEN, "audit": ZHENG}
DUTIES = ("system-administrator", "security-administrator", "audit-administrator")

# What each does: every act that a role of the district with this duty lists. Looking is shared, changing is not.
LOOKING = {"parties.account.read", "parties.person.read", "parties.enterprise.read"}
SHARED = {("security", "audit"): LOOKING}


def acts_of(duty: str) -> set[str]:
    return {name for role in roles_on(NOON.date()).values() if role.duty == duty for name in role.may}


@pytest.mark.parametrize("duty", ADMINISTRATORS)
def test_each_has_acts_of_its_own(duty):
    assert acts_of(duty)
    assert {name for name, act in policy.acts().items() if policy.may(ADMINISTRATORS[duty], act)} >= acts_of(duty)


@pytest.mark.parametrize(("one", "other"), [(a, b) for a in ADMINISTRATORS for b in ADMINISTRATORS if a != b])
def test_none_may_do_another_ones_part_in_any_act(one, other):
    known = policy.acts()
    shared = SHARED.get((one, other), SHARED.get((other, one), set()))
    theirs = acts_of(other) - shared
    done = [name for name in theirs if policy.may(ADMINISTRATORS[one], known[name], unit="")]

    assert theirs
    assert done == []


def test_the_audit_administrator_changes_nothing():
    assert all(name.endswith(".read") for name in acts_of("audit"))


@pytest.mark.parametrize(("first", "second"), [(a, b) for a in DUTIES for b in DUTIES if a != b])
def test_no_account_is_granted_two_of_them(first, second):
    small_district()
    account = open_account("he", (first, ""))

    with pytest.raises(actions.AnotherDuty, match="不同的账户"):
        actions.grant_role(account.pk, second, by=CHEN, at=NOON + timedelta(days=1))
    assert Grant.objects.count() == 1
    assert len(recorded("parties.role.granted")) == 1


def test_one_may_follow_the_other_when_the_first_has_ended():
    small_district()
    account = open_account("he", (DUTIES[0], ""))
    actions.revoke_role(Grant.objects.get().pk, by=CHEN, at=NOON + timedelta(days=1))
    actions.grant_role(account.pk, DUTIES[1], by=CHEN, at=NOON + timedelta(days=1))

    assert Grant.objects.count() == 2


def test_the_database_refuses_two_of_them_whoever_writes():
    small_district()
    account = open_account("he", (DUTIES[0], ""))

    with pytest.raises(IntegrityError, match="one_administrators_duty"), transaction.atomic(), arranging():
        Grant.objects.create(account=account, role=DUTIES[2], duty="audit", starts_at=NOON + timedelta(days=9))


def test_nobody_grants_a_role_to_themself():
    small_district()
    account = open_account("chen", ("security-administrator", ""))
    me = queries.actor_of(Account.objects.get(pk=account.pk))

    with pytest.raises(actions.GrantToOneself):
        actions.grant_role(account.pk, "leader", by=me, at=NOON)
    assert Grant.objects.count() == 1


def test_roles_are_published_by_security_and_everything_else_by_the_system_administrator():
    from tests.district import SmallPack, unit_definition
    from yunjian.kernel import catalogue
    from yunjian.kernel.errors import Forbidden

    role = roles_on(NOON.date())["leader"]
    unit = unit_definition("songjiang", "上海市松江区", None, "district")
    for pack, wrong in ((SmallPack((role,)), HE), (SmallPack((unit,)), CHEN), (SmallPack((role, unit)), HE)):
        with pytest.raises(Forbidden):
            catalogue.publish(pack, by=wrong, at=NOON)
    catalogue.publish(SmallPack((role,)), by=CHEN, at=NOON)
    catalogue.publish(SmallPack((unit,)), by=HE, at=NOON)
    assert len(recorded("catalogue.edition.published")) == 2


def test_a_post_gives_its_role_in_the_unit_of_the_post_for_as_long_as_it_is_held():
    small_district()
    person = actions.register_person("王小明", by=SYSTEM, at=NOON)
    account = actions.open_account("wang", "王小明", "Cloud-over-9-peaks", person_id=person, by=SYSTEM, at=NOON)
    post = actions.appoint(person, "data-bureau", "窗口经办人", by=CHEN, at=NOON)

    def now() -> Actor:
        return queries.actor_of(Account.objects.get(pk=account))

    assert now().grants == {("clerk", "data-bureau")}
    assert now().held[0].source == f"post:{post}"
    assert now().owns == {f"person:{person}"}
    actions.relieve(post, by=CHEN, at=NOON + timedelta(days=1))
    assert now().grants == frozenset()
