"""Who else meets applications: staff who read one of a case, the clock, and the erasure of a person."""

from datetime import datetime, timedelta

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, NotFound

from .. import events, policy, queries
from ..models import Application
from .applying import empty

KEPT_DRAFTS = timedelta(days=180)
AT_ONCE = 1000


class NothingLapsed(Declined):
    """没有到期的申请草稿。"""


@action
def look_at_application(case_id: int, *, by: Actor, at: datetime) -> queries.FiledApplication:
    """What was handed in for a case, to whoever works on it; that they read it stays on record."""
    policy.require_reader_of_filed(by)
    number = queries.application_of_case(case_id, at=at, reader=by)
    if number is None:
        raise NotFound()
    found = queries.filed_application(number, case_id, at=at, reader=by)
    ledger.record(events.ApplicationLookedAt(number, case_id), by=by, at=at)
    return found


@action
def expire_applications(*, by: Actor, at: datetime) -> int:
    """Empty the drafts nobody went on with for half a year; how many."""
    policy.require_tidier(by)
    count = empty(_drafts(saved_at__lte=at - KEPT_DRAFTS), at)
    if not count:
        raise NothingLapsed()
    ledger.record(events.ApplicationsExpired(count), by=by, at=at)
    return count


@action
def erase_applications_of(person_id: int, *, by: Actor, at: datetime) -> int:
    """With a person who is erased their drafts are emptied; what was handed in stays with its case."""
    policy.require_tidier(by)
    count = empty(_drafts(applicant=f"person:{person_id}"), at)
    ledger.record(events.ApplicationsErased(person_id, count), by=by, at=at)
    return count


def _drafts(**which: object) -> list[int]:
    rows = Application.objects.filter(state=Application.State.DRAFT, **which).select_for_update().order_by("pk")
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])
