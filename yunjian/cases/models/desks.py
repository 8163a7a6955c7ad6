"""Desks: a unit's place for one stage of one kind of matter; who is seated there, and who stands in for whom."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded


class Stage(models.TextChoices):
    """What is done at a desk."""

    INTAKE = "INTAKE", _("收件受理")
    REVIEW = "REVIEW", _("审查")
    DECIDE = "DECIDE", _("决定")
    DELIVER = "DELIVER", _("送达")


class Desk(models.Model):
    """Where a unit does one stage of one kind of matter."""

    unit = models.ForeignKey("parties.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    procedure = models.CharField("办理流程", max_length=80)
    stage = models.CharField("环节", max_length=10, choices=Stage)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "procedure", "stage"], name="a_unit_has_one_desk_for_a_stage_of_a_matter"
            )
        ]
        triggers = guarded()


class Seat(models.Model):
    """Somebody works at a desk, until they are taken off it."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="seats", verbose_name="岗位")
    account = models.CharField("人员", max_length=40)  # account:12
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account"], condition=Q(ends_at__isnull=True), name="case_seats_of_somebody")]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "account"], condition=Q(ends_at__isnull=True), name="somebody_sits_at_a_desk_once"
            )
        ]
        triggers = guarded()


class DeputyshipQuerySet(models.QuerySet):
    """Deputyships, narrowed."""

    def in_force(self, at: datetime) -> "DeputyshipQuerySet":
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class Deputyship(models.Model):
    """For a time a colleague sees and does, at one unit, what an absent one would."""

    absent = models.CharField("不在的人", max_length=40)
    deputy = models.CharField("代班的人", max_length=40)
    unit = models.ForeignKey("parties.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")

    objects = DeputyshipQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["deputy", "ends_at"], name="case_deputies")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_deputyship_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(absent=F("deputy")), name="nobody_is_their_own_deputy"),
        ]
        triggers = guarded()
