"""docs/findings.md: every rule, what it looks for, what it rests on, and how it does on the corpus."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from yunjian.budgets.logic.reconcile import Rule, rules

from .measure import Tally

ROOT = Path(__file__).resolve().parents[5]
PAGE = ROOT / "docs" / "findings.md"
MEASURED = Path(__file__).with_name("measured.json")
SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}
KINDS = {"budget": "预算", "final": "决算"}

HEAD = """<!-- Made by `python -m yunjian.budgets.tests.reconcile.corpus --write`; do not edit. -->

# Findings 核对规则

Every rule of reconciling: its stable code, what it compares, how grave a finding is, what it rests on, and how it does
on the test corpus. The corpus is made: {bases} fictional budgets and final accounts in which everything adds up, and
{mutants} copies with one mistake each, put in as an officer would make it. *Recall* counts the mistakes put in that the
rule found where they were. *Precision* counts, of all the rule reported on the corpus, untouched copies included, what
was about the mistake put in or its consequence. A dash: the corpus has no mistake of this kind.

What the made corpus cannot show is how officers really write; for that, see [seed-findings.md](seed-findings.md), where
every finding in two published disclosures is judged one by one.

"""


def tally_as_data(tally: Tally) -> dict[str, Any]:
    """What is kept of a measurement."""
    codes = sorted(set(tally.expected) | set(tally.right) | set(tally.wrong))
    return {
        "bases": tally.bases,
        "mutants": tally.mutants,
        "rules": {
            code: [tally.expected[code], tally.found[code], tally.right[code], tally.wrong[code]] for code in codes
        },
    }


def page(measured: dict[str, Any]) -> str:
    """The page, from the rules as they are and a measurement."""
    return HEAD.format(**measured) + "\n".join(_lines(measured["rules"])) + "\n"


def stored() -> dict[str, Any]:
    measured: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
    return measured


def _lines(measured: dict[str, list[int]]) -> Iterator[str]:
    yield "| code | 规则 | 级别 | 用于 | recall | precision |"
    yield "|---|---|---|---|---|---|"
    for rule in rules():
        expected, found, right, wrong = measured.get(rule.code, [0, 0, 0, 0])
        cells = (
            f"[{rule.code}](#{rule.code.lower()})",
            rule.title,
            SEVERITIES[rule.severity],
            "、".join(KINDS[kind] for kind in rule.kinds),
            _share(found, expected),
            _share(right, right + wrong),
        )
        yield f"| {' | '.join(cells)} |"
    for rule in rules():
        yield from _section(rule)


def _section(rule: Rule) -> Iterator[str]:
    yield ""
    yield f"### {rule.code}"
    yield ""
    yield f"**{rule.title}** · {SEVERITIES[rule.severity]} · 依据：{rule.basis}"
    yield ""
    yield rule.explain
    yield ""
    for sentence in rule.sentences.values():
        yield f"> {sentence}"
        yield ">"


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.0%})" if whole else "—"
