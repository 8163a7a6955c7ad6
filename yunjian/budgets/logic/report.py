"""Findings put down for a reader: as lines grouped by severity, or as plain data for a machine."""

from collections.abc import Iterator, Sequence
from typing import Any

from .disclosure import Disclosure, Place
from .finding import Finding
from .reconcile import Outcome

SEVERITIES = (("error", "错误"), ("warning", "警告"), ("note", "提示"))
_RANK = {severity: rank for rank, (severity, _) in enumerate(SEVERITIES)}


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Gravest first, then as they stand in the document."""
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[int, int, int, int, int, str]:
    place = finding.place
    return (_RANK[finding.severity], place.page, place.line, place.row, place.column, finding.code)


def where(place: Place, name: str = "") -> str:
    """A place an officer can turn to: ``budget.txt:563``, ``budget.pdf 第12页``, ``表3第7行第2列``."""
    parts = [f"{name}:{place.line}" if place.line and not place.page else name]
    if place.page:
        parts.append(f"第{place.page}页")
        if place.line:
            parts.append(f"第{place.line}行")
    if place.sheet:
        parts.append(f"工作表“{place.sheet}”")
    if place.table:
        cell = f"表{place.table}"
        cell += f"第{place.row}行" if place.row else ""
        cell += f"第{place.column}列" if place.column else ""
        parts.append(cell)
    return " ".join(part for part in parts if part)


def as_lines(
    name: str, disclosure: Disclosure, outcomes: Sequence[Outcome], findings: Sequence[Finding]
) -> Iterator[str]:
    """The report as lines of text."""
    kind = {"budget": "部门预算", "final": "部门决算"}[disclosure.kind]
    yield f"{name}：{disclosure.body} {disclosure.year}年{kind}"
    for severity, title in SEVERITIES:
        group = [finding for finding in findings if finding.severity == severity]
        if not group:
            continue
        yield f"{title} {len(group)} 条"
        for finding in group:
            yield f"  {where(finding.place, name)} [{finding.code}] {finding.sentence}"
            if finding.other is not None:
                yield f"    另见 {where(finding.other, name)}"
    applied = [outcome for outcome in outcomes if outcome.applied]
    yield f"核对了 {len(applied)} 条规则，{sum(not o.findings for o in applied)} 条没有发现问题。"
    skipped = [o for o in outcomes if not o.applied and disclosure.kind in o.rule.kinds]
    if skipped:
        yield f"{len(skipped)} 条规则不适用：" + "；".join(f"{o.rule.code} {o.not_applicable}" for o in skipped)


def as_data(disclosure: Disclosure, outcomes: Sequence[Outcome], findings: Sequence[Finding]) -> dict[str, Any]:
    """The report as plain data."""
    return {
        "kind": disclosure.kind,
        "year": disclosure.year,
        "body": disclosure.body,
        "counts": {severity: sum(f.severity == severity for f in findings) for severity, _ in SEVERITIES},
        "findings": [_finding(finding) for finding in findings],
        "rules": [
            {"code": o.rule.code, "title": o.rule.title, "applied": o.applied, "reason": o.not_applicable}
            for o in outcomes
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "sentence": finding.sentence,
        "project": finding.project,
        "place": _place(finding.place),
        "other": _place(finding.other) if finding.other else None,
        "stated": _number(finding.stated),
        "expected": _number(finding.expected),
        "difference": _number(finding.difference),
        "measure": finding.measure,
    }


def _place(place: Place) -> dict[str, Any]:
    return {name: getattr(place, name) for name in ("page", "line", "sheet", "table", "row", "column", "quote")}


def _number(value: object) -> str | None:
    return None if value is None else str(value)
