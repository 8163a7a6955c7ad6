"""Counting and noting down: nothing here is an act of somebody, so nothing here is recorded in the ledger.

Uses of a key are counted by day; notices wait in a queue, are taken by one worker at a time, and keep their attempts.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from yunjian.kernel import announcements
from yunjian.kernel.ledger import Recorded

from .. import logic
from ..models import Delivery, KeyUse, Webhook

LEASE = timedelta(minutes=5)  # how long a notice belongs to the worker that took it
MOST_AT_ONCE = 20
KEPT_ATTEMPTS = 12
KEPT = timedelta(days=30)
_COUNT = f"""
    insert into {KeyUse._meta.db_table} as kept (key_id, day, uses, last_at) values (%s, %s, 1, %s)
    on conflict (key_id, day) do update set uses = kept.uses + 1, last_at = greatest(kept.last_at, excluded.last_at)
"""


def count_use(key_id: int, *, at: datetime) -> None:
    """One more use of the key today. It waits for no disk: a count lost in a crash of the database is only a count."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local synchronous_commit = off")
        cursor.execute(_COUNT, [key_id, timezone.localdate(at), at])


def queue_notices(entry: Recorded) -> list[int]:
    """Put a notice of the entry in the queue of every address that wants it; told twice, it is queued once.

    A disabled address misses nothing: its notices wait until it is resumed, for as long as notices are kept. Returned
    are the addresses that can be sent to now.
    """
    known = announcements.kinds().get(entry.kind)
    if known is None or not known.is_public(entry):
        return []
    position = entry.position or 0
    wanted = Webhook.objects.exclude(state=Webhook.State.ENDED).filter(kinds__contains=entry.kind)
    if known.audience is not None:
        wanted = wanted.filter(owner=known.audience(entry))
    webhooks = dict(wanted.filter(since_position__lte=position).values_list("pk", "state"))
    data = {"subject": entry.subject, "position": position, **entry.payload}
    body = logic.notice(entry.kind, entry.at, data)
    Delivery.objects.bulk_create(
        (
            Delivery(
                webhook_id=webhook,
                position=position,
                message=f"msg_{webhook}_{position}",
                kind=entry.kind,
                body=body,
                made_at=entry.at,
                next_at=entry.at,
            )
            for webhook in webhooks
        ),
        ignore_conflicts=True,
    )
    return [webhook for webhook, state in webhooks.items() if state == Webhook.State.ACTIVE]


def take_due(webhook_id: int, *, at: datetime) -> list[Delivery]:
    """The notices whose time has come, in the order they were made; nobody else takes them meanwhile."""
    with transaction.atomic():
        due = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("webhook")
        active = due.filter(webhook=webhook_id, webhook__state=Webhook.State.ACTIVE, next_at__lte=at)
        taken = list(active.order_by("pk")[:MOST_AT_ONCE])
        Delivery.objects.filter(pk__in=[each.pk for each in taken]).update(next_at=at + LEASE)
    return taken


def note_attempt(delivery_id: int, status: int | None, milliseconds: int, trouble: str, *, at: datetime) -> bool:
    """What became of a try, and when the next one is; whether the address has failed for too long."""
    delivery = Delivery.objects.get(pk=delivery_id)
    attempt: list[Any] = [at.isoformat(), status, milliseconds, trouble[:300]]
    delivery.attempts = [*delivery.attempts, attempt][-KEPT_ATTEMPTS:]
    delivery.tries += 1
    if status is not None and 200 <= status < 300:
        delivery.delivered_at, delivery.next_at = at, None
    else:
        delivery.next_at = logic.next_try(delivery.tries, at)
    delivery.save(update_fields=["attempts", "tries", "delivered_at", "next_at"])
    return delivery.delivered_at != at and _has_failed_too_long(delivery.webhook_id, at)


def _has_failed_too_long(webhook_id: int, at: datetime) -> bool:
    """Nothing was taken for days although it was tried all the while; days before it was resumed do not count."""
    long_ago = at - logic.PATIENCE
    if Webhook.objects.filter(pk=webhook_id, resumed_at__gt=long_ago).exists():
        return False
    rows = Delivery.objects.filter(webhook=webhook_id)
    if rows.filter(delivered_at__gt=long_ago).exists():
        return False
    return rows.filter(delivered_at=None, made_at__lte=long_ago, tries__gt=0).exists()


def forget_deliveries(*, at: datetime) -> int:
    """Notices are kept for a month, also those that wait for a disabled address; what happened is in the ledger."""
    old = Delivery.objects.filter(made_at__lt=at - KEPT)
    return old.filter(Q(next_at=None) | ~Q(webhook__state=Webhook.State.ACTIVE)).delete()[0]
