"""Items on their way into the catalogue: files of a department, and drafts until they are published or dropped."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded


class DraftFile(models.Model):
    """A catalogue file a department handed in: how many rows it held, and what was wrong with them."""

    unit = models.CharField("单位", max_length=80)
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要", max_length=64)
    rows = models.PositiveIntegerField("行数")
    drafted = models.PositiveIntegerField("起草的事项")
    unchanged = models.PositiveIntegerField("与已公布的相同")
    flaws = models.JSONField("问题", default=list)  # [[row, column, sentence, whether the row was left out], …]
    uploaded_by = models.CharField("起草人", max_length=80)
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        triggers = guarded()
        indexes = [models.Index(fields=["unit", "-id"], name="draft_file_by_unit")]


class ItemDraft(models.Model):
    """An item as a department wants it in the catalogue: drafted by one, checked and published by others."""

    class State(models.TextChoices):
        DRAFTED = "DRAFTED", _("等待审核")
        CHECKED = "CHECKED", _("等待发布")
        PUBLISHED = "PUBLISHED", _("已发布")
        SENT_BACK = "SENT_BACK", _("已退回")
        WITHDRAWN = "WITHDRAWN", _("已撤回")

    class Purpose(models.TextChoices):
        EDITION = "EDITION", _("新版本")
        RETIREMENT = "RETIREMENT", _("取消事项")

    OPEN = (State.DRAFTED, State.CHECKED)

    file = models.ForeignKey(DraftFile, models.PROTECT, null=True, related_name="drafts", verbose_name="文件")
    row = models.PositiveIntegerField("行号", null=True)
    unit = models.CharField("单位", max_length=80)
    key = models.CharField("事项", max_length=80)
    title = models.CharField("名称", max_length=2000)
    purpose = models.CharField("内容", max_length=10, choices=Purpose, default=Purpose.EDITION)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFTED)
    item = models.JSONField("事项的内容")
    procedure = models.JSONField("办理流程的内容", null=True)
    is_flagged = models.BooleanField("标出了问题", default=False)
    words = models.TextField("理由", blank=True)
    begins_on = models.DateField("生效日期", null=True)
    drafted_by = models.CharField("起草人", max_length=80)
    drafted_at = models.DateTimeField("起草时间")
    checked_by = models.CharField("审核人", max_length=80, blank=True)
    checked_at = models.DateTimeField("审核时间", null=True)
    ended_by = models.CharField("发布、退回或者撤回的人", max_length=80, blank=True)
    ended_at = models.DateTimeField("发布、退回或者撤回的时间", null=True)

    class Meta:
        triggers = guarded()
        indexes = [models.Index(fields=["unit", "state", "-id"], name="item_draft_by_unit_and_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=("DRAFTED", "CHECKED")), name="an_item_has_one_open_draft"
            ),
            models.CheckConstraint(
                condition=~Q(checked_by=F("drafted_by")), name="a_draft_is_checked_by_another_person"
            ),
            models.CheckConstraint(
                condition=~Q(state="PUBLISHED")
                | ~Q(ended_by=F("drafted_by")) & ~Q(checked_by="") & Q(begins_on__isnull=False),
                name="a_draft_is_published_by_another_person_after_a_check",
            ),
        ]
