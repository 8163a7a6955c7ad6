"""Drafts of a department's own disclosure, the hands they went through, what was published of them, and by when."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import PERSONAL, WITH_THE_RECORD, Graded

from .disclosures import Disclosure

CLOSED = ("PUBLISHED", "DISCARDED")
BEHIND_REVIEW = ("IN_APPROVAL", "APPROVED", "PUBLISHED")
APPROVED = ("APPROVED", "PUBLISHED")


class DraftQuerySet(models.QuerySet):
    def open(self) -> "DraftQuerySet":
        """What is still being worked on."""
        return self.exclude(state__in=CLOSED)


class Draft(models.Model):
    """A departmental budget on its way to being disclosed: one content, one state, one person at a time."""

    class State(models.TextChoices):
        DRAFTING = "DRAFTING", _("编制中")
        IN_REVIEW = "IN_REVIEW", _("待复核")
        IN_APPROVAL = "IN_APPROVAL", _("待批准")
        APPROVED = "APPROVED", _("已批准，待公开")
        PUBLISHED = "PUBLISHED", _("已公开")
        DISCARDED = "DISCARDED", _("已作废")

    class Origin(models.TextChoices):
        EMPTY = "EMPTY", _("空白")
        LAST_YEAR = "LAST_YEAR", _("上年公开文件")
        READING = "READING", _("已读取的文件")
        WORKBOOK = "WORKBOOK", _("Excel 填报表")
        CORRECTION = "CORRECTION", _("更正")

    unit = models.CharField("单位", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFTING)
    origin = models.CharField("来源", max_length=12, choices=Origin)
    content = models.JSONField("内容")
    digest = models.CharField("内容的 SHA-256", max_length=64)
    revision = models.PositiveIntegerField("修改次数", default=1)
    corrects = models.ForeignKey(
        Disclosure, models.PROTECT, null=True, related_name="corrections", verbose_name="更正哪一版"
    )
    reason = models.TextField("更正的原因", blank=True)
    published = models.OneToOneField(
        Disclosure, models.PROTECT, null=True, related_name="draft", verbose_name="公开的文件"
    )
    started_by = models.CharField("起草人", max_length=80)
    started_at = models.DateTimeField("起草时间")
    changed_at = models.DateTimeField("修改时间")
    submitted_by = models.CharField("提交人", max_length=80, blank=True)
    reviewed_by = models.CharField("复核人", max_length=80, blank=True)
    approved_by = models.CharField("批准人", max_length=80, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=~Q(state__in=CLOSED),
                name="a_unit_works_on_one_draft_of_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BEHIND_REVIEW) | (~Q(reviewed_by="") & ~Q(reviewed_by=F("submitted_by"))),
                name="nobody_reviews_what_they_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=APPROVED)
                | (~Q(approved_by="") & ~Q(approved_by=F("submitted_by")) & ~Q(approved_by=F("reviewed_by"))),
                name="nobody_approves_what_they_submitted_or_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(state="PUBLISHED", published__isnull=False)
                | (~Q(state="PUBLISHED") & Q(published__isnull=True)),
                name="a_published_draft_has_its_disclosure",
            ),
            models.CheckConstraint(condition=Q(corrects__isnull=True) | ~Q(reason=""), name="a_correction_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"


class DraftStep(models.Model):
    """What somebody did with a draft, and what they said."""

    class Kind(models.TextChoices):
        STARTED = "STARTED", _("起草")
        SAVED = "SAVED", _("修改")
        SUBMITTED = "SUBMITTED", _("提交复核")
        RETURNED = "RETURNED", _("退回修改")
        WITHDRAWN = "WITHDRAWN", _("撤回修改")
        REVIEWED = "REVIEWED", _("复核通过")
        SIGNED = "SIGNED", _("签字说明")
        APPROVED = "APPROVED", _("批准")
        PUBLISHED = "PUBLISHED", _("公开")
        DISCARDED = "DISCARDED", _("作废")

    personal: ClassVar[dict[str, Graded]] = {"name": Graded(PERSONAL, "name", "谁办的、谁签的字", WITH_THE_RECORD)}

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="steps")
    kind = models.CharField("做了什么", max_length=12, choices=Kind)
    by = models.CharField("谁", max_length=80)
    name = models.CharField("姓名", max_length=80)
    at = models.DateTimeField("时间")
    words = models.TextField("意见", blank=True)

    class Meta:
        triggers = guarded()
        indexes = [models.Index(fields=["draft", "at"], name="step_by_draft")]


class Signature(models.Model):
    """Who answers for publishing although errors were found: for this content, these errors, with this reason."""

    personal: ClassVar[dict[str, Graded]] = {"name": Graded(PERSONAL, "name", "谁办的、谁签的字", WITH_THE_RECORD)}

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="signatures")
    digest = models.CharField("内容的 SHA-256", max_length=64)
    findings = models.JSONField("签字时的错误")
    words = models.TextField("理由")
    by = models.CharField("签字人", max_length=80)
    name = models.CharField("签字人姓名", max_length=80)
    at = models.DateTimeField("签字时间")

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(fields=["draft", "digest"], name="a_content_is_signed_for_once"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(name=""), name="a_signature_has_a_name_and_a_reason"),
        ]


class PublishedForm(models.Model):
    """One form a disclosure was published in, or why it could not be made."""

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        EXCEL = "xlsx", "Excel"

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="forms")
    form = models.CharField("形式", max_length=8, choices=Form)
    data = models.BinaryField("内容", default=bytes)
    size = models.PositiveIntegerField("字节数", default=0)
    digest = models.CharField("SHA-256", max_length=64, blank=True)
    problem = models.TextField("没有生成的原因", blank=True)
    at = models.DateTimeField("生成时间")

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "form"], name="a_disclosure_has_a_form_once"),
            models.CheckConstraint(
                condition=Q(problem="", size__gt=0) | (~Q(problem="") & Q(size=0)),
                name="a_form_is_there_or_says_why_not",
            ),
        ]


class FinanceApproval(models.Model):
    """The finance department's approval (批复) of a unit's budget or final accounts: from it the legal time runs."""

    unit = models.CharField("单位", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("种类", max_length=10, choices=Disclosure.Kind, default=Disclosure.Kind.BUDGET)
    approved_on = models.DateField("批复日期")
    number = models.CharField("批复文号", max_length=80, blank=True)
    recorded_by = models.CharField("登记人", max_length=80)
    recorded_at = models.DateTimeField("登记时间")
    told = models.CharField("已提醒到", max_length=10, blank=True)

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "kind"], name="a_budget_is_approved_once_by_finance")
        ]
