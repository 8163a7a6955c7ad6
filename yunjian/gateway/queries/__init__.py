"""Questions about keys, their uses, webhooks and what was sent to them."""

from .keys import KeyView, authenticated, key, keys, outside_keys
from .webhooks import (
    DeliveryView,
    WebhookView,
    deliveries,
    due_webhooks,
    signing_secrets,
    webhook,
    webhook_secret,
    webhooks,
)

__all__ = [
    "DeliveryView",
    "KeyView",
    "WebhookView",
    "authenticated",
    "deliveries",
    "due_webhooks",
    "key",
    "keys",
    "outside_keys",
    "signing_secrets",
    "webhook",
    "webhook_secret",
    "webhooks",
]
