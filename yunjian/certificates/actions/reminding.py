"""What the clock does with certificates: say that one is about to end, or has ended."""

from datetime import datetime

from django.utils import timezone

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..logic import states
from ..models import Certificate
from ..queries.views import type_of


class NothingToTell(Declined):
    """这张证照现在没有要提醒的事。"""


@action
def remind_of_end(certificate_id: int, *, by: Actor, at: datetime) -> int | None:
    """Announce that it ends in some days, or has ended: each reminder once; returns the days, None when it has ended.

    Which days, the type says. A renewed certificate is reminded of anew.
    """
    policy.require_platform(by)
    row = hold(Certificate.objects, certificate_id)
    today = timezone.localdate(at)
    found = states.standing(row.state, row.valid_from, row.valid_before, on=today)
    if row.valid_before is None or found not in (states.VALID, states.EXPIRED):
        raise NothingToTell()
    named = (row.pk, row.version, row.type, row.unit, row.holder)
    end = row.valid_before.isoformat()
    if found == states.EXPIRED:
        if row.told_expired:
            raise NothingToTell()
        row.told_expired = True
        row.save(update_fields=["told_expired"])
        ledger.record(events.CertificateExpired(*named, end), by=by, at=at)
        return None
    left = (row.valid_before - today).days
    due = states.reminder(type_of(row).validity.remind_days, left, row.reminded)
    if due is None:
        raise NothingToTell()
    row.reminded = due
    row.save(update_fields=["reminded"])
    ledger.record(events.CertificateExpiring(*named, left, end), by=by, at=at)
    return left
