"""Every page that lists rows has its number of statements pinned, for few rows and for many."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, resolve

from . import rules

LOOP = re.compile(r"{%\s*for\b.*?{%\s*endfor\s*%}", re.DOTALL)
ROW = re.compile(r"<(tr|li|article|dt|option)\b|{%\s*include")
WITHIN = re.compile(r"{%\s*(?:include|extends)\s+\"([^\"]+)\"")
# Pages whose loops do not grow with what is kept, and why.
_OF_CODE = "made from the code, not from rows"
_DECLARED = "what the district declares, read once in a process"
_ONE = "the fields of one thing"
_ANOTHER = "sends a form; what it shows when it is declined is the page of another address, pinned there"
NOT_GROWING = {
    "budgets:changes": "the differences of two papers, worked out in memory",
    "budgets:document": "the chapters of one paper",
    "budgets:draft_project": _ONE,
    "budgets:draft_step": _ANOTHER,
    "budgets:finding": _ONE,
    "budgets:judge": _ANOTHER,
    "budgets:upload": "the units one may hand in for",
    "cases:bulk": "what became of the rows that were sent, asked for one by one",
    "cases:deputy": _ANOTHER,
    "cases:hold_draw": _ANOTHER,
    "cases:parent_submit": _ANOTHER,
    "cases:parent_withdraw": _ANOTHER,
    "cases:seat": _ANOTHER,
    "certificates:choose_type": _DECLARED,
    "certificates:hand_in": _DECLARED,
    "certificates:own": _ONE,
    "certificates:reveal": _ONE,
    "certificates:verify": _ONE,
    "gateway:developers": _OF_CODE,
    "gateway:operation": _OF_CODE,
    "gateway:problems": _OF_CODE,
    "gateway:schema": _OF_CODE,
    "identity:app": "the recovery codes just made",
    "identity:recovery_codes": "the recovery codes just made",
    "kernel:connections": "the connections and subscribers of the code",
    "kernel:ledger": "the keys of the ledger and the witnesses of the settings",
    "parties:grant": _ANOTHER,
    "projects:confirm": _ANOTHER,
    "projects:for_draft": "the proposals for one draft, asked for at once with it",
    "services:apply_theme": "the page of services:apply, pinned there",
    "services:hand_in": "the rows of the file that was sent",
    "services:licence": "the permits a trade declares",
    "wallets:ask": _DECLARED,
    "wallets:asked": _ONE,
}
# Pinned beside the other tests of their floor.
PINNED_BY = {
    "portal:home": "yunjian/portal/tests/test_home.py",
    "projects:project": "yunjian/projects/tests/test_pages.py",
}


def pages(patterns: list | None = None, space: str = "") -> Iterator[tuple[str, Any]]:
    """The name and view of every address."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, ":".join(filter(None, (space, pattern.namespace))))
        elif isinstance(pattern, URLPattern):
            yield ":".join(filter(None, (space, pattern.name))), inspect.unwrap(pattern.callback)


@cache
def functions(file: str) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(Path(file).read_text("utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def templates_of(view: Any) -> set[str]:
    """The templates a view names, itself or by a function of its module."""
    known = functions(inspect.getsourcefile(view) or "") if inspect.isfunction(view) else {}
    waiting, seen, found = [view.__name__] if known else [], set(), set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        for node in ast.walk(known[name]):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html"):
                found.add(node.value)
            elif isinstance(node, ast.Name):
                waiting.append(node.id)
    return found


@cache
def lists_rows(template: str) -> bool:
    """Whether the template, or one inside it, repeats rows; the frame around every page does not count."""
    paths = list(rules.PACKAGE.glob(f"*/templates/{template}"))
    if not paths or template.startswith("ui/"):
        return False
    text = paths[0].read_text("utf-8")
    return any(ROW.search(each) for each in LOOP.findall(text)) or any(map(lists_rows, WITHIN.findall(text)))


def lists() -> set[str]:
    """The names of the addresses whose pages list rows."""
    return {name for name, view in pages() if any(map(lists_rows, templates_of(view)))}


def pinned() -> set[str]:
    """The names of the addresses in the ``PINNED`` tables of all ``test_query_counts``."""
    found = set()
    for path in rules.PACKAGE.glob("*/tests/**/test_query_counts.py"):
        module = importlib.import_module(".".join(path.relative_to(rules.ROOT).with_suffix("").parts))
        for table in (value for name, value in vars(module).items() if name.startswith("PINNED")):
            found |= {resolve(address.partition("?")[0]).view_name for address in table}
    return found | set(PINNED_BY)


def test_every_list_is_pinned_or_says_why_it_does_not_grow():
    assert lists() - pinned() - set(NOT_GROWING) == set()


def test_nothing_is_excused_that_is_pinned_or_gone():
    assert set(NOT_GROWING) - lists() == set()
    assert set(NOT_GROWING) & pinned() == set()


def test_what_is_pinned_elsewhere_counts_there():
    for name, file in PINNED_BY.items():
        assert re.search(r"assert_(max_)?num_queries|CaptureQueries", (rules.ROOT / file).read_text("utf-8")), name


def test_a_list_is_recognised():
    assert lists() >= {"parties:people", "budgets:findings", "projects:register", "certificates:issued"}
    assert lists_rows("parties/people.html")
    assert not lists_rows("identity/login.html")
