"""Cases across regions: what was sent on to another region and what it answered; what another took in for us."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded

from .cases import Case


class Forwarding(models.Model):
    """One sending between two regions, to there or from there, and the answer to it.

    Sent on: ``sent_on`` is the day it left our window, and the answer is theirs. Taken in there for us: ``sent_on`` is
    the day their window took it in, and the answer is what we told them in the end.
    """

    class Direction(models.TextChoices):
        OUT = "OUT", _("代收转外地")
        IN = "IN", _("外地代收")

    class Means(models.TextChoices):
        POST = "POST", _("邮寄")
        SYSTEM = "SYSTEM", _("对方的业务系统")
        HAND = "HAND", _("当面交接")

    class Answer(models.TextChoices):
        GRANTED = "GRANTED", _("准予")
        REFUSED = "REFUSED", _("不予许可")
        NOT_ACCEPTED = "NOT_ACCEPTED", _("不予受理")
        CORRECTION = "CORRECTION", _("要补正")
        WITHDRAWN = "WITHDRAWN", _("没有办完就结束")

    case = models.ForeignKey(Case, models.PROTECT, related_name="forwardings", verbose_name="办件")
    direction = models.CharField("方向", max_length=3, choices=Direction)
    region = models.CharField("地区", max_length=80)  # its key
    unit = models.CharField("本区单位", max_length=80)
    means = models.CharField("怎样交接", max_length=10, choices=Means)
    reference = models.CharField("对方的编号", max_length=80, blank=True)
    tracking = models.CharField("快递单号或者交接单号", max_length=80, blank=True)
    sent_on = models.DateField("交接日期")
    kept_by = models.CharField("登记人", max_length=40)
    answer = models.CharField("结果", max_length=12, choices=Answer, blank=True)
    answered_on = models.DateField("结果日期", null=True, blank=True)
    answer_number = models.CharField("结果文书的文号", max_length=80, blank=True)
    answer_kept_by = models.CharField("结果登记人", max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["unit", "-id"], name="case_forwardings_of_a_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_on__isnull=True), name="a_case_is_in_one_other_region_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["region", "reference"], condition=Q(direction="IN"), name="a_region_names_its_case_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True, answer_kept_by="")
                | ~Q(answer="") & Q(answered_on__isnull=False) & ~Q(answer_kept_by=""),
                name="an_answer_between_regions_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("sent_on")),
                name="an_answer_between_regions_comes_after_the_sending",
            ),
            models.CheckConstraint(
                condition=~Q(direction="IN") | ~Q(reference=""), name="what_was_taken_in_elsewhere_has_its_number"
            ),
        ]
        triggers = guarded()
