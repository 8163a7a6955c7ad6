"""What a reviewer does: give an opinion, have a special procedure held, ask others, leave a note."""

from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid
from yunjian.parties import queries as parties

from .. import events, policy
from ..logic.states import IN_REVIEW
from ..logic.states import State as Logical
from ..models import Case, Consultation, Note, Review, Stage, State, Step
from . import _clock
from ._moving import NotNow, case_held, go_on, move, require_move, step_held, today, words

LONGEST_OPINION = 2000
LONGEST_QUESTION = 1000


class ReviewedAlready(Declined):
    """您已经审过这一步。双人审要由另一位同事再审。"""


class NoSuchProcedure(Declined):
    """这类事项没有这种特别程序，期限不能因此停止。"""


class TooLong(Invalid):
    """所需时间超过了规定的上限。"""


class NoSuchUnit(Invalid):
    """请从机构名录里选一个别的单位征求意见。"""


class NoSupplement(Declined):
    """这类事项受理以后不能再要材料，没有法律依据。"""


@action
def review_step(step_id: int, favourable: bool, opinion: str, *, by: Actor, at: datetime) -> None:
    """Give an opinion; the step is done, or waits for a second person. The next steps' turn may have come."""
    case, step = step_held(step_id)
    policy.require_at_desk(by, case, step.desk, at)
    policy.require_in_hands(by, step.holder, step.desk.unit_id, at)
    if step.desk.stage != Stage.REVIEW:
        raise NotNow()
    begin_review(case, by=by, at=at)
    if step.reviews.filter(given_by=by.id).exists():
        raise ReviewedAlready()
    said = words(opinion, LONGEST_OPINION, needed=not favourable)
    Review.objects.create(step=step, favourable=favourable, opinion=said, given_by=by.id, given_at=at)
    done = not step.four_eyes or step.reviews.count() > 1
    step.holder = ""
    if done:
        step.state, step.done_on, step.holder = Step.State.DONE, today(at), by.id
    step.save(update_fields=["state", "done_on", "holder"])
    ledger.record(events.StepReviewed(case.pk, step.pk, favourable, done), by=by, at=at)
    if done:
        go_on(case, by=by, at=at)
        _clock.refresh(case, today(at))


@action
def start_special(step_id: int, kind: str, told_days: int, *, by: Actor, at: datetime) -> None:
    """A hearing, a test, an expert review: its time does not count, and the applicant is told how long it takes."""
    case, step = step_held(step_id)
    _require_in_review(by, case, step, at)
    begin_review(case, by=by, at=at)
    found = _clock.procedure_of(case).procedure_for(kind)
    if found is None:
        raise NoSuchProcedure()
    if told_days < 1 or told_days > (found.at_most or 250):
        raise TooLong(f"{told_days} / {found.at_most or 250}")
    _clock.stop(case, kind, today(at), basis=found.basis, told_days=told_days)
    case.paused_from = case.state
    move(case, "start_special", State.SPECIAL, by=by, at=at)


@action
def resume(step_id: int, *, by: Actor, at: datetime) -> None:
    """The special procedure is over: the clock runs on from where it stood."""
    case, step = step_held(step_id)
    policy.require_at_desk(by, case, step.desk, at)
    require_move(case, "resume")
    _clock.resume(case, today(at))
    target, case.paused_from = State(case.paused_from), ""
    move(case, "resume", target, by=by, at=at)


@action
def ask_supplement(step_id: int, what: str, *, by: Actor, at: datetime) -> None:
    """Ask for more after acceptance, where a law provides for it; whether the clock stands, the definition says.

    What is asked for stands with the case, for the applicant to read, until it is there; and in the notes for ever.
    """
    case, step = step_held(step_id)
    _require_in_review(by, case, step, at)
    begin_review(case, by=by, at=at)
    procedure = _clock.procedure_of(case)
    if procedure.supplement == "never":
        raise NoSupplement()
    case.reasons = words(what, LONGEST_QUESTION)
    _note(case, case.reasons, by=by, at=at)
    if procedure.supplement == "stops":
        _clock.stop(case, "SUPPLEMENT", today(at), basis=procedure.supplement_basis)
    case.paused_from = case.state
    move(case, "ask_supplement", State.SUPPLEMENT, by=by, at=at)


@action
def consult(step_id: int, unit: str, question: str, *, by: Actor, at: datetime) -> int:
    """Ask another unit for its opinion in writing; the clock runs on."""
    case, step = step_held(step_id)
    policy.require_at_desk(by, case, step.desk, at)
    if unit == step.desk.unit_id or unit not in {each.key for each in parties.units(reader=by)}:
        raise NoSuchUnit()
    asked = Consultation.objects.create(
        case=case, unit_id=unit, question=words(question, LONGEST_QUESTION), asked_by=by.id, asked_at=at
    )
    ledger.record(events.ConsultationAsked(case.pk, asked.pk, unit), by=by, at=at)
    return asked.pk


@action
def answer_consultation(case_id: int, consultation_id: int, answer: str, *, by: Actor, at: datetime) -> None:
    """Give the opinion one's unit was asked for, once."""
    case = case_held(case_id)
    asked = case.consultations.filter(pk=consultation_id).first()
    policy.require_adviser(by, case, asked.unit_id if asked else "")
    if asked is None or asked.answered_at is not None:
        raise NotNow()
    asked.answer, asked.answered_by, asked.answered_at = words(answer, LONGEST_OPINION), by.id, at
    asked.save(update_fields=["answer", "answered_by", "answered_at"])
    ledger.record(events.ConsultationAnswered(case.pk, asked.pk), by=by, at=at)


@action
def add_note(step_id: int, text: str, *, by: Actor, at: datetime) -> int:
    """Leave a remark for the colleagues."""
    case, step = step_held(step_id)
    policy.require_at_desk(by, case, step.desk, at)
    return _note(case, words(text, LONGEST_QUESTION), by=by, at=at)


def begin_review(case: Case, *, by: Actor, at: datetime) -> None:
    """The first hand on an accepted case begins its review."""
    if case.state == State.ACCEPTED:
        move(case, "begin_review", State.REVIEWING, by=by, at=at)
    elif Logical(case.state) not in IN_REVIEW:
        raise NotNow(str(State(case.state).label))


def _require_in_review(by: Actor, case: Case, step: Step, at: datetime) -> None:
    policy.require_at_desk(by, case, step.desk, at)
    if step.desk.stage not in (Stage.REVIEW, Stage.DECIDE):
        raise NotNow()


def _note(case: Case, text: str, *, by: Actor, at: datetime) -> int:
    note = Note.objects.create(case=case, text=text, written_by=by.id, written_at=at)
    ledger.record(events.NoteAdded(case.pk, note.pk), by=by, at=at)
    return note.pk
