"""What the window does: look before receipt, receive, ask once for what is missing, accept or not."""

from collections.abc import Sequence
from datetime import date, datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined
from yunjian.kernel.working_days import add_working_days

from .. import events, policy
from ..definitions import Procedure
from ..models import Case, CorrectionNotice, Phase, Stage, State
from . import _clock
from ._causes import give_causes, give_causes_of_refusal
from ._moving import case_held, close_stage, go_on, move, open_stage, require_move, today, words

LONGEST_REASONS = 2000
LONGEST_ITEM = 200


class ToldAlready(Declined):
    """补正只能一次告知，这件申请已经告知过了。材料交齐就要受理；仍不齐的，写明理由不予受理。"""


class TooLateToAsk(Declined):
    """答复是否受理的期限已过，自收到材料之日起就是受理，不能再要求补正。"""


class NotAtOnce(Declined):
    """这类事项不是即办件，要先受理、审查，再决定。"""


class DecidedElsewhere(Declined):
    """这类事项由外地受理和决定，本单位只代收。请转送外地；材料不对的，收件以前退回修改。"""


@action
def return_for_changes(case_id: int, reasons: str, causes: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Before receipt: give the application back and say what to change; it may be handed in again at any time."""
    case = case_held(case_id)
    policy.require_at_window(by, case, at)
    require_move(case, "return_for_changes")
    case.reasons = words(reasons, LONGEST_REASONS)
    give_causes(case, "return_for_changes", causes, by=by, at=at)
    close_stage(case, Stage.INTAKE, today(at))
    move(case, "return_for_changes", State.PRE_RETURNED, by=by, at=at)


@action
def pass_pre_review(case_id: int, *, by: Actor, at: datetime) -> None:
    """Before receipt: nothing stands against it; the originals may come."""
    case = case_held(case_id)
    policy.require_at_window(by, case, at)
    move(case, "pass_pre_review", State.PRE_PASSED, by=by, at=at)


@action
def receive(case_id: int, *, by: Actor, at: datetime) -> None:
    """Take the papers and start the days in which the unit answers whether it accepts."""
    case = case_held(case_id)
    policy.require_at_window(by, case, at)
    require_move(case, "receive")
    case.received_on = today(at)
    _clock.take_in(case, today(at))
    move(case, "receive", State.RECEIVED, by=by, at=at)


@action
def notify_correction(case_id: int, missing: Sequence[str], causes: Sequence[str], *, by: Actor, at: datetime) -> int:
    """Tell the applicant, once and in time, all that is missing; the clock stands until it comes."""
    case = case_held(case_id)
    policy.require_at_window(by, case, at)
    require_move(case, "notify_correction")
    on, procedure = today(at), require_decided_here(case)
    if CorrectionNotice.objects.filter(case=case).exists():
        raise ToldAlready()
    if case.due_on is not None and on > case.due_on:
        raise TooLateToAsk()
    give_causes(case, "notify_correction", causes, by=by, at=at)
    notice = asked_for(case, missing, procedure.correction_days, by=by, at=at)
    move(case, "notify_correction", State.CORRECTING, by=by, at=at)
    return notice


@action
def accept(case_id: int, *, by: Actor, at: datetime) -> None:
    """Accept the application in writing and start the clock of the decision."""
    case = case_held(case_id)
    policy.require_at_window(by, case, at)
    require_move(case, "accept")
    require_decided_here(case)
    accepted(case, today(at), by=by, at=at)


@action
def refuse_acceptance(case_id: int, reasons: str, causes: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Not this unit's matter, or none that needs an application: say so in writing, with the reason."""
    case = case_held(case_id)
    policy.require_at_window(by, case, at)
    require_decided_here(case)
    require_move(case, "refuse_acceptance")
    case.reasons = words(reasons, LONGEST_REASONS)
    give_causes(case, "refuse_acceptance", causes, by=by, at=at)
    move(case, "refuse_acceptance", State.NOT_ACCEPTED, by=by, at=at)


@action
def settle_at_once(
    case_id: int, granted: bool, reasons: str, causes: Sequence[str] = (), *, by: Actor, at: datetime
) -> None:
    """A matter done on the spot: accepted, decided and handed over in one go, the answer in writing.

    What ends in a certificate is decided at once, and handed over when the certificate is made.
    """
    case = case_held(case_id)
    policy.require_at_window(by, case, at)
    require_move(case, "settle_at_once")
    procedure = _clock.procedure_of(case)
    if procedure.handling != "on-the-spot":
        raise NotAtOnce()
    case.reasons = words(reasons, LONGEST_REASONS, needed=not granted)
    give_causes_of_refusal(case, granted, causes, by=by, at=at)
    case.remedies = "" if granted else procedure.remedies
    case.granted, on = granted, today(at)
    case.accepted_on = case.decided_on = on
    close_stage(case, Stage.INTAKE, on)
    if granted and procedure.certificate:
        _clock.begin(case, Phase.DELIVERING, procedure.deliver_days, on)
        open_stage(case, Stage.DELIVER, by=by, at=at)
        move(case, "settle_at_once", State.DECIDED_YES, by=by, at=at)
    else:
        move(case, "settle_at_once", State.DONE, by=by, at=at)


def asked_for(case: Case, missing: Sequence[str], days: int, *, by: Actor, at: datetime) -> int:
    """All that is missing is told, and the clock stands."""
    on = today(at)
    items = [words(each, LONGEST_ITEM) for each in missing] or [words("", 1)]
    answer_by = add_working_days(_clock.calendar(on), on, days)
    notice = CorrectionNotice.objects.create(case=case, missing=items, notified_on=on, answer_by=answer_by)
    _clock.stop(case, "CORRECTION", on, basis="中华人民共和国行政许可法第三十二条第四项")
    ledger.record(events.CorrectionNotified(case.pk, notice.pk, len(items), answer_by), by=by, at=at)
    return notice.pk


def require_decided_here(case: Case) -> Procedure:
    """The procedure, of a matter that this district decides itself."""
    procedure = _clock.procedure_of(case)
    if procedure.region:
        raise DecidedElsewhere()
    return procedure


def accepted(case: Case, on: date, *, by: Actor, at: datetime) -> None:
    """The case is accepted as of a day: the decision's clock runs from it, and the first steps wait at their desks."""
    case.accepted_on = on
    close_stage(case, Stage.INTAKE, today(at))
    _clock.begin(case, Phase.DECIDING, _clock.procedure_of(case).promised_days, on)
    go_on(case, by=by, at=at)
    move(case, "accept", State.ACCEPTED, by=by, at=at)
