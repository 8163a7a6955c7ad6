"""Another person reviews a draft."""

import pytest

from tests.cast import MENG, NOON, QIAN, SHEN, ZHENG, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

from .made import content

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", [QIAN, SHEN], ids=["a reviewer", "a colleague"])
def test_lets_it_pass_and_is_recorded(drafted, who):
    draft = drafted("IN_REVIEW")

    actions.review_draft(draft, "没有意见", by=who, at=NOON)

    found = queries.own_draft(draft, reader=MENG)
    assert found.view.state == "IN_APPROVAL"
    assert found.may == {"approve", "sign", "return"}
    assert recorded("budgets.draft.reviewed")


def test_is_declined_to_those_who_wrote_it(drafted):
    draft = drafted()
    actions.save_draft(draft, content(), 1, by=SHEN, at=NOON)
    actions.submit_draft(draft, by=ZHOU, at=NOON)

    for author in (ZHOU, SHEN):
        with pytest.raises(actions.OwnWork):
            actions.review_draft(draft, "", by=author, at=NOON)

    assert "review" not in queries.own_draft(draft, reader=SHEN).may


@pytest.mark.parametrize("stranger", [MENG, ZHENG], ids=lambda actor: actor.name)
def test_a_stranger_cannot(drafted, stranger):
    draft = drafted("IN_REVIEW")

    with pytest.raises(Forbidden):
        actions.review_draft(draft, "", by=stranger, at=NOON)
