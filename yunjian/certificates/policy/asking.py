"""Who may keep organisations, who asks, who consents, who watches."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel import policy
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.policy import act

REGISTER = act("certificates.organisation.register", _("登记、检查、暂停使用证照的外部机构"))
APPROVE = act("certificates.organisation.approve", _("审批、恢复、终止使用证照的外部机构，发放密钥"))
WATCH = act("certificates.organisation.read", _("查看外部机构、请求、统计和异常使用"))
ASK = act("certificates.asking.ask", _("向持证人请求证照上的内容（由登记的机构进行）"), own=True, by_role=False)
ANSWER = act(
    "certificates.asking.answer", _("同意、拒绝、撤回对自己证照的请求"), own=True, by_role=False, mandated=True
)
NOTE = act("certificates.asking.watch", _("发现异常使用、自动暂停（由平台自动进行）"), system=True, by_role=False)
ORGANISATION = "organisation:"


def require_registrar(actor: Actor) -> None:
    require_person(actor)
    policy.require_somewhere(actor, REGISTER)


def require_approver(actor: Actor) -> None:
    require_person(actor)
    policy.require_somewhere(actor, APPROVE)


def require_watcher(reader: Actor) -> None:
    if not reader.is_system:
        policy.require_somewhere(reader, WATCH)


def may_register(actor: Actor) -> bool:
    return policy.may_somewhere(actor, REGISTER)


def may_approve(actor: Actor) -> bool:
    return policy.may_somewhere(actor, APPROVE)


def may_watch(actor: Actor) -> bool:
    return policy.may_somewhere(actor, WATCH)


def require_organisation(actor: Actor) -> int:
    """The organisation a key belongs to; for everybody else it is forbidden."""
    owner = next((each for each in actor.owns if each.startswith(ORGANISATION)), "")
    if not actor.id.startswith("key:") or not owner:
        raise Forbidden()
    policy.require(actor, ASK, owner=owner)
    return int(owner.removeprefix(ORGANISATION))


def require_answerer(actor: Actor, holder: str) -> None:
    """The holder, or who has the holder's mandate; to others it is as if there were nothing."""
    if not may_answer(actor, holder):
        raise NotFound()
    policy.require(actor, ANSWER, owner=holder)


def may_answer(actor: Actor, holder: str) -> bool:
    return bool(holder) and actor.id.startswith("account:") and policy.may(actor, ANSWER, owner=holder)


def answered_for(reader: Actor) -> frozenset[str]:
    """The parties for whom the reader answers."""
    return frozenset(owner for owner in reader.owns if may_answer(reader, owner))


def require_platform_watch(actor: Actor) -> None:
    policy.require(actor, NOTE)


def require_person(actor: Actor) -> None:
    """Somebody who is signed in: neither a program nor the platform answers for a holder."""
    if not actor.id.startswith("account:"):
        raise Forbidden()
