"""The import contracts hold, and each of them fails on a sabotage."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lint(folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package without its tests, with its contracts, where it may be broken."""
    unwanted = shutil.ignore_patterns("tests", "__pycache__", "locale", "static", "templates")
    shutil.copytree(ROOT / "yunjian", tmp_path / "yunjian", ignore=unwanted)
    (tmp_path / "tests" / "house").mkdir(parents=True)
    for package in ("tests", "tests/house"):
        (tmp_path / package / "__init__.py").touch()
    shutil.copy(ROOT / "tests" / "house" / "doors.py", tmp_path / "tests" / "house" / "doors.py")
    shutil.copy(ROOT / ".importlinter", tmp_path / ".importlinter")
    return tmp_path


def test_are_kept():
    outcome = lint(ROOT)

    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("kernel/money.py", "from yunjian.budgets import logic", "Floors: call down, announce up"),
        ("budgets/models.py", "from yunjian.budgets import pages", "Rooms: pages above actions"),
        ("projects/pages.py", "from yunjian.budgets.logic import finding", "Doors: another domain"),
        ("budgets/logic/finding.py", "import django.utils.timezone", "Definitions, events and logic know no Django"),
        ("kernel/actor.py", "from yunjian.kernel import action", "No cycles among siblings"),
        ("budgets/helpers.py", "", "Rooms: pages above actions"),
        ("mystery/__init__.py", "", "Floors: call down, announce up"),
    ],
)
def test_fail_on_a_sabotage(copy, file, line, contract):
    target = copy / "yunjian" / file
    target.parent.mkdir(exist_ok=True)
    with target.open("a") as code:
        code.write(f"\n{line}\n")

    outcome = lint(copy)

    assert outcome.returncode != 0
    assert any(contract in text and "BROKEN" in text for text in outcome.stdout.splitlines()), outcome.stdout
