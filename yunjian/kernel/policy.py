"""Who may: the one decision behind every page, action, job, export and interface."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .action import note_decision
from .actor import Actor, Held
from .errors import Forbidden
from .rooms import load


@dataclass(frozen=True, slots=True)
class Act:
    """Something that may be done or read, under a name that roles list.

    By itself it is for those whose role lists it. ``system``: the platform does it too. ``own``: everybody does it for
    what is their own. ``everyone``: no account is needed. ``by_role`` False: no role may list it. ``mandated``: whoever
    acts for another may be given it by name.
    """

    name: str
    title: str | Promise
    system: bool = False
    own: bool = False
    everyone: bool = False
    by_role: bool = True
    mandated: bool = False


_acts: dict[str, Act] = {}


def act(name: str, title: str | Promise, **to: bool) -> Act:
    """Register an act; it stands in the ``policy.py`` of the domain that is asked for it."""
    if name in _acts:
        raise TypeError(f"two acts are called {name}")
    _acts[name] = Act(name, title, **to)
    return _acts[name]


def acts() -> dict[str, Act]:
    """Every act of every domain, by name."""
    load("policy")
    return dict(sorted(_acts.items()))


def may(actor: Actor, act: Act, *, unit: str = "", data_class: str = "", owner: str = "") -> bool:
    """Whether the actor may do it: for a unit (``""``: for the whole district), with data of a class, for an owner.

    It is allowed to everyone, to the platform, to the owner (``account:12``, ``person:7``) or whoever has the owner's
    mandate for it, and to whoever holds a role that lists it there and sees that class of data.
    """
    return (
        act.everyone
        or (act.system and actor.is_system)
        or (act.own and _is_owner(actor, act, owner))
        or _deciding(actor, act, unit, data_class) is not None
    )


def require(actor: Actor, act: Act, *, unit: str = "", data_class: str = "", owner: str = "") -> None:
    """Forbidden unless the actor may. Inside an action this is its decision: an action without one is an error."""
    if not may(actor, act, unit=unit, data_class=data_class, owner=owner):
        raise Forbidden()
    _note(_deciding(actor, act, unit, data_class))


def may_somewhere(actor: Actor, act: Act) -> bool:
    """Whether the actor may do it for some unit at least."""
    return units(actor, act) != frozenset()


def require_somewhere(actor: Actor, act: Act) -> None:
    """Forbidden unless the actor may do it for some unit at least."""
    if not may_somewhere(actor, act):
        raise Forbidden()
    _note(_deciding(actor, act, None, ""))


def units(actor: Actor, act: Act) -> frozenset[str] | None:
    """The units for which the actor may do it; None for all of them."""
    if may(actor, act):
        return None
    return frozenset(held.unit for held in actor.held if held.allows(act.name))


def sees(actor: Actor, act: Act, data_class: str) -> bool:
    """Whether a role of the actor's lists the act and sees that class of data, somewhere."""
    return (act.system and actor.is_system) or any(held.allows(act.name, data_class) for held in actor.held)


def _deciding(actor: Actor, act: Act, unit: str | None, data_class: str) -> Held | None:
    """The role that allows it (``unit`` None: anywhere): one's own before one that was delegated."""
    found = [
        held for held in actor.held if (unit is None or held.holds_for(unit)) and held.allows(act.name, data_class)
    ]
    return min(found, key=lambda held: held.is_delegated, default=None)


def _note(deciding: Held | None) -> None:
    note_decision(deciding.source if deciding and deciding.is_delegated else "")


def _is_owner(actor: Actor, act: Act, owner: str) -> bool:
    if actor.is_anonymous or not owner:
        return False
    if owner == actor.id:
        return True
    return owner in actor.owns and (not actor.acting_for or bool(actor.scope & {act.name, EVERYTHING}))


EVERYTHING = "*"  # a mandate whose scope covers all one may do for oneself

# The kernel's own
PUBLISH = act("catalogue.pack.publish", _("发布定义包（角色除外）"), system=True)
PUBLISH_ROLES = act("catalogue.role.publish", _("发布角色定义"), system=True)
READ_CONNECTIONS = act("kernel.connection.read", _("查看外部连接、后台任务和账本进度"))
READ_LEDGER = act("kernel.ledger.read", _("查看账本里的每一条记录"), system=True)
RETRY_JOB = act("kernel.job.retry", _("让失败的后台任务再试一次"))
GIVE_UP_JOB = act("kernel.job.give-up", _("放弃失败的后台任务"))
NOTE_BACKUP = act("kernel.backup.note", _("记下一次备份（由平台自动进行）"), system=True, by_role=False)
CHANGE_KEY = act("kernel.key.change", _("启用或更换签名密钥（由平台进行）"), system=True, by_role=False)
NOTE_SECRET = act("kernel.secret.note", _("登记各主机共用的密钥（由平台自动进行）"), system=True, by_role=False)
