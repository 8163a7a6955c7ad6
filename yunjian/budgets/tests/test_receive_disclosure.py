"""An officer hands a file in."""

import pytest

from tests.cast import CHEN, DATA_BUREAU, LI, NOON, SERVICE_CENTRE, WU, ZHENG, ZHOU
from yunjian.budgets import actions, queries
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded, seal_and_deliver

pytestmark = pytest.mark.django_db


def receive_disclosure(data=b"2026", name="预算.txt", unit=DATA_BUREAU, by=ZHOU):
    return actions.receive_disclosure(unit, name, data, by=by, at=NOON)


def test_is_kept_as_it_came_and_recorded(songjiang):
    disclosure = receive_disclosure(b"\x00\xff 2026")

    kept = queries.original(disclosure, reader=ZHOU)
    assert (kept.name, kept.data) == ("预算.txt", b"\x00\xff 2026")
    [entry] = recorded("budgets.disclosure.received")
    assert entry.payload == {"disclosure": disclosure, "unit": DATA_BUREAU, "digest": kept.digest}


def test_puts_the_file_on_the_readers_queue(songjiang, monkeypatch):
    queued = []
    monkeypatch.setattr("yunjian.budgets.subscribers.enqueue", lambda job, **ids: queued.append((job.__name__, ids)))

    disclosure = receive_disclosure()
    seal_and_deliver()

    assert queued == [("read_file", {"disclosure_id": disclosure})]


def test_keeps_only_the_last_part_of_the_file_name(songjiang):
    disclosure = receive_disclosure(name="C:\\上报\\..\\预算.pdf")

    assert queries.disclosure(disclosure, reader=ZHOU).file_name == "预算.pdf"


def test_is_declined_with_the_way_to_it_when_the_same_file_came_before(songjiang):
    before = receive_disclosure()

    with pytest.raises(actions.AlreadyReceived) as declined:
        receive_disclosure(name="另一个名字.txt")

    assert declined.value.disclosure == before
    assert len(recorded("budgets.disclosure.received")) == 1


def test_may_come_again_once_it_was_withdrawn(songjiang):
    before = receive_disclosure()
    actions.withdraw_disclosure(before, by=ZHOU, at=NOON)

    assert receive_disclosure() != before


def test_may_come_from_another_unit_too(songjiang):
    assert receive_disclosure() != receive_disclosure(unit=SERVICE_CENTRE, by=WU)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [(b"", actions.EmptyFile), (b" \r\n\x00", actions.EmptyFile), (b"x" * (actions.LARGEST + 1), actions.FileTooLarge)],
    ids=["empty", "blank", "too large"],
)
def test_is_declined_when_there_is_nothing_in_it_or_too_much(data, refusal, songjiang):
    with pytest.raises(refusal):
        receive_disclosure(data)

    assert not recorded("budgets.disclosure.received")


def test_is_declined_without_a_unit(songjiang):
    with pytest.raises(actions.UnknownUnit):
        receive_disclosure(unit="")


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, WU, ZHENG, CHEN], ids=lambda actor: actor.name)
def test_is_for_the_units_own_officer_only(stranger, songjiang):
    with pytest.raises(Forbidden):
        receive_disclosure(by=stranger)

    assert not recorded("budgets.disclosure.received")
