"""What is kept of people, enterprises, units, posts, accounts and grants."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from yunjian.kernel.compiled import CompiledRows
from yunjian.kernel.guard import guarded
from yunjian.kernel.personal import PERSONAL, SENSITIVE, Graded
from yunjian.kernel.sealed import SealedTextField


class Flag(models.TextChoices):
    """Why an identifier is in doubt. It is kept as it came, and the doubt with it."""

    LENGTH = "LENGTH", _("长度不对")
    FORMAT = "FORMAT", _("含有不该有的字符")
    CHECKSUM = "CHECKSUM", _("校验位不符")
    COMPONENT = "COMPONENT", _("出生日期或地区不存在")


class Level(models.TextChoices):
    """How a unit stands in the district."""

    DISTRICT = "district", _("区")
    DEPARTMENT = "department", _("部门")
    INSTITUTION = "institution", _("事业单位")
    SECTION = "section", _("科室")
    TOWNSHIP = "township", _("街道和镇")
    ZONE = "zone", _("园区")


class Duty(models.TextChoices):
    """The three administrators' parts, which nobody holds two of (GB/T 22239-2019, 8.1.5)."""

    SYSTEM = "system", _("系统管理")
    SECURITY = "security", _("安全管理")
    AUDIT = "audit", _("审计管理")


class InForceQuerySet(models.QuerySet):
    """Rows that hold for a time: from ``starts_at``, up to but not including ``ends_at``."""

    def in_force(self, at: datetime | models.Func) -> "InForceQuerySet":
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)


class UnitQuerySet(models.QuerySet):
    """Units, narrowed."""

    def open(self) -> "UnitQuerySet":
        """Those that have not been closed."""
        return self.filter(valid_to__isnull=True)

    def departments(self) -> "UnitQuerySet":
        """Bodies with a budget of their own."""
        return self.open().filter(level__in=("department", "institution"))


class Unit(models.Model):
    """A public body, one of its sections, or a street, town or zone: adopted from the district's definitions."""

    key = models.CharField("标识", max_length=80, primary_key=True)
    title = models.CharField("名称", max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    level = models.CharField("层级", max_length=20, choices=Level)
    short_title = models.CharField("简称", max_length=60, blank=True)
    order = models.IntegerField("次序", default=0)
    division_code = models.CharField("行政区划代码", max_length=12, blank=True)
    uscc = models.CharField("统一社会信用代码", max_length=40, blank=True)
    uscc_flag = models.CharField("代码存疑", max_length=10, choices=Flag, blank=True)
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["order", "key"]
        triggers = guarded()


class Person(models.Model):
    """A natural person. The identity number and the phone are personal data and are shown masked."""

    personal: ClassVar[dict[str, Graded]] = {
        "name": Graded(PERSONAL, "name", "认出本人", "people"),
        "identity_number": Graded(SENSITIVE, "identity_number", "核对身份", "people"),
        "phone": Graded(PERSONAL, "phone", "联系本人", "people"),
    }

    name = models.CharField("姓名", max_length=60)
    identity_number = SealedTextField("身份证号", blank=True)
    identity_flag = models.CharField("身份证号存疑", max_length=10, choices=Flag, blank=True)
    phone = SealedTextField("电话", blank=True)
    phone_flag = models.CharField("电话存疑", max_length=10, choices=Flag, blank=True)
    registered_at = models.DateTimeField("登记时间", db_default=Now())
    erased_at = models.DateTimeField("删除时间", null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_number"],
                condition=~Q(identity_number="") & Q(identity_flag=""),
                name="a_sound_identity_number_belongs_to_one_person",
            )
        ]
        triggers = guarded()


class Post(models.Model):
    """A person's place in a unit, for a time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    title = models.CharField("职务", max_length=60)
    starts_at = models.DateTimeField("任职起")
    ends_at = models.DateTimeField("任职止", null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="a_post_ends_after_it_starts",
            )
        ]
        triggers = guarded()


class Enterprise(models.Model):
    """An enterprise or another organisation that is no unit of the district."""

    personal: ClassVar[dict[str, Graded]] = {
        "phone": Graded(PERSONAL, "phone", "联系企业", "people"),
    }

    name = models.CharField("名称", max_length=160)
    uscc = models.CharField("统一社会信用代码", max_length=40, blank=True)
    uscc_flag = models.CharField("代码存疑", max_length=10, choices=Flag, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    phone_flag = models.CharField("电话存疑", max_length=10, choices=Flag, blank=True)
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name", "id"], name="enterprise_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"],
                condition=~Q(uscc="") & Q(uscc_flag=""),
                name="a_sound_credit_code_belongs_to_one_enterprise",
            )
        ]
        triggers = guarded()


class Accounts(BaseUserManager["Account"]):
    """Accounts; every request of somebody who has logged in asks for one by its number."""

    def get(self, *args: Any, **kwargs: Any) -> "Account":
        if args or kwargs.keys() != {"pk"}:
            return super().get(*args, **kwargs)
        for account in _of_number.rows(pk=int(kwargs["pk"])):
            return account
        raise Account.DoesNotExist(kwargs["pk"])


_of_number = CompiledRows["Account"](lambda pk: Account.objects.filter(pk=pk), pk=int)


class Account(AbstractBaseUser):
    """Somebody who can log in. Only the hash of the password is kept."""

    personal: ClassVar[dict[str, Graded]] = {
        "name": Graded(PERSONAL, "name", "认出账号是谁的", "people"),
    }

    last_login = None  # Django would write it at every login, outside any action; the ledger knows the sign-ins

    username = models.CharField("用户名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="account", verbose_name="人员"
    )
    is_active = models.BooleanField("启用", default=True)
    password_set_at = models.DateTimeField("密码设定时间", null=True, blank=True)
    password_is_temporary = models.BooleanField("临时密码", default=False, db_default=False)

    objects = Accounts()
    USERNAME_FIELD = "username"

    class Meta:
        triggers = guarded()


class FormerPassword(models.Model):
    """The hash of a password an account had: it may not be chosen again."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="账户")
    encoded = models.CharField("密码散列", max_length=128)

    class Meta:
        triggers = guarded()


