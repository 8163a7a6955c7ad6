"""Every sentence budgets says by itself has its English."""

import ast
import string
from pathlib import Path

import polib

from yunjian import budgets
from yunjian.budgets.logic.reconcile import rules, templates

FOLDER = Path(budgets.__file__).parent
CATALOGUE = polib.pofile(str(FOLDER / "locale" / "en" / "LC_MESSAGES" / "django.po"))
ENGLISH = {entry.msgid: entry.msgstr for entry in CATALOGUE if not entry.obsolete}


def refusals():
    for path in sorted((FOLDER / "actions").glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "Declined" for base in node.bases):
                yield (ast.get_docstring(node) or "").splitlines()[0].strip()


def test_translates_every_finding():
    assert [sentence for sentence in templates() if not ENGLISH.get(sentence)] == []


def test_translates_the_title_of_every_rule():
    assert [rule.title for rule in rules() if not ENGLISH.get(rule.title)] == []


def test_translates_every_refusal():
    assert [sentence for sentence in refusals() if not ENGLISH.get(sentence)] == []


def test_keeps_every_value_a_finding_is_filled_with():
    for sentence in templates():
        assert _names(sentence) == _names(ENGLISH[sentence]), sentence


def _names(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
