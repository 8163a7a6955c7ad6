"""The operators' page asks the database as often for many failed jobs as for one."""

from django.db import connection
from django.test import Client

from tests.district import open_account, small_district
from tests.pins import assert_pinned

PINNED = {"/operations/status/": 13}


def failed(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name, status, args, attempts)"
            " select 'budgets.read', 'queue-' || n, 'failed', '{}', 3 from generate_series(1, %s) n",
            [count],
        )


def test_as_pinned_and_the_same_for_many(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    small_district()
    failed(1)
    client = Client()
    client.force_login(open_account("he", ("system-administrator", "")))
    assert_pinned(client, PINNED, lambda: failed(9))
