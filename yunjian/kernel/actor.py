"""Who acts: every action and every query is told, and nothing in a domain looks it up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts or reads.

    ``id`` is stable and free of personal data: ``account:12``, ``system:worker``, ``anonymous``.
    ``grants`` are (role key, unit key) pairs in force at the moment of the request; the unit key ``""`` means the
    whole district.
    """

    id: str
    name: str = ""
    grants: frozenset[tuple[str, str]] = frozenset()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _ in self.grants)

    @property
    def units(self) -> frozenset[str]:
        return frozenset(unit for _, unit in self.grants if unit)

    @property
    def is_anonymous(self) -> bool:
        return self.id == "anonymous"

    @property
    def is_system(self) -> bool:
        return self.id.startswith("system:")

    def holds(self, role: str, unit: str = "") -> bool:
        """Whether the role is held for this unit, or for the whole district."""
        return (role, "") in self.grants or (bool(unit) and (role, unit) in self.grants)


ANONYMOUS = Actor("anonymous", "访客")
SYSTEM = Actor("system:worker", "系统")
