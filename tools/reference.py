"""The reference pages, made from the code by ``make docs``: settings, commands, events, actions, definitions."""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from yunjian.site.cli import USAGE
from yunjian.site.environment import Environment

ROOT = Path(__file__).resolve().parents[1]
_HEAD = "<!-- Made by `make docs`; do not edit. -->\n\n"
_FLOORS = (
    "kernel",
    "ui",
    "parties",
    "identity",
    "gateway",
    "materials",
    "certificates",
    "budgets",
    "projects",
    "cases",
    "portal",
)


def settings() -> str:
    """Every environment variable, its type, default and sentence."""
    rows = [
        f"| `{f.metadata['name']}` | {type(f.default).__name__} | {f.default!r} | {f.metadata['sentence']} |"
        for f in dataclasses.fields(Environment)
    ]
    return (
        f"{_HEAD}# Settings 运行环境变量\n\n| name | type | default | 说明 |\n|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )


def commands() -> str:
    return f"{_HEAD}# Commands 命令\n\n```\n{USAGE}\n```\n"


def events() -> str:
    """Every event: its code, its fields, what it announces."""
    rows = []
    for module in _modules("events"):
        for _, event in _classes_of(module):
            if dataclasses.is_dataclass(event) and hasattr(event, "kind"):
                names = ", ".join(f"`{f.name}`" for f in dataclasses.fields(event))
                rows.append(f"| `{event.kind}` | {event.title} | {names} | {_first_line(event)} |")
    return (
        f"{_HEAD}# Events 事件\n\n| kind | 名称 | fields | says |\n|---|---|---|---|\n"
        + "\n".join(sorted(set(rows)))
        + "\n"
    )


def actions() -> str:
    """Every action by floor, with the first line of its docstring."""
    parts = []
    for module in _modules("actions"):
        for name, function in sorted(vars(module).items()):
            if getattr(function, "is_action", False) and function.__module__ == module.__name__:
                where = module.__name__.removeprefix("yunjian.").split(".")[0]
                parts.append(f"| `{where}.{name}` | {_first_line(function)} |")
    return f"{_HEAD}# Actions 行为\n\n| action | does |\n|---|---|\n" + "\n".join(parts) + "\n"


def definitions() -> str:
    """Every kind of definition a district may declare, with its fields."""
    from yunjian.kernel.pack.describing import describe
    from yunjian.site.definitions import ALL

    return f"{_HEAD}# Definitions 定义\n\n{describe(ALL)}"


def policy_matrix() -> str:
    """Every act beside every role of Songjiang, as its newest editions say: a snapshot to be reviewed."""
    from django.utils.translation import override

    from yunjian.kernel.actor import SYSTEM
    from yunjian.kernel.pack.reading import read
    from yunjian.parties import commands, queries
    from yunjian.parties.definitions import Role
    from yunjian.site.definitions import ALL

    editions = [each for each in read(ROOT / "districts" / "songjiang", ALL).definitions if isinstance(each, Role)]
    day = max(each.valid_from for each in editions)
    newest = {each.key: each for each in sorted(editions, key=lambda each: each.valid_from)}
    with override("zh-hans"):
        matrix = queries.matrix_of((role for role in newest.values() if role.holds_on(day)), reader=SYSTEM)
        table = commands.table_of(matrix)
    says = "● for the whole district, ○ in its unit. *own*: everybody for their own; *system*: the platform."
    return f"{_HEAD}# Policy matrix 权限矩阵\n\n{says}\n\n{table}"


def case_moves() -> str:
    """Every act on a case: in which parts, from where to where, by what rule: a snapshot to be reviewed."""
    from django.utils.translation import override

    from yunjian.cases import commands

    with override("zh-hans"):
        return f"{_HEAD}# Moves of a case 办件动作\n\n{commands.table()}"


PAGES: dict[str, Callable[[], str]] = {
    "settings": settings,
    "commands": commands,
    "events": events,
    "actions": actions,
    "definitions": definitions,
    "policy-matrix": policy_matrix,
    "case-moves": case_moves,
}


def _modules(room: str) -> Iterator[ModuleType]:
    for floor in _FLOORS:
        package = importlib.import_module(f"yunjian.{floor}")
        for found in pkgutil.walk_packages(package.__path__, f"yunjian.{floor}."):
            parts = found.name.split(".")
            if room in parts and "tests" not in parts:
                yield importlib.import_module(found.name)


def _classes_of(module: ModuleType) -> list[tuple[str, type]]:
    return [(n, c) for n, c in inspect.getmembers(module, inspect.isclass) if c.__module__ == module.__name__]


def _first_line(thing: object) -> str:
    lines = (inspect.getdoc(thing) or "").strip().splitlines()
    return lines[0].replace("|", "\\|") if lines else ""


def main() -> None:
    """Write every page."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjian.site.settings")
    os.environ.setdefault("YUNJIAN_SECRET_KEY", "only-for-docs")
    django.setup()
    folder = ROOT / "docs" / "reference"
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (folder / f"{name}.md").write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
