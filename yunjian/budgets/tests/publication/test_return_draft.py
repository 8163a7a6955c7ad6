"""A reviewer or an approver sends a draft back."""

import pytest

from tests.cast import MENG, NOON, QIAN, SHEN, ZHENG, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "who"), [("IN_REVIEW", QIAN), ("IN_REVIEW", MENG), ("IN_APPROVAL", MENG), ("APPROVED", MENG)]
)
def test_says_what_to_change_and_is_recorded(drafted, state, who):
    draft = drafted(state)

    actions.return_draft(draft, "请核对表 8", by=who, at=NOON)

    found = queries.own_draft(draft, reader=ZHOU)
    assert (found.view.state, found.steps[-1].words, found.steps[-1].name) == ("DRAFTING", "请核对表 8", who.name)
    assert recorded("budgets.draft.returned")


def test_begins_the_review_anew(drafted):
    draft = drafted("APPROVED")
    actions.return_draft(draft, "改", by=MENG, at=NOON)
    actions.submit_draft(draft, by=ZHOU, at=NOON)

    with pytest.raises(actions.NotNow):
        actions.approve_draft(draft, "", by=MENG, at=NOON)


def test_is_declined_without_comments(drafted):
    draft = drafted("IN_REVIEW")

    with pytest.raises(actions.WordsMissing):
        actions.return_draft(draft, "", by=QIAN, at=NOON)

    assert queries.own_draft(draft, reader=ZHOU).view.state == "IN_REVIEW"


@pytest.mark.parametrize("stranger", [ZHENG], ids=lambda actor: actor.name)
def test_a_stranger_cannot(drafted, stranger):
    draft = drafted("IN_REVIEW")

    with pytest.raises(Forbidden):
        actions.return_draft(draft, "改", by=stranger, at=NOON)


def test_a_reviewer_cannot_once_it_is_with_the_approver(drafted):
    draft = drafted("IN_APPROVAL")

    for stranger in (QIAN, SHEN):
        with pytest.raises(Forbidden):
            actions.return_draft(draft, "改", by=stranger, at=NOON)
