"""Taking a part of the ledger away."""

from collections.abc import Iterator
from datetime import datetime

from .. import policy
from ..action import action
from ..actor import Actor
from ..ledger import record
from . import exporting
from .events import LedgerExported


@action
def export_ledger(start: int, end: int, *, by: Actor, at: datetime) -> Iterator[bytes]:
    """Hand out a range of entries with its proof; that it was taken is on record."""
    policy.require(by, policy.READ_LEDGER)
    lines = exporting.range_of(start, end, reader=by)
    record(LedgerExported(start, end), by=by, at=at)
    return lines
