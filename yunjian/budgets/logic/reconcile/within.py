"""What must add up inside one table."""

import re
from collections.abc import Iterable, Iterator

from ..disclosure import Figure, Row, Section
from ..finding import Finding
from .desk import Desk, cell, gap, total_of
from .rounding import rounded_sum
from .rule import BOTH, NotApplicable, Rule, rule

_LETTERED = re.compile(r"^[一二三四五六七八九十]+、")
_NUMBERED = re.compile(r"^\d+[.．、]")


def is_main(row: Row) -> bool:
    """``一、财政拨款收入``: an item of the first rank in tables 1 and 4."""
    return not row.is_total and bool(_LETTERED.match(row.label.strip()))


def bare(label: str) -> str:
    """The label without its number: ``一、财政拨款收入`` → ``财政拨款收入``."""
    return _NUMBERED.sub("", _LETTERED.sub("", label.strip())).strip()


def adds_up(
    rule: Rule, number: int, label: str, total: Figure | None, addends: Iterable[Figure | None], parts: str
) -> Iterator[Finding]:
    """The finding where a total is not the sum of its parts; blank parts are nothing."""
    present = [figure for figure in addends if figure]
    if total is None or (not present and not total.yuan):
        return
    verdict = gap(total, present)
    if verdict == "none":
        return
    if verdict == "rounding":
        yield rounded_sum(f"表{number}“{label}”", total, present)
        return
    yield rule.finds(
        total.place,
        severity="warning" if verdict == "doubtful" else None,
        stated=total.yuan,
        expected=sum((figure.yuan for figure in present), 0 * total.yuan),
        measure="yuan",
        table=number,
        label=label,
        parts=parts,
    )


_ADD_UP = "表{table}“{label}”为{stated}，{parts}之和为{expected}，相差{difference}。请核对这一处和它的各分项。"


