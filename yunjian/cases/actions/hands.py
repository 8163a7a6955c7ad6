"""In whose hands a step is: claimed, put back, handed over, reassigned; and who keeps away from a case."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..models import Exclusion, How, Seat
from ._hands import pass_on
from ._moving import step_held, words

LONGEST_REASON = 400
MOST_AT_ONCE = 200


class NotYours(Declined):
    """这件事不在您手里。"""


class NotAtThisDesk(Declined):
    """对方不在这个岗位上，或者已经回避，不能交给他。"""


@action
def claim(step_id: int, *, by: Actor, at: datetime) -> None:
    """Take a step that waits at one's desk, so that colleagues leave it."""
    case, step = step_held(step_id)
    policy.require_at_desk(by, case, step.desk, at)
    policy.require_in_hands(by, step.holder, step.desk.unit_id, at)
    pass_on(case, step, by.id, How.CLAIMED, by=by, at=at)


@action
def put_back(step_id: int, *, by: Actor, at: datetime) -> None:
    """Give a step back to its desk."""
    case, step = step_held(step_id)
    policy.require_at_desk(by, case, step.desk, at)
    if not step.holder or step.holder not in policy.stands_for(by, at, step.desk.unit_id):
        raise NotYours()
    pass_on(case, step, "", How.PUT_BACK, by=by, at=at)


@action
def hand_over(step_id: int, to: str, *, by: Actor, at: datetime) -> None:
    """Give one's step to a colleague who sits at the same desk."""
    case, step = step_held(step_id)
    policy.require_at_desk(by, case, step.desk, at)
    if not step.holder or step.holder not in policy.stands_for(by, at, step.desk.unit_id):
        raise NotYours()
    _require_may_take(case, step, to)
    pass_on(case, step, to, How.HANDED_OVER, by=by, at=at)


@action
def reassign(step_id: int, to: str, *, by: Actor, at: datetime) -> None:
    """The unit's leader gives a step to somebody at its desk, whoever had it."""
    case, step = step_held(step_id)
    policy.require_leads(by, step.desk.unit_id)
    _require_may_take(case, step, to)
    pass_on(case, step, to, How.REASSIGNED, by=by, at=at)


@action
def declare_conflict(step_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Keep away from a case one has an interest in: its steps leave one's hands, for good."""
    case, step = step_held(step_id)
    policy.require_at_desk(by, case, step.desk, at)
    Exclusion.objects.create(
        case=case, account=by.id, reason=words(reason, LONGEST_REASON), declared_by=by.id, declared_at=at
    )
    for held in case.steps.open().filter(holder=by.id).order_by("pk"):
        pass_on(case, held, "", How.EXCLUDED, by=by, at=at)
    ledger.record(events.ConflictDeclared(case.pk, by.id), by=by, at=at)


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row of a bulk act; ``refusal`` says why it was declined."""

    id: int
    refusal: Declined | None = None


def for_each(act: Callable[..., object], ids: Iterable[int], *, by: Actor, at: datetime) -> tuple[RowResult, ...]:
    """One act on many rows, each its own transaction: what is declined for one leaves the others done."""
    results = []
    for number in list(dict.fromkeys(ids))[:MOST_AT_ONCE]:
        try:
            act(number, by=by, at=at)
            results.append(RowResult(number))
        except Declined as refusal:
            results.append(RowResult(number, refusal))
    return tuple(results)


def _require_may_take(case, step, to: str) -> None:
    seated = Seat.objects.filter(desk=step.desk, account=to, ends_at__isnull=True).exists()
    if not seated or case.exclusions.filter(account=to).exists():
        raise NotAtThisDesk()
