"""What budgets does when a file was handed in: it is put on the queue of the reader."""

from yunjian.kernel.jobs import enqueue
from yunjian.kernel.ledger import Recorded
from yunjian.kernel.subscribers import subscriber

from . import jobs
from .events import DisclosureReceived, ReadingRequested


@subscriber(DisclosureReceived.kind, ReadingRequested.kind)
def have_it_read(entry: Recorded) -> None:
    """Told twice, the file is read twice to the same result."""
    enqueue(jobs.read_file, disclosure_id=entry.payload["disclosure"])
