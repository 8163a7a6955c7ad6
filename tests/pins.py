"""Pins: how often a list asks the database, and that it asks as often for many rows as for one."""

from collections.abc import Callable, Mapping

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def counted(client: Client, pinned: Mapping[str, int], at: int = 0) -> dict[str, int]:
    """The statements that each page takes; ``at`` stands in for the ``0`` of an address."""
    found = {}
    for address in pinned:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address.replace("/0/", f"/{at}/")).status_code == 200, f"{address} did not answer"
        found[address] = len(queries)
    return found


def assert_pinned(client: Client, pinned: Mapping[str, int], more: Callable[[], object], *, at: int = 0) -> None:
    """The same before and after there is more of everything, and as written down."""
    counted(client, pinned, at)  # the first time fills what is read once
    few = counted(client, pinned, at)
    more()
    many = counted(client, pinned, at)
    assert (few, many) == (pinned, pinned), f"with few rows {few}, with many {many}"
