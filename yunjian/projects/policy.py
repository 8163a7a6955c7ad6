"""Who may change the register. Everybody may read it."""

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden

OFFICER = "budget-officer"
OVERSEERS = ("auditor", "administrator", "leader")


def is_officer(actor: Actor, unit: str) -> bool:
    """Whether the actor keeps this unit's budget, and so its projects."""
    return bool(unit) and actor.holds(OFFICER, unit)


def require_officer(actor: Actor, unit: str) -> None:
    """Only the unit's own budget officer decides what a disclosure changes in the register."""
    if not is_officer(actor, unit):
        raise Forbidden()


def require_may_propose(actor: Actor, unit: str) -> None:
    """Comparing changes nothing: the system does it when a file was read, the officer may ask for it again."""
    if not (actor.is_system or is_officer(actor, unit)):
        raise Forbidden()


def require_may_adopt(actor: Actor) -> None:
    """The definitions are the district's: its administrator or the system adopts them."""
    if not (actor.is_system or actor.holds("administrator")):
        raise Forbidden()


def sees_proposals(reader: Actor) -> bool:
    """Whether the reader sees what waits to be decided, of some unit at least."""
    return reader.is_system or bool(reader.roles & {OFFICER, *OVERSEERS})


def units_with_proposals(reader: Actor) -> frozenset[str] | None:
    """The units whose proposals the reader sees; None for all of them."""
    if reader.is_system or any(reader.holds(role) for role in (OFFICER, *OVERSEERS)):
        return None
    return frozenset(unit for role, unit in reader.grants if role in (OFFICER, *OVERSEERS))


def require_sees_proposals_of(reader: Actor, unit: str) -> None:
    units = units_with_proposals(reader)
    if units is not None and unit not in units:
        raise Forbidden()
