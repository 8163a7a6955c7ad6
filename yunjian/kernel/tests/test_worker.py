"""The worker process."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import procrastinate_app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.jobs import Job

from tests.cast import NOON, ZHOU
from yunjian.kernel import subscribers, worker
from yunjian.kernel.jobs import enqueue, job, manager
from yunjian.kernel.subscribers import subscriber
from yunjian.kernel.testing import recorded

from .sample import ring

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 2.0  # seconds between an action and all that follows from it
started = threading.Event()


@job()
def take_a_while(seconds: int) -> None:
    started.set()
    time.sleep(seconds)


@pytest.fixture
def at_work():
    """A worker in a thread of this process."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.run_worker, args=(stop,))
    thread.start()
    until(ProcrastinateWorker.objects.exists)
    yield stop
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def until(true, patience: float = 10) -> float:
    """Wait until something is true; how long it took."""
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < patience, "it did not come true"
        time.sleep(0.02)
    return time.monotonic() - start


def test_seals_delivers_and_runs_soon_after_an_action(monkeypatch, at_work):
    told = []
    monkeypatch.setattr(subscribers, "_subscribers", {})

    @subscriber("kernel.bell.rung")
    def listen(entry):
        told.append(entry.position)
        enqueue(take_a_while, seconds=0)

    ring(1, by=ZHOU, at=NOON)

    taken = until(lambda: ProcrastinateJob.objects.filter(task_name__endswith="while", status="succeeded").exists())
    assert told == [0]
    assert taken < SOON


def test_lets_a_running_job_end_when_asked_to_stop(at_work):
    started.clear()
    number = enqueue(take_a_while, seconds=1)
    assert started.wait(10)

    at_work.set()

    until(lambda: ProcrastinateJob.objects.get(pk=number).status == "succeeded")
    until(lambda: not ProcrastinateWorker.objects.exists())


def test_goes_on_after_the_database_threw_it_out(at_work):
    with connection.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                       " and datname = current_database()")  # fmt: skip
    ring(1, by=ZHOU, at=NOON)
    number = enqueue(take_a_while, seconds=0)

    until(lambda: ProcrastinateJob.objects.get(pk=number).status == "succeeded", patience=20)
    until(lambda: recorded()[0].position is not None, patience=20)
    assert recorded()[0].position == 0


def test_goes_on_when_a_loop_stumbles(monkeypatch):
    seen, stop = [], threading.Event()
    monkeypatch.setattr(worker, "AFTER_TROUBLE", 0)
    monkeypatch.setattr(worker, "PAUSE", 0)

    def stumble() -> None:
        seen.append(1)
        if len(seen) == 3:
            stop.set()
        raise ValueError

    worker.repeat(stumble, stop)

    assert len(seen) == 3


def test_a_job_of_the_next_version_is_given_back_to_a_worker_that_knows_it():
    """While hosts are upgraded an old worker may take it: it must not be lost, nor wait for long."""
    job = Job(queue="default", lock=None, queueing_lock=None, task_name="kernel.jobs.of_tomorrow", task_kwargs={"a": 1})
    manager().defer_job(job)
    worker.work()

    row = ProcrastinateJob.objects.get(task_name="kernel.jobs.of_tomorrow")
    assert (row.status, row.attempts, row.args) == ("todo", 1, {"a": 1})
    assert row.scheduled_at - timezone.now() < timedelta(seconds=worker.UNKNOWN_AGAIN)
    assert "kernel.jobs.of_tomorrow" not in procrastinate_app.current_app.tasks


def test_stops_cleanly_when_the_process_is_told_to():
    """Two processes, told by Ctrl-C and by a supervisor."""
    settings = connection.settings_dict
    address = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
    environment = os.environ | {"DATABASE_URL": f"{address}/{settings['NAME']}"}
    command = [sys.executable, "-m", "yunjian", "worker"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    both = [subprocess.Popen(command, env=environment, **pipes) for _ in range(2)]
    try:
        until(lambda: ProcrastinateWorker.objects.count() == 2, patience=120)
        ring(1, by=ZHOU, at=NOON)
        until(lambda: recorded()[0].position == 0)
        for process, number in zip(both, (signal.SIGINT, signal.SIGTERM), strict=True):
            process.send_signal(number)
        said = [process.communicate(timeout=60)[0] for process in both]
    finally:
        for process in both:
            process.kill()

    assert [process.returncode for process in both] == [0, 0]
    assert all("后台进程已停止。" in text and "Traceback" not in text for text in said)
    assert not ProcrastinateWorker.objects.exists()
