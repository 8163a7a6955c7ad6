"""Cases across regions: sent on to where they are decided and answered from there; taken in elsewhere for us.

跨省通办, 收受分离: one region's window takes the papers in, the region that has the power accepts, reviews and decides.
"""

from collections.abc import Sequence
from datetime import date, datetime

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..definitions import Region
from ..logic.states import ENDED
from ..logic.states import State as Logical
from ..models import Case, CorrectionNotice, Forwarding, Phase, Stage, State
from . import _clock
from ._moving import NotNow, case_held, close_stage, move, open_stage, require_move, today, words
from .window import LONGEST_REASONS, ToldAlready, asked_for, require_decided_here

LONGEST_NUMBER = 80
Answer, Direction = Forwarding.Answer, Forwarding.Direction


class DecidedHere(Declined):
    """这类事项由本区办理，不用转送外地。"""


class RegionUnknown(Invalid):
    """没有这个通办地区，或者它的窗口不能代收这类事项。请从通办地区里选；新的协作先写进区里的定义。"""


class MeansUnknown(Invalid):
    """请选怎样交接：邮寄、对方的业务系统，或者当面交接。"""


class AnswerUnknown(Invalid):
    """请选外地的结果：准予、不予许可、不予受理，或者要补正。"""


class DayImpossible(Invalid):
    """日期不对：结果不会早于转送，受理不会晚于决定，都不会在今天以后。请核对对方文书上的日期。"""


class TakenInAlready(Declined):
    """这个外地编号或者这件申请已经登记过代收。请核对编号。"""


@action
def forward(case_id: int, means: str, tracking: str, *, by: Actor, at: datetime) -> int:
    """Send what was taken in to the region that decides; from then on its promised days are watched."""
    case = case_held(case_id)
    policy.require_at_window(by, case, at)
    require_move(case, "forward")
    procedure = _clock.procedure_of(case)
    if not procedure.region:
        raise DecidedHere()
    sent = _noted(case, Direction.OUT, procedure.region, means, today(at), tracking=tracking, by=by)
    _clock.begin(case, Phase.ANSWERING, procedure.promised_days, today(at))
    move(case, "forward", State.FORWARDED, by=by, at=at)
    ledger.record(events.CaseForwarded(case.pk, sent.pk, sent.region, means), by=by, at=at)
    return sent.pk


