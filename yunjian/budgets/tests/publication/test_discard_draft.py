"""An officer gives a draft up."""

import pytest

from tests.cast import MENG, NOON, QIAN, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db


def test_keeps_it_with_the_reason_and_is_recorded(drafted):
    draft = drafted()

    actions.discard_draft(draft, "重新来过", by=ZHOU, at=NOON)

    found = queries.own_draft(draft, reader=ZHOU)
    assert (found.view.state, found.steps[-1].words) == ("DISCARDED", "重新来过")
    assert found.may == frozenset()
    assert recorded("budgets.draft.discarded")
    assert drafted() != draft  # the year is free again


def test_is_declined_without_a_reason(drafted):
    draft = drafted()

    with pytest.raises(actions.WordsMissing):
        actions.discard_draft(draft, "  ", by=ZHOU, at=NOON)

    assert queries.own_draft(draft, reader=ZHOU).view.state == "DRAFTING"


@pytest.mark.parametrize("stranger", [QIAN, MENG], ids=lambda actor: actor.name)
def test_a_stranger_cannot(drafted, stranger):
    draft = drafted()

    with pytest.raises(Forbidden):
        actions.discard_draft(draft, "不要了", by=stranger, at=NOON)
