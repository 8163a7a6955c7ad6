"""What is kept of proving oneself: failures, signed-in devices, codes, proven phones, outside identities, staff."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import BY_ITS_DOMAIN, PERSONAL, Graded


def _account(**more: object) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="账户", **more)  # type: ignore[arg-type]


class Failures(models.Model):
    """How often it went wrong lately under one name or from one address; kept as a digest of it."""

    key = models.CharField("对象摘要", max_length=80, primary_key=True)
    count = models.PositiveIntegerField("失败次数", default=0)
    since = models.DateTimeField("首次失败")
    locked_until = models.DateTimeField("锁定至", null=True, blank=True)

    class Meta:
        triggers = guarded()


class Device(models.Model):
    """A browser that is or was signed in. Address and browser are personal data and are erased with time."""

    class End(models.TextChoices):
        """Why somebody is no longer signed in."""

        LEFT = "LEFT", pgettext_lazy("how a session ended", "退出登录")
        IDLE = "IDLE", _("长时间没有操作")
        TOO_LONG = "TOO_LONG", _("登录时间过长")
        ENDED = "ENDED", _("在其他地方结束")
        PASSWORD = "PASSWORD", _("更换了密码")
        ROLES = "ROLES", _("角色有变动")
        CLOSED = "CLOSED", _("账号停用")

    account = _account()
    session_key = models.CharField("会话", max_length=40, unique=True, null=True, blank=True)
    address = models.GenericIPAddressField("网络地址", null=True, blank=True)
    browser = models.CharField("浏览器", max_length=300, blank=True)
    methods = models.CharField("登录方式", max_length=60)
    began_at = models.DateTimeField("登录时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    end = models.CharField("结束原因", max_length=10, choices=End, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "ended_at"], name="devices_of_an_account")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | Q(ended_at__isnull=False, session_key__isnull=True),
                name="an_ended_device_has_no_session",
            )
        ]
        triggers = guarded()


class RecoveryCode(models.Model):
    """A code an administrator hands over once, so that somebody can choose a new password."""

    account = _account()
    digest = models.CharField("摘要", max_length=200)  # slow, as of a password
    resets_factors = models.BooleanField("同时解除第二重验证", default=False)
    expires_at = models.DateTimeField("有效至")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        triggers = guarded()


class PhoneCode(models.Model):
    """A code sent to a phone; phone and code are kept as digests."""

    personal: ClassVar[dict[str, Graded]] = {
        "phone": Graded(PERSONAL, "whole", "核对验证码", BY_ITS_DOMAIN),
        "place": Graded(PERSONAL, "whole", "限制发送次数", BY_ITS_DOMAIN),
    }

    phone = models.CharField("电话摘要", max_length=64, db_index=True)
    place = models.CharField("地址摘要", max_length=64, db_index=True)
    digest = models.CharField("摘要", max_length=64)
    sent_at = models.DateTimeField("发出时间")
    expires_at = models.DateTimeField("有效至")
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        triggers = guarded()


class ProvenPhone(models.Model):
    """The phone an account may sign in with, as a digest; the number itself is the person's."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="账户", primary_key=True
    )
    personal: ClassVar[dict[str, Graded]] = {"digest": Graded(PERSONAL, "whole", "认出已验证的手机", BY_ITS_DOMAIN)}

    digest = models.CharField("电话摘要", max_length=64, unique=True)
    proven_at = models.DateTimeField("验证时间")

    class Meta:
        triggers = guarded()


class OutgoingText(models.Model):
    """A text message on its way; number and words are erased as soon as it is sent."""

    class State(models.TextChoices):
        """How far it got."""

        WAITING = "WAITING", _("待发")
        SENT = "SENT", _("已发")
        REFUSED = "REFUSED", _("被拒")

    reference = models.UUIDField("编号", unique=True)
    personal: ClassVar[dict[str, Graded]] = {"phone": Graded(PERSONAL, "phone", "发送短信", BY_ITS_DOMAIN)}

    phone = models.CharField("电话", max_length=20, blank=True)
    words = models.CharField("内容", max_length=300, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    queued_at = models.DateTimeField("排队时间")
    settled_at = models.DateTimeField("结束时间", null=True, blank=True)
    receipt = models.CharField("回执", max_length=200, blank=True)

    class Meta:
        triggers = guarded()


class KeptText(models.Model):
    """What a demonstration shows in place of a phone: the messages the local stand-in was given."""

    reference = models.UUIDField("编号", unique=True)
    personal: ClassVar[dict[str, Graded]] = {"phone": Graded(PERSONAL, "phone", "演示时代替短信网关", BY_ITS_DOMAIN)}

    phone = models.CharField("电话", max_length=20)
    words = models.CharField("内容", max_length=300)
    kept_at = models.DateTimeField("收到时间")

    class Meta:
        triggers = guarded()


class OutsideIdentity(models.Model):
    """Who somebody is at another identity provider, by its stable subject id, never by name."""

    account = _account()
    provider = models.CharField("身份提供方", max_length=60)
    subject = models.CharField("对方的用户标识", max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="a_subject_is_one_account"),
            models.UniqueConstraint(fields=["provider", "account"], name="an_account_is_one_subject"),
        ]
        triggers = guarded()


class StaffRecord(models.Model):
    """Somebody the personnel system knows, by its own number."""

    number = models.CharField("工号", max_length=40, primary_key=True)
    person_id = models.BigIntegerField("人员", unique=True)
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="账户")
    has_left = models.BooleanField("已离职", default=False)

    class Meta:
        triggers = guarded()
