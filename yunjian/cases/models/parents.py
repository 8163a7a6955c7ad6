"""One thing of several items: the parent of the cases that are its items."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import PERSONAL, WITH_THE_RECORD, Graded


class ParentCase(models.Model):
    """What people mean by one thing; where it stands its children say. It has no desk and no clock of its own."""

    personal: ClassVar[dict[str, Graded]] = {
        "subject": Graded(PERSONAL, "whole", "说明办的是什么", WITH_THE_RECORD),
    }

    theme = models.CharField("一件事", max_length=80, blank=True)  # its key, for the floor above
    edition = models.DateField("一件事的版本", null=True, blank=True)
    unit = models.ForeignKey("parties.Unit", models.PROTECT, related_name="+", verbose_name="牵头单位")
    procedure = models.CharField("牵头的办理流程", max_length=80)  # whose window may open and hand in the whole
    applicant = models.CharField("申请人", max_length=40)
    opened_by = models.CharField("登记人", max_length=40)
    agent_mandate = models.CharField("代办委托", max_length=40, blank=True)
    subject = models.CharField("事由", max_length=200)
    plan = models.JSONField("先后")  # each part with those before it
    opened_at = models.DateTimeField("登记时间")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    closed_at = models.DateTimeField("全部办结时间", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["applicant", "-id"], name="case_parents_of_a_party"),
            models.Index(fields=["unit", "theme"], name="case_parents_by_unit_and_theme"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True)
                | Q(closed_at__isnull=True)
                | Q(closed_at__gte=models.F("submitted_at")),
                name="a_parent_case_is_closed_after_it_was_handed_in",
            )
        ]
        triggers = guarded()
