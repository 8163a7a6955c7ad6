"""A step changes hands, and that is kept."""

from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.actor import Actor

from .. import events
from ..models import Case, Holding, How, Step


def pass_on(case: Case, step: Step, holder: str, how: How, *, by: Actor, at: datetime) -> None:
    """The step is in ``holder``'s hands now; empty: back at its desk."""
    step.holder = holder
    step.save(update_fields=["holder"])
    Holding.objects.create(step=step, holder=holder, how=how, changed_by=by.id, changed_at=at)
    ledger.record(events.StepTaken(case.pk, step.pk, how, holder), by=by, at=at)
