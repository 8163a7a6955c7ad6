"""What is kept of digital projects: money, time, milestones, service levels, cited documents, and import proposals."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded


class PaymentKind(models.TextChoices):
    """How a project is paid."""

    MILESTONES = "MILESTONES", _("按节点支付")
    BY_CONTRACT = "BY_CONTRACT", _("按合同约定")
    LUMP_SUM = "LUMP_SUM", _("一次性支付")
    METERED = "METERED", _("按实结算")
    GRANT = "GRANT", _("奖补")
    UNSPECIFIED = "UNSPECIFIED", _("未说明")


class ProjectQuerySet(models.QuerySet):
    def registered(self) -> "ProjectQuerySet":
        """What is in the register: not what was taken out of it again."""
        return self.filter(state=Project.State.REGISTERED)


class Project(models.Model):
    """A digital project as budgeted by one unit for one year."""

    class State(models.TextChoices):
        REGISTERED = "REGISTERED", _("已入库")
        WITHDRAWN = "WITHDRAWN", _("已移出")

    class Origin(models.TextChoices):
        DEFINITION = "DEFINITION", _("地区定义包")
        DISCLOSURE = "DISCLOSURE", _("预算公开文件")

    key = models.CharField("编号", max_length=120, unique=True)
    title = models.CharField("项目名称", max_length=300)
    title_plain = models.CharField("比对用名称", max_length=300)
    unit = models.CharField("单位", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    line = models.PositiveIntegerField("文件中的序号", default=0)
    amount = models.DecimalField("金额（元）", max_digits=18, decimal_places=2)
    printed = models.CharField("原文金额", max_length=60)
    category = models.CharField("类别", max_length=80, blank=True)
    function = models.CharField("支出功能分类", max_length=20, blank=True)
    starts_on = models.DateField("开始", null=True)
    ends_before = models.DateField("结束（当日不含）", null=True)
    payment = models.CharField("付款方式", max_length=12, choices=PaymentKind, default=PaymentKind.UNSPECIFIED)
    purpose = models.TextField("做什么", blank=True)
    parts = models.JSONField("金额构成", default=list)  # [[label, yuan as text], …]
    note = models.TextField("说明", blank=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.REGISTERED)
    origin = models.CharField("来源", max_length=12, choices=Origin)
    edition = models.DateField("定义版本", null=True)
    digest = models.CharField("定义摘要", max_length=64, blank=True)
    disclosure = models.BigIntegerField("公开文件", null=True)
    note_number = models.PositiveIntegerField("公开文件中的项目", null=True)
    revision = models.PositiveIntegerField("修订", default=1)
    registered_at = models.DateTimeField("入库时间")
    words = SearchVectorField("检索词", null=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        triggers = guarded()
        indexes = [
            models.Index(fields=["amount"], name="project_by_amount"),
            models.Index(fields=["title"], name="project_by_title"),
            # Holds all the totals are made of, so that they are counted from it alone.
            models.Index(
                fields=["unit", "year", "category", "payment"],
                include=["amount"],
                condition=Q(state="REGISTERED"),
                name="project_for_totals",
            ),
            models.Index(fields=["year"], name="project_by_year"),
            models.Index(fields=["category"], name="project_by_category"),
            models.Index(fields=["disclosure"], name="project_by_disclosure", condition=Q(disclosure__isnull=False)),
            GinIndex(fields=["words"], name="project_by_words"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "title_plain"],
                condition=Q(state="REGISTERED"),
                name="a_unit_has_a_project_of_a_name_once_a_year",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_project_costs_nothing_or_more"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="a_project_ends_after_it_starts",
            ),
        ]


class Milestone(models.Model):
    """One payment of a project: on what condition, how much, and when."""

    class State(models.TextChoices):
        PLANNED = "PLANNED", _("计划中")

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones", verbose_name="项目")
    order = models.PositiveSmallIntegerField("次序")
    condition = models.TextField("付款条件")
    share = models.DecimalField("占比（%）", max_digits=9, decimal_places=6, null=True)
    amount = models.DecimalField("金额（元）", max_digits=18, decimal_places=2, null=True)
    due_text = models.CharField("时间原文", max_length=200, blank=True)
    due_date = models.DateField("最迟日期", null=True)
    repeats = models.CharField("重复", max_length=12, blank=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.PLANNED)

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(fields=["project", "order"], name="milestones_of_a_project_stand_in_order")
        ]


class ServiceLevel(models.Model):
    """Something a project promises; with a bound where it can be measured."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="service_levels", verbose_name="项目")
    order = models.PositiveSmallIntegerField("次序")
    promise = models.TextField("约定的内容")
    at_least = models.DecimalField("不低于", max_digits=18, decimal_places=6, null=True)
    at_most = models.DecimalField("不超过", max_digits=18, decimal_places=6, null=True)
    measure = models.CharField("计量单位", max_length=20, blank=True)

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(fields=["project", "order"], name="service_levels_of_a_project_stand_in_order")
        ]


class Citation(models.Model):
    """A document a project rests on."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="citations", verbose_name="项目")
    order = models.PositiveSmallIntegerField("次序")
    title = models.CharField("文件名称", max_length=300, blank=True)
    number = models.CharField("文号", max_length=120, blank=True)

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(fields=["project", "order"], name="citations_of_a_project_stand_in_order"),
            models.CheckConstraint(condition=~Q(title="", number=""), name="a_citation_names_a_document"),
        ]


class Proposal(models.Model):
    """What a disclosure says of one project, set beside the register: for a person to confirm or dismiss."""

    class Kind(models.TextChoices):
        NEW = "NEW", _("新项目")
        DIFFERENT = "DIFFERENT", _("有不同")
        SAME = "SAME", _("一致")

    class State(models.TextChoices):
        OPEN = "OPEN", _("待确认")
        CONFIRMED = "CONFIRMED", _("已确认")
        DISMISSED = "DISMISSED", _("未采纳")
        SETTLED = "SETTLED", _("无需确认")
        SUPERSEDED = "SUPERSEDED", _("文件已更正")

    disclosure = models.BigIntegerField("公开文件")
    number = models.PositiveIntegerField("文件中的序号")
    unit = models.CharField("单位", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("项目名称", max_length=300)
    kind = models.CharField("结论", max_length=10, choices=Kind)
    state = models.CharField("状态", max_length=12, choices=State)
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="proposals", verbose_name="项目")
    against = models.PositiveIntegerField("比对时的修订", null=True)
    proposed = models.JSONField("文件所载")
    differences = models.JSONField("不同之处", default=list)  # [[field, in the register, in the disclosure], …]
    before = models.JSONField("确认前的内容", null=True)
    applied = models.PositiveIntegerField("确认后的修订", null=True)
    reason = models.TextField("不采纳的理由", blank=True)
    decided_by = models.CharField("决定人", max_length=80, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True)

    class Meta:
        triggers = guarded()
        indexes = [models.Index(fields=["state", "unit"], name="proposal_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "number"], name="a_note_is_proposed_once"),
            models.CheckConstraint(
                condition=Q(kind="NEW") | Q(project__isnull=False), name="what_is_not_new_names_its_project"
            ),
            models.CheckConstraint(
                condition=~Q(state="DISMISSED") | ~Q(reason=""), name="a_dismissed_proposal_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="CONFIRMED") | Q(applied__isnull=False, project__isnull=False),
                name="a_confirmed_proposal_has_its_project",
            ),
        ]
