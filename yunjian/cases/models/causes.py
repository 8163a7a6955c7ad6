"""Why cases were given back or refused: the codes of the district's list, beside the words."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded

from ..definitions import CAUSE_MOVES
from .cases import Case


class Cause(models.Model):
    """A cause given for a move of a case; the list of the day says what its code means."""

    class Move(models.TextChoices):
        RETURN = "return_for_changes", _("预审退回")
        CORRECTION = "notify_correction", _("一次告知补正")
        NON_ACCEPTANCE = "refuse_acceptance", _("不予受理")
        REFUSAL = "refuse", _("不予许可")
        TERMINATION = "terminate", _("终止")
        FALLING_AWAY = "fall_away", _("前面的没有办成，不再提交")

    case = models.ForeignKey(Case, models.PROTECT, related_name="causes", db_index=False, verbose_name="办件")
    move = models.CharField("步骤", max_length=20, choices=Move)
    code = models.CharField("原因", max_length=80)
    given_on = models.DateField("日期")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["code", "given_on"], include=["case", "move"], name="case_causes_by_code")]
        constraints = [
            models.UniqueConstraint(fields=["case", "move", "code", "given_on"], name="a_move_has_a_cause_once_a_day"),
            models.CheckConstraint(
                condition=Q(move__in=CAUSE_MOVES), name="a_cause_belongs_to_a_move_against_the_applicant"
            ),
        ]
        triggers = guarded()
