"""A case moves: checked against the list of moves, written, its steps and clock brought along, recorded."""

from datetime import date, datetime

from django.utils import timezone

from yunjian.kernel import ledger
from yunjian.kernel.action import hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid, NotFound

from .. import events
from ..definitions import plan
from ..logic import states
from ..models import FAR, Case, Desk, Stage, State, Step
from . import _clock


class NotNow(Declined):
    """这件申请现在的状态不能这样办。请刷新页面，看它已经走到哪一步。"""


class WordsMissing(Invalid):
    """这里要写明内容，不能空着。"""


class WordsTooLong(Invalid):
    """写得太长了，请精简。"""


def case_held(case_id: int) -> Case:
    return hold(Case.objects.all(), case_id)


def step_held(step_id: int) -> tuple[Case, Step]:
    """The step and its case, the case locked first, for every action locks in that order."""
    found = Step.objects.filter(pk=step_id).values_list("case", flat=True).first()
    if found is None:
        raise NotFound()
    case = case_held(found)
    step = hold(Step.objects.select_related("desk"), step_id)
    if step.state != Step.State.OPEN:
        raise NotNow()
    return case, step


def today(at: datetime) -> date:
    return timezone.localdate(at)


def words(text: str, most: int, *, needed: bool = True) -> str:
    """What somebody wrote, without blanks around it."""
    text = text.strip()
    if needed and not text:
        raise WordsMissing()
    if len(text) > most:
        raise WordsTooLong(f"{len(text)} / {most}")
    return text


def require_move(case: Case, name: str) -> states.Move:
    """NotNow unless the case, as it stands, can make this move."""
    move = states.MOVES[name]
    if states.State(case.state) not in move.sources:
        raise NotNow(str(State(case.state).label))
    return move


def move(case: Case, name: str, target: State, *, by: Actor, at: datetime) -> None:
    """Put the case where the move leads, and say so. The caller has set what else changes and checked who may."""
    made, source = require_move(case, name), case.state
    if not made.leads(states.State(source), states.State(target)):
        raise NotNow(str(State(source).label))
    case.state = target
    on = today(at)
    if states.State(target) in states.ENDED:
        case.ended_on, case.paused_from = on, ""
        case.save()
        drop_steps(case, on)
        _clock.finish(case, on)
    else:
        case.save()
    _clock.refresh(case, on)
    ledger.record(events.CaseMoved(case.pk, name, source, target, case.due_on), by=by, at=at)


def open_step(case: Case, stage: str, key: str, unit: str, *, four_eyes: bool = False, by: Actor, at: datetime) -> Step:
    """Put something to be done on a desk."""
    desk, _ = Desk.objects.get_or_create(unit_id=unit, procedure=case.procedure, stage=stage)
    step = Step.objects.create(
        case=case,
        key=key,
        desk=desk,
        four_eyes=four_eyes,
        opened_on=today(at),
        due_on=FAR,
        warn_on=FAR,
    )
    ledger.record(events.StepOpened(case.pk, step.pk, stage, unit), by=by, at=at)
    return step


def open_stage(case: Case, stage: str, *, by: Actor, at: datetime) -> None:
    """The case waits at its own unit's desk for this stage."""
    open_step(case, stage, stage.lower(), case.unit_id, by=by, at=at)


def close_stage(case: Case, stage: str, on: date) -> None:
    case.steps.open().filter(desk__stage=stage).update(state=Step.State.DONE, done_on=on)


def drop_steps(case: Case, on: date) -> None:
    """What still waited is not needed any more."""
    case.steps.open().update(state=Step.State.DROPPED, done_on=on)


def go_on(case: Case, *, by: Actor, at: datetime) -> None:
    """Open the steps whose turn it is; when all are done, the decision."""
    procedure = _clock.procedure_of(case)
    rows = list(case.steps.filter(desk__stage=Stage.REVIEW).values_list("key", "state"))
    opened = {key for key, _ in rows}
    waiting = {key for key, state in rows if state == Step.State.OPEN}
    for key in plan.ready(procedure.plan, opened - waiting, opened):
        step = procedure.step(key)
        for unit in step.units:
            open_step(case, Stage.REVIEW, key, unit, four_eyes=step.four_eyes, by=by, at=at)
        waiting.add(key)
    if not waiting and opened | waiting >= set(procedure.plan):
        open_stage(case, Stage.DECIDE, by=by, at=at)
