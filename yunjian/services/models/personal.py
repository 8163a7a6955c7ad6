"""Guides made for somebody's answers, kept under an address nobody guesses; whose they are is not kept."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded


class PersonalGuide(models.Model):
    """Answers to the questions of an item or a theme; nothing says whose, so they are nobody's personal data."""

    class Kind(models.TextChoices):
        ITEM = "items", _("单个事项")
        THEME = "themes", _("一件事")

    token = models.CharField("链接编号", max_length=40, unique=True)
    kind = models.CharField("种类", max_length=10, choices=Kind)
    key = models.CharField("事项或者一件事", max_length=80)
    answers = models.JSONField("回答", default=dict, blank=True)
    made_at = models.DateTimeField("生成时间")
    kept_until = models.DateTimeField("保存到")

    class Meta:
        indexes = [models.Index(fields=["kept_until"], name="guides_by_their_end")]
        constraints = [
            models.CheckConstraint(condition=Q(kept_until__gt=F("made_at")), name="a_guide_is_kept_for_some_time")
        ]
        triggers = guarded()
