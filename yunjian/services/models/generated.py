"""What a language model wrote: drafts for clerks, explanations of guides. Only the pages that show it read it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded


class GeneratedText(models.Model):
    """A text asked of the model, and what came of it. It is made of published words only, so it tells of nobody."""

    class Purpose(models.TextChoices):
        DRAFT = "DRAFT", _("起草")
        EXPLANATION = "EXPLANATION", _("用白话说明")

    class State(models.TextChoices):
        WAITING = "WAITING", _("正在写")
        WRITTEN = "WRITTEN", _("写好了")
        FAILED = "FAILED", _("没有写成")

    purpose = models.CharField("用途", max_length=12, choices=Purpose)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+", verbose_name="办件")
    act = models.CharField("起草什么", max_length=40, blank=True)
    item = models.CharField("事项", max_length=80, blank=True)
    edition = models.DateField("事项的版本", null=True)
    language = models.CharField("语言", max_length=10)
    asked_by = models.CharField("要求的人", max_length=40)
    asked_at = models.DateTimeField("要求时间")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    text = models.CharField("文字", max_length=4000, blank=True)
    trouble = models.CharField("为什么没有写成", max_length=20, blank=True)
    model = models.CharField("模型", max_length=80, blank=True)
    settled_at = models.DateTimeField("写好时间", null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="generated_texts_by_age")]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "edition", "language"],
                condition=Q(purpose="EXPLANATION") & ~Q(state="FAILED"),
                name="an_edition_is_explained_once_in_a_language",
            ),
            models.CheckConstraint(
                condition=Q(purpose="DRAFT", case__isnull=False, item="") & ~Q(act="")
                | Q(purpose="EXPLANATION", case__isnull=True, act="", edition__isnull=False) & ~Q(item=""),
                name="a_generated_text_is_of_a_case_or_an_item",
            ),
            models.CheckConstraint(
                condition=Q(state="WRITTEN", settled_at__isnull=False) & ~Q(text="") & ~Q(model="")
                | Q(state="FAILED", settled_at__isnull=False, text="") & ~Q(trouble="")
                | Q(state="WAITING", settled_at__isnull=True, text="", trouble=""),
                name="a_generated_text_is_there_or_says_why_not",
            ),
        ]
        triggers = guarded()
