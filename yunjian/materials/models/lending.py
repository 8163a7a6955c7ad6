"""A holder's consent that an office uses materials for one matter, and every use made of it."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from yunjian.kernel.guard import guarded

from .materials import Material


class ConsentQuerySet(models.QuerySet):
    """Consents, narrowed."""

    def in_force(self, at: datetime) -> "ConsentQuerySet":
        """Given, not withdrawn, not over."""
        return self.filter(withdrawn_at__isnull=True, given_at__lte=at, ends_at__gt=at)


class Consent(models.Model):
    """One consent: to one office, for one matter, for a time."""

    holder = models.CharField("持有人", max_length=60)
    unit = models.CharField("办理单位", max_length=80)
    matter = models.CharField("事项或办件编号", max_length=80)
    purpose = models.CharField("用途", max_length=200)
    given_by = models.CharField("同意人", max_length=80)
    given_at = models.DateTimeField("同意时间")
    ends_at = models.DateTimeField("到期")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["holder", "-given_at", "-id"], name="consent_by_holder"),
            models.Index(fields=["unit", "-given_at", "-id"], name="consent_by_unit"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("given_at")), name="a_consent_ends_after_it_is_given"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="a_consent_is_withdrawn_after_it_is_given",
            ),
        ]
        triggers = guarded()


class Lent(models.Model):
    """One of the materials a consent covers."""

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="lent", verbose_name="同意")
    material = models.ForeignKey(Material, models.PROTECT, related_name="lent", verbose_name="材料")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consent", "material"], name="a_consent_names_a_material_once")]
        triggers = guarded()


class Use(models.Model):
    """Somebody of an office opened a material under a consent."""

    lent = models.ForeignKey(Lent, models.PROTECT, related_name="uses", verbose_name="借用")
    used_by = models.CharField("使用人", max_length=80)
    at = models.DateTimeField("时间")

    class Meta:
        indexes = [models.Index(fields=["lent", "-at"], name="use_by_lent")]
        triggers = guarded()
