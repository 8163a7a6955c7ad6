"""The job queue between tests: Django empties the tables of its own models only."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def empty_queue(request, _django_db_helper) -> Iterator[None]:
    """Leave no job behind where a test's rows are committed; elsewhere the test's transaction takes them back."""
    yield
    marker = request.node.get_closest_marker("django_db")
    committed = {"transactional_db", "live_server"} & set(request.fixturenames)
    if committed or (marker and marker.kwargs.get("transaction")):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("truncate procrastinate_jobs, procrastinate_periodic_defers, procrastinate_workers cascade")
