"""Which PostgreSQL a command uses: DATABASE_URL, or the embedded one for as long as the command needs it."""

import contextlib
import os
from collections.abc import Iterator

import django

from .environment import Environment
from .postgres import EmbeddedPostgres


@contextlib.contextmanager
def database() -> Iterator[str]:
    """Set DATABASE_URL and set Django up; an embedded server that was not running is stopped again afterwards."""
    given = os.environ.get("DATABASE_URL")
    cluster = None if given else EmbeddedPostgres(Environment.read().data_folder / "postgres")
    was_running = cluster is not None and cluster.is_running()
    if cluster is not None:
        os.environ["DATABASE_URL"] = cluster.start()
    try:
        django.setup()
        yield os.environ["DATABASE_URL"]
    finally:
        if cluster is not None:
            del os.environ["DATABASE_URL"]
            _leave()
            if not was_running:
                cluster.stop()


def _leave() -> None:
    """Close this process's connections so that the server can stop at once."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool:
            close_pool()
