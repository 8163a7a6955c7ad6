"""Sums down the classification: 类 is the sum of its 款, 款 of its 项, the total of all 类."""

from collections.abc import Iterator

from ..disclosure import Figure, Row, Section, Table
from ..finding import Finding
from .desk import Desk, gap
from .rounding import rounded_sum
from .rule import BOTH, NotApplicable, Rule, rule


@rule(
    "BUD-H001",
    "科目逐级汇总",
    severity="error",
    basis="budget_identities BUD-H001",
    explain="每张按科目编列的表，每一列：类=各款之和，款=各项之和，合计=各类之和。",
    says={
        "": "表{table}“{label}”{column}为{stated}，其下级科目之和为{expected}，相差{difference}。"
        "请核对该行和它的下级科目。",
        "total": "表{table}合计{column}为{stated}，各科目之和为{expected}，相差{difference}。请核对合计行和各科目行。",
        "doubtful": "表{table}“{label}”{column}为{stated}，其下级科目之和为{expected}，相差{difference}，"
        "超过一位尾数。请核对是否为逐行四舍五入所致。",
    },
    kinds=BOTH,
)
def SUMS_DOWN(desk: Desk, rule: Rule) -> Iterator[Finding]:
    tables = [table for table in desk.tables if any(_coded(s) for s in table.sections)]
    if not tables:
        raise NotApplicable("没有读到按科目编列的表")
    for table in tables:
        for section in table.sections:
            if _coded(section):
                yield from _section(rule, table, section)


def _coded(section: Section) -> bool:
    return any(row.code for row in section.rows)


def _section(rule: Rule, table: Table, section: Section) -> Iterator[Finding]:
    for parent, children in families(section):
        for at, column in enumerate(section.columns):
            addends = [f for child in children if at < len(child.figures) and (f := child.figures[at])]
            total = parent.figures[at] if at < len(parent.figures) else None
            yield from _judge(rule, table, parent, total, addends, column.title or column.key)


def _judge(
    rule: Rule, table: Table, parent: Row, total: Figure | None, addends: list[Figure], column: str
) -> Iterator[Finding]:
    if total is None and not addends:
        return
    if total is None:
        blank = sum((figure.yuan for figure in addends), 0 * addends[0].yuan)
        verdict, place, stated = ("wrong" if blank else "none"), parent.place, 0 * blank
    else:
        verdict, place, stated = gap(total, addends), total.place, total.yuan
    if verdict == "none":
        return
    if verdict == "rounding" and total is not None:
        yield rounded_sum(f"表{table.number}“{parent.label}”{column}", total, addends)
        return
    expected = sum((figure.yuan for figure in addends), 0 * stated)
    doubtful = verdict == "doubtful"
    yield rule.finds(
        place,
        sentence="doubtful" if doubtful else "total" if parent.is_total else "",
        severity="warning" if doubtful else None,
        stated=stated,
        expected=expected,
        measure="yuan",
        table=table.number,
        label=parent.label,
        column=column,
    )


def families(section: Section) -> Iterator[tuple[Row, list[Row]]]:
    """Every row that has rows below it, with those directly below it; last the totals row with the topmost rows."""
    coded = {row.code: row for row in section.rows if row.code and not row.is_total}
    children: dict[str, list[Row]] = {}
    top: list[Row] = []
    for row in coded.values():
        above = row.code
        while "-" in above:
            above = above.rpartition("-")[0]
            if above in coded:
                children.setdefault(above, []).append(row)
                break
        else:
            top.append(row)
    for code, below in children.items():
        yield coded[code], below
    if section.total is not None and top:
        yield section.total, top
