"""What parties do when others announce: a published pack may have changed the units."""

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.ledger import Recorded
from yunjian.kernel.subscribers import subscriber

from . import actions


@subscriber("catalogue.pack.published")
def adopt_the_units(entry: Recorded) -> None:
    actions.adopt_units(by=SYSTEM, at=entry.at)
