"""An officer gives a draft to review."""

import pytest

from tests.cast import MENG, NOON, QIAN, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db


def test_lets_it_stand_still_and_is_recorded(drafted):
    draft = drafted()

    actions.submit_draft(draft, by=ZHOU, at=NOON)

    found = queries.own_draft(draft, reader=QIAN)
    assert found.view.state == "IN_REVIEW"
    assert found.may == {"review", "return"}
    [entry] = recorded("budgets.draft.submitted")
    assert entry.payload == {"draft": draft, "unit": "data-bureau", "digest": found.digest, "errors": 0}


def test_is_declined_twice(drafted):
    draft = drafted("IN_REVIEW")

    with pytest.raises(actions.NotNow):
        actions.submit_draft(draft, by=ZHOU, at=NOON)


@pytest.mark.parametrize("stranger", [QIAN, MENG], ids=lambda actor: actor.name)
def test_a_stranger_cannot(drafted, stranger):
    draft = drafted()

    with pytest.raises(Forbidden):
        actions.submit_draft(draft, by=stranger, at=NOON)
