"""The documents of a case: each with its number and seal, delivered, received; and how far each series has come."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import PERSONAL, WITH_THE_RECORD, Graded

from .cases import Case


class DocumentSeries(models.Model):
    """The last number a unit has given to a kind of document in a year: drawn under its lock, so without gap."""

    unit = models.CharField("单位", max_length=80)
    kind = models.CharField("文书种类", max_length=20)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后的序号", default=0)

    class Meta:
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year"], name="a_unit_counts_a_kind_of_document_once_a_year"
            )
        ]


class Document(models.Model):
    """A document of a case as it was sealed; never changed but for its receipt."""

    class Kind(models.TextChoices):
        ACCEPTANCE = "ACCEPTANCE", _("受理通知书")
        CORRECTION = "CORRECTION", _("补正告知书")
        NOT_ACCEPTED = "NOT_ACCEPTED", _("不予受理决定书")
        GRANTED = "GRANTED", _("准予决定书")
        REFUSED = "REFUSED", _("不予许可决定书")
        DELIVERY = "DELIVERY", _("送达回证")
        TRANSFER = "TRANSFER", _("跨域通办材料交接单")

    class How(models.TextChoices):
        ONLINE = "ONLINE", _("本人在网上签收")
        WINDOW = "WINDOW", _("窗口当面送达")

    personal: ClassVar[dict[str, Graded]] = {
        "data": Graded(PERSONAL, "whole", "送达办件的文书", WITH_THE_RECORD),
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents", verbose_name="办件")
    kind = models.CharField("种类", max_length=20, choices=Kind)
    unit = models.CharField("制作单位", max_length=80)
    number = models.CharField("文号", max_length=80)
    made_by = models.CharField("制作人", max_length=40)
    made_at = models.DateTimeField("制作时间")
    digest = models.CharField("摘要", max_length=64)
    signing_key = models.CharField("签名密钥", max_length=80)
    data = models.BinaryField("文书")
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    received_how = models.CharField("签收方式", max_length=10, choices=How, blank=True)
    receipt_kept_by = models.CharField("签收经办", max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = guarded()
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="a_case_has_one_document_of_a_kind"),
            models.UniqueConstraint(fields=["unit", "number"], name="a_unit_gives_a_number_once"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True, received_how="", receipt_kept_by="")
                | Q(received_at__isnull=False) & ~Q(received_how="") & ~Q(receipt_kept_by=""),
                name="a_received_document_says_how",
            ),
        ]
