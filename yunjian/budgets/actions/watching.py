"""The legal dates: when the finance department approved, and that the last day to publish is near or gone by."""

from datetime import date, datetime

from django.utils import timezone

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..logic.stages import rank
from ..models import Disclosure, FinanceApproval
from .receiving import UnknownUnit


class ImpossibleDate(Declined):
    """批复日期不能晚于今天，也不会早于预算年度前两年，请核对。"""

    status = 422


class NothingToAnnounce(Declined):
    """这个期限已经提醒过了。"""


@action
def record_approval(unit: str, year: int, kind: str, approved_on: date, number: str, *, by: Actor, at: datetime) -> int:
    """Write down, or put right, the day the finance department approved; the time to publish runs from it."""
    if not unit:
        raise UnknownUnit()
    policy.require_officer(by, unit, policy.RECORD_APPROVAL)
    if not date(year - 2, 1, 1) <= approved_on <= timezone.localdate(at):
        raise ImpossibleDate()
    approval, _ = FinanceApproval.objects.update_or_create(
        unit=unit,
        year=year,
        kind=Disclosure.Kind(kind),
        defaults={
            "approved_on": approved_on,
            "number": number.replace("\x00", "").strip()[:80],
            "recorded_by": by.id,
            "recorded_at": at,
            "told": "",
        },
    )
    ledger.record(events.FinanceApprovalRecorded(approval.pk, unit, year, approved_on.isoformat()), by=by, at=at)
    return approval.pk


@action
def announce_deadline(approval_id: int, stage: str, due_on: date, *, by: Actor, at: datetime) -> None:
    """Say at each reminder that the day is near (``due:7``), and once that it has gone by (``overdue``)."""
    policy.require_system(by, policy.ANNOUNCE)
    approval = hold(FinanceApproval.objects, approval_id)
    if rank(stage) >= rank(approval.told):
        raise NothingToAnnounce()
    approval.told = stage
    approval.save(update_fields=["told"])
    said = stage.partition(":")[0]
    ledger.record(events.DeadlineAnnounced(approval.pk, approval.unit, said, due_on.isoformat()), by=by, at=at)
