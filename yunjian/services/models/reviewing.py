"""What the platform found in applications, and what it decided by rule."""

from typing import ClassVar

from django.db import models

from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import BY_ITS_DOMAIN, SENSITIVE, Graded
from yunjian.kernel.sealed import SealedJSONField

from .applications import Filing


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
