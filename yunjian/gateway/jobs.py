"""What runs later: notices are sent, tried again, and forgotten after a month."""

import contextlib
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjian.kernel import outside
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.connections import Check, connection
from yunjian.kernel.errors import Declined
from yunjian.kernel.jobs import clock, enqueue, job

from . import actions, logic, queries
from .models import Delivery, Webhook


@job(queue="webhooks", retries=0)
def send_notices(webhook_id: int) -> None:
    """Send an address what waits for it. What fails has its own times of another try, so the job never does.

    As long as the address takes what it is sent, the next ones follow at once.
    """
    now = timezone.now()
    taken = actions.take_due(webhook_id, at=now)
    if not taken:
        return
    secrets = queries.signing_secrets(webhook_id, reader=SYSTEM, at=now)
    taking = [_send(delivery, secrets) for delivery in taken]
    if len(taken) == actions.MOST_AT_ONCE and any(taking):
        send_now(webhook_id)


def send_now(webhook_id: int) -> None:
    """Have the queue of one address looked at without waiting for the next minute."""
    enqueue(send_notices, webhook_id=webhook_id)


def _send(delivery: Delivery, secrets: list[bytes]) -> bool:
    """Try once and note what became of it; whether it was taken."""
    now = timezone.now()
    headers = logic.headers(secrets, delivery.message, int(now.timestamp()), delivery.body)
    status, milliseconds, trouble = None, 0, ""
    try:
        answer = outside.post(delivery.webhook.url, delivery.body.encode(), headers)
        status, milliseconds = answer.status, answer.milliseconds
    except (outside.Unreachable, outside.AddressRefused) as found:
        trouble = str(found)
    if actions.note_attempt(delivery.pk, status, milliseconds, trouble, at=timezone.now()):
        with contextlib.suppress(Declined):  # somebody ended it meanwhile
            actions.disable_webhook(delivery.webhook_id, by=SYSTEM, at=timezone.now())
    return status is not None and 200 <= status < 300


@clock("* * * * *")
def send_due_notices(at: datetime) -> None:
    """Notices whose time has come again, and those a dead worker left behind."""
    for webhook in queries.due_webhooks(reader=SYSTEM, at=timezone.now()):
        enqueue(send_notices, webhook_id=webhook)


@clock("47 3 * * *")
def forget_old_notices(at: datetime) -> None:
    actions.forget_deliveries(at=at)


@connection("webhooks", _("回调通知"))
def check_webhooks() -> Check:
    """How many addresses are told, how many are disabled, how many notices wait."""
    active = Webhook.objects.filter(state=Webhook.State.ACTIVE).count()
    disabled = Webhook.objects.filter(state=Webhook.State.DISABLED).count()
    waiting = Delivery.objects.filter(next_at__isnull=False).count()
    sentence = gettext("%(active)d 个订阅在用，%(disabled)d 个因送不到而停用；%(waiting)d 条通知在等。")
    return Check(not disabled, sentence % {"active": active, "disabled": disabled, "waiting": waiting})
