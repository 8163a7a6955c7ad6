"""What the narrative speaks of, in Chinese, and where the tables say the same thing."""

from collections.abc import Callable

from ..disclosure import Figure, Statement
from .desk import Desk, cell, total_of
from .rule import NotApplicable
from .within import bare

NAMES = {
    "income.total": "收入预算",
    "income.appropriation": "财政拨款收入",
    "income.business": "事业收入",
    "income.operation": "事业单位经营收入",
    "income.other": "其他收入",
    "expenditure.total": "支出预算",
    "expenditure.appropriation": "财政拨款支出预算",
    "expenditure.basic": "基本支出",
    "expenditure.project": "项目支出",
    "expenditure.general": "一般公共预算拨款支出预算",
    "expenditure.fund": "政府性基金拨款支出预算",
    "expenditure.capital": "国有资本经营预算拨款支出预算",
    "three_public.total": "“三公”经费预算数",
    "three_public.abroad": "因公出国（境）费",
    "three_public.reception": "公务接待费",
    "three_public.vehicles": "公务用车购置及运行费",
    "three_public.vehicle_purchase": "公务用车购置费",
    "three_public.vehicle_running": "公务用车运行费",
    "operating": "机关运行经费",
    "procurement.total": "政府采购预算",
    "procurement.goods": "政府采购货物预算",
    "procurement.works": "政府采购工程预算",
    "procurement.services": "政府采购服务预算",
    "procurement.sme": "面向中小企业预留的政府采购预算",
    "procurement.micro": "预留给小型和微型企业的政府采购预算",
    "performance.count": "编报绩效目标的项目数",
    "performance.amount": "绩效目标涉及的项目预算资金",
    "performance.large": "1000万元（含）以上的项目数",
}
_INCOME_ROWS = {
    "income.appropriation": "财政拨款收入",
    "income.business": "事业收入",
    "income.operation": "事业单位经营收入",
    "income.other": "其他收入",
}


def subject_name(statement: Statement) -> str:
    """What the statement is about, as an officer would say it."""
    if statement.subject in ("function", "final.function"):
        return f"“{statement.name}”科目"
    subject = statement.subject.removeprefix("final.").removesuffix(".budgeted")
    name = NAMES.get(subject, statement.name or statement.subject)
    return name.replace("预算数", "决算数") if statement.subject.startswith("final.") else name


Said = tuple[Figure | None, str]


def in_tables(desk: Desk, subject: str) -> list[Said]:
    """What the tables print for a subject and where (``表1收入总计``); empty where no table says it.

    Final accounts speak of the same thing in two breadths (本年收入合计 and 总计): both are given. A blank cell of a
    row that stands there is an amount of nothing: the figure is None then.
    """
    look_up = _of_account if subject.startswith("final.") else _of_budget
    found: list[Said] = []
    for ask in look_up(subject.removeprefix("final.")):
        try:
            said = ask(desk)
        except NotApplicable:
            continue
        if said is not None:
            found.append(said)
    return found


Ask = Callable[[Desk], Said | None]


def _of_budget(subject: str) -> list[Ask]:
    if subject in ("income.total", "expenditure.total"):
        side = subject.removesuffix(".total")
        return [lambda desk: (total_of(desk.section(1, side)), f"表1{'收入' if side == 'income' else '支出'}总计")]
    if subject in _INCOME_ROWS:
        return [lambda desk: _row(desk, "income", _INCOME_ROWS[subject])]
    if subject in ("expenditure.basic", "expenditure.project"):
        return [lambda desk: _sum(desk, 3, "", subject.removeprefix("expenditure."), NAMES[subject])]
    if subject == "expenditure.appropriation":
        return [lambda desk: (total_of(desk.section(4, "expenditure")), "表4支出总计")]
    if subject in ("expenditure.general", "expenditure.fund", "expenditure.capital"):
        return [lambda desk: _sum(desk, 4, "expenditure", subject.removeprefix("expenditure."), NAMES[subject])]
    if subject.startswith("three_public.") or subject == "operating":
        return [lambda desk: _only_row(desk, 9, subject.removeprefix("three_public."), NAMES[subject])]
    return []


def _of_account(subject: str) -> list[Ask]:
    prefix = "budget_" if subject.endswith(".budgeted") else ""
    subject = subject.removesuffix(".budgeted")
    if subject.startswith("three_public."):
        key = prefix + subject.removeprefix("three_public.")
        return [lambda desk: _only_row(desk, 7, key, NAMES.get(subject, subject))]
    if prefix:
        return []
    sides = {"income": "收入", "expenditure": "支出"}
    side, _, what = subject.partition(".")
    if side in sides and what in ("total", "current"):
        return [
            lambda desk: _row(desk, side, f"本年{sides[side]}合计"),
            *([lambda desk: (total_of(desk.section(1, side)), f"表1{sides[side]}总计")] if what == "total" else []),
        ]
    if subject in ("expenditure.basic", "expenditure.project"):
        return [lambda desk, at=at: _sum(desk, at, "", what, NAMES[subject]) for at in (3, 5)]  # type: ignore[misc]
    if subject == "expenditure.appropriation":
        return [
            lambda desk: (total_of(desk.section(4, "expenditure")), "表4总计"),
            lambda desk: (total_of(desk.section(5)), "表5合计"),
        ]
    return []


def _row(desk: Desk, side: str, name: str) -> Said | None:
    section = desk.section(1, side)
    row = next((r for r in section.rows if bare(r.label) == name), None)
    return (cell(section, row), f"表1{name}") if row else None


def _sum(desk: Desk, number: int, side: str, column: str, name: str) -> Said | None:
    section = desk.section(number, side)
    if section.index(column) is None or section.total is None:
        return None
    return section.figure(section.total, column), f"表{number}合计{name}"


def _only_row(desk: Desk, number: int, key: str, name: str) -> Said | None:
    section = desk.section(number)
    if not section.rows or section.index(key) is None:
        return None
    return section.figure(section.rows[-1], key), f"表{number}{name}"
