"""Disclosures, their original files, what was read of them and what was found."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded

WITHOUT_YEAR = ("RECEIVED", "READING", "UNREADABLE", "WITHDRAWN")


class DisclosureQuerySet(models.QuerySet):
    def published(self) -> "DisclosureQuerySet":
        """What the public may see: whatever was read, the corrected edition and the one it corrected."""
        return self.filter(state__in=(Disclosure.State.READ, Disclosure.State.SUPERSEDED))

    def current(self) -> "DisclosureQuerySet":
        """The edition in force of each unit, year and kind."""
        return self.filter(state=Disclosure.State.READ)


class Disclosure(models.Model):
    """One file in which a unit discloses its budget or its final accounts of a year."""

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", _("等待读取")
        READING = "READING", _("正在读取")
        READ = "READ", _("已读取")
        UNREADABLE = "UNREADABLE", _("读不出来")
        SUPERSEDED = "SUPERSEDED", _("已被更正")
        WITHDRAWN = "WITHDRAWN", _("已撤回")

    class Kind(models.TextChoices):
        BUDGET = "BUDGET", _("部门预算")
        FINAL = "FINAL", _("部门决算")

    class Origin(models.TextChoices):
        UPLOAD = "UPLOAD", _("上传")
        PACK = "PACK", _("随地区定义包装入")
        OWN = "OWN", _("在本平台编制")

    unit = models.CharField("单位", max_length=80)
    year = models.PositiveSmallIntegerField("年度", null=True)
    kind = models.CharField("种类", max_length=10, choices=Kind, blank=True)
    edition = models.PositiveSmallIntegerField("版次", null=True)
    title = models.CharField("标题", max_length=300, blank=True)
    body = models.CharField("编制部门", max_length=200, blank=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.RECEIVED)
    reason = models.TextField("读不出来的原因", blank=True)
    origin = models.CharField("来源", max_length=10, choices=Origin, default=Origin.UPLOAD)
    file_name = models.CharField("文件名", max_length=255)
    format = models.CharField("格式", max_length=12, blank=True)
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField("SHA-256", max_length=64)
    received_by = models.CharField("上传人", max_length=80)
    received_at = models.DateTimeField("上传时间")
    read_at = models.DateTimeField("读取时间", null=True)
    relied_on_at = models.DateTimeField("被引用时间", null=True)
    # The headline amounts in yuan, taken from the totals rows when the disclosure is read.
    income = models.DecimalField("收入总计", max_digits=20, decimal_places=2, null=True)
    expenditure = models.DecimalField("支出总计", max_digits=20, decimal_places=2, null=True)
    basic = models.DecimalField("基本支出", max_digits=20, decimal_places=2, null=True)
    project = models.DecimalField("项目支出", max_digits=20, decimal_places=2, null=True)
    note_count = models.PositiveIntegerField("项目数", default=0)
    note_total = models.DecimalField("项目金额合计", max_digits=20, decimal_places=2, default=0)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        triggers = guarded()
        indexes = [models.Index(fields=["unit", "year"], name="disclosure_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WITHOUT_YEAR)
                | Q(year__isnull=False, edition__isnull=False, read_at__isnull=False) & ~Q(kind=""),
                name="a_read_disclosure_has_a_year_a_kind_and_an_edition",
            ),
            models.CheckConstraint(
                condition=~Q(state="UNREADABLE") | ~Q(reason=""),
                name="an_unreadable_disclosure_says_why",
            ),
            models.UniqueConstraint(
                fields=["unit", "year", "kind"],
                condition=Q(state="READ"),
                name="a_unit_has_one_current_disclosure_of_a_year_and_kind",
            ),
            models.UniqueConstraint(
                fields=["unit", "year", "kind", "edition"],
                condition=~Q(state__in=WITHOUT_YEAR),
                name="an_edition_number_is_given_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "digest"],
                condition=~Q(state="WITHDRAWN"),
                name="a_unit_hands_in_a_file_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.file_name


class Original(models.Model):
    """The bytes of the file as they came; only ever handed back as a download."""

    disclosure = models.OneToOneField(Disclosure, models.CASCADE, primary_key=True, related_name="original")
    data = models.BinaryField("内容")

    class Meta:
        triggers = guarded()


class Reading(models.Model):
    """All that was read of a disclosure, as one structure, and by which edition of the reader."""

    disclosure = models.OneToOneField(Disclosure, models.CASCADE, primary_key=True, related_name="reading")
    structure = models.JSONField("读出的结构")
    reader = models.CharField("读取程序", max_length=64)
    at = models.DateTimeField("读取时间")

    class Meta:
        triggers = guarded()


class PublishedTable(models.Model):
    """One of the nine tables as it was printed: headers, rows in order, blank cells, notes."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField("表号")
    kind = models.CharField("表种", max_length=40)
    title = models.CharField("表名", max_length=300)
    unit = models.CharField("金额单位", max_length=4)
    is_empty = models.BooleanField("空表")
    structure = models.JSONField("表的结构")

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "number"], name="a_disclosure_has_a_table_number_once")
        ]


