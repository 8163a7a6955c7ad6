"""What time alone does, where the law says so: acceptance without an answer, approval without a decision."""

from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..models import FAR, State, Told
from . import _clock
from ._moving import NotNow, case_held, require_move, step_held, today
from .deciding import decided
from .reviewing import begin_review
from .window import accepted, require_decided_here


class NotDueYet(Declined):
    """期限还没有到。"""


@action
def accept_by_silence(case_id: int, *, by: Actor, at: datetime) -> None:
    """The days to answer are over and nothing was said: it counts as accepted on the day of receipt (art. 32)."""
    case = case_held(case_id)
    policy.require_platform(by)
    require_move(case, "accept")
    require_decided_here(case)
    if case.due_on is None or today(at) <= case.due_on or case.received_on is None:
        raise NotDueYet()
    accepted(case, case.received_on, by=by, at=at)


@action
def approve_by_silence(case_id: int, *, by: Actor, at: datetime) -> None:
    """The period is over without a decision, and this matter's law takes that for a yes."""
    case = case_held(case_id)
    policy.require_platform(by)
    if _clock.procedure_of(case).silence != "approved" or case.state not in (
        State.ACCEPTED,
        State.REVIEWING,
        State.EXTENDED,
    ):
        raise NotNow()
    if case.due_on is None or today(at) <= case.due_on:
        raise NotDueYet()
    begin_review(case, by=by, at=at)
    case.by_silence = True
    decided(case, True, "", by=by, at=at)


@action
def tell_of_deadline(step_id: int, *, by: Actor, at: datetime) -> None:
    """Say once that a step's last day is near, and once that it has passed; a new last day is said anew."""
    case, step = step_held(step_id)
    policy.require_platform(by)
    on = today(at)
    said = Told.OVER if on > step.due_on else Told.SOON
    if step.due_on == FAR or on < step.warn_on or step.told in (said, Told.OVER):
        raise NotDueYet()
    step.told = said
    step.save(update_fields=["told"])
    event = events.DeadlinePassed if said == Told.OVER else events.DeadlineNear
    ledger.record(event(case.pk, step.pk, step.due_on), by=by, at=at)
