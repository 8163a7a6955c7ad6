"""A background job."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import procrastinate_app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from procrastinate.jobs import Job
from procrastinate.periodic import PeriodicDeferrer, PeriodicRegistry

from tests.cast import NOON, SHANGHAI, ZHOU
from yunjian.kernel import jobs, ledger, policy, worker
from yunjian.kernel.action import action
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Declined
from yunjian.kernel.jobs import clock, enqueue, job
from yunjian.kernel.testing import recorded, run_jobs

from .sample import FREE, Rung, tune

ran: list[object] = []
while_striking: list[Callable[[], None]] = []  # what happens to a tick as it runs


@job()
def chime(bell: int) -> None:
    """Ring twice: the second time through a job of an action of a job."""
    ran.append(bell)
    if bell < 10:
        ring_later(bell * 10, by=SYSTEM, at=timezone.now())


@job(retries=2)
def crack(bell: int) -> None:
    ran.append(bell)
    raise ValueError("裂了")


@job(retries=0)
def crack_for_good(bell: int) -> None:
    raise ValueError("裂了")


@clock("0 3 * * *")
def strike_three(at: datetime) -> None:
    ran.append(at)
    for broken in list(while_striking):
        while_striking.remove(broken)
        broken()


class Broken(Declined):
    """钟坏了。"""


@action
def ring_later(bell: int, *, by, at, refuse: bool = False) -> None:
    policy.require(by, FREE)
    ledger.record(Rung(bell), by=by, at=at)
    enqueue(chime, bell=bell)
    if refuse:
        raise Broken()


@pytest.fixture(autouse=True)
def nothing_ran():
    ran.clear()
    while_striking.clear()


def waiting() -> list[tuple]:
    return list(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", "args", "queue_name"))


@pytest.mark.django_db
def test_is_enqueued_with_the_action():
    ring_later(1, by=ZHOU, at=NOON)

    assert waiting() == [("kernel.tests.test_jobs.chime", {"bell": 1}, "default")]


@pytest.mark.django_db(transaction=True)
def test_runs_after_the_action_and_its_own_actions_enqueue_too():
    ring_later(1, by=ZHOU, at=NOON)

    assert run_jobs() == ["kernel.tests.test_jobs.chime"] * 2
    assert ran == [1, 10]
    assert [entry.payload["bell"] for entry in recorded()] == [1, 10]


@pytest.mark.django_db(transaction=True)
def test_never_runs_when_the_action_is_declined():
    with pytest.raises(Broken):
        ring_later(1, by=ZHOU, at=NOON, refuse=True)

    assert waiting() == []
    assert run_jobs() == []
    assert ran == []


@pytest.mark.django_db(transaction=True)
def test_never_runs_when_an_action_of_a_job_is_declined(monkeypatch):
    """In a worker too, the queue is written through the connection of the action."""

    @job(retries=0)
    def try_in_vain(bell: int) -> None:
        with pytest.raises(Broken):
            ring_later(bell, by=SYSTEM, at=NOON, refuse=True)
        tune(bell, by=SYSTEM, at=NOON)

    enqueue(try_in_vain, bell=3)

    assert run_jobs() == ["kernel.tests.test_jobs.try_in_vain"]
    assert [entry.kind for entry in recorded()] == ["kernel.bell.tuned"]


@pytest.mark.django_db(transaction=True)
def test_is_tried_again_later_and_later_then_stays_as_failed():
    enqueue(crack, bell=1)
    pauses = []
    for _ in range(3):
        with pytest.raises(AssertionError, match=r"jobs failed: .*test_jobs\.crack"):
            run_jobs()
        kept = ProcrastinateJob.objects.get()
        if kept.status == "todo":
            pauses.append(round((kept.scheduled_at - timezone.now()).total_seconds()))
            make_due()

    assert (kept.status, kept.attempts, ran) == ("failed", 3, [1, 1, 1])
    assert pauses == [2, 4]


@pytest.mark.django_db(transaction=True)
def test_without_retries_fails_at_once():
    enqueue(crack_for_good, bell=1)

    with pytest.raises(AssertionError):
        run_jobs()

    assert ProcrastinateJob.objects.get().status == "failed"


def make_due() -> None:
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set scheduled_at = now() where status = 'todo'")


@pytest.mark.django_db
@pytest.mark.parametrize("ids", [{}, {"bell": 1, "tone": "G"}, {"bell": 1.5}, {"bell": [1]}, {"bell": NOON}])
def test_is_given_ids_that_its_function_takes(ids):
    with pytest.raises(TypeError):
        enqueue(chime, **ids)

    assert waiting() == []


@pytest.mark.django_db
@pytest.mark.parametrize("function", [tune, strike_three])
def test_is_declared(function):
    with pytest.raises(TypeError, match="is no @job"):
        enqueue(function)


@pytest.mark.django_db
def test_cannot_be_run_before_its_transaction_is_committed():
    with pytest.raises(RuntimeError, match="transaction=True"):
        run_jobs()


# By the clock

THREE = datetime(2026, 3, 2, 3, 0, tzinfo=SHANGHAI)
A_MOMENT = timedelta(seconds=1)


def deferred(deferrer: PeriodicDeferrer, at: datetime) -> list[datetime]:
    """What a worker would enqueue that looks at the clock now."""
    due = [(task, moment) for task, moment in deferrer.get_previous_tasks(at.timestamp())]
    async_to_sync(deferrer.defer_jobs)(due)
    return [datetime.fromtimestamp(moment, SHANGHAI) for _, moment in due]


@pytest.fixture
def clocks():
    """A worker's clock that knows strike_three only."""
    everything = procrastinate_app.current_app.periodic_registry
    registry = PeriodicRegistry()
    key = ("kernel.tests.test_jobs.strike_three", "")
    registry.periodic_tasks = {key: everything.periodic_tasks[key]}
    return worker.local(registry)


