"""What a rule decides that a department has allowed: only in favour, and only before anybody has given an opinion."""

from datetime import datetime

from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor

from .. import policy
from ..models import Review, State
from ._moving import NotNow, case_held
from .deciding import decided
from .reviewing import begin_review


@action
def grant_by_rule(case_id: int, *, by: Actor, at: datetime) -> None:
    """Grant an accepted case; the floor that asks keeps what its rule looked at. What a person began, a person ends."""
    case = case_held(case_id)
    policy.require_rule_platform(by)
    if case.state not in (State.ACCEPTED, State.REVIEWING) or Review.objects.filter(step__case=case).exists():
        raise NotNow(str(State(case.state).label))
    begin_review(case, by=by, at=at)
    decided(case, True, "", by=by, at=at)