class Grant(models.Model):
    """A role an account holds, for one unit or (``unit`` empty) for the whole district, for a time."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants", verbose_name="账户")
    role = models.CharField("角色", max_length=60)
    unit = models.CharField("单位", max_length=80, blank=True)
    duty = models.CharField("管理职责", max_length=10, choices=Duty, blank=True, db_default="")
    starts_at = models.DateTimeField("生效")
    ends_at = models.DateTimeField("失效", null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "unit"],
                condition=Q(ends_at__isnull=True),
                name="an_account_holds_a_role_for_a_unit_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="a_grant_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="an_account_has_one_administrators_duty_at_a_time",
                expressions=[
                    (Func(F("account_id"), F("account_id"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("starts_at"), F("ends_at"), function="tstzrange"), "&&"),
                ],
                condition=~Q(duty=""),
            ),
        ]
        triggers = guarded()


class DelegationQuerySet(InForceQuerySet):
    """Delegations, narrowed."""

    def holding(self, at: datetime | models.Func) -> "DelegationQuerySet":
        """Those in force whose lender still holds what was lent."""
        by_grant = Q(grant__isnull=False, grant__starts_at__lte=at) & (
            Q(grant__ends_at__isnull=True) | Q(grant__ends_at__gt=at)
        )
        by_post = Q(post__isnull=False, post__starts_at__lte=at) & (
            Q(post__ends_at__isnull=True) | Q(post__ends_at__gt=at)
        )
        return self.filter(by_grant | by_post, giver__is_active=True, starts_at__lte=at, ends_at__gt=at)


class Delegation(models.Model):
    """A role lent to a colleague for a time. It holds only while the lender holds the grant or post it comes from."""

    giver = models.ForeignKey(Account, models.PROTECT, related_name="lent", verbose_name="委托人")
    holder = models.ForeignKey(Account, models.PROTECT, related_name="borrowed", verbose_name="受托人")
    role = models.CharField("角色", max_length=60)
    unit = models.CharField("单位", max_length=80, blank=True)
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, related_name="lent", verbose_name="来自授予")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="lent", verbose_name="来自职务")
    reason = models.CharField("事由", max_length=200, blank=True)
    starts_at = models.DateTimeField("生效")
    ends_at = models.DateTimeField("失效")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_delegation_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(grant__isnull=True, post__isnull=False) | Q(grant__isnull=False, post__isnull=True),
                name="a_delegation_comes_from_a_grant_or_a_post",
            ),
            models.CheckConstraint(condition=~Q(giver=F("holder")), name="nobody_delegates_to_themself"),
        ]
        triggers = guarded()


class MandateQuerySet(models.QuerySet):
    """Mandates, narrowed."""

    def in_force(self, at: datetime | models.Func) -> "MandateQuerySet":
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), accepted_at__lte=at)


class Mandate(models.Model):
    """Somebody's leave to act for an enterprise or a person, in the acts it names, once accepted or proven."""

    class Kind(models.TextChoices):
        LEGAL = "LEGAL", _("法定代表人")
        AGENT = "AGENT", _("企业委托的代理人")
        KIN = "KIN", _("替家人办事")

    class How(models.TextChoices):
        SELF = "SELF", _("本人确认")
        COUNTER = "COUNTER", _("窗口核验")

    personal: ClassVar[dict[str, Graded]] = {
        "evidence": Graded(PERSONAL, "whole", "说明核验了哪些材料", "statements"),
    }

    agent = models.ForeignKey(Account, models.PROTECT, related_name="mandates", verbose_name="代办人")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="mandates", verbose_name="本人")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="mandates", verbose_name="企业")
    kind = models.CharField("关系", max_length=10, choices=Kind)
    scope = models.JSONField("范围")  # names of acts, or "*"
    asked_at = models.DateTimeField("提出")
    accepted_at = models.DateTimeField("确认", null=True)
    accepted_how = models.CharField("确认方式", max_length=10, choices=How, blank=True)
    evidence = models.CharField("核验材料", max_length=200, blank=True)
    ends_at = models.DateTimeField("失效", null=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, enterprise__isnull=False, kind__in=("LEGAL", "AGENT"))
                | Q(person__isnull=False, enterprise__isnull=True, kind="KIN"),
                name="a_mandate_is_for_one_person_or_one_enterprise",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_how="")
                | Q(accepted_at__isnull=False, accepted_how="SELF")
                | Q(accepted_at__isnull=False, accepted_how="COUNTER") & ~Q(evidence=""),
                name="an_accepted_mandate_says_how_and_a_counter_what_it_saw",
            ),
        ]
        triggers = guarded()

    @property
    def principal(self) -> str:
        """Whom it is for, as actors name parties."""
        return f"person:{self.person_id}" if self.person_id else f"enterprise:{self.enterprise_id}"
