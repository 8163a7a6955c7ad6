"""Pre-review: what an application lacks before it is handed in, found by rule; never a decision, and seldom a bar."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ...definitions import Breach, Form
from .agreeing import disagreements
from .alike import Alike, alike, last_day, normal
from .given import Finding, Held, Kind, PaperGiven, Place, Read, Registered, Registers, Seen, Titled, as_found, as_kept
from .papers import ends_on, of_paper
from .seeing import seen_of

__all__ = [
    "Alike",
    "Finding",
    "Held",
    "Kind",
    "PaperGiven",
    "Place",
    "Read",
    "Registered",
    "Registers",
    "Seen",
    "Titled",
    "alike",
    "as_found",
    "as_kept",
    "ends_on",
    "last_day",
    "may_go_on",
    "normal",
    "review",
    "seen_of",
]


def review(
    forms: Sequence[Form],
    values: Mapping[str, Any],
    papers: Sequence[PaperGiven],
    registers: Registers,
    *,
    on: date,
) -> tuple[Finding, ...]:
    """Everything to look at, each once: the form first, then the papers in their order, then what must agree."""
    return tuple(_once(_found(forms, values, papers, registers, on)))


def may_go_on(findings: Sequence[Finding]) -> bool:
    """Whether the law lets the application be handed in as it is: only form and core papers bar the way."""
    return not any(each.blocks for each in findings)


def _found(
    forms: Sequence[Form], values: Mapping[str, Any], papers: Sequence[PaperGiven], registers: Registers, on: date
) -> Iterator[Finding]:
    for form in forms:
        yield from map(_breach, form.breaches(values))
    for paper in papers:
        yield from of_paper(paper, on)
    for form in forms:
        yield from disagreements(form.fields, form.tidy(values), papers, registers)


def _breach(found: Breach) -> Finding:
    rule = found.asked if found.rule == "format" else found.rule
    return Finding(Kind.AGAINST_RULES, Place("field", found.place), rule, {"asked": found.asked}, blocks=True)


def _once(found: Iterator[Finding]) -> Iterator[Finding]:
    seen = set()
    for each in found:
        said = (each.kind, each.place, each.rule, tuple(sorted((name, str(one)) for name, one in each.values.items())))
        if said not in seen:
            seen.add(said)
            yield each
