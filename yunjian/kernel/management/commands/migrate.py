"""``yunjian migrate``: Django's, made safe while other hosts go on serving."""

import time
from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from psycopg.errors import LockNotAvailable

LOCK_TIMEOUT = 4  # seconds a change may wait for a table, and with it everybody behind it in the queue
TRIES = 8
_TURN = 0x59554E_0002  # one host migrates at a time; the others wait, and find nothing left to do


class Command(Migrate):
    """A change that does not get its table soon gives way, so that pages go on, and is tried again."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options.get("database") or DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [_TURN])
            cursor.execute(f"set lock_timeout = '{LOCK_TIMEOUT}s'")
        try:
            self._until_done(*args, **options)
        finally:
            if connection.connection is not None and not connection.connection.closed:
                with connection.cursor() as cursor:
                    cursor.execute("reset lock_timeout")
                    cursor.execute("select pg_advisory_unlock(%s)", [_TURN])

    def _until_done(self, *args: Any, **options: Any) -> None:
        for attempt in range(1, TRIES + 1):
            try:
                super().handle(*args, **options)
            except OperationalError as error:
                # Every migration is a transaction: one that gave way has changed nothing.
                if not isinstance(error.__cause__, LockNotAvailable) or attempt == TRIES:
                    raise
            else:
                return
            self.stderr.write(
                f"有一项变更 {LOCK_TIMEOUT} 秒内没有等到它要的表，让给正在办的事，第 {attempt} 次稍后再试。"
            )
            time.sleep(min(2**attempt, 30))