class TableLine(models.Model):
    """One amount of one table: its row, its column, the amount in yuan and as printed."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="lines")
    table = models.PositiveSmallIntegerField("表号")
    kind = models.CharField("表种", max_length=40)
    side = models.CharField("收支", max_length=12, blank=True)
    row = models.PositiveIntegerField("行")
    code = models.CharField("科目编码", max_length=20, blank=True)
    label = models.CharField("科目名称", max_length=300, blank=True)
    is_total = models.BooleanField("合计行", default=False)
    column = models.CharField("列", max_length=40)
    amount = models.DecimalField("金额（元）", max_digits=20, decimal_places=2)
    printed = models.CharField("原文", max_length=60)
    place = models.JSONField("位置")

    class Meta:
        triggers = guarded()
        indexes = [
            models.Index(fields=["disclosure", "table"], name="line_by_table"),
            models.Index(fields=["kind", "column", "code"], name="line_by_code"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["disclosure", "table", "side", "row", "column"], name="a_cell_holds_one_amount"
            )
        ]


class ProjectNote(models.Model):
    """One project as its disclosure explains it: seven sections, an amount, a period, when it is paid."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="notes")
    number = models.PositiveIntegerField("序号")
    title = models.CharField("项目名称", max_length=300)
    amount = models.DecimalField("金额（元）", max_digits=20, decimal_places=2, null=True)
    printed = models.CharField("原文金额", max_length=60, blank=True)
    period_start = models.DateField("开始", null=True)
    period_end = models.DateField("结束", null=True)
    implementer = models.CharField("实施主体", max_length=300, blank=True)
    payment_kind = models.CharField("付款方式", max_length=20, blank=True)
    structure = models.JSONField("说明的结构")
    words = SearchVectorField("检索词", null=True)

    class Meta:
        triggers = guarded()
        indexes = [
            models.Index("disclosure", F("amount").desc(nulls_last=True), "number", name="note_by_amount"),
            GinIndex(fields=["words"], name="note_by_words"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "number"], name="a_disclosure_numbers_its_projects_once")
        ]


class Finding(models.Model):
    """One thing in a disclosure that does not add up, where, and by how much."""

    class Severity(models.TextChoices):
        ERROR = "ERROR", _("错误")
        WARNING = "WARNING", _("警告")
        NOTE = "NOTE", _("提示")

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField("序号")
    fingerprint = models.CharField("指纹", max_length=64)
    code = models.CharField("规则", max_length=20)
    severity = models.CharField("程度", max_length=8, choices=Severity)
    template = models.TextField("句式")
    values = models.JSONField("填入的值")
    table = models.PositiveSmallIntegerField("表号", default=0)
    place = models.JSONField("位置")
    other = models.JSONField("对照位置", null=True)
    stated = models.DecimalField("文中的数", max_digits=24, decimal_places=6, null=True)
    expected = models.DecimalField("应有的数", max_digits=24, decimal_places=6, null=True)
    measure = models.CharField("计量", max_length=10, blank=True)
    project = models.CharField("涉及项目", max_length=300, blank=True)

    class Meta:
        triggers = guarded()
        constraints = [models.UniqueConstraint(fields=["disclosure", "fingerprint"], name="a_finding_is_listed_once")]


class Judgement(models.Model):
    """What the officer says of a finding; it outlives a new reading of the same file."""

    class Verdict(models.TextChoices):
        ACKNOWLEDGED = "ACKNOWLEDGED", _("确有问题")
        FALSE_ALARM = "FALSE_ALARM", _("误报")

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="judgements")
    fingerprint = models.CharField("指纹", max_length=64)
    verdict = models.CharField("判断", max_length=16, choices=Verdict)
    words = models.TextField("说明")
    by = models.CharField("判断人", max_length=80)
    at = models.DateTimeField("判断时间")

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "fingerprint"], name="a_finding_is_judged_once"),
            models.CheckConstraint(condition=~Q(words=""), name="a_judgement_has_a_reason"),
        ]
