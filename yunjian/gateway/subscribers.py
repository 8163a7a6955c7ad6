"""What the gateway does when others announce: every notice goes into its queue, and the queue is looked at."""

from yunjian.kernel import announcements
from yunjian.kernel.jobs import enqueue
from yunjian.kernel.ledger import Recorded
from yunjian.kernel.subscribers import subscriber

from . import actions
from .jobs import send_notices


@subscriber(announcements.kinds)
def tell_the_outside(entry: Recorded) -> None:
    for webhook in actions.queue_notices(entry):
        enqueue(send_notices, webhook_id=webhook)
