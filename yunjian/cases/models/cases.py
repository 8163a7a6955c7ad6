"""Cases: where each stands, what was decided and why, who was told what."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import PERSONAL, SENSITIVE, WITH_THE_RECORD, Graded
from yunjian.kernel.sealed import SealedJSONField

from .parents import ParentCase


class State(models.TextChoices):
    """Where a case stands; the moves between are ``logic.states``."""

    DRAFT = "DRAFT", _("暂存")
    SUBMITTED = "SUBMITTED", _("已提交，待预审")
    PRE_RETURNED = "PRE_RETURNED", _("预审退回")
    PRE_PASSED = "PRE_PASSED", _("预审通过，待交件")
    RECEIVED = "RECEIVED", _("已收件")
    CORRECTING = "CORRECTING", _("待补正")
    FORWARDED = "FORWARDED", _("已转外地办理")
    ACCEPTED = "ACCEPTED", _("已受理")
    REVIEWING = "REVIEWING", _("审查中")
    SPECIAL = "SPECIAL", _("特别程序")
    SUPPLEMENT = "SUPPLEMENT", _("待补充材料")
    EXTENDED = "EXTENDED", _("已延期，审查中")
    DECIDED_YES = "DECIDED_YES", _("准予")
    DECIDED_NO = "DECIDED_NO", _("不予许可")
    CERTIFIED = "CERTIFIED", _("已制证")
    DONE = "DONE", _("办结")
    NOT_ACCEPTED = "NOT_ACCEPTED", _("不予受理")
    WITHDRAWN = "WITHDRAWN", _("已撤回")
    TERMINATED = "TERMINATED", _("终止")


ENDED = (State.DONE, State.NOT_ACCEPTED, State.WITHDRAWN, State.TERMINATED)
DECIDED = (State.DECIDED_YES, State.DECIDED_NO, State.CERTIFIED)


class Case(models.Model):
    """One party's matter on its way across desks, under the edition it began with."""

    personal: ClassVar[dict[str, Graded]] = {
        "subject": Graded(PERSONAL, "whole", "说明办的是什么", WITH_THE_RECORD),
        "particulars": Graded(SENSITIVE, "whole", "准予后证照上要写的内容", WITH_THE_RECORD),
    }

    procedure = models.CharField("办理流程", max_length=80)
    edition = models.DateField("适用版本")  # for the life of the case
    unit = models.ForeignKey("parties.Unit", models.PROTECT, related_name="+", verbose_name="受理单位")
    applicant = models.CharField("申请人", max_length=40)  # person:7, enterprise:3
    opened_by = models.CharField("登记人", max_length=40)
    agent_mandate = models.CharField("代办委托", max_length=40, blank=True)
    subject = models.CharField("事由", max_length=200)
    materials = models.JSONField("材料", default=list, blank=True)  # references such as material:5
    particulars = SealedJSONField("证照内容", null=True, blank=True)  # what the application tells of them
    certificate = models.BigIntegerField("证照", null=True, blank=True)  # its number in the register
    state = models.CharField("状态", max_length=20, choices=State, default=State.DRAFT)
    paused_from = models.CharField("暂停前的状态", max_length=20, choices=State, blank=True)
    opened_at = models.DateTimeField("登记时间")
    received_on = models.DateField("收件日期", null=True, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    ended_on = models.DateField("办结日期", null=True, blank=True)
    due_on = models.DateField("期满日期", null=True, blank=True)
    granted = models.BooleanField("准予", null=True, blank=True)
    decided_late = models.BooleanField("超期决定", default=False)
    by_silence = models.BooleanField("逾期视为", default=False)
    reasons = models.CharField("理由", max_length=2000, blank=True)
    remedies = models.CharField("复议和诉讼途径", max_length=1000, blank=True)
    archived_at = models.DateTimeField("归档时间", null=True, blank=True)
    parent = models.ForeignKey(
        ParentCase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        db_index=False,
        verbose_name="一件事",
    )
    part = models.CharField("一件事里的哪一项", max_length=40, blank=True, db_default="")

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["applicant", "-id"], name="cases_of_a_party"),
            models.Index(fields=["unit", "procedure", "state"], name="cases_by_unit_and_matter"),
            models.Index(fields=["opened_by"], condition=~Q(agent_mandate=""), name="cases_of_an_agent"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "part"], condition=Q(parent__isnull=False), name="a_parent_case_has_each_part_once"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, part="") | Q(parent__isnull=False) & ~Q(part=""),
                name="a_child_case_is_a_part_of_its_parent",
            ),
            models.CheckConstraint(
                condition=Q(state="DRAFT")
                | Q(state__in=("SUBMITTED", "PRE_RETURNED", "PRE_PASSED", "WITHDRAWN"))
                | Q(received_on__isnull=False),
                name="a_case_on_its_way_was_received",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("DECIDED_YES", "DECIDED_NO", "CERTIFIED"))
                | Q(accepted_on__isnull=False, decided_on__isnull=False, granted__isnull=False),
                name="a_decided_case_was_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state="DECIDED_NO") | (~Q(reasons="") & Q(granted=False)),
                name="a_refusal_gives_its_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("DONE", "NOT_ACCEPTED", "WITHDRAWN", "TERMINATED")) | Q(ended_on__isnull=False),
                name="an_ended_case_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(archived_at__isnull=True) | Q(ended_on__isnull=False), name="only_ended_cases_are_archived"
            ),
            models.CheckConstraint(
                condition=Q(paused_from="")
                | Q(state__in=("SPECIAL", "SUPPLEMENT"), paused_from__in=("REVIEWING", "EXTENDED")),
                name="a_pause_knows_where_it_goes_back_to",
            ),
        ]
        triggers = guarded()


