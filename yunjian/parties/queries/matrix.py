"""The matrix: every act of the platform beside every role, and to whom else it is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yunjian.kernel import catalogue
from yunjian.kernel import policy as decision
from yunjian.kernel.actor import Actor
from yunjian.kernel.policy import Act

from .. import policy
from ..definitions import Role

EVERYWHERE, IN_ITS_UNIT = "district", "unit"


@dataclass(frozen=True, slots=True)
class Line:
    """One act: what it is called, to whom it is open without a role, and the roles that list it."""

    act: str
    title: str
    open_to: tuple[str, ...]
    roles: dict[str, str]  # role key → district or unit


@dataclass(frozen=True, slots=True)
class Matrix:
    """Acts × roles, and what does not fit: acts a role lists that the platform does not know or does not lend."""

    roles: dict[str, str]  # key → title
    lines: tuple[Line, ...]
    unknown: tuple[tuple[str, str], ...]  # role key, act
    nobodys: tuple[str, ...]

    def as_json(self) -> dict:
        return {
            "roles": self.roles,
            "acts": {
                line.act: {"title": line.title, "open_to": list(line.open_to), "roles": line.roles}
                for line in self.lines
            },
            "unknown": [list(each) for each in self.unknown],
            "nobodys": list(self.nobodys),
        }


def matrix(*, on: date, reader: Actor) -> Matrix:
    """The matrix of the roles in force on the day."""
    return matrix_of(catalogue.all_in_force(Role, on=on), reader=reader)


def matrix_of(roles: Iterable[Role], *, reader: Actor) -> Matrix:
    """The matrix of these roles, administrators first."""
    policy.require_administrator(reader, policy.READ_ACCOUNT)
    ordered = sorted(roles, key=lambda role: (role.duty is None, role.key))
    acts = decision.acts()
    lines = tuple(_line(act, ordered) for act in acts.values())
    return Matrix(
        roles={role.key: role.title for role in ordered},
        lines=lines,
        unknown=tuple(
            (role.key, name) for role in ordered for name in role.may if name not in acts or not acts[name].by_role
        ),
        nobodys=tuple(line.act for line in lines if not line.open_to and not line.roles),
    )


def _line(act: Act, roles: list[Role]) -> Line:
    ways = (("everyone", act.everyone), ("own", act.own), ("system", act.system))
    listed = {
        role.key: EVERYWHERE if role.scope == "district" else IN_ITS_UNIT for role in roles if role.allows(act.name)
    }
    return Line(act.name, str(act.title), tuple(name for name, is_open in ways if is_open), listed)
