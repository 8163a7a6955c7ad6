"""Reconciling: every rule over one disclosure, what it found, and which rules had nothing to look at."""

from dataclasses import dataclass

from ..codes import CodeBook
from ..disclosure import Disclosure
from ..finding import Finding
from ..uncollected import uncollected
from . import (
    accounts,
    across,
    body,
    changes,
    citations,
    completeness,
    contradictions,
    final,
    hierarchy,
    marks,
    narrative,
    notes,
    performance,
    plausibility,
    residue,
    rounding,
    style,
    sums,
    units,
    within,
    words,
    years,
)
from .desk import Desk
from .rule import NotApplicable, Rule

__all__ = ["Outcome", "Rule", "reconcile", "review", "rules", "templates"]

_FAMILIES = (
    within, hierarchy, across, units, sums, rounding, narrative, changes, performance, notes, contradictions,
    completeness, accounts, body, years, residue, marks, words, citations, style, plausibility,
    final,
)  # fmt: skip
_SEVERITIES = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one rule: its findings, or why it did not apply."""

    rule: Rule
    findings: tuple[Finding, ...]
    not_applicable: str = ""

    @property
    def applied(self) -> bool:
        return not self.not_applicable


def rules() -> tuple[Rule, ...]:
    """Every rule, ordered by code."""
    found = [value for family in _FAMILIES for value in vars(family).values() if isinstance(value, Rule)]
    return tuple(sorted({rule.code: rule for rule in found}.values(), key=lambda rule: rule.code))


def templates() -> tuple[str, ...]:
    """Every Chinese sentence a finding may say: the message ids of the translation."""
    return tuple(dict.fromkeys(sentence for rule in rules() for sentence in rule.sentences.values()))


@uncollected
def review(disclosure: Disclosure, codes: CodeBook) -> tuple[Outcome, ...]:
    """Every rule and what came of it."""
    desk = Desk(disclosure, codes)
    return tuple(_outcome(desk, rule) for rule in rules())


def reconcile(disclosure: Disclosure, codes: CodeBook) -> tuple[Finding, ...]:
    """What does not add up, gravest first, in the order it stands in the document."""
    found = [finding for outcome in review(disclosure, codes) for finding in outcome.findings]
    return tuple(sorted(found, key=_order))


def _outcome(desk: Desk, rule: Rule) -> Outcome:
    if desk.disclosure.kind not in rule.kinds:
        return Outcome(rule, (), "不适用于这一类公开文件")
    try:
        return Outcome(rule, tuple(rule.look(desk, rule)))
    except NotApplicable as reason:
        return Outcome(rule, (), str(reason))


def _order(finding: Finding) -> tuple[int, int, int, int, int, str]:
    place = finding.place
    return (_SEVERITIES[finding.severity], place.page, place.line, place.row, place.column, finding.code)
