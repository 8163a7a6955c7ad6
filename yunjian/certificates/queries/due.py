"""What the clock has to look after: certificates to remind of, certificates to erase."""

from datetime import datetime, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.parties.definitions import Retention

from .. import policy
from ..definitions import CertificateType
from ..models import Certificate, State

MOST = 20_000


def to_remind(*, reader: Actor, at: datetime) -> tuple[int, ...]:
    """Certificates that end within their type's reminders, or have ended and were not told so."""
    policy.require_platform(reader)
    today = timezone.localdate(at)
    days = {
        kind.key: max(kind.validity.remind_days, default=0)
        for kind in catalogue.all_in_force(CertificateType, on=today)
    }
    near = Q(pk__lt=0)
    for key, most in days.items():
        near |= Q(type=key, valid_before__lte=today + timedelta(days=most))
    rows = Certificate.objects.filter(Q(valid_before__lte=today) | near, state=State.VALID, told_expired=False)
    return tuple(rows.order_by("valid_before", "pk").values_list("pk", flat=True)[:MOST])


def to_erase(*, reader: Actor, at: datetime) -> tuple[int, ...]:
    """Archived certificates whose time in the archive is over."""
    policy.require_platform(reader)
    today = timezone.localdate(at)
    retention = catalogue.in_force(Retention, "certificates", on=today)
    rows = Certificate.objects.filter(state=State.ARCHIVED, erased_at__isnull=True)
    since = rows.annotate(since=Max("steps__at")).values_list("pk", "since").order_by("pk")[:MOST]
    return tuple(pk for pk, last in since if last and retention.due_on(timezone.localdate(last)) <= today)
