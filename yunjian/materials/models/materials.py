"""A material, the copies of it that are shown, and an upload that is not finished yet."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import BY_ITS_DOMAIN, PERSONAL, SENSITIVE, Graded


class MaterialQuerySet(models.QuerySet):
    """Materials, narrowed."""

    def of(self, holder: str) -> "MaterialQuerySet":
        """What is held for one party, the erased left out."""
        return self.filter(holder=holder).exclude(state=Material.State.ERASED)

    def usable(self) -> "MaterialQuerySet":
        """Those that were checked."""
        return self.filter(state=Material.State.CHECKED)


class Material(models.Model):
    """One file somebody handed in, kept once. Its digest is in the envelope, which only a district key opens."""

    class State(models.TextChoices):
        KEPT = "KEPT", _("正在核对")
        CHECKED = "CHECKED", _("可以使用")
        REFUSED = "REFUSED", _("不能使用")
        ERASED = "ERASED", _("已删除")

    class Scan(models.TextChoices):
        WAITING = "WAITING", _("正在查毒")
        CLEAN = "CLEAN", _("没有发现病毒")
        INFECTED = "INFECTED", _("发现病毒")
        ABSENT = "ABSENT", _("没有查毒：没有配置查毒程序")
        TOO_LARGE = "TOO_LARGE", _("没有查毒：文件太大")

    class Way(models.TextChoices):
        SELF = "SELF", _("本人交存")
        COUNTER = "COUNTER", _("窗口代收")
        PROGRAM = "PROGRAM", _("接口交存")

    personal: ClassVar[dict[str, Graded]] = {
        "file_name": Graded(PERSONAL, "whole", "让本人认出自己的文件", BY_ITS_DOMAIN),
        "reading": Graded(SENSITIVE, "whole", "免得重复填写材料上的内容", BY_ITS_DOMAIN),
    }

    holder = models.CharField("持有人", max_length=60)
    type = models.CharField("材料", max_length=80)
    edition = models.DateField("适用版本")
    file_name = models.CharField("文件名", max_length=120)
    kind = models.CharField("格式", max_length=10)
    size = models.BigIntegerField("大小")
    mark = models.CharField("同一持有人的识别码", max_length=64)
    commitment = models.CharField("承诺值", max_length=64)
    place = models.CharField("存放处", max_length=32, unique=True)
    envelope = models.BinaryField("信封", null=True)
    key_name = models.CharField("区密钥", max_length=16)
    cipher = models.CharField("算法", max_length=12)
    state = models.CharField("状态", max_length=10, choices=State, default=State.KEPT)
    reason = models.CharField("不能使用的原因", max_length=300, blank=True)
    scan = models.CharField("查毒", max_length=10, choices=Scan, default=Scan.WAITING)
    pages = models.PositiveIntegerField("页数", default=0)
    reading = models.BinaryField("读出的内容", null=True)
    way = models.CharField("怎样交的", max_length=10, choices=Way)
    unit = models.CharField("代收单位", max_length=80, blank=True)
    kept_by = models.CharField("经手", max_length=80)
    kept_at = models.DateTimeField("交存时间")
    issued_on = models.DateField("签发日期", null=True)
    valid_until = models.DateField("有效期止", null=True)
    used_at = models.DateTimeField("最近使用", null=True)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="新的一份")
    reminded_on = models.DateField("提醒日期", null=True)
    erase_wanted_at = models.DateTimeField("要求删除", null=True)
    erased_at = models.DateTimeField("删除时间", null=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["holder", "-kept_at", "-id"], name="material_by_holder"),
            models.Index(fields=["valid_until"], condition=Q(state="CHECKED"), name="material_by_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "mark"], condition=Q(state__in=("KEPT", "CHECKED")), name="a_holder_keeps_a_file_once"
            ),
            models.CheckConstraint(
                condition=Q(state="ERASED", envelope__isnull=True, erased_at__isnull=False, reading__isnull=True)
                | Q(state="REFUSED", envelope__isnull=True, reading__isnull=True) & ~Q(reason="")
                | Q(state__in=("KEPT", "CHECKED"), envelope__isnull=False, erased_at__isnull=True),
                name="what_is_erased_or_refused_has_no_envelope",
            ),
            models.CheckConstraint(condition=~Q(superseded_by=F("id")), name="no_material_supersedes_itself"),
        ]
        triggers = guarded()


class Copy(models.Model):
    """A copy made to be shown: the picture of a page, or a PDF without anything that acts."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="copies", verbose_name="材料")
    name = models.CharField("名称", max_length=20)  # copy, page-1, page-2 …
    media = models.CharField("类型", max_length=60)
    size = models.BigIntegerField("大小")
    place = models.CharField("存放处", max_length=32, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["material", "name"], name="a_material_has_a_copy_once")]
        triggers = guarded()


class Upload(models.Model):
    """A file on its way in, part by part; it may be interrupted and go on until it expires."""

    personal: ClassVar[dict[str, Graded]] = {
        "file_name": Graded(PERSONAL, "whole", "让本人认出自己的文件", BY_ITS_DOMAIN),
    }

    class State(models.TextChoices):
        OPEN = "OPEN", _("正在上传")
        COMPLETE = "COMPLETE", _("上传完成，正在整理")
        KEPT = "KEPT", _("已交存")
        REFUSED = "REFUSED", _("没有接收")
        EXPIRED = "EXPIRED", _("已过期")

    token = models.CharField("编号", max_length=32, unique=True)
    holder = models.CharField("持有人", max_length=60)
    type = models.CharField("材料", max_length=80)
    file_name = models.CharField("文件名", max_length=120)
    size = models.BigIntegerField("大小")
    offset = models.BigIntegerField("已收到", default=0)
    envelope = models.BinaryField("信封", null=True)
    key_name = models.CharField("区密钥", max_length=16)
    cipher = models.CharField("算法", max_length=12)
    way = models.CharField("怎样交的", max_length=10, choices=Material.Way)
    unit = models.CharField("代收单位", max_length=80, blank=True)
    issued_on = models.DateField("签发日期", null=True)
    begun_by = models.CharField("经手", max_length=80)
    begun_at = models.DateTimeField("开始")
    expires_at = models.DateTimeField("过期")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField("没有接收的原因", max_length=300, blank=True)
    material = models.ForeignKey(Material, models.PROTECT, null=True, related_name="+", verbose_name="材料")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(offset__gte=0) & Q(offset__lte=F("size")), name="an_upload_holds_no_more_than_it_said"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(state="OPEN"), name="upload_by_expiry")]
        triggers = guarded()


class Part(models.Model):
    """A piece of an upload, sealed like everything else."""

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="parts", verbose_name="上传")
    offset = models.BigIntegerField("从")
    size = models.BigIntegerField("大小")
    place = models.CharField("存放处", max_length=32, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="an_upload_has_a_part_once")]
        triggers = guarded()
