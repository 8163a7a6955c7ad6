"""What is kept of certificates shown: codes for counters, and the X.509 certificates of the keys that sign PDFs."""

from django.db import models
from django.db.models import Q

from yunjian.kernel.guard import append_only, guarded

from .certificates import Certificate


class CounterCode(models.Model):
    """A code a holder showed on a phone: of which version, until when; used once. Only the digest of its nonce."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="codes", verbose_name="证照")
    version = models.PositiveSmallIntegerField("版本")
    nonce = models.CharField("随机数的摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("出示时间")
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("查验时间", null=True)

    class Meta:
        triggers = guarded()
        indexes = [models.Index(fields=["expires_at"], name="counter_code_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(used_at__lt=models.F("expires_at")),
                name="a_counter_code_is_used_in_its_time",
            )
        ]


class KeyCertificate(models.Model):
    """The X.509 certificate of a key: of the district's root, or of the key that signs PDFs, by the root."""

    key = models.CharField("密钥编号", max_length=16)
    is_root = models.BooleanField("根证书")
    certificate = models.BinaryField("证书")
    made_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("失效时间")

    class Meta:
        ordering = ["-pk"]
        triggers = append_only()
