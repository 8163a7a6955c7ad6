"""What cases do when something happened: the work of somebody who left goes back to its desks."""

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.ledger import Recorded
from yunjian.kernel.subscribers import subscriber

from . import actions, queries


@subscriber("parties.account.closed")
def give_back_their_work(entry: Recorded) -> None:
    """Told twice, the second time finds no seat."""
    account = entry.subject.removeprefix("parties.")
    for unit in queries.units_seated_at(account, reader=SYSTEM):
        actions.clear_desks(account, unit, by=SYSTEM, at=entry.at)
