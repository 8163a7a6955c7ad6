"""Who acts: every action and every query is told, and nothing in a domain looks it up."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds on a day: what it allows, where (``""``: the whole district), and what it rests on.

    ``may`` are the names of acts, ``sees`` the classes of data it may see unmasked; ``source`` says whence it comes:
    ``grant:3``, ``post:4``, ``delegation:7``.
    """

    role: str
    unit: str = ""
    may: frozenset[str] = frozenset()
    sees: frozenset[str] = frozenset()
    source: str = ""

    def allows(self, act: str, data_class: str = "") -> bool:
        return act in self.may and (not data_class or data_class in self.sees)

    def holds_for(self, unit: str) -> bool:
        """Whether it holds for this unit (``""``: for the whole district)."""
        return not self.unit or self.unit == unit

    @property
    def is_delegated(self) -> bool:
        return self.source.startswith("delegation:")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts or reads.

    ``id`` is stable and free of personal data: ``account:12``, ``system:worker``, ``anonymous``. ``held`` are the
    roles in force at the moment of the request. ``owns`` are the parties the actor is or stands for, ``person:7``;
    who acts for another says so in ``acting_for`` (``enterprise:3``), under a mandate (``mandate:5``) whose ``scope``
    names the acts it covers, and then has no role.
    """

    id: str
    name: str = ""
    held: tuple[Held, ...] = ()
    owns: frozenset[str] = frozenset()
    acting_for: str = ""
    mandate: str = ""
    scope: frozenset[str] = frozenset()

    @property
    def grants(self) -> frozenset[tuple[str, str]]:
        """(role key, unit key) of every role held; the unit key ``""`` means the whole district."""
        return frozenset((held.role, held.unit) for held in self.held)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(held.role for held in self.held)

    @property
    def units(self) -> frozenset[str]:
        return frozenset(held.unit for held in self.held if held.unit)

    @property
    def is_anonymous(self) -> bool:
        return self.id == "anonymous"

    @property
    def is_system(self) -> bool:
        return self.id.startswith("system:")

    def holds(self, role: str, unit: str = "") -> bool:
        """Whether the role is held for this unit, or for the whole district. What it allows, ``kernel.policy`` says."""
        return any(held.role == role and held.holds_for(unit) for held in self.held)

    def narrowed(self, acts: Iterable[str]) -> "Actor":
        """The same actor, allowed no more than these acts: what a key with scopes stands for."""
        wanted = frozenset(acts)
        return replace(self, held=tuple(replace(held, may=held.may & wanted) for held in self.held))


ANONYMOUS = Actor("anonymous", "访客")
SYSTEM = Actor("system:worker", "系统")
