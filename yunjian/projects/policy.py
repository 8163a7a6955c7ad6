"""Who may change the register. Everybody may read it."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel import policy
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.policy import act

DECIDE = act("projects.proposal.decide", _("确认、不采纳或撤回项目入库"))
COMPARE = act("projects.proposal.compare", _("拿公开文件和项目库比对"), system=True)
READ_PROPOSALS = act("projects.proposal.read", _("查看待确认的项目入库"), system=True)
ADOPT = act("projects.register.adopt", _("按定义更新项目库"), system=True)


def is_officer(actor: Actor, unit: str) -> bool:
    """Whether the actor keeps this unit's budget, and so its projects."""
    return bool(unit) and policy.may(actor, DECIDE, unit=unit)


def require_officer(actor: Actor, unit: str) -> None:
    """Only the unit's own budget officer decides what a disclosure changes in the register."""
    if not unit:
        raise Forbidden()
    policy.require(actor, DECIDE, unit=unit)


def require_may_propose(actor: Actor, unit: str) -> None:
    """Comparing changes nothing: the system does it when a file was read, the officer may ask for it again."""
    policy.require(actor, COMPARE, unit=unit)


def require_may_adopt(actor: Actor) -> None:
    """The definitions are the district's: its system administrator or the system adopts them."""
    policy.require(actor, ADOPT)


def units_to_decide(reader: Actor) -> frozenset[str]:
    """The units whose proposals wait for this reader."""
    return policy.units(reader, DECIDE) or frozenset()


def sees_proposals(reader: Actor) -> bool:
    """Whether the reader sees what waits to be decided, of some unit at least."""
    return policy.may_somewhere(reader, READ_PROPOSALS)


def units_with_proposals(reader: Actor) -> frozenset[str] | None:
    """The units whose proposals the reader sees; None for all of them."""
    return policy.units(reader, READ_PROPOSALS)


def require_sees_proposals_of(reader: Actor, unit: str) -> None:
    policy.require(reader, READ_PROPOSALS, unit=unit)
