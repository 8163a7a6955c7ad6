"""Review points judged by their criteria; and whether an application is so plain that a rule may grant it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from yunjian.kernel.criteria import Label, judge

from ..definitions import Cell, Form, Item
from .prereview import Finding, PaperGiven

SEEN_BY_RULE = ("MATERIAL", "CERTIFICATE", "REGISTER", "PROMISE")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a reviewer looks at: ok, not, unknown (something is missing to judge it), or person (no rule does)."""

    key: str
    title: str
    title_en: str
    outcome: str
    reasons: tuple[tuple[str, str], ...]  # Chinese and English


def points(
    item: Item, form: Form | None, values: Mapping[str, Any], answers: Mapping[str, Any], on: date
) -> list[Point]:
    """The conditions and review points of an item, in their order, judged where they can be."""
    record = {**answers, **(as_record(form, values) if form else {})}
    labels = {each.name: Label(each.title, each.title_en) for each in item.questions}
    labels |= {each.name: Label(each.title, each.title_en) for each in (form.fields if form else ())}
    looked_at = [(f"condition-{number}", each.title, each.title_en, each.criterion)
                 for number, each in enumerate(item.conditions, 1)]  # fmt: skip
    looked_at += [(each.key, each.title, "", each.criterion) for each in item.review_points]
    found = []
    for key, title, title_en, criterion in looked_at:
        if criterion is None:
            found.append(Point(key, title, title_en, "person", ()))
            continue
        verdict = judge(criterion, record, on=on, labels=labels)
        reasons = tuple((each.zh, each.en) for each in verdict.reasons)
        found.append(Point(key, title, title_en, verdict.outcome, reasons))
    return found


def as_record(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """The simple fields of a form as a criterion compares them: amounts as numbers, days as days."""
    rules = form.rules["properties"]
    return {row.name: _value(rules[row.name], values[row.name]) for row in form.fields if _is_simple(row, values)}


def _is_simple(row: Cell, values: Mapping[str, Any]) -> bool:
    return not row.inner and values.get(row.name) is not None


def _value(rule: Mapping[str, Any], value: Any) -> Any:
    try:
        if rule.get("format") == "money":
            return Decimal(str(value))
        if rule.get("format") == "date":
            return date.fromisoformat(str(value))
    except (InvalidOperation, ValueError):
        return value
    return Decimal(str(value)) if isinstance(value, float) else value


def doubts(found: Sequence[Point], findings: Sequence[Finding], papers: Sequence[PaperGiven]) -> list[str]:
    """Why a person has to decide; empty when everything is plain. What is not known is a doubt."""
    why = [f"point:{each.key}" for each in found if each.outcome != "ok"]
    why += [f"finding:{each.kind}:{each.place.key}" for each in findings]
    for paper in papers:
        if paper.way and paper.way not in SEEN_BY_RULE:
            why.append(f"paper:{paper.key}")
        elif any(not each.was_read or not each.asks for each in paper.files) or (
            paper.way == "MATERIAL" and not paper.files
        ):
            why.append(f"unread:{paper.key}")
    return [*why, *([] if found else ["no-points"])]


def digest(inputs: Mapping[str, Any]) -> str:
    """SHA-256 over the inputs as canonical JSON."""
    text = json.dumps(inputs, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
