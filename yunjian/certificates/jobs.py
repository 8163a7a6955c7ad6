"""What certificates do by the clock: remind holders of the end, erase what was kept long enough."""

from contextlib import suppress
from datetime import datetime

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Declined
from yunjian.kernel.jobs import clock

from . import actions, queries


@clock("10 7 * * *")
def watch_ends(at: datetime) -> None:
    """Every morning: each certificate about to end, or ended since, is announced once."""
    for certificate in queries.to_remind(reader=SYSTEM, at=at):
        with suppress(actions.NothingToTell):
            actions.remind_of_end(certificate, by=SYSTEM, at=at)


@clock("50 3 * * *")
def keep_retention(at: datetime) -> None:
    """Every night: what has been in the archive for its time is erased."""
    for certificate in queries.to_erase(reader=SYSTEM, at=at):
        with suppress(Declined):
            actions.erase_contents(certificate, by=SYSTEM, at=at)
