"""What is kept of social use: organisations, their askings, codes holders show, what was found unusual."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import PERSONAL, WITH_THE_RECORD, Graded

from .certificates import Certificate


class Kind(models.TextChoices):
    """What kinds of organisations scenarios are for, as ``definitions.OrganisationKind`` has them."""

    BANK = "bank", _("银行")
    SCHOOL = "school", _("学校")
    HOSPITAL = "hospital", _("医院")
    HOTEL = "hotel", _("酒店")
    NOTARY = "notary", _("公证机构")
    INSURER = "insurer", _("保险公司")
    EMPLOYER = "employer", _("用人单位")
    UTILITY = "utility", _("水电气企业")
    TELECOM = "telecom", _("通信运营商")
    HOUSING = "housing", _("住房租赁企业")
    LIBRARY = "library", _("图书馆")
    TRANSPORT = "transport", _("交通运输企业")
    SCENIC = "scenic", _("景区")
    PHARMACY = "pharmacy", _("药店")
    CARE = "care", _("养老机构")
    PLATFORM = "platform", _("网络平台")

    @classmethod
    def titled(cls, kind: str) -> str:
        """What a kind is called; one that a later version no longer knows keeps its key."""
        return str(cls(kind).label) if kind in cls.values else kind


class OrganisationState(models.TextChoices):
    """How an organisation stands."""

    PENDING = "PENDING", _("待审批")
    ACTIVE = "ACTIVE", _("可以使用")
    SUSPENDED = "SUSPENDED", _("暂停")
    REFUSED = "REFUSED", _("未批准")
    TERMINATED = "TERMINATED", _("已终止")


class AskingState(models.TextChoices):
    """How an asking stands; time alone makes an open one lapse."""

    OPEN = "OPEN", _("等候答复")
    CONSENTED = "CONSENTED", _("已同意，等候取回")
    FETCHED = "FETCHED", _("已取回")
    REFUSED = "REFUSED", _("已拒绝")
    WITHDRAWN = "WITHDRAWN", _("已撤回")


class OwnState(models.TextChoices):
    """How an asking stands as its holder reads it: time makes two that are not stored."""

    OPEN = "OPEN", _("等候答复")
    CONSENTED = "CONSENTED", _("已同意，等候取回")
    UNFETCHED = "UNFETCHED", _("已同意，对方没有取回")
    FETCHED = "FETCHED", _("已取回")
    REFUSED = "REFUSED", _("已拒绝")
    WITHDRAWN = "WITHDRAWN", _("已撤回")
    LAPSED = "LAPSED", _("没有答复，已失效")


class Unusual(models.TextChoices):
    """What may be unusual about the use of a day."""

    VOLUME = "VOLUME", _("次数远多于平时")
    REFUSALS = "REFUSALS", _("被拒绝的太多")
    UNKNOWN = "UNKNOWN", _("查无此人或此证照的太多")
    NIGHT = "NIGHT", _("夜间使用太多")


class Organisation(models.Model):
    """An outside organisation that may ask holders for fields of their certificates, under an agreement."""

    personal: ClassVar[dict[str, Graded]] = {
        "contact": Graded(PERSONAL, "name", "与机构联系", WITH_THE_RECORD),
        "phone": Graded(PERSONAL, "phone", "与机构联系", WITH_THE_RECORD),
    }

    name = models.CharField("名称", max_length=160)
    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True)
    kind = models.CharField("类型", max_length=20)
    contact = models.CharField("联系人姓名", max_length=60)
    phone = models.CharField("联系电话", max_length=30)
    agreement = models.CharField("协议编号", max_length=80)
    agreed_from = models.DateField("协议起")
    agreed_before = models.DateField("协议止（当日不含）")
    review_due = models.DateField("下次年度检查")
    scenarios = models.JSONField("约定的场景", default=list)
    state = models.CharField("状态", max_length=10, choices=OrganisationState, default=OrganisationState.PENDING)
    reason = models.CharField("最近一次处理的理由", max_length=300, blank=True)
    registered_by = models.CharField("登记人", max_length=80)
    registered_at = models.DateTimeField("登记时间")
    decided_by = models.CharField("审批人", max_length=80, blank=True)
    decided_at = models.DateTimeField("审批时间", null=True)

    class Meta:
        ordering = ["-pk"]
        triggers = guarded()
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_before__gt=F("agreed_from")), name="an_agreement_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("registered_by")),
                name="who_registers_an_organisation_does_not_approve_it",
            ),
        ]


class Asking(models.Model):
    """One organisation asks one holder for fields; what it is told before consent is the same for everybody."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="askings", verbose_name="机构")
    token = models.CharField("请求编号", max_length=32, unique=True)
    reference = models.CharField("机构的业务编号", max_length=80)
    key = models.CharField("所用密钥", max_length=40)
    scenario = models.CharField("场景", max_length=80)
    edition = models.DateField("场景的版本")
    asked_of = models.CharField("对象的带密钥摘要", max_length=64)  # for the limit per holder
    holder = models.CharField("持证主体", max_length=40, blank=True)
    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True, related_name="askings", verbose_name="证照")
    state = models.CharField("状态", max_length=10, choices=AskingState, default=AskingState.OPEN)
    asked_at = models.DateTimeField("请求时间")
    expires_at = models.DateTimeField("等候到")
    decided_at = models.DateTimeField("答复时间", null=True)
    decided_by = models.CharField("答复人", max_length=80, blank=True)
    acting_for = models.CharField("替谁答复", max_length=40, blank=True)
    fields = models.JSONField("同意的字段", default=list)
    consent = models.CharField("同意的摘要", max_length=64, blank=True)
    salt = models.CharField("证照编号的盐", max_length=64, blank=True, default="", db_default="")
    fetched_at = models.DateTimeField("取回时间", null=True)
    disclosure = models.CharField("传出内容的摘要", max_length=64, blank=True)
    kept_until = models.DateField("最多保存到", null=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        ordering = ["-pk"]
        triggers = guarded()
        indexes = [
            models.Index(fields=["holder", "-id"], name="asking_of_holder", condition=~Q(holder="")),
            models.Index(fields=["organisation", "scenario", "asked_at"], name="asking_by_organisation"),
            models.Index(fields=["organisation", "asked_of", "asked_at"], name="asking_by_person"),
            models.Index(fields=["asked_at"], name="asking_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="an_organisation_uses_a_reference_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["CONSENTED", "FETCHED"])
                | Q(certificate__isnull=False) & ~Q(fields=[]) & ~Q(consent=""),
                name="what_travels_was_consented_to",
            ),
            models.CheckConstraint(
                condition=Q(fetched_at__isnull=True) | ~Q(disclosure=""), name="what_was_fetched_has_its_digest"
            ),
        ]


class ShownCode(models.Model):
    """A code a holder shows so that an organisation can ask without name and number; used once, only its digest."""

    holder = models.CharField("持证主体", max_length=40)
    digest = models.CharField("码的摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("生成时间")
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        triggers = guarded()


class UnusualUse(models.Model):
    """Something unusual about the use of a scenario by an organisation on a day, and what was made of it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="unusual", verbose_name="机构")
    scenario = models.CharField("场景", max_length=80)
    day = models.DateField("日期")
    kind = models.CharField("情况", max_length=10, choices=Unusual)
    measured = models.PositiveIntegerField("当天")
    usual = models.PositiveIntegerField("界限")
    suspended = models.BooleanField("已自动暂停", default=False)
    found_at = models.DateTimeField("发现时间")
    words = models.CharField("处理意见", max_length=300, blank=True)
    settled_by = models.CharField("处理人", max_length=80, blank=True)
    settled_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        ordering = ["-pk"]
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scenario", "day", "kind"], name="unusual_use_of_a_day_is_found_once"
            )
        ]