@action
def answer_elsewhere(
    case_id: int,
    answer: str,
    on: date,
    *,
    number: str = "",
    accepted_on: date | None = None,
    words_of_it: str = "",
    missing: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> None:
    """Note what the region answered: what is missing, that it does not accept, or its decision, then to be delivered.

    ``on`` is the day of its paper, ``number`` that paper's number; ``accepted_on`` the day it accepted, of a decision.
    """
    case = case_held(case_id)
    policy.require_at_window(by, case, at)
    require_move(case, "answer_elsewhere")
    sent = hold(Forwarding.objects, case.forwardings.get(answered_on=None).pk)
    decides = answer in (Answer.GRANTED, Answer.REFUSED)
    if answer not in Answer or answer == Answer.WITHDRAWN:
        raise AnswerUnknown()
    if not sent.sent_on <= on <= today(at) or (decides and (accepted_on is None or accepted_on > on)):
        raise DayImpossible()
    said = words(words_of_it, LONGEST_REASONS, needed=answer in (Answer.REFUSED, Answer.NOT_ACCEPTED))
    sent.answer, sent.answered_on, sent.answer_kept_by = answer, on, by.id
    sent.answer_number = words(number, LONGEST_NUMBER, needed=decides)
    sent.save(update_fields=["answer", "answered_on", "answer_kept_by", "answer_number"])
    if answer == Answer.CORRECTION:
        _asked_there(case, missing, by=by, at=at)
    elif answer == Answer.NOT_ACCEPTED:
        case.reasons = said
        move(case, "answer_elsewhere", State.NOT_ACCEPTED, by=by, at=at)
    else:
        _decided_there(case, answer == Answer.GRANTED, accepted_on, on, said, by=by, at=at)
    ledger.record(events.ForwardedAnswered(case.pk, sent.pk, sent.region, answer), by=by, at=at)


def _asked_there(case: Case, missing: Sequence[str], *, by: Actor, at: datetime) -> None:
    if CorrectionNotice.objects.filter(case=case).exists():
        raise ToldAlready()
    asked_for(case, missing, _clock.procedure_of(case).correction_days, by=by, at=at)
    move(case, "answer_elsewhere", State.CORRECTING, by=by, at=at)


def _decided_there(
    case: Case, granted: bool, accepted_on: date | None, on: date, said: str, *, by: Actor, at: datetime
) -> None:
    """The decision stands as of the day of its paper; handing it over is ours, from the day it came."""
    procedure = _clock.procedure_of(case)
    case.granted, case.reasons, case.accepted_on, case.decided_on = granted, said, accepted_on, on
    case.decided_late = case.due_on is not None and on > case.due_on
    case.remedies = "" if granted else procedure.remedies
    close_stage(case, Stage.INTAKE, today(at))
    _clock.begin(case, Phase.DELIVERING, procedure.deliver_days, today(at))
    open_stage(case, Stage.DELIVER, by=by, at=at)
    move(case, "answer_elsewhere", State.DECIDED_YES if granted else State.DECIDED_NO, by=by, at=at)


@action
def note_taken_in(
    case_id: int, region: str, reference: str, means: str, on: date, *, tracking: str = "", by: Actor, at: datetime
) -> int:
    """Another region's window took this case in for us, on that day under that number; it will be told how it ends."""
    case = case_held(case_id)
    policy.require_at_window(by, case, at)
    if Logical(case.state) in ENDED or case.decided_on is not None:
        raise NotNow(str(State(case.state).label))
    require_decided_here(case)
    found = {each.key: each for each in catalogue.all_in_force(Region, on=today(at))}.get(region)
    if found is None or case.procedure not in found.takes_in:
        raise RegionUnknown()
    if on > today(at):
        raise DayImpossible()
    named = words(reference, LONGEST_NUMBER)
    incoming = Forwarding.objects.filter(direction=Direction.IN)
    if case.forwardings.exists() or incoming.filter(region=region, reference=named).exists():
        raise TakenInAlready()
    taken = _noted(case, Direction.IN, region, means, on, reference=named, tracking=tracking, by=by)
    ledger.record(events.TakenInElsewhere(case.pk, taken.pk, region), by=by, at=at)
    return taken.pk


@action
def tell_region(case_id: int, tracking: str, *, by: Actor, at: datetime) -> None:
    """The other region knows how the case ended: one it took in for us, or one withdrawn that it had been sent."""
    case = case_held(case_id)
    policy.require_at_window(by, case, at)
    open_one = case.forwardings.filter(answered_on=None).first()
    if open_one is None or (case.decided_on is None and Logical(case.state) not in ENDED):
        raise NotNow(str(State(case.state).label))
    told = hold(Forwarding.objects, open_one.pk)
    told.answer = outcome_of(case)
    told.answered_on, told.answer_kept_by = today(at), by.id
    told.answer_number = words(tracking, LONGEST_NUMBER, needed=False)
    told.save(update_fields=["answer", "answered_on", "answer_kept_by", "answer_number"])
    ledger.record(events.RegionTold(case.pk, told.pk, told.region, told.answer), by=by, at=at)


def outcome_of(case: Case) -> str:
    """How it ended, in the words that regions use among themselves."""
    if case.granted is not None:
        return Answer.GRANTED if case.granted else Answer.REFUSED
    return Answer.NOT_ACCEPTED if case.state == State.NOT_ACCEPTED else Answer.WITHDRAWN


def _noted(
    case: Case,
    direction: str,
    region: str,
    means: str,
    on: date,
    *,
    reference: str = "",
    tracking: str = "",
    by: Actor,
) -> Forwarding:
    if means not in Forwarding.Means:
        raise MeansUnknown()
    return Forwarding.objects.create(
        case=case,
        direction=direction,
        region=region,
        unit=case.unit_id,
        means=means,
        reference=reference,
        tracking=words(tracking, LONGEST_NUMBER, needed=means == Forwarding.Means.POST and direction == Direction.OUT),
        sent_on=on,
        kept_by=by.id,
    )
