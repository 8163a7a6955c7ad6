"""A third person approves a draft."""

import pytest
from django.db import IntegrityError, transaction

from tests.cast import DATA_BUREAU, MENG, NOON, QIAN, SHEN, SUN, ZHENG, ZHOU
from tests.roles import actor
from yunjian.budgets import actions, queries
from yunjian.budgets.models import Draft
from yunjian.kernel.action import announce
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db
# Somebody who holds every role of a small office.
ROLES = ("budget-officer", "budget-reviewer", "budget-approver")
ALL_IN_ONE = actor("account:120", "一人多岗", *((role, DATA_BUREAU) for role in ROLES))


@pytest.mark.parametrize("who", [MENG, SUN], ids=lambda actor: actor.name)
def test_lets_it_be_published_and_is_recorded(drafted, who):
    draft = drafted("IN_APPROVAL")

    actions.approve_draft(draft, "同意", by=who, at=NOON)

    assert "publish" in queries.own_draft(draft, reader=ZHOU).may
    assert recorded("budgets.draft.approved")


def test_is_declined_to_whoever_wrote_or_reviewed_it(drafted):
    draft = drafted(by=ALL_IN_ONE)
    actions.submit_draft(draft, by=ALL_IN_ONE, at=NOON)
    with pytest.raises(actions.OwnWork):
        actions.review_draft(draft, "", by=ALL_IN_ONE, at=NOON)
    actions.review_draft(draft, "", by=QIAN, at=NOON)

    with pytest.raises(actions.OwnWork):
        actions.approve_draft(draft, "", by=ALL_IN_ONE, at=NOON)


def test_is_declined_to_the_reviewer_who_is_also_approver(drafted):
    draft = drafted("IN_REVIEW")
    actions.review_draft(draft, "", by=ALL_IN_ONE, at=NOON)

    with pytest.raises(actions.OwnWork):
        actions.approve_draft(draft, "", by=ALL_IN_ONE, at=NOON)


def test_by_the_same_person_is_refused_by_the_database_too(drafted):
    draft = drafted("IN_APPROVAL")

    announce("test")

    with pytest.raises(IntegrityError, match="nobody_approves"), transaction.atomic():
        Draft.objects.filter(pk=draft).update(state="APPROVED", approved_by=ZHOU.id)


@pytest.mark.parametrize("stranger", [ZHOU, SHEN, QIAN, ZHENG], ids=lambda actor: actor.name)
def test_a_stranger_cannot(drafted, stranger):
    draft = drafted("IN_APPROVAL")

    with pytest.raises(Forbidden):
        actions.approve_draft(draft, "", by=stranger, at=NOON)
