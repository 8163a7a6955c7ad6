"""Fixtures of the kernel's tests."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from yunjian.kernel.guard import append_only, guarded


@pytest.fixture
def elsewhere(transactional_db) -> Iterator[psycopg.Connection]:
    """A connection that is none of Django's, as psql's would be."""
    with another_connection() as other:
        yield other


def another_connection(database: str = "") -> psycopg.Connection:
    settings = connection.settings_dict
    return psycopg.connect(
        dbname=database or settings["NAME"],
        user=settings["USER"],
        password=settings["PASSWORD"],
        host=settings["HOST"],
        port=settings["PORT"],
        autocommit=True,
    )


@pytest.fixture
def bell(request) -> Iterator[type[models.Model]]:
    """A guarded table."""
    yield from _table(request, "kernel_bell", guarded())


@pytest.fixture
def inscription(request) -> Iterator[type[models.Model]]:
    """A table whose rows stay as they are."""
    yield from _table(request, "kernel_inscription", append_only())


def _table(request, name: str, rules: list) -> Iterator[type[models.Model]]:
    seen_elsewhere = "elsewhere" in request.fixturenames
    request.getfixturevalue("transactional_db" if seen_elsewhere else "db")
    with isolate_apps("yunjian.kernel"):

        class Thing(models.Model):
            tone = models.CharField(max_length=10)

            class Meta:
                app_label = "kernel"
                db_table = name
                triggers = rules

        with connection.schema_editor() as editor:
            editor.create_model(Thing)
        try:
            yield Thing
        finally:
            if seen_elsewhere:
                with connection.schema_editor() as editor:
                    editor.delete_model(Thing)
