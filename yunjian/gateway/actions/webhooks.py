"""What can happen to a subscription: made, changed, given a new secret, disabled, resumed, ended."""

from collections.abc import Iterable
from datetime import datetime

from yunjian.kernel import announcements, ledger, outside
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy
from ..models import Delivery, Webhook

MOST_WEBHOOKS = 20


class UnknownKind(Invalid):
    """没有这种可以订阅的事件，请从列出的事件中选择。"""


class TooManyWebhooks(Declined):
    """订阅已经有二十个，请先取消不用的。"""


class AlreadyEnded(Declined):
    """这个订阅已经取消了。"""


class NotDisabled(Declined):
    """这个订阅没有停用，不用恢复。"""


class WebhookChangedMeanwhile(Declined):
    """在您读过之后这个订阅又有改动，请重新读取，核对后再改。"""

    status = 412


@action
def subscribe_webhook(url: str, kinds: Iterable[str], *, by: Actor, at: datetime) -> int:
    """Have an address told of what happens from now on."""
    owner = policy.require_owner(by)
    outside.check(url)
    wanted = _known(kinds)
    if Webhook.objects.filter(owner=owner).exclude(state=Webhook.State.ENDED).count() >= MOST_WEBHOOKS:
        raise TooManyWebhooks()
    webhook = Webhook.objects.create(
        owner=owner, url=url, kinds=wanted, secret_since=at, since_position=announcements.sealed(), made_at=at
    )
    ledger.record(events.WebhookSubscribed(webhook.pk, owner, tuple(wanted)), by=by, at=at)
    return webhook.pk


@action
def change_webhook(
    webhook_id: int, url: str, kinds: Iterable[str], *, revision: int | None = None, by: Actor, at: datetime
) -> None:
    """Tell another address, or of other kinds; declined when it is no longer the revision that was read."""
    webhook = _hold(webhook_id, by)
    if revision is not None and revision != webhook.revision:
        raise WebhookChangedMeanwhile()
    outside.check(url)
    webhook.url, webhook.kinds = url, _known(kinds)
    _save(webhook, "url", "kinds")
    ledger.record(events.WebhookChanged(webhook.pk, webhook.owner, tuple(webhook.kinds)), by=by, at=at)


@action
def rotate_webhook_secret(webhook_id: int, *, by: Actor, at: datetime) -> None:
    """Sign with a new secret; for a day the one before signs as well, so that no notice is lost meanwhile."""
    webhook = _hold(webhook_id, by)
    webhook.secret_number += 1
    webhook.secret_since = at
    _save(webhook, "secret_number", "secret_since")
    ledger.record(events.WebhookSecretRotated(webhook.pk, webhook.owner), by=by, at=at)


@action
def disable_webhook(webhook_id: int, *, by: Actor, at: datetime) -> None:
    """Send nothing more to an address that took nothing for days. What happens meanwhile waits for it, for a month."""
    policy.require_system(by)
    webhook = hold(Webhook.objects, webhook_id)
    if webhook.state != Webhook.State.ACTIVE:
        raise AlreadyEnded()
    webhook.state = Webhook.State.DISABLED
    _save(webhook, "state")
    ledger.record(events.WebhookDisabled(webhook.pk, webhook.owner), by=by, at=at)


@action
def resume_webhook(webhook_id: int, *, by: Actor, at: datetime) -> None:
    """Tell a disabled address again, from where it stopped: what it never took comes first, in order."""
    webhook = _hold(webhook_id, by)
    if webhook.state != Webhook.State.DISABLED:
        raise NotDisabled()
    webhook.state, webhook.resumed_at = Webhook.State.ACTIVE, at
    _save(webhook, "state", "resumed_at")
    Delivery.objects.filter(webhook=webhook, delivered_at=None).update(next_at=at, tries=0)
    ledger.record(events.WebhookResumed(webhook.pk, webhook.owner), by=by, at=at)


@action
def end_webhook(webhook_id: int, *, by: Actor, at: datetime) -> None:
    """Tell the address nothing more; the log of what was sent stays."""
    webhook = _hold(webhook_id, by)
    webhook.state = Webhook.State.ENDED
    _save(webhook, "state")
    ledger.record(events.WebhookEnded(webhook.pk, webhook.owner), by=by, at=at)


def _hold(webhook_id: int, by: Actor) -> Webhook:
    policy.require_owner(by)
    webhook = hold(Webhook.objects.filter(policy.own(by)), webhook_id)
    if webhook.state == Webhook.State.ENDED:
        raise AlreadyEnded()
    return webhook


def _save(webhook: Webhook, *fields: str) -> None:
    webhook.revision += 1
    webhook.save(update_fields=[*fields, "revision"])


def _known(kinds: Iterable[str]) -> list[str]:
    wanted = sorted(set(kinds))
    if not wanted:
        raise UnknownKind()
    if unknown := [kind for kind in wanted if kind not in announcements.kinds()]:
        raise UnknownKind(unknown)
    return wanted
