"""Quality inspection: draws from closed lists, the cases looked at again, what was found, what the office answered."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded

from .cases import Case


class Why(models.TextChoices):
    """Why a case is looked at again."""

    DRAW = "DRAW", _("随机抽取")
    LATE = "LATE", _("超期作出决定")
    SILENCE = "SILENCE", _("逾期视为准予")
    AGAINST_OPINION = "AGAINST_OPINION", _("有人不同意，仍然准予")
    NO_MATERIALS = "NO_MATERIALS", _("没有一份材料就准予")
    CORRECTED_THEN_REFUSED = "CORRECTED_THEN_REFUSED", _("补正以后又不予受理")


class Draw(models.Model):
    """A draw: its list and its source of numbers are public before anybody knows the numbers."""

    unit = models.ForeignKey("parties.Unit", models.PROTECT, related_name="+", verbose_name="被抽查的单位")
    since = models.DateField("办结日期从")
    until = models.DateField("办结日期到")
    pool = models.JSONField("参加抽取的办件")  # numbers of cases in order
    wanted = models.PositiveSmallIntegerField("抽取件数")
    source = models.CharField("公开的随机数来源", max_length=200)
    announced_by = models.CharField("公布人", max_length=40)
    announced_at = models.DateTimeField("公布时间")
    seed = models.CharField("随机数", max_length=400, blank=True)
    drawn_at = models.DateTimeField("抽取时间", null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="a_draw_is_from_a_stretch_of_days"),
            models.CheckConstraint(
                condition=Q(seed="", drawn_at__isnull=True) | (~Q(seed="") & Q(drawn_at__gt=F("announced_at"))),
                name="a_draw_is_held_after_it_was_announced",
            ),
        ]
        triggers = guarded()


class Inspection(models.Model):
    """A closed case is looked at again, by somebody who had no hand in it."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("待评查")
        FOUND = "FOUND", _("有问题，待答复")
        ANSWERED = "ANSWERED", _("已答复")
        SOUND = "SOUND", _("没有问题")

    case = models.ForeignKey(Case, models.PROTECT, related_name="inspections", verbose_name="办件")
    why = models.CharField("评查原因", max_length=30, choices=Why)
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="inspections", null=True, verbose_name="抽取")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField("列入时间")
    finding = models.CharField("评查意见", max_length=2000, blank=True)
    found_by = models.CharField("评查人", max_length=40, blank=True)
    found_at = models.DateTimeField("评查时间", null=True, blank=True)
    answer = models.CharField("单位答复", max_length=2000, blank=True)
    answered_by = models.CharField("答复人", max_length=40, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "why"], name="a_case_is_inspected_once_for_a_reason"),
            models.CheckConstraint(
                condition=Q(state="OPEN") | Q(found_at__isnull=False), name="what_was_inspected_says_when"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("OPEN", "SOUND")) | ~Q(finding=""), name="a_fault_is_put_in_words"
            ),
            models.CheckConstraint(
                condition=Q(state="ANSWERED", answered_at__isnull=False) & ~Q(answer="")
                | ~Q(state="ANSWERED") & Q(answered_at__isnull=True, answer=""),
                name="an_answered_inspection_has_its_answer",
            ),
        ]
        triggers = guarded()