class CorrectionNotice(models.Model):
    """What the applicant was told, once, to make good, and by when."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="correction", verbose_name="办件")
    missing = models.JSONField("需要补正的内容")
    notified_on = models.DateField("告知日期")
    answer_by = models.DateField("补正期限")
    answered_on = models.DateField("补正日期", null=True, blank=True)

    class Meta:
        triggers = guarded()


class Extension(models.Model):
    """The one extension of the period: how many days, by which leader, why, told when."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="extension", verbose_name="办件")
    days = models.PositiveSmallIntegerField("延长的工作日数")
    approved_by = models.CharField("批准人", max_length=40)
    reason = models.CharField("理由", max_length=400)
    told_on = models.DateField("告知日期")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="an_extension_gives_its_reason")]
        triggers = guarded()


class Consultation(models.Model):
    """Another unit's opinion, asked and given in writing; it holds nothing up."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="consultations", verbose_name="办件")
    unit = models.ForeignKey("parties.Unit", models.PROTECT, related_name="+", verbose_name="征求意见的单位")
    question = models.CharField("问题", max_length=1000)
    asked_by = models.CharField("提问人", max_length=40)
    asked_at = models.DateTimeField("提问时间")
    answer = models.CharField("答复", max_length=2000, blank=True)
    answered_by = models.CharField("答复人", max_length=40, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="an_answered_consultation_has_its_answer",
            )
        ]
        triggers = guarded()


class Note(models.Model):
    """A remark among colleagues."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes", verbose_name="办件")
    text = models.CharField("内容", max_length=1000)
    written_by = models.CharField("记录人", max_length=40)
    written_at = models.DateTimeField("记录时间")

    class Meta:
        ordering = ["pk"]
        triggers = guarded()


class Exclusion(models.Model):
    """Somebody keeps away from a case for a conflict of interest."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="exclusions", verbose_name="办件")
    account = models.CharField("回避人", max_length=40)
    reason = models.CharField("理由", max_length=400)
    declared_by = models.CharField("提出人", max_length=40)
    declared_at = models.DateTimeField("提出时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "account"], name="somebody_is_excluded_from_a_case_once")
        ]
        indexes = [models.Index(fields=["account"], name="case_exclusions_of_somebody")]
        triggers = guarded()
