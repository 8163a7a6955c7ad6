"""A register takes figures from a disclosure and binds it."""

import pytest

from tests.cast import LI, NOON, WU, ZHENG, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db


def test_is_remembered_and_recorded(handed_in):
    disclosure = handed_in()

    actions.rely_on_disclosure(disclosure, by=ZHOU, at=NOON)
    actions.rely_on_disclosure(disclosure, by=ZHOU, at=NOON)

    assert queries.disclosure(disclosure, reader=ANONYMOUS).is_relied_on
    assert len(recorded("budgets.disclosure.relied_on")) == 2


def test_is_declined_before_the_disclosure_is_published(handed_in):
    disclosure = handed_in(read=False)

    with pytest.raises(NotFound):
        actions.rely_on_disclosure(disclosure, by=ZHOU, at=NOON)


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, WU, ZHENG], ids=lambda actor: actor.name)
def test_is_for_the_units_own_officer_only(stranger, handed_in):
    disclosure = handed_in()

    with pytest.raises(Forbidden):
        actions.rely_on_disclosure(disclosure, by=stranger, at=NOON)

    assert not queries.disclosure(disclosure, reader=ANONYMOUS).is_relied_on
