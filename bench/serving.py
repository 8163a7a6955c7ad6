"""A page beside the bare SQL it stands on: shared by the benches of pages.

Server time is a whole request through every middleware to the last byte; the bare SQL is the very statements that
request sends, run by a plain cursor that fetches their rows. What the frame of every page costs (head, navigation,
language; measured on the page one logs in at) is taken off: it does not depend on what the page shows. No page is kept:
each is made anew.
"""

import sys
from collections.abc import Callable
from functools import partial

from .frame import measure_pair, report

FRAME = "/account/login/"
REPEAT = 15
STATIC_FILES_AS_THEY_ARE = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def beside_its_sql(page: str, address: str, limit: float | None) -> int:
    """Report what the page takes beside its own SQL, and return how many statements it makes."""
    from django.test import Client, override_settings

    with override_settings(STORAGES=STATIC_FILES_AS_THEY_ARE, KEPT_BYTES=0):
        client = Client(headers={"host": "localhost"})
        statements = statements_of(client, address)
        whole, alone = measure_pair(partial(ask, client, address), bare(statements), repeat=REPEAT)
        empty, _ = measure_pair(partial(ask, client, FRAME), bare(statements), repeat=REPEAT)
    times = ", ".join(f"{taken * 1000:.0f}" for taken in (whole, empty, alone))
    report(f"{page} ({times} ms: page, frame, SQL)", (whole - empty) / alone, limit)
    return len(statements)


def ask(client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        sys.exit(f"{address} answered {answer.status_code}")


def statements_of(client, address: str) -> list[tuple[str, tuple]]:
    """The statements a request sends, with their parameters."""
    from django.db import connection

    sent: list[tuple[str, tuple]] = []

    def note(execute, sql, params, many, context):
        sent.append((sql, params))
        return execute(sql, params, many, context)

    ask(client, address)
    with connection.execute_wrapper(note):
        ask(client, address)
    return sent


def bare(statements: list[tuple[str, tuple]]) -> Callable[[], None]:
    from django.db import connection

    def run() -> None:
        with connection.cursor() as cursor:
            for sql, params in statements:
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()

    return run
