"""What the platform does with what was handed in: look it over and keep what is to be looked at."""

from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Declined

from .. import events, policy, queries
from ..logic.prereview import as_kept
from ..models import Filing, PreReview


class LookedOverAlready(Declined):
    """这次提交已经预审过了。"""


@action
def pre_review(filing_id: int, *, by: Actor, at: datetime) -> int:
    """Look over what was handed in and keep the findings for whoever works on the case; how many there are."""
    policy.require_reviewing_platform(by)
    row = hold(Filing.objects.select_related("application"), filing_id)
    if PreReview.objects.filter(filing=row).exists():
        raise LookedOverAlready()
    found = queries.prereview(queries.view_of(row.application, at=at, reader=SYSTEM), at=at, reader=by)
    kinds = sorted(str(each.kind) for each in found)
    PreReview.objects.create(filing=row, findings=[as_kept(each) for each in found], kinds=kinds, made_at=at)
    ledger.record(events.ApplicationPreReviewed(row.application_id, row.pk, tuple(kinds)), by=by, at=at)
    return len(found)
