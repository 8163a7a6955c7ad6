"""One thing of several items: opened, handed in and taken back as a whole; each item is a case of its own."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..definitions import ChildPlan, Procedure, plan
from ..logic.states import MOVES
from ..logic.states import State as Logical
from ..models import ParentCase, State
from ._moving import NotNow, go_on_with_parent, move, words
from .handing_in import LONGEST_SUBJECT, opened, party

MOST_CHILDREN = 40


class PlanUnwalkable(Invalid):
    """这件事里各项的先后有误：至少要有一项，最多四十项，每项只写一次，不能等不在里面的，也不能互相等待。"""


class NothingOpen(Declined):
    """这件事里没有还能撤回的，各项都已经作出决定或者办结。"""


@action
def open_parent(
    subject: str,
    applicant: str,
    children: Sequence[ChildPlan],
    *,
    theme: str = "",
    edition: date | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Begin one thing: a draft for every child, each under the edition of its procedure in force today.

    The first child leads: its unit's window may open and hand in the whole for the applicant.
    """
    _require_walkable(children)
    on = timezone.localdate(at)
    found = [catalogue.in_force(Procedure, each.procedure, on=on) for each in children]
    policy.require_may_open(by, applicant, found[0].unit, found[0].key, at)
    parent = ParentCase.objects.create(
        theme=theme,
        edition=edition,
        unit_id=found[0].unit,
        procedure=found[0].key,
        applicant=party(applicant),
        opened_by=by.id,
        agent_mandate=by.mandate,
        subject=words(subject, LONGEST_SUBJECT),
        plan={each.key: list(each.after) for each in children},
        opened_at=at,
    )
    cases = tuple(
        opened(
            under, applicant, each.subject, each.materials, parent=parent, part=each.key,
            particulars=each.particulars, by=by, at=at,
        ).pk
        for each, under in zip(children, found, strict=True)
    )  # fmt: skip
    ledger.record(events.ParentOpened(parent.pk, theme, parent.unit_id, cases), by=by, at=at)
    return parent.pk


@action
def submit_parent(parent_id: int, *, by: Actor, at: datetime) -> None:
    """Hand the whole in: the children that wait for no other go to their windows, the others when their turn comes."""
    parent = _held(parent_id, by=by, at=at)
    if parent.submitted_at is not None or parent.closed_at is not None:
        raise NotNow()
    parent.submitted_at = at
    parent.save(update_fields=["submitted_at"])
    ledger.record(events.ParentSubmitted(parent.pk), by=by, at=at)
    go_on_with_parent(parent, at=at)


@action
def withdraw_parent(parent_id: int, *, by: Actor, at: datetime) -> None:
    """Take back every child that is not decided yet; what is decided goes its way, and closes the whole."""
    parent = _held(parent_id, by=by, at=at)
    left = {
        each.part: each
        for each in parent.children.select_for_update()
        if Logical(each.state) in MOVES["withdraw"].sources
    }
    if not left:
        raise NothingOpen()
    ledger.record(events.ParentWithdrawn(parent.pk, tuple(each.pk for each in left.values())), by=by, at=at)
    for wave in reversed(plan.waves(parent.plan)):  # who waits goes first, so that nothing falls away as well
        for part in wave:
            if part in left:
                move(left[part], "withdraw", State.WITHDRAWN, by=by, at=at)


def _held(parent_id: int, *, by: Actor, at: datetime) -> ParentCase:
    parent = hold(ParentCase.objects, parent_id)
    policy.require_may_open(by, parent.applicant, parent.unit_id, parent.procedure, at)
    return parent


def _require_walkable(children: Sequence[ChildPlan]) -> None:
    order = {each.key: each.after for each in children}
    if not 0 < len(children) <= MOST_CHILDREN or len(order) < len(children) or plan.unreachable(order):
        raise PlanUnwalkable()
