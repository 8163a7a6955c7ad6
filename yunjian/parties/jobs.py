"""What parties do by the clock: keep the periods for which personal data may stay."""

from datetime import datetime

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.jobs import clock

from . import actions


@clock("20 3 * * *")
def keep_retention(at: datetime) -> None:
    """Every night: erase what is to be erased by itself, list what somebody is to decide."""
    actions.keep_retention(by=SYSTEM, at=at)
