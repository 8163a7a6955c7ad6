"""What cases do by the clock: what time alone decides, and a word when a deadline is near or past."""

from contextlib import suppress
from datetime import datetime

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Declined
from yunjian.kernel.jobs import clock

from . import actions, queries


@clock("15 0 * * *")
def let_time_decide(at: datetime) -> None:
    """After midnight: silence is acceptance where nobody answered, and consent where the law of the matter says so."""
    for case in queries.unanswered(reader=SYSTEM, at=at):
        with suppress(Declined):
            actions.accept_by_silence(case, by=SYSTEM, at=at)
    for case in queries.undecided(reader=SYSTEM, at=at):
        with suppress(Declined):
            actions.approve_by_silence(case, by=SYSTEM, at=at)


@clock("0 7 * * *")
def watch_deadlines(at: datetime) -> None:
    """Every morning: each deadline that is near or past is said once."""
    for step in queries.deadlines_to_tell(reader=SYSTEM, at=at):
        with suppress(Declined):
            actions.tell_of_deadline(step, by=SYSTEM, at=at)
