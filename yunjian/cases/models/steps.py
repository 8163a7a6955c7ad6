"""Steps: what waits at which desk, in whose hands, and what was said."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded

from .cases import Case
from .desks import Desk

FAR = date(9999, 12, 31)  # no period runs, or its last day lies in a year whose holidays are not known yet


class StepQuerySet(models.QuerySet):
    """Steps, narrowed."""

    def open(self) -> "StepQuerySet":
        return self.filter(state=Step.State.OPEN)


class Told(models.TextChoices):
    """What was said of a step's deadline."""

    SOON = "SOON", _("将到期")
    OVER = "OVER", _("已超期")


class Step(models.Model):
    """Something to be done at a desk for a case: the rows of the to-do list."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("待办")
        DONE = "DONE", _("已办")
        DROPPED = "DROPPED", _("不再需要")

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps", verbose_name="办件")
    key = models.CharField("步骤", max_length=40)  # of the plan; for the other stages the stage's name
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="steps", verbose_name="岗位")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    holder = models.CharField("经手人", max_length=40, blank=True)
    four_eyes = models.BooleanField("双人审", default=False)
    opened_on = models.DateField("到达日期")
    done_on = models.DateField("办完日期", null=True, blank=True)
    # The last day and the first day of warning, of the step or its case, whichever ends first; far off while none runs.
    due_on = models.DateField("期满日期")
    warn_on = models.DateField("提醒日期")
    told = models.CharField("已提醒", max_length=5, choices=Told, blank=True)  # of the deadline it has now

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["desk", "due_on", "id"],
                include=["case", "warn_on", "holder"],
                condition=Q(state="OPEN"),
                name="case_steps_waiting_at_a_desk",
            ),
            models.Index(
                fields=["due_on", "id"], include=["desk"], condition=Q(state="OPEN"), name="case_steps_by_due"
            ),
            models.Index(fields=["holder"], condition=Q(state="OPEN") & ~Q(holder=""), name="case_steps_in_hand"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key", "desk"], condition=Q(state="OPEN"), name="a_step_waits_once_at_a_desk"
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN", done_on__isnull=True) | (~Q(state="OPEN") & Q(done_on__isnull=False)),
                name="a_step_that_is_over_has_its_day",
            ),
        ]
        triggers = guarded()


class Review(models.Model):
    """An opinion given on a step; with four eyes there are two, by two people."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="reviews", verbose_name="步骤")
    favourable = models.BooleanField("同意")
    opinion = models.CharField("意见", max_length=2000)
    given_by = models.CharField("审查人", max_length=40)
    given_at = models.DateTimeField("审查时间")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "given_by"], name="nobody_reviews_a_step_twice"),
            models.CheckConstraint(condition=Q(favourable=True) | ~Q(opinion=""), name="an_objection_is_explained"),
        ]
        triggers = guarded()


class How(models.TextChoices):
    """How a step changed hands."""

    CLAIMED = "CLAIMED", _("认领")
    PUT_BACK = "PUT_BACK", _("放回")
    HANDED_OVER = "HANDED_OVER", _("移交")
    REASSIGNED = "REASSIGNED", _("改派")
    EXCLUDED = "EXCLUDED", _("回避")


class Holding(models.Model):
    """A step came into somebody's hands, or back to the desk when ``holder`` is empty."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="holdings", verbose_name="步骤")
    holder = models.CharField("经手人", max_length=40, blank=True)
    how = models.CharField("方式", max_length=20, choices=How)
    changed_by = models.CharField("操作人", max_length=40)
    changed_at = models.DateTimeField("时间")

    class Meta:
        ordering = ["pk"]
        triggers = guarded()
