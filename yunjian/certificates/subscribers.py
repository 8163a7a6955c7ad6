"""What certificates do when a batch has come in: a job decides its rows."""

from yunjian.kernel.jobs import enqueue
from yunjian.kernel.ledger import Recorded
from yunjian.kernel.subscribers import subscriber

from . import jobs
from .events import BatchReceived


@subscriber(BatchReceived.kind)
def have_it_issued(entry: Recorded) -> None:
    """Told twice, the second job finds the batch done."""
    enqueue(jobs.continue_batch, batch_id=entry.payload["batch"])
