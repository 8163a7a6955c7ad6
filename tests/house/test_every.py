"""Every action, event, setting, template and reference page is complete."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tools import reference

from . import rules


def sources_of_tests(floor: str) -> list[str]:
    """The source of every test function of the floor and of the journeys."""
    found = []
    for path in (rules.PACKAGE / floor / "tests").rglob("test_*.py"):
        parts = re.split(r"^(?=(?:@pytest.*\n)*def test_)", path.read_text("utf-8"), flags=re.MULTILINE)
        found += parts[1:]
    return found


def missing_proofs(action: str, tests: list[str]) -> list[str]:
    """Which of the three proofs an action lacks: works and is recorded, is declined, a stranger cannot."""
    own = [test for test in tests if re.search(rf"\b{action}\b", test)]
    proofs = {
        "works and is recorded": any("recorded" in test and "assert" in test for test in own),
        "is declined": any("raises" in test or ".reason" in test or "status_code" in test for test in own),
        "a stranger cannot": any("Forbidden" in test for test in own),
    }
    return [name for name, shown in proofs.items() if not shown]


# Where the platform alone acts, everybody else is the stranger.
@pytest.mark.parametrize("floor", rules.DOMAINS)
def test_every_action_has_its_three_tests(floor):
    tests = sources_of_tests(floor)
    lacking = {
        function.name: missing
        for _, tree in rules.modules(floor)
        for function in rules.actions_in(tree)
        if not function.name.startswith("_")
        if (missing := missing_proofs(function.name, tests))
    }

    assert lacking == {}


def test_an_action_without_its_tests_is_caught():
    tests = [
        "def test_works():\n    grant_role()\n    assert recorded()",
        "def test_other():\n    with raises(Forbidden): x()",
    ]

    assert missing_proofs("grant_role", tests) == ["is declined", "a stranger cannot"]


def test_every_template_is_used():
    sources = [p.read_text("utf-8") for p in rules.PACKAGE.rglob("*.py")]
    templates = {p: p.read_text("utf-8") for p in rules.PACKAGE.rglob("templates/**/*.html")}
    sources += templates.values()
    by_name = {str(p).split("/templates/", 1)[1]: p for p in templates}
    django_looks_for = {"404.html", "500.html", "403.html", "403_csrf.html", "400.html"}

    unused = [
        n for n in by_name if n not in django_looks_for and not any(f'"{n}"' in s or f"'{n}'" in s for s in sources)
    ]

    assert unused == []


@pytest.mark.parametrize("page", reference.PAGES)
def test_the_reference_pages_are_current(page):
    """Settings, commands, events, actions and definitions are documented: ``make docs`` writes the pages."""
    path = rules.ROOT / "docs" / "reference" / f"{page}.md"

    assert path.read_text("utf-8") == reference.PAGES[page](), "run: make docs"


def test_every_floor_is_installed():
    assert [app for app in settings.INSTALLED_APPS if app.startswith("yunjian.")][:-1] == [
        f"yunjian.{floor}" for floor in settings.FLOORS
    ]


FORBIDDEN_WORDS = re.compile(r"(files\.python" + r"hosted|registry\.npm" + r"js|//py" + r"pi\.org|deb\.deb" + r"ian)")


def test_no_file_names_a_registry_host():
    texts = (p for p in rules.ROOT.rglob("*") if p.is_file() and not _is_private(p.relative_to(rules.ROOT)))
    named = [str(p) for p in texts if p.stat().st_size < 2_000_000 and FORBIDDEN_WORDS.search(_text(p))]

    assert named == []


def _is_private(path: Path) -> bool:
    return path.parts[0] in (".git", ".venv", ".yunjian", "node_modules") or path.parts[0].endswith("_cache")


def _text(path: Path) -> str:
    return path.read_text("utf-8", errors="ignore")
