"""A case moves: checked against the list of moves, written, its steps and clock brought along, recorded."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from yunjian.kernel import ledger
from yunjian.kernel.action import hold
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.compiled import Compiled, insert
from yunjian.kernel.errors import Declined, Invalid, NotFound

from .. import events
from ..definitions import plan
from ..logic import states
from ..models import FAR, Case, Desk, ParentCase, Stage, State, Step
from . import _clock
from ._causes import give_platforms_cause

_UNDER_WAY, _GOOD, _FAILED = "under way", "good", "failed"  # how a child stands to those that wait for it


class NotNow(Declined):
    """这件申请现在的状态不能这样办。请刷新页面，看它已经走到哪一步。"""


class WordsMissing(Invalid):
    """这里要写明内容，不能空着。"""


class WordsTooLong(Invalid):
    """写得太长了，请精简。"""


def case_held(case_id: int) -> Case:
    """The case, locked; its parent before it, for the end of one child is the turn of others."""
    alone = Case.objects.select_for_update(of=("self",)).filter(pk=case_id, parent=None).first()
    if alone is not None:
        return alone
    family = Case.objects.filter(pk=case_id).values_list("parent", flat=True).first()
    if family is not None:
        hold(ParentCase.objects, family)
    return hold(Case.objects, case_id)


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


def move(
    case: Case, name: str, target: State, *, changed: Sequence[str] | None = None, by: Actor, at: datetime
) -> None:
    """Put the case where the move leads, and say so. The caller has set what else changes and checked who may.

    ``changed`` names what else changed, where the caller knows: then no more is written.
    """
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
        case.save(update_fields=None if changed is None else [*changed, "state"])
    _clock.refresh(case, on)
    ledger.record(events.CaseMoved(case.pk, name, source, target, case.due_on), by=by, at=at)
    if case.parent_id is not None and name != "fall_away" and states.State(target) in states.ENDED:
        go_on_with_parent(hold(ParentCase.objects, case.parent_id), at=at)


def go_on_with_parent(parent: ParentCase, *, at: datetime) -> None:
    """Hand in the children whose turn it is, let go of those that wait for what failed, close what is all over.

    The platform does it, as the plan says that the applicant handed in.
    """
    children = {each.part: each for each in parent.children.select_for_update()}
    ways = {part: _way_of(child) for part, child in children.items()}
    for part in (each for wave in plan.waves(parent.plan) for each in wave):
        child, before = children[part], [ways[each] for each in parent.plan[part]]
        if child.state != State.DRAFT:
            continue
        if _FAILED in before:
            give_platforms_cause(child, "fall_away", by=SYSTEM, at=at)
            move(child, "fall_away", State.WITHDRAWN, by=SYSTEM, at=at)
            ways[part] = _FAILED
        elif parent.submitted_at is not None and all(each == _GOOD for each in before):
            open_stage(child, Stage.INTAKE, by=SYSTEM, at=at)
            move(child, "take_turn", State.SUBMITTED, by=SYSTEM, at=at)
    if parent.closed_at is None and _UNDER_WAY not in ways.values():
        parent.closed_at = at
        parent.save(update_fields=["closed_at"])
        good = sum(each == _GOOD for each in ways.values())
        ledger.record(events.ParentClosed(parent.pk, good, len(ways) - good), by=SYSTEM, at=at)


def _way_of(child: Case) -> str:
    if states.State(child.state) not in states.ENDED:
        return _UNDER_WAY
    return _GOOD if child.state == State.DONE and child.granted else _FAILED


def open_step(case: Case, stage: str, key: str, unit: str, *, four_eyes: bool = False, by: Actor, at: datetime) -> Step:
    """Put something to be done on a desk."""
    step = Step(
        case=case,
        key=key,
        desk_id=_desk_of(unit, case.procedure, stage),
        four_eyes=four_eyes,
        opened_on=today(at),
        due_on=FAR,
        warn_on=FAR,
    )
    insert(step)
    ledger.record(events.StepOpened(case.pk, step.pk, stage, unit), by=by, at=at)
    return step


def _desk_of(unit: str, procedure: str, stage: str) -> int:
    for (number,) in _desk(unit=unit, procedure=procedure, stage=stage):
        return number
    return Desk.objects.get_or_create(unit_id=unit, procedure=procedure, stage=stage)[0].pk


_desk = Compiled(
    lambda unit, procedure, stage: Desk.objects.filter(unit_id=unit, procedure=procedure, stage=stage).values_list(
        "pk"
    ),
    unit=str,
    procedure=str,
    stage=str,
)


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
