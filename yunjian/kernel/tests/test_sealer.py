"""The sealer."""

import random
import threading
from contextlib import ExitStack

import psycopg
import pytest
from django.db import connections, transaction

from tests.cast import NOON, ZHOU
from yunjian.kernel import sealer, tree
from yunjian.kernel.kept import entries
from yunjian.kernel.lags import sealing
from yunjian.kernel.ledger import leaf_data
from yunjian.kernel.models import Checkpoint, Seal, Sweep
from yunjian.kernel.testing import recorded

from .conftest import another_connection
from .sample import ring

RECORD = (
    "insert into kernel_entry (kind, subject, payload, actor, action, at)"
    " values ('kernel.bell.rung', %s, '{}', 'account:101', 'elsewhere', now()) returning id"
)


class Writer:
    """A transaction on a connection of its own, step by step."""

    def __init__(self, other: psycopg.Connection):
        self.connection = other

    def begin(self) -> None:
        self.connection.execute("begin")
        self.connection.execute("select set_config('yunjian.action', 'elsewhere', true)")

    def record(self, bell: int) -> int:
        return self.connection.execute(RECORD, [f"kernel.bell:{bell}"]).fetchone()[0]

    def commit(self) -> None:
        self.connection.execute("commit")


@pytest.fixture
def writers(transactional_db):
    with ExitStack() as stack:
        yield [Writer(stack.enter_context(another_connection())) for _ in range(3)]


def number(subject: str) -> int:
    return int(subject.split(":")[1])


def sealed_subjects() -> list[str]:
    return list(Seal.objects.order_by("position").values_list("entry__subject", flat=True))


@pytest.mark.django_db
def test_gives_positions_and_hashes_of_the_published_form():
    for bell in range(5):
        ring(bell, by=ZHOU, at=NOON)

    assert sealer.seal() == 5

    entries = recorded()
    hashes = [tree.leaf_hash(leaf_data(entry)) for entry in entries]
    assert [entry.position for entry in entries] == [0, 1, 2, 3, 4]
    assert [bytes(h) for h in Seal.objects.order_by("position").values_list("leaf_hash", flat=True)] == hashes
    checkpoint = Checkpoint.objects.get()
    assert (checkpoint.size, bytes(checkpoint.root_hash)) == (5, tree.Frontier().extended(hashes).root)


@pytest.mark.django_db
def test_goes_on_where_it_stopped():
    for bell in range(7):
        ring(bell, by=ZHOU, at=NOON)
        if bell in (2, 3):
            sealer.seal()

    assert sealer.seal(batch=2) == 3
    assert sealer.seal() == 0

    hashes = [bytes(h) for h in Seal.objects.order_by("position").values_list("leaf_hash", flat=True)]
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [3, 4, 6, 7]
    last = Checkpoint.objects.latest("size")
    assert (last.size, bytes(last.root_hash)) == (len(hashes), tree.Frontier().extended(hashes).root)
    assert [entry.position for entry in recorded()] == list(range(7))


def test_seals_in_the_order_of_commits_not_of_ids(writers):
    early, late, _ = writers
    early.begin()
    assert early.record(1) < (late.begin() or late.record(2))
    late.commit()
    sealer.seal()
    early.commit()
    sealer.seal()

    assert sealed_subjects() == ["kernel.bell:2", "kernel.bell:1"]


def test_leaves_alone_what_is_not_committed(writers):
    open_one, rolled_back, _ = writers
    open_one.begin()
    open_one.record(1)
    rolled_back.begin()
    rolled_back.record(2)
    rolled_back.connection.execute("rollback")

    assert sealer.seal() == 0


def test_puts_whatever_was_committed_before_ahead_of_what_was_recorded_after(writers):
    for seed in range(6):
        committed_at, recorded_at = at_random(random.Random(seed), writers, start=seed * 1000)

        order = [bell for bell in map(number, sealed_subjects()) if bell in recorded_at]
        assert len(order) == len(recorded_at) > 10
        place = {bell: position for position, bell in enumerate(order)}
        for first, at in committed_at.items():
            for second, since in recorded_at.items():
                assert at > since or place[first] < place[second]


