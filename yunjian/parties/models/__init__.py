"""What is kept of people, enterprises, units, posts, accounts and rights, and of who looked at whose data."""

from .personal import ErasureRequest, Look, LookedAt
from .registers import (
    Account,
    Delegation,
    Duty,
    Enterprise,
    Flag,
    FormerPassword,
    Grant,
    Level,
    Mandate,
    Person,
    Post,
    Unit,
    UnitQuerySet,
)

__all__ = [
    "Account",
    "Delegation",
    "Duty",
    "Enterprise",
    "ErasureRequest",
    "Flag",
    "FormerPassword",
    "Grant",
    "Level",
    "Look",
    "LookedAt",
    "Mandate",
    "Person",
    "Post",
    "Unit",
    "UnitQuerySet",
]
