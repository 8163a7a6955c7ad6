"""What is kept of certificates in wallets: offers, credentials handed out, places in the lists of states, questions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import BY_ITS_DOMAIN, SENSITIVE, Graded
from yunjian.kernel.sealed import SealedJSONField

from .certificates import Certificate, Version


class StateBlock(models.Model):
    """Places in the lists of states, in a random order, and how many are given out: drawn under its lock."""

    number = models.PositiveIntegerField("序号", unique=True)
    order = models.BinaryField("次序")
    given = models.PositiveIntegerField("已给出", default=0)

    class Meta:
        triggers = guarded()


class Offer(models.Model):
    """A certificate offered to its holder's wallet: one code, one number, a few minutes, one token."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="offers", verbose_name="证照")
    version = models.PositiveSmallIntegerField("版本")
    code = models.CharField("领取码的摘要", max_length=64, unique=True)
    pin = models.CharField("数字码的摘要", max_length=64)
    issuer_state = models.CharField("授权标记的摘要", max_length=64, blank=True, default="", db_default="")
    tries = models.PositiveSmallIntegerField("输错次数", default=0)
    made_at = models.DateTimeField("发出时间")
    expires_at = models.DateTimeField("失效时间")
    token = models.CharField("令牌的摘要", max_length=64, blank=True, default="")
    taken_at = models.DateTimeField("领取时间", null=True)
    token_expires_at = models.DateTimeField("令牌失效时间", null=True)
    closed_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        triggers = guarded()
        indexes = [models.Index(fields=["certificate", "-id"], name="offer_of_certificate")]
        constraints = [
            models.UniqueConstraint(fields=["token"], condition=~Q(token=""), name="a_token_belongs_to_one_offer"),
            models.UniqueConstraint(
                fields=["issuer_state"], condition=~Q(issuer_state=""), name="an_issuer_state_belongs_to_one_offer"
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, token="") | Q(taken_at__isnull=False) & ~Q(token=""),
                name="an_offer_that_was_taken_has_its_token",
            ),
        ]


class WalletRequest(models.Model):
    """What a wallet asked for an offer (OpenID4VCI authorisation code): pushed, agreed to by the holder, one code."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="requests", verbose_name="领取")
    reference = models.CharField("引用的摘要", max_length=64, unique=True)
    client = models.CharField("数字钱包自称", max_length=200)
    redirect_uri = models.CharField("答复送到", max_length=500)
    challenge = models.CharField("代码质询", max_length=43)
    state = models.CharField("钱包的标记", max_length=500, blank=True)
    detailed = models.BooleanField("按授权明细请求")
    pushed_at = models.DateTimeField("送来时间")
    expires_at = models.DateTimeField("失效时间")
    answered_at = models.DateTimeField("持证人答复时间", null=True)
    code = models.CharField("授权码的摘要", max_length=64, blank=True, default="")
    code_expires_at = models.DateTimeField("授权码失效时间", null=True)
    used_at = models.DateTimeField("授权码使用时间", null=True)
    closed_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="a_code_belongs_to_one_request"),
            models.CheckConstraint(
                condition=Q(code="", code_expires_at__isnull=True)
                | ~Q(code="") & Q(code_expires_at__isnull=False, answered_at__isnull=False),
                name="only_a_request_agreed_to_has_a_code",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | ~Q(code=""), name="only_a_request_with_a_code_is_used"
            ),
        ]


class Credential(models.Model):
    """One credential in a wallet: of which version, for which key (its thumbprint), where its state is published."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="credentials", verbose_name="版本")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="credentials", verbose_name="领取")
    list = models.PositiveIntegerField("状态列表")
    place = models.PositiveIntegerField("位置")
    holder_key = models.CharField("持证人密钥的指纹", max_length=43)
    given_at = models.DateTimeField("交付时间")
    expires_at = models.DateTimeField("失效时间")

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(fields=["list", "place"], name="a_place_in_a_list_is_given_out_once"),
        ]


class SpentNonce(models.Model):
    """A nonce a wallet has used: it is not taken again."""

    digest = models.CharField("摘要", max_length=64, unique=True)
    expires_at = models.DateTimeField("失效时间")

    class Meta:
        triggers = guarded()


class Question(models.Model):
    """A window asks a wallet for a certificate: what for, which claims, and what came back until it is put away."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("等待出示")
        SHOWN = "SHOWN", _("已出示")
        REFUSED = "REFUSED", _("未通过")
        CLOSED = "CLOSED", _("已结束")

    personal: ClassVar[dict[str, Graded]] = {
        "shown": Graded(SENSITIVE, "whole", "窗口核验；看过以后删除，最多三十分钟", BY_ITS_DOMAIN),
    }

    type = models.CharField("证照类型", max_length=80)
    purpose = models.CharField("用途", max_length=80, blank=True)
    claims = models.JSONField("内容", default=list)
    asked_by = models.CharField("询问人", max_length=80)
    reference = models.CharField("引用的摘要", max_length=64, unique=True)
    nonce = models.CharField("随机数", max_length=64)
    certificate_of_asker = models.BinaryField("核验方证书")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField("未通过的原因", max_length=40, blank=True)
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, related_name="questions", verbose_name="出示的证照"
    )
    shown = SealedJSONField("出示的内容", default=dict)
    asked_at = models.DateTimeField("询问时间")
    expires_at = models.DateTimeField("失效时间")
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        triggers = guarded()
        indexes = [models.Index(fields=["asked_by", "-id"], name="question_by_asker")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="SHOWN") | Q(shown={}), name="only_an_answered_question_holds_what_was_shown"
            )
        ]
