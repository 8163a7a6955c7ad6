"""House rules over the syntax trees: each rule takes a module's tree and answers with its breaches."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "yunjian"
DOMAINS = ("parties", "identity", "gateway", "materials", "certificates", "budgets", "projects", "cases", "services")
ROOMS = {
    "definitions", "events", "logic", "models", "policy", "queries", "actions", "pages", "api", "jobs",
    "subscribers", "apps", "migrations", "templates", "tests", "locale", "static", "commands", "invariants",
}  # fmt: skip
_WRITES = {
    "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "update", "delete", "abulk_create",
}  # fmt: skip
_CLOCKS = {("timezone", "now"), ("datetime", "now"), ("date", "today"), ("datetime", "today"), ("time", "time")}


def modules(*floors: str) -> Iterator[tuple[Path, ast.Module]]:
    """The parsed modules of these floors (of all when none is named), tests and migrations left out."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if "tests" in parts or "migrations" in parts or (floors and parts[0] not in floors):
            continue
        yield path, ast.parse(path.read_text("utf-8"))


def room_of(path: Path) -> str:
    """The room a file of a domain belongs to: ``budgets/pages/upload.py`` is in ``pages``."""
    return path.relative_to(PACKAGE).parts[1].removesuffix(".py")


def writes(tree: ast.Module) -> list[int]:
    """Lines that write to the database: ``.save()``, or a writing method at the end of a queryset."""
    return [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Call) and _is_write(n)]


def _is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr == "save":
        return not call.args
    return call.func.attr in _WRITES and _begins_at_a_manager(call.func.value)


def _begins_at_a_manager(node: ast.expr) -> bool:
    """Whether an expression such as ``Model.objects.filter(…)`` stands before the method."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        if isinstance(node, ast.Attribute):
            if node.attr in ("objects", "_base_manager", "_default_manager"):
                return True
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            node = node.value
    return False


def clock_readings(tree: ast.Module) -> list[int]:
    """Lines that ask what time it is."""
    return [
        n.lineno
        for n in ast.walk(tree)
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Attribute)
        and isinstance(n.func.value, ast.Name)
        and (n.func.value.id, n.func.attr) in _CLOCKS
    ]


def model_look_ups(tree: ast.Module) -> list[int]:
    """Lines that fetch a model by name, which hides an import from the contracts."""
    return [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "get_model"]


def long_functions(tree: ast.Module, limit: int = 40) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [n.name for n in ast.walk(tree) if isinstance(n, kinds) and (n.end_lineno or 0) - n.lineno + 1 > limit]


def actions_in(tree: ast.Module) -> list[ast.FunctionDef]:
    """The functions decorated with ``@action``."""
    return [
        n
        for n in tree.body
        if isinstance(n, ast.FunctionDef)
        and any(isinstance(d, ast.Name) and d.id == "action" for d in n.decorator_list)
    ]


def public_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [n for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]


def is_offered(path: Path, name: str) -> bool:
    """Whether a room offers this name to others: a room that is a package offers what its ``__init__`` imports."""
    package = path.parent / "__init__.py"
    if room_of(path) == path.stem:
        return True
    offered = ast.parse(package.read_text("utf-8"))
    return any(a.name == name for n in ast.walk(offered) if isinstance(n, ast.ImportFrom) for a in n.names)


def keywords_of(function: ast.FunctionDef) -> set[str]:
    """The names of its keyword-only parameters."""
    return {a.arg for a in function.args.kwonlyargs}


def undocumented_modules(tree: ast.Module) -> bool:
    return bool(tree.body) and ast.get_docstring(tree) is None


def foreign_key_breaches(floors: tuple[str, ...], keys: list[tuple[str, str, str, str]]) -> list[str]:
    """Of (floor, field, floor pointed at, related name): those that point up, or open a way back."""
    found = []
    for floor, field, target, related in keys:
        if floor == target or target not in floors:
            continue
        if floors.index(target) > floors.index(floor):
            found.append(f"{field} points up from {floor} to {target}")
        if not related.endswith("+"):
            found.append(f"{field} opens a way back from {target}: use related_name='+'")
    return found
