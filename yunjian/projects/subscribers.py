"""What projects do when others announce: a pack brings projects, a disclosure that was read brings proposals."""

from yunjian.budgets.events import DisclosureRead, DisclosureRestored, DisclosureSuperseded, DisclosureWithdrawn
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.catalogue import PackPublished
from yunjian.kernel.jobs import enqueue
from yunjian.kernel.ledger import Recorded
from yunjian.kernel.subscribers import subscriber

from . import actions, jobs


@subscriber(PackPublished.kind)
def take_in_the_projects(entry: Recorded) -> None:
    actions.register_projects(by=SYSTEM, at=entry.at)


@subscriber(DisclosureRead.kind, DisclosureRestored.kind)
def have_it_compared(entry: Recorded) -> None:
    """Told twice, it is compared twice to the same proposals."""
    enqueue(jobs.compare_with_register, disclosure_id=entry.payload["disclosure"])


@subscriber(DisclosureSuperseded.kind, DisclosureWithdrawn.kind)
def set_its_proposals_aside(entry: Recorded) -> None:
    actions.set_aside_proposals(entry.payload["disclosure"], by=SYSTEM, at=entry.at)
