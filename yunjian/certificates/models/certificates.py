"""What is kept of certificates: the certificate, its versions, what they say (erasable), steps, looks, batches."""

from datetime import date
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import append_only, guarded, refused_when
from yunjian.kernel.personal import PERSONAL, SENSITIVE, Graded
from yunjian.kernel.sealed import SealedJSONField, SealedTextField

from ..logic import states


class State(models.TextChoices):
    """What is kept of how a certificate stands; time does the rest."""

    VALID = states.VALID, _("有效")
    SUSPENDED = states.SUSPENDED, _("暂停")
    REVOKED = states.REVOKED, _("已终止")
    ARCHIVED = states.ARCHIVED, _("已归档")


class Standing(models.TextChoices):
    """How a certificate stands on a day."""

    VALID = states.VALID, _("有效")
    PENDING = states.PENDING, _("未到生效日期")
    EXPIRED = states.EXPIRED, _("已过有效期")
    SUSPENDED = states.SUSPENDED, _("暂停")
    REVOKED = states.REVOKED, _("已终止")
    ARCHIVED = states.ARCHIVED, _("已归档")


class Cause(models.TextChoices):
    """Why there is a version."""

    ISSUED = "ISSUED", _("核发")
    RENEWED = "RENEWED", _("延续")
    AMENDED = "AMENDED", _("变更")
    REPLACED = "REPLACED", _("补换")


class Ground(models.TextChoices):
    """How the law calls the end of a certificate before its time."""

    RECALLED = "RECALLED", _("撤回（行政许可法第八条：依据的法律修改或者情况重大变化）")
    RESCINDED = "RESCINDED", _("撤销（行政许可法第六十九条：违法作出或者以不正当手段取得）")
    REVOKED = "REVOKED", _("吊销（行政处罚：吊销许可证件）")
    CANCELLED = "CANCELLED", _("注销（行政许可法第七十条：主体消亡、申请注销等）")


class StepKind(models.TextChoices):
    """What was done to a certificate after it was issued."""

    RENEW = "RENEW", _("延续")
    AMEND = "AMEND", _("变更")
    REPLACE = "REPLACE", _("补换")
    SUSPEND = "SUSPEND", _("暂停")
    RESUME = "RESUME", _("恢复")
    REVOKE = "REVOKE", _("终止")
    ARCHIVE = "ARCHIVE", _("归档")


class Problem(models.TextChoices):
    """What is wrong with a value; kept as it is, a batch row keeps these."""

    MISSING = "MISSING", _("还没有填写")
    UNKNOWN = "UNKNOWN", _("这类证照没有这一项")
    LONG = "LONG", _("太长了")
    CHARACTERS = "CHARACTERS", _("含有不能使用的字符")
    DATE = "DATE", _("要写成 2026-03-02 这样的日期")
    NUMBER = "NUMBER", _("要写一个数")
    CODE = "CODE", _("不在可选的代码里")
    IDENTIFIER = "IDENTIFIER", _("位数或校验位不对")
    PICTURE = "PICTURE", _("要写材料的摘要，64 位十六进制数")
    PERIOD = "PERIOD", _("有效期不合理：要晚于今天，不超过这类证照的最长期限")
    HOLDER = "HOLDER", _("号码没有登记过，或者与姓名、名称对不上")
    HELD = "HELD", _("持证主体已经有一张有效的同类证照")
    TWICE = "TWICE", _("与本批前面的一行是同一个持证主体")
    READING = "READING", _("这一行没有读懂")


class Serial(models.Model):
    """The last serial drawn for a type by an issuer: drawn under its lock, so without gap or collision."""

    type_code = models.CharField("类型代码", max_length=21)
    issuer_code = models.CharField("颁发机构代码", max_length=18)
    last = models.BigIntegerField("最后的流水号", default=0)

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(
                fields=["type_code", "issuer_code"], name="an_issuer_counts_the_certificates_of_a_type_once"
            )
        ]


class CertificateQuerySet(models.QuerySet):
    def standing(self, found: str, *, on: date) -> "CertificateQuerySet":
        """Those that stand so on the day."""
        valid = self.filter(state=State.VALID)
        if found == states.PENDING:
            return valid.filter(valid_from__gt=on)
        if found == states.EXPIRED:
            return valid.filter(valid_from__lte=on, valid_before__lte=on)
        if found == states.VALID:
            return valid.filter(Q(valid_before__isnull=True) | Q(valid_before__gt=on), valid_from__lte=on)
        return self.filter(state=found)

    def held_by(self, owner: str) -> "CertificateQuerySet":
        return self.filter(holder=owner)


