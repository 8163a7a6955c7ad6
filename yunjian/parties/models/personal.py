"""What is kept of who looked at whose data and why, and of what people asked to be erased."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import PERSONAL, Graded

from .registers import Account, Person


class Look(models.Model):
    """Somebody saw data of people: who, under which role, for whom, what for, when. The words are erased in time."""

    class Kind(models.TextChoices):
        LIST = "LIST", _("列表，只显示一部分")
        REVEAL = "REVEAL", _("查看完整内容")
        OWN = "OWN", _("本人查看")
        EXPORT = "EXPORT", _("导出查阅记录")

    class Purpose(models.TextChoices):
        REGISTER = "REGISTER", _("查登记簿")
        VERIFY = "VERIFY", _("核对身份")
        CONTACT = "CONTACT", _("联系本人")
        CORRECT = "CORRECT", _("更正信息")
        AUDIT = "AUDIT", _("审计检查")
        OWN = "OWN", _("看自己的信息")

    personal: ClassVar[dict[str, Graded]] = {
        "words": Graded(PERSONAL, "whole", "让本人知道为什么查看", "looks"),
    }

    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="looks", verbose_name="查看人")
    role = models.CharField("角色", max_length=60, blank=True)
    unit = models.CharField("单位", max_length=80, blank=True)
    acting_for = models.CharField("替谁", max_length=40, blank=True)
    kind = models.CharField("方式", max_length=10, choices=Kind)
    purpose = models.CharField("用途", max_length=10, choices=Purpose)
    words = models.CharField("具体事由", max_length=200, blank=True)
    fields = models.CharField("内容", max_length=200, blank=True)
    count = models.PositiveIntegerField("人数")
    at = models.DateTimeField("时间")

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="look_by_time")]
        triggers = guarded()


class LookedAt(models.Model):
    """One person whose data was in a look."""

    look = models.ForeignKey(Look, models.PROTECT, related_name="people", verbose_name="查阅")
    person = models.ForeignKey(Person, models.PROTECT, related_name="looks", verbose_name="人员")

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="look_by_person")]
        triggers = guarded()


class ErasureRequest(models.Model):
    """A person's data is to be erased: asked for by them, or because the time it may be kept is over."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("等决定")
        ERASED = "ERASED", _("已删除")
        REFUSED = "REFUSED", _("未删除")

    personal: ClassVar[dict[str, Graded]] = {
        "reason": Graded(PERSONAL, "whole", "决定是否删除", "statements"),
        "answer": Graded(PERSONAL, "whole", "答复本人", "statements"),
    }

    person = models.ForeignKey(Person, models.PROTECT, related_name="erasures", verbose_name="人员")
    asked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="申请人")
    reason = models.CharField("理由", max_length=500, blank=True)
    asked_at = models.DateTimeField("提出")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    decided_by = models.CharField("决定人", max_length=80, blank=True)
    answer = models.CharField("答复", max_length=500, blank=True)
    kept = models.JSONField("保留", default=list)
    decided_at = models.DateTimeField("决定时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="WAITING"), name="one_erasure_of_a_person_waits_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="WAITING", decided_at__isnull=True)
                | ~Q(state="WAITING") & Q(decided_at__isnull=False) & ~Q(answer=""),
                name="a_decided_erasure_has_an_answer",
            ),
        ]
        triggers = guarded()
