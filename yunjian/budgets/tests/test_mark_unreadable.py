"""A file that could not be read is kept, with the reason; it can be read again."""

import pytest

from tests.cast import LI, NOON, WU, ZHENG, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db
REASON = "这个 PDF 加了密码，请去掉密码后再上传。"


@pytest.fixture
def unreadable(handed_in):
    disclosure = handed_in(read=False, content=b"%PDF secret")
    actions.mark_unreadable(disclosure, REASON, by=SYSTEM, at=NOON)
    return disclosure


def test_says_why_and_keeps_the_original(unreadable):
    found = queries.disclosure(unreadable, reader=ZHOU)

    assert (found.state, found.reason) == ("UNREADABLE", REASON)
    assert queries.original(unreadable, reader=ZHOU).data == b"%PDF secret"
    assert [entry.payload["disclosure"] for entry in recorded("budgets.disclosure.unreadable")] == [unreadable]


def test_is_shown_to_the_unit_and_its_overseers_only(unreadable):
    assert queries.disclosure(unreadable, reader=ZHENG).reason == REASON
    for stranger in (ANONYMOUS, LI, WU):
        with pytest.raises(NotFound):
            queries.disclosure(unreadable, reader=stranger)
        with pytest.raises(NotFound):
            queries.original(unreadable, reader=stranger)


def test_leaves_an_earlier_reading_in_force(handed_in):
    disclosure = handed_in()

    actions.mark_unreadable(disclosure, REASON, by=SYSTEM, at=NOON)

    assert queries.disclosure(disclosure, reader=ANONYMOUS).state == "READ"


def test_is_never_done_in_a_persons_name(handed_in):
    disclosure = handed_in(read=False)

    with pytest.raises(Forbidden):
        actions.mark_unreadable(disclosure, REASON, by=ZHOU, at=NOON)

    assert not recorded("budgets.disclosure.unreadable")


def test_is_declined_once_the_file_was_withdrawn(handed_in):
    disclosure = handed_in(read=False)
    actions.withdraw_disclosure(disclosure, by=ZHOU, at=NOON)

    with pytest.raises(actions.NotWaiting):
        actions.mark_unreadable(disclosure, REASON, by=SYSTEM, at=NOON)


def test_can_be_read_once_more(unreadable):
    actions.request_reading(unreadable, by=ZHOU, at=NOON)

    found = queries.disclosure(unreadable, reader=ZHOU)
    assert (found.state, found.reason) == ("RECEIVED", "")
    assert recorded("budgets.disclosure.reading_requested")


def test_is_not_read_once_more_after_it_was_withdrawn(unreadable):
    actions.withdraw_disclosure(unreadable, by=ZHOU, at=NOON)

    with pytest.raises(actions.AlreadyWithdrawn):
        actions.request_reading(unreadable, by=ZHOU, at=NOON)


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, WU, ZHENG], ids=lambda actor: actor.name)
def test_is_not_read_once_more_for_a_stranger(stranger, unreadable):
    with pytest.raises((Forbidden, NotFound)):
        actions.request_reading(unreadable, by=stranger, at=NOON)

    assert not recorded("budgets.disclosure.reading_requested")
