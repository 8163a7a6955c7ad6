"""Who may do what with ways of signing in, and which passwords are allowed."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunjian.kernel import policy
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.policy import Act, act

from .logic.passwords import contains_name, is_guessed, kinds_of, stands_in

# The security administrator's
ISSUE_RECOVERY = act("identity.recovery.issue", gettext_lazy("发放一次性恢复码"), system=True)
LINK = act("identity.outside.link", gettext_lazy("登记账号的外部身份"), system=True)
KEEP_CLIENTS = act("identity.client.keep", gettext_lazy("登记、停用用本平台登录的系统"), system=True)
SYNCHRONISE = act("identity.staff.synchronise", gettext_lazy("按人事系统的文件同步人员"), system=True)

# Everybody's
PROVE = act("identity.proof.give", gettext_lazy("证明身份，登录"), everyone=True, by_role=False)
KEEP_OWN = act("identity.factor.keep", gettext_lazy("管理自己的登录方式"), own=True, by_role=False)
END_SESSION = act("identity.session.end", gettext_lazy("退出、结束自己的登录"), system=True, own=True, by_role=False)

# The platform's own
RESEAL = act("identity.secret.reseal", gettext_lazy("换签名密钥以后重新封存"), system=True, by_role=False)
KEEP_RECORDS = act("identity.record.keep", gettext_lazy("发送短信，清除到期的登录记录"), system=True, by_role=False)


def is_owner(account_id: int, actor: Actor) -> bool:
    return actor.id == f"account:{account_id}"


def require_owner(account_id: int, actor: Actor, act: Act = KEEP_OWN) -> None:
    """What proves somebody is theirs alone: no administrator adds or reads it."""
    if not is_owner(account_id, actor):
        raise Forbidden()
    policy.require(actor, act, owner=f"account:{account_id}")


def may_secure(actor: Actor, act: Act = ISSUE_RECOVERY) -> bool:
    return policy.may(actor, act)


def require_may_secure(actor: Actor, act: Act) -> None:
    """Recovery, outside identities, clients and the staff file are the security administrator's."""
    policy.require(actor, act)


def require_end_session(account_id: int, actor: Actor) -> None:
    """One's own sessions, or any for the platform, when roles change."""
    policy.require(actor, END_SESSION, owner=f"account:{account_id}")


def require_system(actor: Actor, act: Act = KEEP_RECORDS) -> None:
    """What only the platform's own jobs do."""
    policy.require(actor, act)


def require_nobody(actor: Actor) -> None:
    """Signing in is for those who have not."""
    if not actor.is_anonymous and not actor.is_system:
        raise Forbidden()
    policy.require(actor, PROVE)


def require_anybody(actor: Actor) -> None:
    """An outside provider may confirm who somebody is also while they are signed in."""
    policy.require(actor, PROVE)


class Kinds:
    """A password rule: three of the four kinds of characters, or as many as ``YUNJIAN_PASSWORD_KINDS`` says."""

    def validate(self, password: str, user: object = None) -> None:
        if kinds_of(password) < settings.PASSWORD_KINDS:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        if settings.PASSWORD_KINDS < 2:
            return ""
        return _("小写字母、大写字母、数字、其他字符，至少要有%(count)d种。") % {"count": settings.PASSWORD_KINDS}


class NotTheName:
    """A password rule: neither the user name nor the name stands in it."""

    def validate(self, password: str, user: object = None) -> None:
        if contains_name(password, getattr(user, "username", ""), getattr(user, "name", "")):
            raise ValidationError(_("密码里不能有用户名或姓名。"), code="password_name")

    def get_help_text(self) -> str:
        return _("密码里不能有用户名或姓名。")


class NotGuessed:
    """A password rule: more is left of it than the words, years and runs anybody would try first."""

    def validate(self, password: str, user: object = None) -> None:
        if is_guessed(password):
            raise ValidationError(
                _("密码太容易猜：不要用本平台、本地区、职务的名称加上年份或连续的数字。"), code="guessed"
            )

    def get_help_text(self) -> str:
        return _("密码太容易猜：不要用本平台、本地区、职务的名称加上年份或连续的数字。")


class NotBreached:
    """A password rule: it stands in no list of breached passwords the operator has put here."""

    def validate(self, password: str, user: object = None) -> None:
        if settings.BREACHED_PASSWORDS and stands_in(settings.BREACHED_PASSWORDS, password):
            raise ValidationError(_("这个密码已经在别处泄露过，请换一个。"), code="breached")

    def get_help_text(self) -> str:
        return _("这个密码已经在别处泄露过，请换一个。")
