"""The desks of the demonstration: who takes in, reviews and decides; and an application somebody has begun."""

from datetime import datetime

from django.utils import timezone

from yunjian.cases import actions as cases
from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.services import actions as services
from yunjian.services.definitions import Form, Item

from .accounts import AT_DESKS, HEAD, matters
from .acting import staff


def seat_staff(*, at: datetime) -> None:
    """Put the sample clerks at the desks of their matters."""
    head = staff(HEAD)
    for matter in matters(at):
        for sample, stages in AT_DESKS.items():
            for stage in stages:
                cases.seat(staff(sample).id, matter.unit, matter.key, stage, by=head, at=at)


def begin_application(citizen: Actor, *, at: datetime) -> None:
    """A draft of the first matter a person may apply for, filled in as its form's example says."""
    on = timezone.localdate(at)
    [owner] = citizen.owns
    open_to_people = {
        each.key: each
        for each in catalogue.all_in_force(Item, on=on)
        if "person" in each.targets and each.status == "in-use" and "online" in each.channels
    }
    for form in catalogue.all_in_force(Form, on=on):
        for key in form.items:
            if key in open_to_people:
                number = services.begin_application(key, owner, by=citizen, at=at)
                services.save_application(number, 0, values=form.example.right, by=citizen, at=at)
                return
