"""The clock as rows: segments begun and ended with a move, and the last day of the case and its steps kept in step."""

from datetime import date

from yunjian.kernel import catalogue
from yunjian.kernel.working_days import Calendar, WorkingCalendar, YearUnknown, add_working_days

from ..definitions import Procedure
from ..logic import clock
from ..models import FAR, Case, Phase, Segment, Stage, State, Step, as_clock


def calendar(on: date) -> Calendar:
    return Calendar(catalogue.all_in_force(WorkingCalendar, on=on))


def procedure_of(case: Case) -> Procedure:
    """The edition the case began under."""
    return catalogue.edition(Procedure, case.procedure, case.edition)


def begin(case: Case, phase: str, limit: int, on: date) -> None:
    """A period begins; the one before is over."""
    finish(case, on)
    Segment.objects.create(case=case, phase=phase, limit=limit, kind=clock.Kind.RUNNING, begins_on=on)


def take_in(case: Case, on: date) -> None:
    """The papers came on this day: the days to answer begin, or those to send it on to where it is decided."""
    procedure = procedure_of(case)
    if procedure.region:
        begin(case, Phase.FORWARDING, procedure.forward_days, on)
    else:
        begin(case, Phase.ACCEPTING, procedure.accept_days, on)


def finish(case: Case, on: date) -> None:
    """No period runs any more."""
    last = case.segments.filter(ends_on__isnull=True).first()
    if last is not None:
        if on < last.begins_on:
            raise clock.BackInTime()
        last.ends_on = on
        last.save(update_fields=["ends_on"])


def stop(case: Case, kind: str, on: date, *, basis: str, told_days: int | None = None) -> None:
    """The period stands still, by a provision."""
    now = _as_kept(case)
    clock.stop(now.clock, clock.Kind(kind), on)
    finish(case, on)
    Segment.objects.create(
        case=case,
        phase=now.phase,
        limit=now.clock.limit,
        kind=kind,
        begins_on=on,
        basis=basis[:400],
        told_days=told_days,
    )


def resume(case: Case, on: date) -> None:
    now = _as_kept(case)
    clock.resume(now.clock, on)
    finish(case, on)
    Segment.objects.create(case=case, phase=now.phase, limit=now.clock.limit, kind=clock.Kind.RUNNING, begins_on=on)


def extend(case: Case, days: int) -> None:
    """More days for the period that runs."""
    last = case.segments.get(ends_on__isnull=True)
    last.limit += days
    last.save(update_fields=["limit"])


class _Kept:
    """The period under way: which, and its clock."""

    def __init__(self, phase: str, now: clock.Clock):
        self.phase, self.clock = phase, now


def _as_kept(case: Case) -> _Kept:
    return _Kept(*as_clock(list(case.segments.order_by("pk"))))


def refresh(case: Case, on: date) -> None:
    """Work out the last day of the case and of every open step again; before receipt no period runs."""
    if case.received_on is None:
        return
    known, procedure = calendar(on), procedure_of(case)
    rows = list(case.segments.order_by("pk"))
    runs = bool(rows) and rows[-1].ends_on is None
    now = as_clock(rows)[1] if runs else None
    due = _due(known, now)
    if case.due_on != due:
        case.due_on = due
        case.save(update_fields=["due_on"])
    for step in case.steps.open().select_related("desk"):
        last = _due_of(step, case, procedure, known, now, due)
        if step.due_on != (last or FAR):
            step.told = ""
        step.due_on, step.warn_on = last or FAR, _before(known, last, procedure.warn_days)
        step.save(update_fields=["due_on", "warn_on", "told"])


def _due_of(
    step: Step, case: Case, procedure: Procedure, known: Calendar, now: clock.Clock | None, due: date | None
) -> date | None:
    if case.state == State.CORRECTING:
        return case.correction.answer_by
    if step.desk.stage != Stage.REVIEW or now is None:
        return due
    own = _due(known, clock.since(now, step.opened_on, procedure.step(step.key).days))
    return min((day for day in (own, due) if day is not None), default=None)


def _due(known: Calendar, now: clock.Clock | None) -> date | None:
    try:
        return None if now is None else clock.due_on(known, now)
    except YearUnknown:
        return None


def _before(known: Calendar, due: date | None, days: int) -> date:
    return FAR if due is None else add_working_days(known, due, -days)
