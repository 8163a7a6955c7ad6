"""The clock of a case as it is kept: segments in a row, one of them open while a period runs or is stopped."""

from collections.abc import Sequence
from itertools import takewhile

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded

from ..logic import clock
from .cases import Case


class Phase(models.TextChoices):
    """Which period a segment belongs to."""

    ACCEPTING = "ACCEPTING", _("答复是否受理")
    FORWARDING = "FORWARDING", _("转送外地")
    ANSWERING = "ANSWERING", _("外地办理")
    DECIDING = "DECIDING", _("作出决定")
    DELIVERING = "DELIVERING", _("送达")


class Segment(models.Model):
    """Days of a case's clock, after ``begins_on`` up to and with ``ends_on``, that count or do not, and why."""

    class Kind(models.TextChoices):
        RUNNING = "RUNNING", _("计时")
        CORRECTION = "CORRECTION", _("补正")
        SUPPLEMENT = "SUPPLEMENT", _("补充材料")
        HEARING = "HEARING", _("听证")
        BIDDING = "BIDDING", _("招标")
        AUCTION = "AUCTION", _("拍卖")
        INSPECTION = "INSPECTION", _("检验")
        TESTING = "TESTING", _("检测")
        QUARANTINE = "QUARANTINE", _("检疫")
        APPRAISAL = "APPRAISAL", _("鉴定")
        EXPERT_REVIEW = "EXPERT_REVIEW", _("专家评审")

    case = models.ForeignKey(Case, models.PROTECT, related_name="segments", verbose_name="办件")
    phase = models.CharField("期限", max_length=10, choices=Phase)
    limit = models.PositiveSmallIntegerField("工作日数")  # of the phase, when the segment began
    kind = models.CharField("计不计", max_length=20, choices=Kind)
    begins_on = models.DateField("开始")
    ends_on = models.DateField("结束", null=True, blank=True)
    basis = models.CharField("依据", max_length=400, blank=True)
    told_days = models.PositiveSmallIntegerField("书面告知的所需工作日数", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ends_on__isnull=True), name="a_case_has_one_open_segment"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
                name="a_segment_ends_when_it_begins_or_later",
            ),
            models.CheckConstraint(
                condition=Q(kind="RUNNING") | ~Q(basis=""), name="a_stop_of_the_clock_names_its_basis"
            ),
        ]
        triggers = guarded()


def as_clock(rows: Sequence[Segment]) -> tuple[str, clock.Clock]:
    """The latest period of these segments, and its clock.

    What was handed in after a correction notice begins the period of acceptance anew.
    """
    phase = rows[-1].phase
    of_phase = list(takewhile(lambda row: row.phase == phase, reversed(rows)))[::-1]
    for number, row in enumerate(of_phase):
        if row.kind == clock.Kind.CORRECTION and row.ends_on is not None:
            of_phase = of_phase[number + 1 :]
            break
    segments = tuple(clock.Segment(clock.Kind(row.kind), row.begins_on, row.ends_on) for row in of_phase)
    return phase, clock.Clock(of_phase[-1].limit, segments)
