"""Who may issue, change, read and verify certificates. Everybody may check one they hold in hand."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel import policy
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.policy import Act, act

ISSUE = act("certificates.certificate.issue", _("核发、延续、变更、补换本单位的证照"))
END = act("certificates.certificate.end", _("暂停、恢复、终止、归档本单位的证照"))
READ = act("certificates.certificate.read", _("查看本单位核发的证照（个人信息只显示一部分）"))
REVEAL = act("certificates.certificate.reveal", _("说明用途后查看证照的完整内容"))
VERIFY = act("certificates.certificate.verify", _("在窗口核验证照"))
HOLD = act("certificates.certificate.hold", _("查看、打印自己的证照"), own=True, by_role=False)
CHECK = act("certificates.code.check", _("查验别人出示的证照码"), everyone=True, by_role=False)
KEEP = act("certificates.certificate.keep", _("提醒到期、继续批量核发（由平台自动进行）"), system=True, by_role=False)
ERASE = act("certificates.certificate.erase", _("删除已归档证照的内容"), system=True)


def require_issuer(actor: Actor, unit: str) -> None:
    """Only the unit that issues certificates of the type issues and changes them."""
    _require_of(actor, ISSUE, unit)


def require_may_end(actor: Actor, unit: str) -> None:
    _require_of(actor, END, unit)


def require_may_read(reader: Actor, unit: str) -> None:
    if not reader.is_system:
        _require_of(reader, READ, unit)


def require_may_reveal(actor: Actor, unit: str) -> None:
    _require_of(actor, REVEAL, unit)


def may_see(actor: Actor, unit: str, grade: str) -> bool:
    """Whether a field of this grade opens to the actor when it is revealed."""
    return grade == "PUBLIC" or policy.may(actor, REVEAL, unit=unit, data_class=grade)


def require_verifier(actor: Actor) -> None:
    policy.require_somewhere(actor, VERIFY)


def may_verify(actor: Actor) -> bool:
    return policy.may_somewhere(actor, VERIFY)


def require_checker(actor: Actor) -> None:
    """Whoever is shown a code may check it, a clerk, a shop, a neighbour; the platform is shown none."""
    if actor.is_system:
        raise Forbidden()
    policy.require(actor, CHECK)


def is_holder(actor: Actor, holder: str) -> bool:
    """The person or enterprise itself, or whoever has its mandate for this."""
    return bool(holder) and policy.may(actor, HOLD, owner=holder)


def require_holder(actor: Actor, holder: str) -> None:
    policy.require(actor, HOLD, owner=holder)


def holders_of(reader: Actor) -> frozenset[str]:
    """The parties whose drawer the reader may open."""
    return frozenset(owner for owner in reader.owns if policy.may(reader, HOLD, owner=owner))


def require_platform(actor: Actor) -> None:
    """The clock reminds and a job goes on with a batch; nobody does it by hand."""
    policy.require(actor, KEEP)


def require_eraser(actor: Actor) -> None:
    policy.require(actor, ERASE)


def units_read(reader: Actor) -> frozenset[str] | None:
    """The units whose certificates the reader sees; None for all of them."""
    return None if reader.is_system else policy.units(reader, READ)


def units_issued(reader: Actor) -> frozenset[str] | None:
    return policy.units(reader, ISSUE)


def may_read(reader: Actor) -> bool:
    return reader.is_system or policy.may_somewhere(reader, READ)


def may_issue(reader: Actor) -> bool:
    return policy.may_somewhere(reader, ISSUE)


def allows(actor: Actor, wanted: Act, unit: str) -> bool:
    return bool(unit) and policy.may(actor, wanted, unit=unit)


def require_reads(reader: Actor) -> None:
    """Whoever reads certificates of some unit."""
    if not may_read(reader):
        raise Forbidden()


def _require_of(actor: Actor, wanted: Act, unit: str) -> None:
    if not unit:
        raise Forbidden()
    policy.require(actor, wanted, unit=unit)
