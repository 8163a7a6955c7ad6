"""Every rule measured: of the mistakes put in, how many it found where they were; of what it found, how much was one.

``python -m yunjian.budgets.tests.reconcile.corpus`` prints the table; with ``--write`` it renews docs/findings.md.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from yunjian.budgets.commands import PACK, code_book
from yunjian.budgets.logic.codes import CodeBook
from yunjian.budgets.logic.finding import Finding
from yunjian.budgets.logic.reading import read
from yunjian.budgets.logic.reconcile import reconcile

from .account import Account
from .budget import Budget
from .mutants import Mutant, mutants

NEAR = 4  # lines


@dataclass
class Tally:
    """What was measured: by rule, mistakes put in and found, findings right and wrong; and every miss and slip."""

    bases: int = 0
    mutants: int = 0
    expected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, Mutant]] = field(default_factory=list)
    false: list[tuple[Finding, str]] = field(default_factory=list)


def bases(count: int) -> Iterator[str]:
    """Budgets of every shape and final accounts, in turn."""
    for at in range(count):
        random = Random(at)
        if at % 4 == 3:
            yield Account(random).text()
        else:
            yield Budget(random, administrative=at % 2 == 0, fund=at % 3 == 0).text()


def measure(texts: Iterable[str], kinds: Sequence[str] = ()) -> Tally:
    """The tally over bases and the mutants of each, of these kinds only where some are named."""
    tally = Tally()
    codes = {year: code_book(PACK, year) for year in (2024, 2026)}
    for base in texts:
        tally.bases += 1
        before = _findings(base, codes)
        for finding in before:
            tally.wrong[finding.code] += 1
            tally.false.append((finding, "untouched"))
        for mutant in mutants(base, Random(tally.bases)):
            if not kinds or mutant.kind in kinds:
                _judge(tally, mutant, _findings(mutant.text, codes))
    return tally


def _findings(text: str, codes: dict[int, CodeBook]) -> tuple[Finding, ...]:
    disclosure = read(text.encode(), "corpus.md")
    return reconcile(disclosure, codes.get(disclosure.year) or codes[2026])


def _judge(tally: Tally, mutant: Mutant, findings: tuple[Finding, ...]) -> None:
    tally.mutants += 1
    for code in mutant.expects:
        tally.expected[code] += 1
        if any(f.code == code and _is_near(f, mutant) for f in findings):
            tally.found[code] += 1
        else:
            tally.missed.append((code, mutant))
    for finding in findings:
        meant = finding.code in mutant.expects or finding.code.startswith(mutant.allows or ("\0",))
        (tally.right if meant else tally.wrong)[finding.code] += 1
        if not meant:
            tally.false.append((finding, mutant.kind))


def _is_near(finding: Finding, mutant: Mutant) -> bool:
    """Whether one of the finding's places is at the change; a sum shows itself at its total, in the same table."""
    places = [place for place in (finding.place, finding.other) if place]
    if any(abs(place.line - mutant.line) <= NEAR for place in places):
        return True
    return any(place.table for place in places) or finding.code in _ELSEWHERE


# These show where the text contradicts the change, which may be far from it.
_ELSEWHERE = frozenset((
    "BUD-N005", "DOC-E16-TABLES", "DOC-E16-SECTIONS", "DOC-E08", "DOC-E15-TITLE", "DOC-E15-NUMBER", "DOC-E02",
    "DOC-E21-NONE", "DOC-E17", "DOC-E18-COUNT", "DOC-E07-REASON", "DOC-E16-CONTENTS",
))  # fmt: skip
