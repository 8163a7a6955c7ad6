"""What the narrative speaks of, in Chinese, and where the tables say the same thing."""

from ..disclosure import Figure, Statement
from .desk import Desk, cell, total_of
from .rule import NotApplicable
from .within import bare, is_main

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
    if statement.subject == "function":
        return f"“{statement.name}”科目"
    name = NAMES.get(statement.subject.removeprefix("final."), statement.name or statement.subject)
    return name.replace("预算数", "决算数") if statement.subject.startswith("final.") else name


def in_tables(desk: Desk, subject: str) -> tuple[Figure | None, str] | None:
    """The amount the tables print for a subject and where (``表1收入总计``); None where no table says it.

    A blank cell of a row that stands there is an amount of nothing: the figure is None then.
    """
    try:
        return _look_up(desk, subject)
    except NotApplicable:
        return None


def _look_up(desk: Desk, subject: str) -> tuple[Figure | None, str] | None:
    if subject == "income.total":
        return total_of(desk.section(1, "income")), "表1收入总计"
    if subject == "expenditure.total":
        return total_of(desk.section(1, "expenditure")), "表1支出总计"
    if subject in _INCOME_ROWS:
        section = desk.section(1, "income")
        name = _INCOME_ROWS[subject]
        row = next((r for r in section.rows if is_main(r) and bare(r.label) == name), None)
        return (cell(section, row), f"表1{name}") if row else None
    if subject in ("expenditure.basic", "expenditure.project"):
        key = subject.removeprefix("expenditure.")
        return total_of(desk.section(3), key), f"表3{NAMES[subject]}合计"
    if subject == "expenditure.appropriation":
        return total_of(desk.section(4, "expenditure")), "表4支出总计"
    if subject in ("expenditure.general", "expenditure.fund", "expenditure.capital"):
        return _budget(desk, subject.removeprefix("expenditure."))
    if subject.startswith("three_public.") or subject == "operating":
        return _ninth(desk, subject.removeprefix("three_public."), NAMES[subject])
    return None


def _budget(desk: Desk, key: str) -> tuple[Figure | None, str] | None:
    section = desk.section(4, "expenditure")
    if section.index(key) is None or section.total is None:
        return None
    return section.figure(section.total, key), f"表4支出总计“{section.columns[section.index(key) or 0].title}”"


def _ninth(desk: Desk, key: str, name: str) -> tuple[Figure | None, str] | None:
    section = desk.section(9)
    if not section.rows or section.index(key) is None:
        return None
    return section.figure(section.rows[-1], key), f"表9{name}"
