"""Applications: what somebody fills in for an item or for one thing, until it is handed in and becomes a case."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import BY_ITS_DOMAIN, SENSITIVE, Graded
from yunjian.kernel.sealed import SealedJSONField


class Application(models.Model):
    """One party's application: a draft that may be incomplete and wrong, then what was handed in.

    ``items`` and ``forms`` are pairs of key and edition, in order: one item and its form, or those of one thing.
    ``answers`` are as people type them, by the name of the question; ``values`` is the document of the form;
    ``sources`` says of a place (``partners.0.name``) whence it was filled, by reference and without its value.
    """

    class Kind(models.TextChoices):
        ITEM = "items", _("单个事项")
        THEME = "themes", _("一件事")

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("草稿")
        HANDED_IN = "HANDED_IN", _("已提交")
        DISCARDED = "DISCARDED", _("已丢弃")

    personal: ClassVar[dict[str, Graded]] = {
        "answers": Graded(SENSITIVE, "whole", "推算能不能办、要什么材料", BY_ITS_DOMAIN),
        "values": Graded(SENSITIVE, "whole", "申请表填写的内容，用来审查申请", BY_ITS_DOMAIN),
    }

    kind = models.CharField("种类", max_length=10, choices=Kind)
    key = models.CharField("事项或者一件事", max_length=80)
    edition = models.DateField("适用版本")
    title = models.CharField("名称", max_length=200)
    items = models.JSONField("各事项和版本", default=list)
    forms = models.JSONField("各表单和版本", default=list, blank=True)
    applicant = models.CharField("申请人", max_length=40)  # person:7, enterprise:3
    begun_by = models.CharField("填写人", max_length=40)
    agent_mandate = models.CharField("代办委托", max_length=40, blank=True)
    assisted_at = models.CharField("帮办的窗口单位", max_length=80, blank=True)
    answers = SealedJSONField("对问题的回答", default=dict, blank=True)
    values = SealedJSONField("填写的内容", default=dict, blank=True)
    sources = models.JSONField("自动填写的来源", default=dict, blank=True)
    revision = models.PositiveIntegerField("第几稿", default=0)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, related_name="+", verbose_name="办件")
    parent = models.OneToOneField(
        "cases.ParentCase", models.PROTECT, null=True, related_name="+", verbose_name="一件事的办件"
    )
    begun_at = models.DateTimeField("开始填写时间")
    saved_at = models.DateTimeField("最近保存时间")
    handed_in_at = models.DateTimeField("提交时间", null=True)
    emptied_at = models.DateTimeField("内容删除时间", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["applicant", "-id"], name="applications_of_a_party"),
            models.Index(fields=["saved_at"], condition=Q(state="DRAFT"), name="drafts_by_last_save"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="HANDED_IN", handed_in_at__isnull=False)
                & (Q(kind="items", case__isnull=False) | Q(kind="themes", parent__isnull=False))
                | ~Q(state="HANDED_IN") & Q(case__isnull=True, parent__isnull=True, handed_in_at__isnull=True),
                name="an_application_is_handed_in_with_its_case",
            ),
            models.CheckConstraint(
                condition=~Q(state="DISCARDED") | Q(emptied_at__isnull=False), name="a_discarded_application_is_empty"
            ),
        ]
        triggers = guarded()


class GivenPaper(models.Model):
    """How one paper is given. ``paper`` is the key of the item's material; in one thing, of the merged list."""

    class Way(models.TextChoices):
        MATERIAL = "MATERIAL", _("附上材料")
        CERTIFICATE = "CERTIFICATE", _("用电子证照，免交")
        REGISTER = "REGISTER", _("由单位查登记簿，免交")
        PROMISE = "PROMISE", _("承诺代替")
        FOLLOWS = "FOLLOWS", _("以后补交")
        AT_WINDOW = "AT_WINDOW", _("纸质件交到窗口")

    application = models.ForeignKey(Application, models.PROTECT, related_name="papers", verbose_name="申请")
    paper = models.CharField("材料", max_length=80)
    way = models.CharField("怎样给", max_length=12, choices=Way)
    materials = models.JSONField("附上的材料", default=list, blank=True)  # references such as material:5
    certificate = models.CharField("电子证照", max_length=40, blank=True)  # certificate:12
    words = models.CharField("承诺的文字", max_length=400, blank=True)
    given_by = models.CharField("经手", max_length=40)
    given_at = models.DateTimeField("时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "paper"], name="a_paper_is_given_one_way"),
            models.CheckConstraint(
                condition=Q(way="MATERIAL") & ~Q(materials=[]) | ~Q(way="MATERIAL") & Q(materials=[]),
                name="an_attached_paper_names_its_materials",
            ),
            models.CheckConstraint(
                condition=Q(way="CERTIFICATE") & ~Q(certificate="") | ~Q(way="CERTIFICATE") & Q(certificate=""),
                name="an_exempt_paper_names_its_certificate",
            ),
            models.CheckConstraint(
                condition=Q(way="PROMISE") & ~Q(words="") | ~Q(way="PROMISE") & Q(words=""),
                name="a_promised_paper_has_its_words",
            ),
        ]
        triggers = guarded()


class Filing(models.Model):
    """What was handed in at one time, as it then stood: first with the case, again after a correction."""

    personal: ClassVar[dict[str, Graded]] = {
        "answers": Graded(SENSITIVE, "whole", "推算能不能办、要什么材料", BY_ITS_DOMAIN),
        "values": Graded(SENSITIVE, "whole", "申请表填写的内容，用来审查申请", BY_ITS_DOMAIN),
    }

    application = models.ForeignKey(Application, models.PROTECT, related_name="filings", verbose_name="申请")
    number = models.PositiveIntegerField("第几次")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+", verbose_name="补正的办件")
    answers = SealedJSONField("对问题的回答", default=dict, blank=True)
    values = SealedJSONField("填写的内容", default=dict, blank=True)
    papers = models.JSONField("材料", default=list)  # [{paper, way, materials, certificate, words}, …]
    salt = models.CharField("盐", max_length=32)
    commitment = models.CharField("承诺值", max_length=64)  # of salt, answers, values and papers
    filed_by = models.CharField("提交人", max_length=40)
    filed_at = models.DateTimeField("提交时间")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="filings_are_counted")]
        triggers = guarded()
