"""What outsiders check with stands alone: the standard library, ``cryptography``, and nothing of the platform."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from . import rules

PACKAGE = rules.ROOT / "yunjian_verify"
ALLOWED = {"cryptography", "yunjian_verify", *sys.stdlib_module_names}


def sources() -> list[tuple[Path, ast.Module]]:
    return [
        (path, ast.parse(path.read_text("utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "tests" not in path.relative_to(PACKAGE).parts
    ]


def strangers(tree: ast.Module) -> set[str]:
    """The packages a module imports that may not be there where it is used."""
    named = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    named += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in named} - ALLOWED


def test_it_imports_only_the_standard_library_cryptography_and_itself():
    assert {path.name: found for path, tree in sources() if (found := strangers(tree))} == {}


@pytest.mark.parametrize("line", ["import django", "from yunjian.kernel import tree", "import yunjian", "import httpx"])
def test_anything_else_is_caught(line):
    assert strangers(ast.parse(line))


def test_it_runs_where_the_platform_is_not():
    hidden = "import sys; sys.modules.update(dict.fromkeys(('django', 'yunjian', 'psycopg', 'pydantic')))"
    modules = ", ".join(f"yunjian_verify.{path.stem}" for path, _ in sources() if not path.stem.startswith("__"))
    outcome = subprocess.run(
        [sys.executable, "-c", f"{hidden}; import {modules}"], cwd=rules.ROOT, capture_output=True, text=True
    )

    assert outcome.returncode == 0, outcome.stderr


def test_its_files_and_functions_stay_small_and_say_what_they_are_for():
    for path, tree in sources():
        assert path.read_text("utf-8").count("\n") <= 400, path
        assert rules.long_functions(tree) == [], path
        assert not rules.undocumented_modules(tree), path
