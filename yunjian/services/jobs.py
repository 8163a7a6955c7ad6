"""What services do by the clock: erase the personal guides and the drafts of applications whose time is over."""

from contextlib import suppress
from datetime import datetime

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.jobs import clock

from . import actions


@clock("20 4 * * *")
def expire_guides(at: datetime) -> None:
    """Every night."""
    with suppress(actions.NothingExpired):
        actions.expire_guides(by=SYSTEM, at=at)


@clock("40 4 * * *")
def expire_applications(at: datetime) -> None:
    """Every night."""
    with suppress(actions.NothingLapsed):
        actions.expire_applications(by=SYSTEM, at=at)
