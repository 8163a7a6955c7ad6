"""What several hosts on one database rely on."""

import asyncio
import threading

import pytest
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection
from procrastinate.contrib.django import procrastinate_app, utils
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicDeferrer
from procrastinate.psycopg_connector import PsycopgConnector

from yunjian.kernel.management.commands import migrate
from yunjian.kernel.tests.conftest import another_connection
from yunjian.kernel.worker import local

pytestmark = pytest.mark.django_db(transaction=True)
TASK = "kernel.jobs.delete_old_jobs"


def test_a_tick_that_several_workers_see_is_enqueued_once_even_after_it_was_done():
    app = procrastinate_app.current_app
    [each] = [each for each in local(app.periodic_registry).periodic_tasks.values() if each.task.name == TASK]

    async def see(workers: int) -> None:
        with app.replace_connector(PsycopgConnector(kwargs=utils.connector_params(), min_size=1, max_size=workers + 1)):
            async with app.open_async():
                deferrers = [PeriodicDeferrer(app.periodic_registry) for _ in range(workers)]
                await asyncio.gather(*(worker.defer_jobs([(each, 1_800_000_000)]) for worker in deferrers))

    asyncio.run(see(4))
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing'")
        cursor.execute("update procrastinate_jobs set status = 'succeeded'")
    asyncio.run(see(2))

    assert ProcrastinateJob.objects.filter(task_name=TASK).count() == 1


def test_a_silent_connection_is_given_up_by_both_ends():
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('tcp_keepalives_idle')::int + current_setting('tcp_keepalives_interval')::int"
            " * current_setting('tcp_keepalives_count')::int, current_setting('tcp_user_timeout')"
        )
        there = cursor.fetchone()
    here = connection.get_connection_params()

    assert there == (30, "30000")
    assert here["keepalives_idle"] + here["keepalives_interval"] * here["keepalives_count"] == 30
    assert utils.connector_params()["options"] == here["options"]


def test_a_change_that_does_not_get_its_table_gives_way_and_tries_again(monkeypatch, capsys):
    """Somebody reads in a long transaction; the change lets others pass and is made when the reader is gone."""
    monkeypatch.setattr(migrate, "LOCK_TIMEOUT", 1)
    tried = []

    def change(command, *args, **options) -> None:
        tried.append(1)
        with connection.cursor() as cursor:
            cursor.execute("alter table kernel_cursor add column if not exists tomorrow int")

    monkeypatch.setattr(Migrate, "handle", change)
    try:
        with another_connection() as reader:
            reader.execute("begin")
            reader.execute("select * from kernel_cursor")
            threading.Timer(1.8, lambda: reader.execute("rollback")).start()
            call_command("migrate", verbosity=0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("alter table kernel_cursor drop column if exists tomorrow")
            cursor.execute("show lock_timeout")
            assert cursor.fetchone() == ("0",)

    assert len(tried) == 2
    assert "稍后再试" in capsys.readouterr().err


def test_hosts_migrate_one_after_another(monkeypatch):
    """The second waits for the first, and then finds its turn free."""
    order = []

    def change(command, *args, **options) -> None:
        order.append("second")

    monkeypatch.setattr(Migrate, "handle", change)

    def second() -> None:
        call_command("migrate", verbosity=0)
        connection.close()

    with another_connection() as first:
        first.execute("select pg_advisory_lock(%s)", [migrate._TURN])
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.5)
        order.append("first")
        first.execute("select pg_advisory_unlock(%s)", [migrate._TURN])
        thread.join(10)

    assert order == ["first", "second"]