class Certificate(models.Model):
    """One certificate from its issue on. What it says stands in the versions."""

    personal: ClassVar[dict[str, Graded]] = {
        "holder_name": Graded(PERSONAL, "name", "写明证照是谁的", "certificates"),
        "holder_number": Graded(SENSITIVE, "identity_number", "写明证照是谁的", "certificates"),
    }

    type = models.CharField("证照类型", max_length=80)
    type_code = models.CharField("类型代码", max_length=21)
    unit = models.CharField("颁发机构", max_length=80)
    issuer_code = models.CharField("颁发机构代码", max_length=18)
    serial = models.CharField("流水号", max_length=40)
    holder = models.CharField("持证主体", max_length=40)
    holder_name = models.CharField("持证主体姓名或名称", max_length=160, blank=True)
    holder_number = SealedTextField("持证主体身份证号或统一社会信用代码", blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.VALID)
    version = models.PositiveSmallIntegerField("现行版本", default=1)
    identifier = models.CharField("现行标识", max_length=120, unique=True)
    valid_from = models.DateField("有效期起")
    valid_before = models.DateField("有效期止（当日不含）", null=True)
    issued_at = models.DateTimeField("核发时间")
    ground = models.CharField("终止的法律依据", max_length=10, choices=Ground, blank=True)
    ended_at = models.DateTimeField("终止时间", null=True)
    reminded = models.PositiveSmallIntegerField("已提醒到几天", null=True)
    told_expired = models.BooleanField("已告知到期", default=False)
    erased_at = models.DateTimeField("内容删除时间", null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        triggers = guarded()
        indexes = [
            models.Index(fields=["holder", "-issued_at"], name="certificate_by_holder"),
            models.Index(fields=["unit", "-issued_at", "-id"], name="certificate_by_unit"),
            models.Index(fields=["type", "holder"], name="certificate_by_type_and_holder"),
            models.Index(fields=["valid_before"], name="certificate_by_end", condition=Q(state="VALID")),
            models.Index(fields=["holder_number"], name="certificate_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["type_code", "issuer_code", "serial"], name="a_serial_is_drawn_for_one_certificate"
            ),
            models.CheckConstraint(
                condition=Q(valid_before__isnull=True) | Q(valid_before__gt=F("valid_from")),
                name="a_certificate_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(state="REVOKED") | ~Q(ground=""), name="a_revoked_certificate_says_on_what_ground"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1, version__lte=999), name="a_certificate_has_at_most_999_versions"
            ),
        ]


class Version(models.Model):
    """One version of a certificate, as it was issued: never changed, never deleted."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="versions", verbose_name="证照")
    number = models.PositiveSmallIntegerField("版本")
    identifier = models.CharField("标识", max_length=120, unique=True)
    edition = models.DateField("类型的版本")
    cause = models.CharField("原因", max_length=10, choices=Cause)
    valid_from = models.DateField("有效期起")
    valid_before = models.DateField("有效期止（当日不含）", null=True)
    digest = models.CharField("内容摘要", max_length=64)
    issued_by = models.CharField("经办", max_length=80)
    issued_at = models.DateTimeField("核发时间")

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["certificate", "number"], name="a_certificate_has_each_version_once")
        ]


_CHANGED_CONTENTS = (
    "NOT (NEW.values = '{}'::jsonb AND NEW.salt = '' AND NEW.holder_name = '' AND NEW.holder_number = '')"
)


class Contents(models.Model):
    """What a version says: the one part that may be erased, and only erased."""

    personal: ClassVar[dict[str, Graded]] = {
        "holder_name": Graded(PERSONAL, "name", "写明证照是谁的", "certificates"),
        "holder_number": Graded(SENSITIVE, "identity_number", "写明证照是谁的", "certificates"),
        "values": Graded(SENSITIVE, "whole", "证照依法载明的内容", "certificates"),
    }

    version = models.OneToOneField(
        Version, models.PROTECT, related_name="contents", primary_key=True, verbose_name="版本"
    )
    holder_name = models.CharField("持证主体姓名或名称", max_length=160, blank=True)
    holder_number = SealedTextField("持证主体身份证号或统一社会信用代码", blank=True)
    values = SealedJSONField("内容", default=dict)
    salt = models.CharField("摘要的盐", max_length=32, blank=True)

    class Meta:
        triggers = [
            *guarded(),
            refused_when(
                "erased_or_as_issued",
                pgtrigger.Update,
                _CHANGED_CONTENTS,
                "表 % 中证照的内容只能整份删除，不能改动，这次写入已拒绝。",
            ),
        ]


class Step(models.Model):
    """What was done to a certificate after its issue, and why."""

    personal: ClassVar[dict[str, Graded]] = {
        "words": Graded(PERSONAL, "whole", "说明为什么这样办", "statements"),
    }

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="steps", verbose_name="证照")
    kind = models.CharField("步骤", max_length=10, choices=StepKind)
    ground = models.CharField("法律依据", max_length=10, choices=Ground, blank=True)
    words = models.CharField("理由", max_length=500, blank=True)
    by = models.CharField("经办", max_length=80)
    at = models.DateTimeField("时间")

    class Meta:
        triggers = guarded()
        indexes = [models.Index(fields=["certificate", "id"], name="step_of_certificate")]


class Look(models.Model):
    """Somebody saw what a certificate says: who, as what, which fields, what for, when. Its holder can read it."""

    class How(models.TextChoices):
        REVEAL = "REVEAL", _("查看完整内容")
        OWN = "OWN", _("本人查看")
        WINDOW = "WINDOW", _("窗口核验")
        PAPER = "PAPER", _("打印")
        SYSTEM = "SYSTEM", _("业务系统读取")
        SOCIAL = "SOCIAL", _("经同意提供给机构")
        SEALED = "SEALED", _("下载签名的 PDF")
        CODE = "CODE", _("查验出示的证照码")

    personal: ClassVar[dict[str, Graded]] = {
        "words": Graded(PERSONAL, "whole", "让持证人知道为什么查看", "looks"),
    }

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="looks", verbose_name="证照")
    by = models.CharField("查看人", max_length=80)
    by_name = models.CharField("查看人名称", max_length=60, blank=True)
    role = models.CharField("角色", max_length=60, blank=True)
    unit = models.CharField("单位", max_length=80, blank=True)
    acting_for = models.CharField("替谁", max_length=40, blank=True)
    how = models.CharField("方式", max_length=10, choices=How)
    purpose = models.CharField("用途", max_length=80, blank=True)
    words = models.CharField("具体事由", max_length=200, blank=True)
    fields = models.JSONField("内容", default=list)
    at = models.DateTimeField("时间")

    class Meta:
        triggers = guarded()
        indexes = [models.Index(fields=["certificate", "-id"], name="look_at_certificate")]


class Batch(models.Model):
    """A file of certificates to issue, and how far it has come."""

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("正在办理")
        DONE = "DONE", _("已办完")

    type = models.CharField("证照类型", max_length=80)
    unit = models.CharField("颁发机构", max_length=80)
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要", max_length=64)
    state = models.CharField("状态", max_length=10, choices=State, default=State.RUNNING)
    total = models.PositiveIntegerField("行数")
    issued = models.PositiveIntegerField("已核发", default=0)
    refused = models.PositiveIntegerField("未核发", default=0)
    asked_by = models.CharField("经办", max_length=80)
    asked_at = models.DateTimeField("受理时间")
    done_at = models.DateTimeField("办完时间", null=True)

    class Meta:
        ordering = ["-pk"]
        triggers = guarded()
        indexes = [models.Index(fields=["unit", "-id"], name="batch_by_unit")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "type", "digest"], name="a_file_is_issued_from_once"),
            models.CheckConstraint(
                condition=Q(total__gte=F("issued") + F("refused")), name="a_batch_decides_no_more_than_its_rows"
            ),
        ]


class BatchRow(models.Model):
    """One row of a batch: waiting, issued as a certificate, or refused with every reason."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("等待办理")
        ISSUED = "ISSUED", _("已核发")
        REFUSED = "REFUSED", _("未核发")

    personal: ClassVar[dict[str, Graded]] = {
        "given": Graded(SENSITIVE, "whole", "核发证照，或者退回更正", "batches"),
    }

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rows", verbose_name="批次")
    number = models.PositiveIntegerField("行号")
    given = SealedJSONField("原样内容")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    problems = models.JSONField("原因", default=list)  # [[field, problem], …]
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, related_name="row", verbose_name="证照")

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="a_batch_has_each_row_once"),
            models.CheckConstraint(
                condition=Q(state="ISSUED", certificate__isnull=False)
                | ~Q(state="ISSUED") & Q(certificate__isnull=True),
                name="an_issued_row_has_its_certificate",
            ),
            models.CheckConstraint(condition=~Q(state="REFUSED") | ~Q(problems=[]), name="a_refused_row_says_why"),
        ]
        indexes = [
            models.Index(fields=["batch", "number"], condition=Q(state="WAITING"), name="waiting_row_of_batch"),
        ]
