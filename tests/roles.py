"""The roles of the real district, as its pack declares them: the cast holds these and no others."""

import json
from datetime import date
from functools import cache

from ruamel.yaml import YAML

from yunjian.kernel.actor import Actor, Held
from yunjian.parties.definitions import Role
from yunjian.site.environment import ROOT


@cache
def editions() -> tuple[Role, ...]:
    """Every edition of every role of Songjiang."""
    documents = (
        document
        for path in sorted((ROOT / "districts" / "songjiang" / "roles").glob("*.yaml"))
        for document in YAML(typ="safe").load_all(path)
    )
    return tuple(Role.from_body(json.loads(json.dumps(document, default=str))) for document in documents)


def roles_on(day: date) -> dict[str, Role]:
    """The roles in force on the day, by key."""
    latest = {role.key: role for role in sorted(editions(), key=lambda role: role.valid_from) if role.valid_from <= day}
    return {key: role for key, role in latest.items() if role.holds_on(day)}


def actor(id: str, name: str, *grants: tuple[str, str]) -> Actor:
    """Somebody who holds these (role, unit) grants in March 2026."""
    known = roles_on(date(2026, 3, 2))
    held = (
        Held(role, unit, frozenset(known[role].may), frozenset(known[role].sees), f"grant:{number}")
        for number, (role, unit) in enumerate(grants, 1)
    )
    return Actor(id, name, tuple(held))
