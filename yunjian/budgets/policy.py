"""Who may hand in, judge and withdraw disclosures, and who sees the ones not yet public."""

from django.db.models import Q

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden

from .models import Disclosure, DisclosureQuerySet

OFFICER = "budget-officer"
OVERSEERS = ("auditor", "administrator", "leader")


def is_officer(actor: Actor, unit: str) -> bool:
    """Whether the actor keeps this unit's budget."""
    return actor.holds(OFFICER, unit)


def is_any_officer(actor: Actor) -> bool:
    """Whether the actor keeps some unit's budget."""
    return OFFICER in actor.roles


def require_officer(actor: Actor, unit: str) -> None:
    """Only the unit's own budget officer changes its disclosures."""
    if not unit or not is_officer(actor, unit):
        raise Forbidden()


def require_system(actor: Actor) -> None:
    """Reading is done by the system, never in somebody's name."""
    if not actor.is_system:
        raise Forbidden()


def require_staff(actor: Actor) -> None:
    """What was handed in, and how its reading goes, is the business of officers and of those who oversee them."""
    if not (sees_drafts_of_all(actor) or units_with_drafts(actor)):
        raise Forbidden()


def sees_drafts_of_all(reader: Actor) -> bool:
    return reader.is_system or any(reader.holds(role) for role in (*OVERSEERS, OFFICER))


def units_with_drafts(reader: Actor) -> frozenset[str]:
    """The units whose unpublished files the reader may see because of a role held there."""
    return frozenset(unit for role, unit in reader.grants if unit and role in (*OVERSEERS, OFFICER))


def visible_to(reader: Actor, rows: DisclosureQuerySet | None = None) -> DisclosureQuerySet:
    """Published disclosures are everyone's; the rest is the unit's officers', auditors', administrators', leaders'."""
    found = Disclosure.objects.all() if rows is None else rows
    if sees_drafts_of_all(reader):
        return found
    published = Q(state__in=(Disclosure.State.READ, Disclosure.State.SUPERSEDED))
    if units := units_with_drafts(reader):
        return found.filter(published | Q(unit__in=units))
    return found.filter(published)
