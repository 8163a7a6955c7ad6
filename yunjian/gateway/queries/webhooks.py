"""Which addresses are told of what, and what became of every notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yunjian.kernel import installation, keyset, outside
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.kernel.keyset import Slice

from .. import logic, policy
from ..models import Delivery, Webhook

ORDERS = {"made_at": "pk"}


@dataclass(frozen=True, slots=True)
class WebhookView:
    """A subscription as its owner sees it."""

    id: int
    url: str
    kinds: tuple[str, ...]
    state: str
    state_title: str
    made_at: datetime
    secret_since: datetime
    revision: int

    @property
    def is_disabled(self) -> bool:
        return self.state == Webhook.State.DISABLED


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One try: the status answered, or why there was none."""

    at: datetime
    status: int | None
    milliseconds: int
    trouble: str


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A notice and what became of it."""

    id: int
    message: str
    kind: str
    body: str
    made_at: datetime
    next_at: datetime | None
    delivered_at: datetime | None
    attempts: tuple[AttemptView, ...]

    @property
    def state(self) -> str:
        """``waiting``, ``delivered`` or ``failed``."""
        if self.next_at is not None:
            return "waiting"
        return "delivered" if self.delivered_at is not None else "failed"

    @property
    def last(self) -> AttemptView | None:
        return self.attempts[-1] if self.attempts else None


def webhooks(*, reader: Actor) -> list[WebhookView]:
    """The reader's own subscriptions that were not ended."""
    rows = Webhook.objects.filter(policy.own(reader)).exclude(state=Webhook.State.ENDED)
    return [_view(row) for row in rows.order_by("pk")]


def webhook(webhook_id: int, *, reader: Actor) -> WebhookView:
    """One of the reader's own subscriptions."""
    return _view(_own(webhook_id, reader))


def webhook_secret(webhook_id: int, *, reader: Actor) -> str:
    """The secret the owner checks signatures with."""
    row = _own(webhook_id, reader)
    return logic.shown_secret(logic.secret_of(installation.present_key().encode(), row.pk, row.secret_number))


def deliveries(webhook_id: int, *, after: Sequence[Any] | None = None, limit: int = 50, reader: Actor) -> Slice:
    """What was sent to one of the reader's own addresses, the newest first."""
    rows = Delivery.objects.filter(webhook=_own(webhook_id, reader))
    return keyset.take(rows, "-made_at", ORDERS, after=after, limit=limit, view=_delivery)


def due_webhooks(*, reader: Actor, at: datetime) -> list[int]:
    """Which addresses have notices waiting; for the worker."""
    policy.require_system(reader)
    due = Delivery.objects.filter(next_at__lte=at, webhook__state=Webhook.State.ACTIVE)
    return list(due.order_by("webhook").values_list("webhook", flat=True).distinct())


def signing_secrets(webhook_id: int, *, reader: Actor, at: datetime) -> list[bytes]:
    """What a notice is signed with now: the secret, and for a day the one before it; for the worker."""
    policy.require_system(reader)
    row = Webhook.objects.get(pk=webhook_id)
    numbers = [row.secret_number]
    if row.secret_number > 1 and at < row.secret_since + logic.OVERLAP:
        numbers.append(row.secret_number - 1)
    # While the installation's key is exchanged the secrets of before sign too: their owners need time to fetch theirs.
    masters = [key.encode() for key in installation.good_keys()]
    return [logic.secret_of(master, row.pk, number) for master in masters for number in numbers]


def _own(webhook_id: int, reader: Actor) -> Webhook:
    row = Webhook.objects.filter(policy.own(reader), pk=webhook_id).exclude(state=Webhook.State.ENDED).first()
    if row is None:
        raise NotFound()
    return row


def _view(row: Webhook) -> WebhookView:
    return WebhookView(
        id=row.pk,
        url=row.url,
        kinds=tuple(row.kinds),
        state=row.state,
        state_title=row.get_state_display(),
        made_at=row.made_at,
        secret_since=row.secret_since,
        revision=row.revision,
    )


def _delivery(row: Delivery) -> DeliveryView:
    return DeliveryView(
        id=row.pk,
        message=row.message,
        kind=row.kind,
        body=row.body,
        made_at=row.made_at,
        next_at=row.next_at,
        delivered_at=row.delivered_at,
        attempts=tuple(_attempt(*each) for each in row.attempts),
    )


def _attempt(at: str, status: int | None, milliseconds: int, trouble: str) -> AttemptView:
    return AttemptView(datetime.fromisoformat(at), status, milliseconds, outside.sentence_of(trouble))
