"""What ends a case: the period extended by a leader, the decision with its reasons, the certificate, the delivery."""

from collections.abc import Sequence
from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..models import Case, Extension, Phase, Review, Stage, State
from . import _clock
from ._causes import give_causes, give_causes_of_refusal
from ._moving import case_held, close_stage, drop_steps, move, open_stage, require_move, today, words
from .reviewing import begin_review

LONGEST_REASONS = 2000
LONGEST_REASON = 400


class NotExtendable(Invalid):
    """这类事项不能延长这么多个工作日。"""


class TooLateToExtend(Declined):
    """期限已过，不能再批准延长。"""


class StepsWait(Declined):
    """还有审查步骤没有办完，不能作决定。"""


class ReviewedByYourself(Declined):
    """这件申请您审查过，要由另一位同事作决定。"""


class CertificateFirst(Declined):
    """这类事项准予后要先制证，再送达。"""


@action
def extend(case_id: int, days: int, reason: str, *, by: Actor, at: datetime) -> None:
    """The unit's leader gives more days, once, and the reason is told to the applicant."""
    case = case_held(case_id)
    policy.require_head(by, case)
    require_move(case, "extend")
    most = _clock.procedure_of(case).extension_days
    if not 1 <= days <= most:
        raise NotExtendable(f"{days} / {most}")
    if case.due_on is not None and today(at) > case.due_on:
        raise TooLateToExtend()
    said = words(reason, LONGEST_REASON)
    Extension.objects.create(case=case, days=days, approved_by=by.id, reason=said, told_on=today(at))
    _clock.extend(case, days)
    move(case, "extend", State.EXTENDED, by=by, at=at)
    ledger.record(events.PeriodExtended(case.pk, days, case.due_on or today(at)), by=by, at=at)


@action
def decide(case_id: int, granted: bool, reasons: str, causes: Sequence[str] = (), *, by: Actor, at: datetime) -> None:
    """Grant, or refuse with reasons and where to turn; then the days of delivery run."""
    case = case_held(case_id)
    policy.require_stage(by, case, Stage.DECIDE, at)
    if not case.steps.open().filter(desk__stage=Stage.DECIDE).exists():
        require_move(case, "grant" if case.state != State.ACCEPTED else "begin_review")
        raise StepsWait()
    begin_review(case, by=by, at=at)
    if _clock.procedure_of(case).four_eyes and Review.objects.filter(step__case=case, given_by=by.id).exists():
        raise ReviewedByYourself()
    said = words(reasons, LONGEST_REASONS, needed=not granted)
    give_causes_of_refusal(case, granted, causes, by=by, at=at)
    decided(case, granted, said, by=by, at=at)


@action
def deliver(case_id: int, *, by: Actor, at: datetime) -> None:
    """The decision is in the applicant's hands: the case is done."""
    case = case_held(case_id)
    policy.require_stage(by, case, Stage.DELIVER, at)
    require_move(case, "deliver")
    if case.state == State.DECIDED_YES and _clock.procedure_of(case).certificate:
        raise CertificateFirst()
    close_stage(case, Stage.DELIVER, today(at))
    move(case, "deliver", State.DONE, by=by, at=at)


@action
def terminate(case_id: int, reasons: str, causes: Sequence[str], *, by: Actor, at: datetime) -> None:
    """End a case that cannot go on: what was missing never came, the applicant is no more."""
    case = case_held(case_id)
    in_decision = case.steps.open().filter(desk__stage=Stage.DECIDE).exists()
    policy.require_stage(by, case, Stage.DECIDE if in_decision else Stage.INTAKE, at)
    require_move(case, "terminate")
    case.reasons = words(reasons, LONGEST_REASONS)
    give_causes(case, "terminate", causes, by=by, at=at)
    move(case, "terminate", State.TERMINATED, by=by, at=at)


def decided(case: Case, granted: bool, reasons: str, *, by: Actor, at: datetime) -> None:
    """The decision stands as of today, and waits to be delivered."""
    procedure, on = _clock.procedure_of(case), today(at)
    case.granted, case.reasons, case.decided_on = granted, reasons, on
    case.decided_late = case.due_on is not None and on > case.due_on
    case.remedies = "" if granted else procedure.remedies
    close_stage(case, Stage.DECIDE, on)
    drop_steps(case, on)
    _clock.begin(case, Phase.DELIVERING, procedure.deliver_days, on)
    open_stage(case, Stage.DELIVER, by=by, at=at)
    move(case, "grant" if granted else "refuse", State.DECIDED_YES if granted else State.DECIDED_NO, by=by, at=at)
