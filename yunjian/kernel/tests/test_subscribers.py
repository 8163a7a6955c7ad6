"""A subscriber."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.cast import NOON, ZHOU
from yunjian.kernel import sealer, subscribers
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.ledger import Recorded
from yunjian.kernel.models import Cursor
from yunjian.kernel.subscribers import deliver, subscriber
from yunjian.kernel.testing import recorded, seal_and_deliver

from .conftest import another_connection
from .sample import ring, tune

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    monkeypatch.setattr(subscribers, "_subscribers", {})


@pytest.fixture
def heard() -> list[Recorded]:
    """What a subscriber to rung bells was told."""
    told: list[Recorded] = []

    @subscriber("kernel.bell.rung")
    def listen(entry: Recorded) -> None:
        told.append(entry)

    return told


def test_is_told_sealed_entries_of_its_kinds_in_order(heard):
    ring(1, by=ZHOU, at=NOON)
    tune(1, by=ZHOU, at=NOON)
    ring(2, by=ZHOU, at=NOON)
    sealer.seal()
    ring(3, by=ZHOU, at=NOON)

    assert deliver(at=NOON) == 2

    assert [(entry.subject, entry.position, entry.payload["bell"]) for entry in heard] == [
        ("kernel.bell:1", 0, 1),
        ("kernel.bell:2", 2, 2),
    ]


def test_is_told_everything_once_when_all_goes_well(heard):
    for bell in range(3):
        ring(bell, by=ZHOU, at=NOON)
        sealer.seal()
        deliver(at=NOON)
        deliver(at=NOON)

    assert [entry.payload["bell"] for entry in heard] == [0, 1, 2]


def test_is_told_what_happened_before_it_existed():
    ring(1, by=ZHOU, at=NOON)
    seal_and_deliver()
    told = []

    @subscriber("kernel.bell.rung")
    def arrive_late(entry: Recorded) -> None:
        told.append(entry)

    seal_and_deliver()

    assert [entry.payload["bell"] for entry in told] == [1]


def test_reads_in_batches(heard, monkeypatch):
    monkeypatch.setattr(subscribers, "BATCH", 2)
    for bell in range(5):
        ring(bell, by=ZHOU, at=NOON)
    sealer.seal()

    assert deliver(at=NOON) == 5
    assert Cursor.objects.get().position == 5


def test_skips_what_others_wanted_without_being_told(heard):
    for bell in range(3):
        tune(bell, by=ZHOU, at=NOON)
    sealer.seal()

    assert deliver(at=NOON) == 0
    assert Cursor.objects.get().position == 3


def test_acts_and_what_it_records_is_delivered_too(heard):
    @subscriber("kernel.bell.tuned")
    def try_the_bell(entry: Recorded) -> None:
        ring(entry.payload["bell"], by=SYSTEM, at=NOON)

    tune(4, by=ZHOU, at=NOON)
    seal_and_deliver(NOON)

    assert [entry.actor for entry in recorded("kernel.bell.rung")] == [SYSTEM.id]
    assert [entry.payload["bell"] for entry in heard] == [4]


def test_stops_alone_when_it_fails_and_tries_the_same_entry_again_later(heard):
    trouble = [ValueError("耳背"), ValueError("还是耳背")]
    told = []

    @subscriber("kernel.bell.rung")
    def stumble(entry: Recorded) -> None:
        if entry.payload["bell"] == 1 and trouble:
            raise trouble.pop(0)
        told.append(entry.payload["bell"])

    for bell in range(3):
        ring(bell, by=ZHOU, at=NOON)
    sealer.seal()

    assert deliver(at=NOON) == 4
    cursor = Cursor.objects.get(subscriber__endswith="stumble")
    assert (cursor.position, cursor.failures) == (1, 1)
    assert cursor.error == "kernel.bell.rung #1: ValueError: 耳背"
    assert cursor.retry_at == NOON + timedelta(seconds=2)
    assert [entry.payload["bell"] for entry in heard] == [0, 1, 2]

    assert deliver(at=NOON + timedelta(seconds=1)) == 0
    assert deliver(at=NOON + timedelta(seconds=2)) == 0
    cursor.refresh_from_db()
    assert cursor.retry_at == NOON + timedelta(seconds=2 + 4)

    assert deliver(at=NOON + timedelta(seconds=6)) == 2
    cursor.refresh_from_db()
    assert (told, cursor.failures, cursor.error, cursor.retry_at) == ([0, 1, 2], 0, "", None)


def test_waits_an_hour_at_most(heard):
    Cursor.objects.create(subscriber="kernel.tests.test_subscribers.fall", failures=40, retry_at=NOON)

    @subscriber("kernel.bell.rung")
    def fall(entry: Recorded) -> None:
        raise ValueError

    ring(1, by=ZHOU, at=NOON)
    sealer.seal()
    deliver(at=NOON)

    assert Cursor.objects.get(failures=41).retry_at == NOON + timedelta(hours=1)


def test_leaves_nothing_of_the_action_it_failed_in():
    @subscriber("kernel.bell.tuned")
    def ring_and_fall(entry: Recorded) -> None:
        ring(entry.payload["bell"], by=SYSTEM, at=None)

    tune(1, by=ZHOU, at=NOON)
    sealer.seal()
    deliver(at=NOON)

    assert [entry.kind for entry in recorded()] == ["kernel.bell.tuned"]
    with pytest.raises(AssertionError, match="ring_and_fall"):
        seal_and_deliver(NOON)


@pytest.mark.django_db(transaction=True)
def test_is_told_by_one_worker_at_a_time(heard):
    ring(1, by=ZHOU, at=NOON)
    sealer.seal()
    with another_connection() as other:
        key = subscribers.lock_of("kernel.tests.test_subscribers.listen")
        other.execute("select pg_advisory_lock(%s, %s)", key)
        assert deliver(at=NOON) == 0
        other.execute("select pg_advisory_unlock(%s, %s)", key)

    assert deliver(at=NOON) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_locks join pg_database on pg_database.oid = database"
            " where locktype = 'advisory' and datname = current_database()"
        )
        assert cursor.fetchone() == (0,)


def test_has_a_name_of_its_own_and_names_what_it_wants(heard):
    with pytest.raises(TypeError, match="two subscribers are called"):

        @subscriber("kernel.bell.rung")
        def listen(entry: Recorded) -> None: ...

    with pytest.raises(TypeError, match="names the kinds"):
        subscriber()


def test_stops_between_two_entries_when_asked_and_goes_on_there(heard):
    for bell in range(3):
        ring(bell, by=ZHOU, at=NOON)
    sealer.seal()

    assert deliver(at=NOON, stopping=lambda: len(heard) == 2) == 2
    assert deliver(at=NOON) == 1
    assert [entry.payload["bell"] for entry in heard] == [0, 1, 2]


def test_what_is_sealed_while_it_is_told_waits_for_the_next_time():
    """One that answers every entry by another would otherwise never let the others be told, nor the worker stop."""
    told = []

    @subscriber("kernel.bell.rung")
    def answer(entry: Recorded) -> None:
        told.append(entry.position)
        ring(len(told), by=ZHOU, at=NOON)
        sealer.seal()

    ring(0, by=ZHOU, at=NOON)
    sealer.seal()

    assert [deliver(at=NOON) for _ in range(3)] == [1, 1, 1]
    assert told == [0, 1, 2]
