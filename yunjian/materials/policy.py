"""Who may keep, see, lend and use materials."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel import policy
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.kernel.policy import Act, act

from .models import Consent, Material, Upload

# Everybody's own, and what a mandate may name
HAND_IN = act("materials.material.hand-in", _("交存材料"), own=True, by_role=False, mandated=True)
READ_OWN = act("materials.drawer.read", _("查看自己的材料和使用记录"), own=True, by_role=False, mandated=True)
LEND = act("materials.material.lend", _("把材料借给办事单位，撤回同意"), own=True, by_role=False, mandated=True)
DELETE = act("materials.material.delete", _("删除自己的材料"), own=True, by_role=False, mandated=True)

# Staff's, for their unit
TAKE_IN = act("materials.material.take-in", _("在窗口代收材料"))
USE = act("materials.material.use", _("查看借给本单位的材料"))
VERIFY = act("materials.receipt.verify", _("拿文件与收据核对"))

# The platform's
CHECK = act("materials.material.check", _("核对、整理材料（由平台自动进行）"), system=True, by_role=False)
RETAIN = act("materials.retention.keep", _("按保存期限清理材料（由平台自动进行）"), system=True, by_role=False)
TURN_KEYS = act("materials.key.turn", _("更换保管材料的区密钥（由平台自动进行）"), system=True, by_role=False)


def holder_of(actor: Actor) -> str:
    """Whose drawer the actor opens: whom they act for, the person they are, or the bare account."""
    if actor.is_anonymous:
        return ""
    people = sorted(owner for owner in actor.owns if owner.startswith("person:"))
    return actor.acting_for or (people[0] if people else actor.id)


def kind_of(holder: str) -> str:
    """What a holder is: person, enterprise or unit."""
    of = holder.partition(":")[0]
    return "person" if of == "account" else of


def require_holder(actor: Actor, act: Act, holder: str) -> None:
    """What everybody does with their own, or under a mandate that names it."""
    policy.require(actor, act, owner=holder)


def require_may_hand_in(actor: Actor, holder: str, unit: str) -> None:
    """One's own; at a counter, for whoever stands before it; what the unit itself holds."""
    if unit:
        policy.require(actor, TAKE_IN, unit=unit)
    else:
        policy.require(actor, HAND_IN, owner=holder)


def require_sender(actor: Actor, upload: Upload) -> None:
    """Whoever began an upload goes on with it; to everybody else it is not there."""
    if actor.id != upload.begun_by or (not upload.unit and holder_of(actor) != upload.holder):
        raise NotFound()
    require_may_hand_in(actor, upload.holder, upload.unit)


def require_reader(reader: Actor, material: Material) -> None:
    """The holder's material, to the holder; to everybody else it is not there."""
    if not may_read(reader, material.holder):
        raise NotFound()


def may_read(reader: Actor, holder: str) -> bool:
    """One's own; what a unit holds, to those who take materials in there."""
    if holder.startswith("unit:"):
        return policy.may(reader, TAKE_IN, unit=holder.removeprefix("unit:"))
    return policy.may(reader, READ_OWN, owner=holder)


def require_reading(reader: Actor, holder: str) -> None:
    """The same where the decision is part of an action."""
    if holder.startswith("unit:"):
        policy.require(reader, TAKE_IN, unit=holder.removeprefix("unit:"))
    else:
        policy.require(reader, READ_OWN, owner=holder)


def require_user(actor: Actor, consent: Consent) -> None:
    """Somebody of the office the holder lent to; to everybody else the consent is not there."""
    if not policy.may(actor, USE, unit=consent.unit):
        raise NotFound()
    policy.require(actor, USE, unit=consent.unit)


def may_take_in(actor: Actor) -> bool:
    return policy.may_somewhere(actor, TAKE_IN)


def may_take_in_at(actor: Actor, unit: str) -> bool:
    return policy.may(actor, TAKE_IN, unit=unit)


def may_use(actor: Actor) -> bool:
    return policy.may_somewhere(actor, USE)


def may_verify(actor: Actor) -> bool:
    return policy.may_somewhere(actor, VERIFY)


def require_taking_in(actor: Actor) -> None:
    policy.require_somewhere(actor, TAKE_IN)


def require_using(actor: Actor) -> None:
    policy.require_somewhere(actor, USE)


def require_verifying(actor: Actor) -> None:
    policy.require_somewhere(actor, VERIFY)


def using_units(actor: Actor) -> frozenset[str] | None:
    """The units whose lent materials the actor may open; None for all."""
    return policy.units(actor, USE)


def taking_units(actor: Actor) -> frozenset[str] | None:
    return policy.units(actor, TAKE_IN)


def require_platform(actor: Actor, act: Act = CHECK) -> None:
    """What nobody does by hand."""
    policy.require(actor, act)
