"""What budgets does later: a file handed in is read, a disclosure published here is written in all its forms."""

from yunjian.kernel.jobs import enqueue
from yunjian.kernel.ledger import Recorded
from yunjian.kernel.subscribers import subscriber

from . import jobs
from .events import DisclosureReceived, DraftPublished, ReadingRequested


@subscriber(DisclosureReceived.kind, ReadingRequested.kind)
def have_it_read(entry: Recorded) -> None:
    """Told twice, the file is read twice to the same result."""
    enqueue(jobs.read_file, disclosure_id=entry.payload["disclosure"])


@subscriber(DraftPublished.kind)
def have_it_written(entry: Recorded) -> None:
    """Told twice, what is written already stays as it is."""
    enqueue(jobs.write_forms, disclosure_id=entry.payload["disclosure"])
