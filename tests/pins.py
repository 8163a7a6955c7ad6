"""Pins: how often a list asks the database, and that it asks as often for many rows as for one."""

from collections.abc import Callable, Iterable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def counted(client: Client, addresses: Iterable[str]) -> dict[str, int]:
    """The statements that each page takes."""
    found = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        found[address] = len(queries)
    return found


def stays_as_pinned(client: Client, pinned: dict[str, int], more: Callable[[], object]) -> None:
    """The same before and after there is more of everything, and as written down."""
    counted(client, pinned)  # the first time fills what is read once
    few = counted(client, pinned)
    more()
    assert counted(client, pinned) == few
    assert few == pinned
