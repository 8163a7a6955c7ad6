"""What is kept of keys and webhooks; and the bookkeeping of their use, which is no act and is not guarded."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded


class Key(models.Model):
    """What a program of an account or a unit shows to be let in. Only the digest of its secret is kept."""

    label = models.CharField("用途", max_length=80)
    owner = models.CharField("所属", max_length=120)  # account:12, unit:data-bureau or organisation:7
    prefix = models.CharField("前缀", max_length=12, unique=True)
    digest = models.CharField("密钥的 SHA-256", max_length=64)
    scopes = models.JSONField("权限范围", default=list)
    networks = models.JSONField("允许的网络", default=list)
    per_minute = models.PositiveIntegerField("每分钟次数")
    mandate = models.BigIntegerField("委托", null=True)  # under which it was made, and without which it opens nothing
    made_by = models.CharField("创建人", max_length=80)
    made_at = models.DateTimeField("创建时间")
    rotated_at = models.DateTimeField("更换时间", null=True)
    expires_at = models.DateTimeField("失效时间")
    revoked_at = models.DateTimeField("吊销时间", null=True)

    class Meta:
        triggers = guarded()
        indexes = [models.Index(fields=["owner"], name="key_by_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__startswith="account:")
                | Q(owner__startswith="unit:")
                | Q(owner__startswith="organisation:"),
                name="a_key_belongs_to_an_account_a_unit_or_an_organisation",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_key_expires_after_it_is_made"),
            models.CheckConstraint(condition=Q(per_minute__gt=0), name="a_key_may_be_used"),
        ]


class KeyUse(models.Model):
    """How often a key was used on a day: counted, not recorded one by one."""

    key = models.ForeignKey(Key, models.CASCADE, related_name="uses", verbose_name="密钥")
    day = models.DateField("日期")
    uses = models.PositiveIntegerField("次数", default=0)
    last_at = models.DateTimeField("最近一次")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="the_uses_of_a_key_are_counted_by_day")]


class Webhook(models.Model):
    """An address that is told when something of some kinds happens. Its secret is derived, not kept."""

    class State(models.TextChoices):
        ACTIVE = "ACTIVE", _("使用中")
        DISABLED = "DISABLED", _("因一直送不到而停用")
        ENDED = "ENDED", _("已取消")

    owner = models.CharField("所属", max_length=120)
    url = models.CharField("地址", max_length=500)
    kinds = models.JSONField("事件", default=list)
    state = models.CharField("状态", max_length=10, choices=State, default=State.ACTIVE)
    secret_number = models.PositiveIntegerField("第几个签名密钥", default=1)
    secret_since = models.DateTimeField("签名密钥启用时间")
    since_position = models.BigIntegerField("从账本的哪一条起", default=0)
    made_at = models.DateTimeField("订阅时间")
    resumed_at = models.DateTimeField("恢复时间", null=True)  # patience with it begins anew
    revision = models.PositiveIntegerField("修订", default=1)

    class Meta:
        triggers = guarded()
        indexes = [models.Index(fields=["owner"], name="webhook_by_owner")]


class Delivery(models.Model):
    """One notice for one address: what it says, how often it was tried, what became of it."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", verbose_name="订阅")
    position = models.BigIntegerField("账本序号", null=True)  # None for a test notice
    message = models.CharField("消息编号", max_length=64, unique=True)
    kind = models.CharField("事件", max_length=80)
    body = models.TextField("内容")
    made_at = models.DateTimeField("产生时间")
    next_at = models.DateTimeField("下次尝试", null=True)  # None once delivered or given up
    delivered_at = models.DateTimeField("送达时间", null=True)
    attempts = models.JSONField("尝试", default=list)  # [[when, status, milliseconds, trouble], …], the last twelve
    tries = models.PositiveIntegerField("本轮尝试次数", default=0)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="delivery_due", condition=Q(next_at__isnull=False)),
            models.Index(fields=["webhook", "-id"], name="delivery_by_webhook"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "position"],
                condition=Q(position__isnull=False),
                name="an_entry_is_delivered_to_an_address_once",
            )
        ]
