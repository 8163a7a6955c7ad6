"""What must add up in final accounts: the overall table, expenditure, basic expenditure, 三公, and across tables."""

from collections.abc import Iterator
from decimal import Decimal

from ..disclosure import Figure, Row, Section
from ..finding import Finding
from .across import agree
from .desk import Desk, cell, total_of
from .rule import NotApplicable, Rule, rule
from .within import adds_up, is_main, three_public

_ADD_UP = "表{table}“{label}”为{stated}，{parts}之和为{expected}，相差{difference}。请核对这一处和它的各分项。"
_EQUAL = "表{left}{left_label}{stated}与表{right}{right_label}{expected}应当相等，相差{difference}。请核对两表。"
_TAIL_IN = ("使用非财政拨款结余", "年初结转和结余", "上年结转", "年初财政拨款结转和结余")
_TAIL_OUT = ("结余分配", "年末结转和结余", "年末财政拨款结转和结余")


def _labelled(section: Section, *names: str) -> list[Row]:
    return [row for row in section.rows if any(row.label.strip().startswith(name) for name in names)]


def _year(section: Section, name: str) -> Figure | None:
    """What was received or spent within the year; the grand total where that is not shown apart."""
    row = next(iter(_labelled(section, name)), None)
    return cell(section, row) if row else None


@rule(
    "FIN-001",
    "决算总表收支平衡",
    severity="error",
    basis="budget_identities FIN-001",
    explain="决算表1：收入总计=本年收入合计+使用非财政拨款结余+年初结转和结余；支出总计=本年支出合计+结余分配+年末结转和结余；"
    "两个总计相等；本年收入、支出合计=各项之和。",
    says={
        "": _ADD_UP,
        "balance": "表1收入总计{stated}与支出总计{expected}相差{difference}，两侧应当平衡。请核对两侧各行。",
    },
    kinds=("final",),
)
def OVERALL(desk: Desk, rule: Rule) -> Iterator[Finding]:
    income, spent = desk.section(1, "income"), desk.section(1, "expenditure")
    for section, name, tail in ((income, "本年收入合计", _TAIL_IN), (spent, "本年支出合计", _TAIL_OUT)):
        within = _year(section, name)
        mains = [cell(section, row) for row in section.rows if is_main(row)]
        yield from adds_up(rule, 1, name, within, mains, "各项")
        rows = [cell(section, row) for row in _labelled(section, *tail)]
        if within:
            yield from adds_up(rule, 1, "总计", total_of(section), [within, *rows], f"{name}与{'、'.join(tail[:2])}")
    one, other = total_of(income), total_of(spent)
    if one and other and one.yuan != other.yuan:
        yield rule.finds(
            one.place,
            sentence="balance",
            stated=one.yuan,
            expected=other.yuan,
            measure="yuan",
            other=other.place,
        )


@rule(
    "FIN-002",
    "决算支出各列之和",
    severity="error",
    basis="budget_identities FIN-002",
    explain="决算表3每一行：本年支出合计=基本+项目+上缴上级+经营+对附属单位补助。",
    says=_ADD_UP,
    kinds=("final",),
)
def SPENT(desk: Desk, rule: Rule) -> Iterator[Finding]:
    section = desk.section(3)
    columns = [c for c in ("basic", "project", "to_superior", "operation", "to_affiliated") if section.index(c)]
    if not columns or section.index("total") is None:
        raise NotApplicable("没有读到决算表3的各列")
    titles = "＋".join(section.columns[section.index(c) or 0].title for c in columns)
    for row in section.rows:
        parts = [section.figure(row, column) for column in columns]
        yield from adds_up(rule, 3, row.label, section.figure(row, "total"), parts, titles)


@rule(
    "FIN-003",
    "基本支出=人员经费+公用经费",
    severity="error",
    basis="budget_identities FIN-003",
    explain="决算表6：合计=人员经费合计+公用经费合计（允许四舍五入差）。",
    says=_ADD_UP,
    kinds=("final",),
)
def BASIC(desk: Desk, rule: Rule) -> Iterator[Finding]:
    section = desk.section(6)
    staff = next(iter(_labelled(section, "人员经费合计", "人员经费")), None)
    running = next(iter(_labelled(section, "公用经费合计", "公用经费")), None)
    if staff is None or running is None:
        raise NotApplicable("决算表6没有人员经费、公用经费合计")
    yield from adds_up(
        rule, 6, "合计", total_of(section), [cell(section, staff), cell(section, running)], "人员经费、公用经费"
    )


@rule(
    "FIN-004",
    "决算“三公”经费合计",
    severity="error",
    basis="budget_identities FIN-004",
    explain="决算表7预算数、决算数各自：合计=出国+用车（购置+运行）+接待。",
    says=_ADD_UP,
    kinds=("final",),
)
def THREE_PUBLIC(desk: Desk, rule: Rule) -> Iterator[Finding]:
    section = desk.section(7)
    for row in section.rows:
        for prefix in ("budget_", ""):
            yield from three_public(rule, 7, section, row, prefix)


@rule(
    "FIN-X001",
    "决算总表与收入、支出表一致",
    severity="error",
    basis="由决算九表的编制口径得出，与 BUD-X001 同理",
    explain="决算表1本年收入合计=表2合计；本年支出合计=表3合计。",
    says=_EQUAL,
    kinds=("final",),
)
def TOTALS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    looked = False
    for side, name, number in (("income", "本年收入合计", 2), ("expenditure", "本年支出合计", 3)):
        stated = _year(desk.section(1, side), name)
        if stated and desk.has(number):
            looked = True
            yield from agree(rule, 1, name, stated, number, "合计", total_of(desk.section(number)))
    if not looked:
        raise NotApplicable("没有读到本年收支合计或表2、表3")


@rule(
    "FIN-X002",
    "一般公共预算决算各表一致",
    severity="error",
    basis="由决算九表的编制口径得出，与 BUD-X005、BUD-X007 同理",
    explain="决算表4一般公共预算本年支出=表5合计；表5基本支出=表6合计。",
    says=_EQUAL,
    kinds=("final",),
)
def GENERAL(desk: Desk, rule: Rule) -> Iterator[Finding]:
    fifth = desk.section(5)
    fourth = desk.section(4, "expenditure")
    row = next(iter(_labelled(fourth, "本年支出合计")), None) or fourth.total
    carried = any(f and f.yuan for r in _labelled(fourth, *_TAIL_OUT) for f in r.figures)
    stated = fourth.figure(row, "general")
    if stated and (row is not fourth.total or not carried):
        yield from agree(rule, 4, "一般公共预算本年支出", stated, 5, "合计", total_of(fifth))
    if desk.has(6):
        sixth = total_of(desk.section(6)) or _sum_of_parts(desk.section(6))
        if sixth:
            yield from agree(rule, 5, "基本支出合计", total_of(fifth, "basic"), 6, "合计", sixth)


def _sum_of_parts(section: Section) -> Figure | None:
    """Where table 6 closes with 人员经费 and 公用经费 only, no total can be compared."""
    rows = _labelled(section, "人员经费合计", "公用经费合计")
    amounts = [figure for row in rows if (figure := cell(section, row))]
    if len(amounts) != 2:
        return None
    first, second = amounts
    value = first.printed.value + second.printed.value
    return Figure(type(first.printed)(Decimal(value), first.printed.unit), first.place)