@rule(
    "BUD-C001",
    "收入总计等于支出总计",
    severity="error",
    basis="budget_identities BUD-C001",
    explain="表1、表4的收入总计与支出总计相等。",
    says="表{table}收入总计{stated}与支出总计{expected}相差{difference}，两侧应当平衡。请核对两侧各行。",
)
def BALANCED(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for number in (1, 4):
        if not desk.has(number):
            continue
        income = total_of(desk.section(number, "income"))
        expenditure = total_of(desk.section(number, "expenditure"))
        if income and expenditure and income.yuan != expenditure.yuan:
            yield rule.finds(
                income.place,
                stated=income.yuan,
                expected=expenditure.yuan,
                measure="yuan",
                other=expenditure.place,
                table=number,
            )


@rule(
    "BUD-C002",
    "收入各项之和",
    severity="error",
    basis="budget_identities BUD-C002",
    explain="表1：财政拨款收入=一般公共预算+政府性基金+国有资本经营；收入总计=各大项之和。表4：收入总计=各项之和。",
    says=_ADD_UP,
)
def INCOME_PARTS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    section = desk.section(1, "income")
    mains = [row for row in section.rows if is_main(row)]
    subs = [row for row in section.rows if not row.is_total and _NUMBERED.match(row.label.strip())]
    if section.total and mains:
        yield from adds_up(
            rule, 1, section.total.label, total_of(section), [cell(section, row) for row in mains], "各大项"
        )
    grant = next((row for row in mains if "财政拨款" in row.label), None)
    if grant and subs:
        yield from adds_up(rule, 1, grant.label, cell(section, grant), [cell(section, r) for r in subs], "下列三项")
    if desk.has(4):
        section = desk.section(4, "income")
        if section.total:
            rows = [cell(section, row) for row in section.rows if is_main(row)]
            yield from adds_up(rule, 4, section.total.label, total_of(section), rows, "各项")


@rule(
    "BUD-C003",
    "支出总计等于各类之和",
    severity="error",
    basis="budget_identities BUD-C003",
    explain="表1、表4：支出总计=各功能分类行之和，逐列。",
    says=_ADD_UP,
)
def EXPENDITURE_PARTS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for number in (1, 4):
        if not desk.has(number):
            continue
        section = desk.section(number, "expenditure")
        if section.total is None:
            continue
        rows = [row for row in section.rows if not row.is_total]
        for column in section.columns:
            label = section.total.label if len(section.columns) == 1 else f"{section.total.label} {column.title}"
            total = section.figure(section.total, column.key)
            yield from adds_up(rule, number, label, total, [section.figure(r, column.key) for r in rows], "各类支出")


def _across(
    rule: Rule, desk: Desk, numbers: Iterable[int], columns: tuple[str, ...], side: str = ""
) -> Iterator[Finding]:
    """Each row's total against its other columns."""
    looked = False
    for number in numbers:
        if not desk.has(number):
            continue
        section = desk.section(number, side)
        present = [c for c in columns if section.index(c) is not None]
        if section.index("total") is None or not present:
            continue
        looked = True
        titles = "＋".join(section.columns[section.index(c) or 0].title for c in present)
        for row in section.rows:
            yield from _row(rule, number, section, row, present, titles)
    if not looked:
        raise NotApplicable("没有读到有这些列的表")


def _row(rule: Rule, number: int, section: Section, row: Row, columns: list[str], titles: str) -> Iterator[Finding]:
    parts = [section.figure(row, column) for column in columns]
    total = section.figure(row, "total")
    if total is None:
        if not any(part and part.yuan for part in parts):
            return
        present = [part for part in parts if part]
        yield rule.finds(
            row.place,
            stated=0 * present[0].yuan,
            expected=sum((part.yuan for part in present), 0 * present[0].yuan),
            measure="yuan",
            table=number,
            label=row.label,
            parts=titles,
        )
        return
    yield from adds_up(rule, number, row.label, total, parts, titles)


@rule(
    "BUD-C004",
    "合计=基本支出+项目支出",
    severity="error",
    basis="budget_identities BUD-C004；决算表3、表5 同理",
    explain="支出类各表每一行：合计=基本支出+项目支出（决算表3另加上缴上级、经营、对附属单位补助）。",
    says=_ADD_UP,
    kinds=BOTH,
)
def BASIC_AND_PROJECT(desk: Desk, rule: Rule) -> Iterator[Finding]:
    if desk.disclosure.kind == "budget":
        yield from _across(rule, desk, (3, 5, 6, 7), ("basic", "project"))
    else:
        yield from _across(rule, desk, (5, 9), ("basic", "project"))


@rule(
    "BUD-C005",
    "合计=人员经费+公用经费",
    severity="error",
    basis="budget_identities BUD-C005",
    explain="表8每一行：合计=人员经费+公用经费。",
    says=_ADD_UP,
)
def STAFF_AND_PUBLIC(desk: Desk, rule: Rule) -> Iterator[Finding]:
    return _across(rule, desk, (8,), ("staff", "running"))


@rule(
    "BUD-C006",
    "合计=各类收入",
    severity="error",
    basis="budget_identities BUD-C006",
    explain="收入表每一行：合计=财政拨款+事业+经营+其他收入（决算另加上级补助、附属单位上缴）。",
    says=_ADD_UP,
    kinds=BOTH,
)
def INCOME_KINDS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    kinds = ("appropriation", "superior", "business", "operation", "affiliated", "other")
    return _across(rule, desk, (2,), kinds)


@rule(
    "BUD-X004",
    "合计=三本预算",
    severity="error",
    basis="budget_identities BUD-X004",
    explain="表4支出每一行：合计=一般公共预算+政府性基金预算+国有资本经营预算。",
    says=_ADD_UP,
    kinds=BOTH,
)
def THREE_BUDGETS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    return _across(rule, desk, (4,), ("general", "fund", "capital"), "expenditure")


@rule(
    "BUD-X010",
    "“三公”经费合计",
    severity="error",
    basis="budget_identities BUD-X010",
    explain="表9：合计=因公出国（境）+公务接待+公务用车；公务用车小计=购置+运行。",
    says=_ADD_UP,
)
def THREE_PUBLIC(desk: Desk, rule: Rule) -> Iterator[Finding]:
    section = desk.section(9)
    for row in section.rows:
        yield from three_public(rule, 9, section, row, "")


def three_public(rule: Rule, number: int, section: Section, row: Row, prefix: str) -> Iterator[Finding]:
    """Both sums of the 三公 table, for the columns with this prefix."""

    def figure(key: str) -> Figure | None:
        return section.figure(row, prefix + key)

    said = {"budget_": "预算数"}.get(prefix, "")
    total, vehicles = figure("total"), figure("vehicles")
    if total and (present := [figure("abroad"), figure("reception"), vehicles]):
        yield from adds_up(rule, number, f"“三公”经费合计{said}", total, present, "因公出国（境）、接待、用车")
    if vehicles:
        pair = [figure("vehicle_purchase"), figure("vehicle_running")]
        yield from adds_up(rule, number, f"公务用车小计{said}", vehicles, pair, "购置、运行")
