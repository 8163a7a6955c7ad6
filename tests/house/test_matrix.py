"""The matrix of acts and roles is sound, and every @action decides by a policy."""

import ast
from pathlib import Path

import pytest

from tests.roles import editions, roles_on
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.policy import acts
from yunjian.parties.definitions import Role
from yunjian.parties.queries import matrix_of

from . import rules

NEWEST = max(role.valid_from for role in editions())


def template_roles() -> list[Role]:
    from yunjian.kernel.pack.reading import read
    from yunjian.site.definitions import ALL

    return [each for each in read(rules.ROOT / "districts" / "template", ALL).definitions if isinstance(each, Role)]


@pytest.mark.parametrize("district", ["songjiang", "template"])
def test_every_role_lists_acts_that_there_are(district):
    roles = roles_on(NEWEST).values() if district == "songjiang" else template_roles()

    assert matrix_of(roles, reader=SYSTEM).unknown == ()


def test_every_act_is_somebodys():
    assert matrix_of(roles_on(NEWEST).values(), reader=SYSTEM).nobodys == ()


def test_an_act_nobody_knows_and_an_act_nobody_may_are_caught():
    leader = roles_on(NEWEST)["leader"]
    odd = leader.model_copy(update={"may": ("budgets.everything.do", "budgets.disclosure.read")})
    found = matrix_of([odd], reader=SYSTEM)

    assert found.unknown == (("leader", "budgets.everything.do"), ("leader", "budgets.disclosure.read"))
    assert "parties.grant.give" not in found.nobodys  # the system's
    assert "budgets.disclosure.receive" in found.nobodys


def test_every_act_is_named_after_the_domain_that_is_asked_for_it():
    floors = {"kernel", "catalogue", *rules.DOMAINS}

    assert {name for name in acts() if name.split(".")[0] not in floors} == set()


# Every action asks a policy


def undecided(path: Path, tree: ast.Module) -> list[str]:
    """The actions of a module that nowhere ask a policy, neither themselves nor by a function of their module."""
    functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    return [f"{path.stem}:{f.name}" for f in rules.actions_in(tree) if not _asks(f, functions, frozenset())]


def _asks(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: frozenset[str]) -> bool:
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called.startswith(("policy.require", "decision.require")):
            return True
        name = getattr(node.func, "id", "")
        if name in functions and name not in seen and _asks(functions[name], functions, seen | {name}):
            return True
    return False


def test_every_public_action_asks_a_policy():
    found = [
        name
        for path, tree in rules.modules("kernel", *rules.DOMAINS)
        for name in undecided(path, tree)
        if not name.split(":")[1].startswith("_")
    ]

    assert found == []


def test_an_action_that_asks_no_policy_is_caught():
    asks = "@action\ndef a(*, by, at):\n    policy.require(by, ACT)\n"
    by_another = "@action\ndef b(*, by, at):\n    _check(by)\n\ndef _check(by):\n    policy.require_officer(by, 'x')\n"
    looks_only = "@action\ndef c(*, by, at):\n    policy.may(by, ACT)\n    record()\n"

    found = [undecided(Path("m.py"), ast.parse(code)) for code in (asks, by_another, looks_only)]

    assert found == [[], [], ["m:c"]]


# No policy compares role keys


def role_comparisons(tree: ast.Module) -> list[int]:
    """Lines that decide by a role's key instead of by what the role allows."""
    return [
        n.lineno for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in ("holds", "roles", "grants")
        and isinstance(n.value, ast.Name) and n.value.id in ("actor", "reader", "by")
    ]  # fmt: skip


def test_no_domain_decides_by_a_roles_key():
    found = [
        f"{path.relative_to(rules.ROOT)}:{line}"
        for path, tree in rules.modules("portal", *rules.DOMAINS)
        for line in role_comparisons(tree)
    ]

    assert found == []


def test_a_comparison_of_role_keys_is_caught():
    assert role_comparisons(ast.parse("def f(actor):\n    return actor.holds('leader') or 'x' in actor.roles")) == [
        2,
        2,
    ]
