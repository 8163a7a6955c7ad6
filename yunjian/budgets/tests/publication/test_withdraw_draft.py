"""An officer takes a draft back to change it."""

import pytest

from tests.cast import MENG, NOON, QIAN, SHEN, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["IN_REVIEW", "IN_APPROVAL", "APPROVED"])
def test_opens_it_again_and_is_recorded(drafted, state):
    draft = drafted(state)

    actions.withdraw_draft(draft, by=SHEN, at=NOON)

    assert "save" in queries.own_draft(draft, reader=ZHOU).may
    assert recorded("budgets.draft.withdrawn")


def test_is_declined_while_it_is_being_written(drafted):
    draft = drafted()

    with pytest.raises(actions.NotNow):
        actions.withdraw_draft(draft, by=ZHOU, at=NOON)


@pytest.mark.parametrize("stranger", [QIAN, MENG], ids=lambda actor: actor.name)
def test_a_stranger_cannot(drafted, stranger):
    draft = drafted("IN_REVIEW")

    with pytest.raises(Forbidden):
        actions.withdraw_draft(draft, by=stranger, at=NOON)