@pytest.mark.django_db
def test_by_the_clock_runs_at_local_time_once_however_many_workers(clocks):
    one, other = PeriodicDeferrer(clocks), PeriodicDeferrer(clocks)

    assert deferred(one, THREE + A_MOMENT) == [THREE]
    assert deferred(other, THREE + 2 * A_MOMENT) == [THREE]
    assert deferred(one, THREE + 60 * A_MOMENT) == []

    moment = int(THREE.timestamp())
    assert waiting() == [("kernel.tests.test_jobs.strike_three", {"timestamp": moment}, "clock")]


@pytest.mark.django_db(transaction=True)
def test_by_the_clock_is_told_the_time_of_the_tick(clocks):
    deferred(PeriodicDeferrer(clocks), THREE + A_MOMENT)

    run_jobs()

    assert ran == [THREE]


@pytest.mark.django_db(transaction=True)
def test_by_the_clock_is_tried_again_though_the_next_tick_waits_already(clocks):
    def the_next_comes_and_this_one_fails():
        deferred(PeriodicDeferrer(clocks), THREE + A_MOMENT + timedelta(days=1))
        raise ValueError("裂了")

    while_striking.append(the_next_comes_and_this_one_fails)
    deferred(PeriodicDeferrer(clocks), THREE + A_MOMENT)

    run_jobs()

    assert sorted(ran) == [THREE, THREE, THREE + timedelta(days=1)]


@pytest.mark.django_db(transaction=True)
def test_by_the_clock_is_put_back_when_its_worker_died_though_the_next_tick_waits_already(clocks):
    deferred(PeriodicDeferrer(clocks), THREE + A_MOMENT)
    [number] = ProcrastinateJob.objects.values_list("pk", flat=True)
    take(number)
    deferred(PeriodicDeferrer(clocks), THREE + A_MOMENT + timedelta(days=1))

    jobs.recover_stalled_jobs(at=NOON)
    run_jobs()

    assert ran == [THREE, THREE + timedelta(days=1)]


@pytest.mark.django_db(transaction=True)
def test_by_the_clock_is_skipped_while_the_last_one_waits(clocks):
    deferrer = PeriodicDeferrer(clocks)
    deferred(deferrer, THREE + A_MOMENT)
    deferred(deferrer, THREE + A_MOMENT + timedelta(days=1))

    assert [args for _, args, _ in waiting()] == [{"timestamp": int(THREE.timestamp())}]


# Housekeeping


@pytest.mark.django_db
def test_is_put_back_when_its_worker_died():
    number = taken()

    jobs.recover_stalled_jobs(at=NOON)

    assert ProcrastinateJob.objects.get(pk=number).status == "todo"


@pytest.mark.django_db
def test_is_left_to_a_worker_that_lives():
    number = taken(heartbeat="now()")

    jobs.recover_stalled_jobs(at=NOON)

    assert ProcrastinateJob.objects.get(pk=number).status == "doing"


@pytest.mark.django_db
def test_is_given_up_when_its_workers_keep_dying():
    number = taken(attempts=jobs.MOST_ATTEMPTS)

    jobs.recover_stalled_jobs(at=NOON)

    assert ProcrastinateJob.objects.get(pk=number).status == "failed"


@pytest.mark.django_db
def test_is_deleted_when_long_done():
    manager = jobs.manager()
    ages = {"succeeded": [1, 30], "failed": [30, 24 * 40]}
    for status, hours in ages.items():
        for age in hours:
            number = manager.defer_job(Job(queue="q", lock=None, queueing_lock=None, task_name=f"{status} {age}")).id
            with connection.cursor() as cursor:
                cursor.execute("update procrastinate_jobs set status = %s where id = %s", [status, number])
                back = "update procrastinate_events set at = now() - make_interval(hours => %s) where job_id = %s"
                cursor.execute(back, [age, number])

    jobs.delete_old_jobs(at=NOON)

    assert sorted(ProcrastinateJob.objects.values_list("task_name", flat=True)) == ["failed 30", "succeeded 1"]
    assert ProcrastinateEvent.objects.filter(job__isnull=True).count() == 0


def taken(heartbeat: str = "now() - interval '1 minute'", attempts: int = 0) -> int:
    """A job that a worker has taken."""
    number = enqueue(chime, bell=1)
    take(number, heartbeat, attempts)
    return number


def take(number: int, heartbeat: str = "now() - interval '1 minute'", attempts: int = 0) -> None:
    """Have a worker take the job."""
    with connection.cursor() as cursor:
        cursor.execute(f"insert into procrastinate_workers (last_heartbeat) values ({heartbeat}) returning id")
        (other,) = cursor.fetchone()
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s, attempts = %s where id = %s",
            [other, attempts, number],
        )
