"""Mistakes put into consistent disclosures are found by the rules that must find them, and nothing else is reported."""

from random import Random

import pytest

from yunjian.budgets.commands import PACK, code_book
from yunjian.budgets.logic.reading import read
from yunjian.budgets.logic.reconcile import reconcile, rules

from .corpus.account import Account
from .corpus.budget import Budget
from .corpus.catalogue import PAGE, page, stored
from .corpus.measure import bases, measure
from .corpus.mutants import mutants

# Measured on the published disclosures only, or reported by other rules.
NOT_IN_THE_CORPUS = {"DOC-E02-TERM"}
SHARE = 12


def found(text):
    disclosure = read(text.encode(), "corpus.md")
    return disclosure, reconcile(disclosure, code_book(PACK, disclosure.year))


@pytest.mark.parametrize("shape", [(True, False), (False, False), (True, True)])
def test_nothing_is_reported_of_a_consistent_budget(shape):
    administrative, fund = shape
    disclosure, findings = found(Budget(Random(7), administrative=administrative, fund=fund).text())
    assert len(disclosure.tables) == 9
    assert len(disclosure.projects) >= 3
    assert findings == ()


def test_nothing_is_reported_of_consistent_final_accounts():
    disclosure, findings = found(Account(Random(7)).text())
    assert disclosure.kind == "final"
    assert len(disclosure.tables) == 9
    assert findings == ()


@pytest.mark.parametrize("base", [Budget(Random(3)), Account(Random(3))], ids=["budget", "account"])
def test_a_mistake_is_found_by_its_rule_and_by_no_other(base):
    """One in a dozen kinds of mistake, here; all of them, over a dozen bases, in the stored measurement."""
    text = base.text()
    kinds = sorted({mutant.kind for mutant in mutants(text, Random(1))})
    tally = measure([text], kinds[::SHARE])
    assert tally.mutants >= 2
    assert [(code, mutant.kind, mutant.line) for code, mutant in tally.missed] == []
    assert [(finding.code, kind, finding.sentence) for finding, kind in tally.false] == []


def test_every_rule_was_measured():
    measured = stored()["rules"]
    unmeasured = {rule.code for rule in rules() if not measured.get(rule.code, [0])[0]}
    assert unmeasured == NOT_IN_THE_CORPUS


def test_no_rule_reports_an_error_that_is_none():
    wrong = {code: row for code, row in stored()["rules"].items() if row[3]}
    assert wrong == {}


def test_the_page_of_rules_is_current():
    assert PAGE.read_text(encoding="utf-8") == page(stored())


@pytest.mark.heavy
def test_the_stored_measurement_is_what_is_measured():
    from .corpus.__main__ import BASES
    from .corpus.catalogue import tally_as_data

    assert tally_as_data(measure(bases(BASES))) == stored()
