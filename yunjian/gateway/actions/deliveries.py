"""The owner asks for a notice: a test, or one more time."""

from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, logic, policy
from ..models import Delivery, Webhook
from .webhooks import AlreadyEnded, NotDisabled


class NotFailed(Declined):
    """这条通知还在等待发送，不用再发一次。"""


class StillDisabled(NotDisabled):
    """这个订阅已经停用，请先恢复再发送。"""


@action
def ping_webhook(webhook_id: int, *, by: Actor, at: datetime) -> int:
    """Send a test notice now."""
    webhook = _hold_active(webhook_id, by)
    made = Delivery.objects.create(
        webhook=webhook,
        message=f"msg_{webhook.pk}_ping_{at.timestamp():.6f}",
        kind=logic.PING,
        body=logic.notice(logic.PING, at, {"webhook": webhook.pk}),
        made_at=at,
        next_at=at,
    )
    ledger.record(events.WebhookPinged(webhook.pk, webhook.owner), by=by, at=at)
    return made.pk


@action
def replay_delivery(webhook_id: int, delivery_id: int, *, by: Actor, at: datetime) -> None:
    """Send a notice once more, under the number it had: the receiver can tell that it is the same."""
    webhook = _hold_active(webhook_id, by)
    delivery = hold(Delivery.objects.filter(webhook=webhook), delivery_id)
    if delivery.next_at is not None:
        raise NotFailed()
    delivery.next_at, delivery.tries = at, 0
    delivery.save(update_fields=["next_at", "tries"])
    ledger.record(events.DeliveryReplayed(webhook.pk, webhook.owner, delivery.pk), by=by, at=at)


def _hold_active(webhook_id: int, by: Actor) -> Webhook:
    policy.require_owner(by)
    webhook = hold(Webhook.objects.filter(policy.own(by)), webhook_id)
    if webhook.state == Webhook.State.ENDED:
        raise AlreadyEnded()
    if webhook.state == Webhook.State.DISABLED:
        raise StillDisabled()
    return webhook
