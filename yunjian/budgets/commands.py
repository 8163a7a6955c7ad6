"""The commands ``yunjian budgets check|read``: files in, findings or the structure out; no database, no network."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from yunjian.kernel.pack.document import read_documents

from .definitions import CodeTable
from .logic.codec import to_json
from .logic.codes import CodeBook
from .logic.confined import read_confined
from .logic.disclosure import Disclosure, Unreadable
from .logic.finding import Finding
from .logic.reconcile import Outcome, review
from .logic.report import as_data, as_lines, in_order

FINE, ERRORS, NOT_READABLE = 0, 1, 2
PACK = Path(__file__).resolve().parents[2] / "districts" / "songjiang"


def check(files: Sequence[str], as_json: bool, *, pack: Path | None = None) -> int:
    """Reconcile files and say what was found: 0 when none is an error, 1 when some are, 2 when a file is not read.

    Codes are checked against the code tables of the pack; without one the rules on codes do not apply.
    """
    status = FINE
    reports: list[dict[str, Any]] = []
    for name in files:
        disclosure, reason = _read(name)
        if disclosure is None:
            status = NOT_READABLE
            reports.append({"file": name, "readable": False, "reason": reason})
            if not as_json:
                print(f"{name}：读不出来。{reason}", file=sys.stderr)
            continue
        outcomes = review(disclosure, code_book(pack or PACK, disclosure.year))
        findings = in_order([finding for outcome in outcomes for finding in outcome.findings])
        if any(finding.severity == "error" for finding in findings):
            status = max(status, ERRORS)
        _tell(name, disclosure, outcomes, findings, reports if as_json else None)
    if as_json:
        _print_json({"version": 1, "files": reports})
    return status


def read(file: str, as_json: bool) -> int:
    """Print what was read of a file: whole as JSON, or a summary; 2 when it is not readable."""
    disclosure, reason = _read(file)
    if disclosure is None:
        if as_json:
            _print_json({"file": file, "readable": False, "reason": reason})
        print(f"{file}：读不出来。{reason}", file=sys.stderr)
        return NOT_READABLE
    if as_json:
        _print_json(to_json(disclosure))
    else:
        for line in _summary(disclosure):
            print(line)
    return FINE


def code_book(pack: Path, year: int) -> CodeBook:
    """The code tables of a pack in force at the end of a year; empty where the pack has none or cannot be read."""
    tables = []
    folder = pack / CodeTable.kind
    for file in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        documents, _ = read_documents(file.read_bytes(), file.name)
        for document in documents:
            try:
                table = CodeTable.model_validate(document.value)
            except ValidationError:
                continue
            if year and table.holds_on(date(year, 12, 31)):
                tables.append({"key": table.key, "entries": [entry.model_dump() for entry in table.codes]})
    return CodeBook.from_tables(tables)


def _read(name: str) -> tuple[Disclosure | None, str]:
    path = Path(name)
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, f"打不开这个文件：{error.strerror}。"
    try:
        return read_confined(data, path.name), ""
    except Unreadable as error:
        return None, str(error)


def _tell(
    name: str,
    disclosure: Disclosure,
    outcomes: Sequence[Outcome],
    findings: Sequence[Finding],
    reports: list[dict[str, Any]] | None,
) -> None:
    if reports is not None:
        reports.append({"file": name, "readable": True, **as_data(disclosure, outcomes, findings)})
        return
    for line in as_lines(name, disclosure, outcomes, findings):
        print(line)


def _summary(disclosure: Disclosure) -> list[str]:
    kind = {"budget": "部门预算", "final": "部门决算"}[disclosure.kind]
    lines = [f"{disclosure.body} {disclosure.year}年{kind}", f"表 {len(disclosure.tables)} 张："]
    lines += [f"  表{t.number} {t.title}：{sum(len(s.rows) for s in t.sections)} 行" for t in disclosure.tables]
    lines.append(f"说明中的金额 {len(disclosure.statements)} 处，项目说明 {len(disclosure.projects)} 篇：")
    lines += [f"  {n.title}：{n.amount.printed if n.amount else '没有读到金额'}" for n in disclosure.projects]
    lines += [f"没有读出：{u.reason}（{u.place.quote[:40]}）" for u in disclosure.unread]
    return lines


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