def at_random(chance: random.Random, writers: list[Writer], start: int) -> tuple[dict[int, int], dict[int, int]]:
    """Begin, record, commit and seal in a random order; when each bell was committed, and when recorded."""
    committed_at, recorded_at = {}, {}
    under_way: dict[Writer, list[int] | None] = dict.fromkeys(writers)

    def commit(writer: Writer, now: int) -> None:
        writer.commit()
        committed_at.update(dict.fromkeys(under_way[writer] or [], now))
        under_way[writer] = None

    for now in range(start, start + 60):
        writer = chance.choice(writers)
        bells = under_way[writer]
        if bells is None:
            writer.begin()
            under_way[writer] = []
        elif len(bells) < 3 and chance.random() < 0.6:
            writer.record(now)
            recorded_at[now] = now
            bells.append(now)
        else:
            commit(writer, now)
        if chance.random() < 0.3:
            sealer.seal(batch=2)
    for writer in writers:
        if under_way[writer] is not None:
            commit(writer, start + 60)
    sealer.seal(batch=2)
    return committed_at, recorded_at


def test_finds_who_comes_late_however_often_it_looked(writers):
    early, late, _ = writers
    early.begin()
    first = early.record(1)
    for bell in range(2, 6):
        late.begin()
        late.record(bell)
        late.commit()
        sealer.seal()
        sealer.seal()

    assert sealer.settled() <= first
    early.commit()
    assert sealer.seal() == 1
    assert sealed_subjects()[-1] == "kernel.bell:1"


def test_looks_no_more_at_what_is_sealed(writers):
    one, rolled_back, _ = writers
    for bell in range(3):
        one.begin()
        last = one.record(bell)
        one.commit()
    sealer.seal(batch=2)
    rolled_back.begin()
    gone = rolled_back.record(9)
    sealer.seal()
    assert sealer.settled() <= last + 1
    rolled_back.connection.execute("rollback")
    sealer.seal()
    sealer.seal()

    assert sealer.settled() == gone + 1
    before = Sweep.objects.get()
    sealer.seal()
    assert Sweep.objects.get().drawn == before.drawn  # and writes nothing when nothing happens
    assert entries() == 3
    one.begin()
    one.record(10)
    one.commit()
    assert (entries(), sealing().waiting) == (4, 1)


def test_never_makes_a_writer_wait(writers):
    ring(1, by=ZHOU, at=NOON)
    with transaction.atomic():
        assert sealer.seal() == 1  # sealed, and every lock of the batch still held
        writer = writers[0]
        writer.connection.execute("set lock_timeout = '100ms'")
        writer.begin()
        writer.record(2)
        writer.commit()

    assert sealer.seal() == 1


def test_is_alone(writers):
    ring(1, by=ZHOU, at=NOON)
    other = writers[0].connection
    other.execute("begin")
    other.execute(sealer._BEGIN)

    assert sealer.seal() == 0

    other.execute("commit")
    assert sealer.seal() == 1


@pytest.mark.django_db(transaction=True)
def test_gives_each_position_once_when_several_work_and_many_write():
    stop = threading.Event()
    failures = []

    def run(step):
        try:
            while not stop.is_set():
                step()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    def write():
        for bell in range(25):
            ring(bell, by=ZHOU, at=NOON)
        connections.close_all()

    sealers = [threading.Thread(target=run, args=(sealer.seal,)) for _ in range(2)]
    many = [threading.Thread(target=write) for _ in range(4)]
    for thread in (*sealers, *many):
        thread.start()
    for thread in many:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    sealer.seal()

    assert failures == []
    assert sorted(entry.position for entry in recorded()) == list(range(100))
    hashes = [bytes(h) for h in Seal.objects.order_by("position").values_list("leaf_hash", flat=True)]
    last = Checkpoint.objects.latest("size")
    assert (last.size, bytes(last.root_hash)) == (len(hashes), tree.Frontier().extended(hashes).root)
