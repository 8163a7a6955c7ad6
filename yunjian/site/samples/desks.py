"""The desks of the demonstration: who takes in, reviews and decides."""

from datetime import datetime

from yunjian.cases import actions as cases

from .accounts import AT_DESKS, HEAD, matters
from .acting import staff


def seat_staff(*, at: datetime) -> None:
    """Put the sample clerks at the desks of their matters."""
    head = staff(HEAD)
    for matter in matters(at):
        for sample, stages in AT_DESKS.items():
            for stage in stages:
                cases.seat(staff(sample).id, matter.unit, matter.key, stage, by=head, at=at)
