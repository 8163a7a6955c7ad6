"""What the kernel keeps: the ledger, its tree, subscribers' cursors and the published editions of definitions."""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One recorded event. It is also the outbox row: subscribers read it once it has a position."""

    kind = models.CharField("事件", max_length=80)
    subject = models.CharField("对象", max_length=120)
    payload = models.JSONField("内容")
    actor = models.CharField("经办", max_length=80)
    action = models.CharField("行为", max_length=80)
    at = models.DateTimeField("发生时间")
    position = models.BigIntegerField("序号", null=True, unique=True)
    leaf_hash = models.BinaryField("叶哈希", max_length=32, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="entry_by_subject"),
            models.Index(fields=["id"], name="entry_unsealed", condition=Q(position__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(position__isnull=True, leaf_hash__isnull=True)
                | Q(position__isnull=False, leaf_hash__isnull=False),
                name="a_sealed_entry_has_a_position_and_a_hash",
            )
        ]
