"""An officer takes back a file handed in by mistake."""

import pytest

from tests.cast import DATA_BUREAU, LI, NOON, WU, ZHENG, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db


def test_hides_it_from_the_public_and_keeps_it_in_the_history(handed_in):
    disclosure = handed_in()

    actions.withdraw_disclosure(disclosure, by=ZHOU, at=NOON)

    with pytest.raises(NotFound):
        queries.disclosure(disclosure, reader=ANONYMOUS)
    assert queries.disclosure(disclosure, reader=ZHENG).state == "WITHDRAWN"
    assert queries.original(disclosure, reader=ZHOU).data
    assert recorded("budgets.disclosure.withdrawn")
    assert queries.overview(reader=ANONYMOUS).years == ()


def test_brings_the_edition_before_back_into_force(handed_in):
    first = handed_in(year=2026)
    second = handed_in(year=2026, basic="600000.00")

    actions.withdraw_disclosure(second, by=ZHOU, at=NOON)

    assert queries.find_disclosure(DATA_BUREAU, 2026, reader=ANONYMOUS).id == first
    assert [entry.payload["disclosure"] for entry in recorded("budgets.disclosure.restored")] == [first]


def test_never_gives_an_edition_number_twice(handed_in):
    handed_in(year=2026)
    actions.withdraw_disclosure(handed_in(year=2026, basic="600000.00"), by=ZHOU, at=NOON)

    third = handed_in(year=2026, basic="700000.00")

    assert queries.disclosure(third, reader=ANONYMOUS).edition == 3


def test_is_declined_a_second_time(handed_in):
    disclosure = handed_in()
    actions.withdraw_disclosure(disclosure, by=ZHOU, at=NOON)

    with pytest.raises(actions.AlreadyWithdrawn):
        actions.withdraw_disclosure(disclosure, by=ZHOU, at=NOON)


def test_is_declined_once_a_register_relies_on_it(handed_in):
    disclosure = handed_in()
    actions.rely_on_disclosure(disclosure, by=ZHOU, at=NOON)

    with pytest.raises(actions.ReliedOn):
        actions.withdraw_disclosure(disclosure, by=ZHOU, at=NOON)

    assert queries.disclosure(disclosure, reader=ANONYMOUS).state == "READ"


def test_is_declined_for_what_the_pack_carries(songjiang):
    disclosure = actions.load_published(DATA_BUREAU, "预算.txt", b"2026", by=SYSTEM, at=NOON)

    with pytest.raises(actions.PublishedWithThePack):
        actions.withdraw_disclosure(disclosure, by=ZHOU, at=NOON)


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, WU, ZHENG], ids=lambda actor: actor.name)
def test_is_for_the_units_own_officer_only(stranger, handed_in):
    disclosure = handed_in()

    with pytest.raises(Forbidden):
        actions.withdraw_disclosure(disclosure, by=stranger, at=NOON)

    assert queries.disclosure(disclosure, reader=ANONYMOUS).state == "READ"
