"""The closed records: each a package that is never changed, with its digests and how long it is kept."""

from typing import ClassVar

from django.db import models

from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import SENSITIVE, WITH_THE_RECORD, Graded
from yunjian.kernel.sealed import SealedBytesField

from .cases import Case


class Archive(models.Model):
    """The whole record of an ended case as a BagIt package (RFC 8493)."""

    personal: ClassVar[dict[str, Graded]] = {
        "package": Graded(SENSITIVE, "whole", "保存办件的完整档案", WITH_THE_RECORD),
    }

    case = models.OneToOneField(Case, models.PROTECT, related_name="archive", verbose_name="办件")
    unit = models.CharField("归档单位", max_length=80)
    procedure = models.CharField("办理流程", max_length=80)
    ended_on = models.DateField("办结日期")
    frozen_at = models.DateTimeField("归档时间")
    keep_until = models.DateField("保管期满", null=True, blank=True)  # none: for ever
    manifest = models.CharField("清单摘要", max_length=64)  # SHA-256, as the ledger has it
    digest = models.CharField("档案包摘要", max_length=64)
    files = models.PositiveIntegerField("文件数")
    package = SealedBytesField("档案包")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["unit", "-case"], name="case_archives_of_a_unit"),
            models.Index(fields=["keep_until"], name="case_archives_by_retention"),
        ]
        triggers = guarded()
