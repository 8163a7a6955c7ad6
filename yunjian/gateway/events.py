"""What others may hear of keys and webhooks. Past tense; ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class _OfKey:
    key: int
    owner: str

    @property
    def subject(self) -> str:
        return f"gateway.key:{self.key}"


@dataclass(frozen=True)
class KeyMade(_OfKey):
    """A key was made for an account or a unit."""

    kind = "gateway.key.made"
    title = "接口密钥签发"
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class KeyRotated(_OfKey):
    """The secret of a key was replaced; the old one no longer works."""

    kind = "gateway.key.rotated"
    title = "接口密钥更换"


@dataclass(frozen=True)
class KeyRevoked(_OfKey):
    """A key was taken out of use for good."""

    kind = "gateway.key.revoked"
    title = "接口密钥停用"


@dataclass(frozen=True)
class _OfWebhook:
    webhook: int
    owner: str

    @property
    def subject(self) -> str:
        return f"gateway.webhook:{self.webhook}"


@dataclass(frozen=True)
class WebhookSubscribed(_OfWebhook):
    """An address wants to be told when events of some kinds are recorded."""

    kind = "gateway.webhook.subscribed"
    title = "订阅建立"
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class WebhookChanged(_OfWebhook):
    """The address or the kinds of a subscription were changed."""

    kind = "gateway.webhook.changed"
    title = "订阅修改"
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class WebhookSecretRotated(_OfWebhook):
    """The signing secret was replaced; for a day both sign."""

    kind = "gateway.webhook.secret_rotated"
    title = "订阅的签名密钥更换"


@dataclass(frozen=True)
class WebhookDisabled(_OfWebhook):
    """Nothing could be delivered for days, so nothing more is sent until the owner resumes it."""

    kind = "gateway.webhook.disabled"
    title = "订阅因送不到而停用"


@dataclass(frozen=True)
class WebhookResumed(_OfWebhook):
    """A disabled subscription is told again."""

    kind = "gateway.webhook.resumed"
    title = "订阅恢复"


@dataclass(frozen=True)
class WebhookEnded(_OfWebhook):
    """A subscription was ended for good."""

    kind = "gateway.webhook.ended"
    title = "订阅取消"


@dataclass(frozen=True)
class WebhookPinged(_OfWebhook):
    """The owner had a test notice sent."""

    kind = "gateway.webhook.pinged"
    title = "发出测试通知"


@dataclass(frozen=True)
class DeliveryReplayed(_OfWebhook):
    """The owner had a notice sent once more."""

    kind = "gateway.delivery.replayed"
    title = "通知重新发送"
    delivery: int
