"""Classification codes and names against the district's code tables."""

from collections.abc import Iterator, Mapping

from ..codes import CodeEntry
from ..disclosure import Row, Table
from ..finding import Finding
from .desk import Desk
from .rule import BOTH, NotApplicable, Rule, rule

_ECONOMIC = {"basic_by_economy", "final_basic_by_economy"}
_VARIES = str.maketrans({"(": "（", ")": "）", " ": "", "\u3000": "", "，": "、"})


def _books(desk: Desk) -> Iterator[tuple[Table, Row, Mapping[str, CodeEntry]]]:
    """Every coded row once per table, with the book its code belongs to."""
    if not desk.codes:
        raise NotApplicable("没有科目代码表")
    for table in desk.tables:
        book = desk.codes.economic if table.kind in _ECONOMIC else desk.codes.functional
        if not book:
            continue
        for section in table.sections:
            for row in section.rows:
                if row.code and not row.is_total:
                    yield table, row, book


@rule(
    "DOC-E11-CODE",
    "科目编码不在科目表中",
    severity="note",
    basis="error_kinds E11",
    explain="每个科目编码都应在当年的科目表中。科目表未必收全，查不到只作提示；名称在科目表里只属于另一个编码的，作警告。",
    says={
        "": "表{table}“{label}”的编码{code}不在{year}年科目表中。请核对编码；如编码正确，请补充科目表。",
        "other": "表{table}“{label}”的编码印为{code}，科目表中这个名称的编码是{right}。请核对编码。",
    },
    kinds=BOTH,
)
def KNOWN_CODES(desk: Desk, rule: Rule) -> Iterator[Finding]:
    seen: set[tuple[bool, str]] = set()
    names: dict[bool, dict[str, list[str]]] = {
        economic: _by_name(book) for economic, book in ((True, desk.codes.economic), (False, desk.codes.functional))
    }
    for table, row, book in _books(desk):
        economic = table.kind in _ECONOMIC
        if row.code in book or (economic, row.code) in seen:
            continue
        seen.add((economic, row.code))
        others = [code for code in names[economic].get(_alike(row.label), []) if len(code) == len(row.code)]
        yield rule.finds(
            row.place,
            sentence="other" if len(others) == 1 else "",
            severity="warning" if len(others) == 1 else None,
            table=table.number,
            label=row.label,
            code=row.code,
            year=desk.year,
            right="".join(others),
        )


def _alike(label: str) -> str:
    return label.translate(_VARIES)


def _by_name(book: Mapping[str, CodeEntry]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for entry in book.values():
        names.setdefault(_alike(entry.name), []).append(entry.code)
    return names


@rule(
    "DOC-E11-NAME",
    "科目名称与编码不符",
    severity="error",
    basis="error_kinds E11",
    explain="科目名称与科目表中该编码的名称一致。科目表里凭记忆录入、尚未核对原书的名称，只作提示。",
    says="表{table}编码{code}印作“{label}”，科目表中是“{name}”。请核对名称和编码。",
    kinds=BOTH,
)
def NAMES(desk: Desk, rule: Rule) -> Iterator[Finding]:
    seen: set[tuple[bool, str, str]] = set()
    for table, row, book in _books(desk):
        entry = book.get(row.code)
        label = _alike(row.label)
        key = (table.kind in _ECONOMIC, row.code, label)
        if entry is None or not label or label == _alike(entry.name) or key in seen:
            continue
        seen.add(key)
        yield rule.finds(
            row.place,
            severity=None if entry.is_confirmed else "note",
            table=table.number,
            code=row.code,
            label=row.label,
            name=entry.name,
        )


@rule(
    "DOC-E11-TABLES",
    "同一编码各表名称不同",
    severity="error",
    basis="error_kinds E11",
    explain="同一功能分类编码在各张表里的名称一致。",
    says="编码{code}在表{table}印作“{label}”，在表{other_table}印作“{name}”。请统一。",
    kinds=BOTH,
)
def SAME_NAMES(desk: Desk, rule: Rule) -> Iterator[Finding]:
    first: dict[str, tuple[Table, Row]] = {}
    for table in desk.tables:
        if table.kind in _ECONOMIC:
            continue
        for row in (row for section in table.sections for row in section.rows if row.code and row.label):
            known_table, known = first.setdefault(row.code, (table, row))
            if _alike(row.label) != _alike(known.label):
                yield rule.finds(
                    row.place,
                    other=known.place,
                    code=row.code,
                    table=table.number,
                    label=row.label,
                    other_table=known_table.number,
                    name=known.label,
                )
