"""What the platform found in applications, and what it decided by rule."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import BY_ITS_DOMAIN, SENSITIVE, Graded
from yunjian.kernel.sealed import SealedJSONField, SealedTextField

from .applications import Application, Filing


class PreReview(models.Model):
    """What a pre-review found in what was handed in; ``kinds`` says nothing of anybody."""

    personal: ClassVar[dict[str, Graded]] = {
        "findings": Graded(SENSITIVE, "whole", "说明申请里哪里要核对", BY_ITS_DOMAIN),
    }

    filing = models.OneToOneField(Filing, models.PROTECT, related_name="prereview", verbose_name="提交")
    findings = SealedJSONField("要核对的地方", default=list, blank=True)
    kinds = models.JSONField("各是哪一类", default=list, blank=True)
    made_at = models.DateTimeField("预审时间")

    class Meta:
        triggers = guarded()


class RuleDecision(models.Model):
    """What a rule made of an application whose item allows it: granted, or left to a person, with all it looked at.

    There is one for an application at most; asking for a person before makes it, so that no rule decides afterwards.
    """

    class Outcome(models.TextChoices):
        GRANTED = "GRANTED", _("按规则准予")
        DOUBT = "DOUBT", _("有疑问，交给人")
        DRAWN = "DRAWN", _("抽到，交给人")
        ASKED = "ASKED", _("申请人要求人工，交给人")

    personal: ClassVar[dict[str, Graded]] = {
        "inputs": Graded(SENSITIVE, "whole", "说明规则看了什么、怎么判断", BY_ITS_DOMAIN),
        "asked_words": Graded(SENSITIVE, "whole", "申请人为什么要求人工复核", BY_ITS_DOMAIN),
    }

    application = models.OneToOneField(Application, models.PROTECT, related_name="by_rule", verbose_name="申请")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="+", verbose_name="提交")
    automation = models.CharField("按规则办理", max_length=80, blank=True)
    edition = models.DateField("适用版本", null=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome)
    inputs = SealedJSONField("看了什么", default=dict, blank=True)
    digest = models.CharField("看了什么的摘要", max_length=64, blank=True)
    decided_at = models.DateTimeField("时间")
    asked_at = models.DateTimeField("要求人工的时间", null=True)
    asked_words = SealedTextField("要求人工的理由", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="ASKED") | ~Q(digest="") & ~Q(automation="") & Q(edition__isnull=False),
                name="what_a_rule_looked_at_is_kept",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="ASKED") | Q(asked_at__isnull=False), name="who_asked_for_a_person_did_so_once"
            ),
        ]
        triggers = guarded()
