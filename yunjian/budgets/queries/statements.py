"""What the narrative states, beside the figure of the table it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yunjian.kernel.actor import Actor
from yunjian.kernel.money import Agreement

from ..logic.disclosure import Disclosure, Figure, Section, Statement, Table
from .disclosures import structure

# Where the tables print what a statement speaks of: the table's kind, the side, the column of its totals row.
TOTALS = {
    "income.total": ("income_and_expenditure", "income", "budget"),
    "income.appropriation": ("income", "", "appropriation"),
    "income.business": ("income", "", "business"),
    "income.operation": ("income", "", "operation"),
    "income.other": ("income", "", "other"),
    "expenditure.total": ("income_and_expenditure", "expenditure", "budget"),
    "expenditure.appropriation": ("appropriation", "expenditure", "total"),
    "expenditure.general": ("appropriation", "expenditure", "general"),
    "expenditure.fund": ("appropriation", "expenditure", "fund"),
    "expenditure.capital": ("appropriation", "expenditure", "capital"),
    "performance.amount": ("expenditure", "", "project"),
}
ONLY_ROW = {
    "three_public.total": "total",
    "three_public.abroad": "abroad",
    "three_public.reception": "reception",
    "three_public.vehicles": "vehicles",
    "three_public.vehicle_purchase": "vehicle_purchase",
    "three_public.vehicle_running": "vehicle_running",
    "operating": "operating",
}
SUBJECTS = {
    "income.total": _("收入"),
    "income.appropriation": _("财政拨款收入"),
    "income.business": _("事业收入"),
    "income.operation": _("事业单位经营收入"),
    "income.other": _("其他收入"),
    "expenditure.total": _("支出"),
    "expenditure.appropriation": _("财政拨款支出"),
    "expenditure.general": _("一般公共预算拨款支出"),
    "expenditure.fund": _("政府性基金拨款支出"),
    "expenditure.capital": _("国有资本经营预算拨款支出"),
    "three_public.total": _("“三公”经费"),
    "three_public.abroad": _("因公出国（境）费"),
    "three_public.reception": _("公务接待费"),
    "three_public.vehicles": _("公务用车购置及运行费"),
    "three_public.vehicle_purchase": _("公务用车购置费"),
    "three_public.vehicle_running": _("公务用车运行费"),
    "operating": _("机关运行经费"),
    "procurement.total": _("政府采购"),
    "procurement.goods": _("政府采购货物"),
    "procurement.works": _("政府采购工程"),
    "procurement.services": _("政府采购服务"),
    "procurement.sme": _("面向中小企业预留"),
    "procurement.micro": _("预留给小微企业"),
    "performance.count": _("编报绩效目标的项目数"),
    "performance.amount": _("编报绩效目标的项目资金"),
    "performance.large": _("1000万元以上的项目数"),
    "assets.vehicles": _("车辆"),
    "assets.general": _("通用设备"),
    "assets.special": _("专用设备"),
    "units.administrative": _("行政单位数"),
    "units.institution": _("事业单位数"),
}


@dataclass(frozen=True)
class StatedFigure:
    """A statement, the table's figure beside it, and whether the two agree at the precision printed."""

    statement: Statement
    figure: Figure | None
    table: int
    agreement: Agreement | None

    @property
    def subject(self) -> str:
        return subject_of(self.statement)

    @property
    def agrees(self) -> bool | None:
        return None if self.agreement is None else self.agreement is not Agreement.DIFFERENT


def subject_of(statement: Statement) -> str:
    """What a statement is about, in the reader's language; a 科目 by its own name."""
    return statement.name or str(SUBJECTS.get(statement.subject.removeprefix("final."), ""))


def statements(disclosure_id: int, *, reader: Actor) -> list[StatedFigure]:
    """Every amount the narrative states, in its order, beside the table's."""
    return beside(structure(disclosure_id, reader=reader))


def beside(disclosure: Disclosure) -> list[StatedFigure]:
    return [_beside(disclosure, statement) for statement in disclosure.statements]


def _beside(disclosure: Disclosure, statement: Statement) -> StatedFigure:
    table, figure = _figure(disclosure, statement)
    number = table.number if table else 0
    if figure is None or statement.figure is None:
        blank = table is not None and statement.figure is not None and not statement.figure.yuan
        return StatedFigure(statement, figure, number, Agreement.EQUAL if blank else None)
    return StatedFigure(statement, figure, number, statement.figure.printed.compare(figure.printed))


def _figure(disclosure: Disclosure, statement: Statement) -> tuple[Table | None, Figure | None]:
    subject = statement.subject.removeprefix("final.")
    if subject == "function":
        return _of_function(disclosure, statement.name)
    if subject in ONLY_ROW:
        table = _table(disclosure, "three_public")
        return table, _first(table.sections, ONLY_ROW[subject]) if table else None
    if subject in TOTALS:
        kind, side, column = TOTALS[subject]
        table = _table(disclosure, kind)
        section = table.section(side) if table else None
        if section and section.index(column) is None:
            column = "final"  # final accounts print one column of their own name
        return table, section.figure(section.total, column) if section else None
    return None, None


def _of_function(disclosure: Disclosure, name: str) -> tuple[Table | None, Figure | None]:
    """The line of the expenditure table with this name, where only one line has it."""
    table = _table(disclosure, "expenditure")
    section = table.sections[0] if table and table.sections else None
    if table is None or section is None:
        return None, None
    found = [row for row in section.rows if row.label == name and row.code.count("-") == 2]
    return (table, section.figure(found[0], "total")) if len(found) == 1 else (None, None)


def _table(disclosure: Disclosure, kind: str) -> Table | None:
    return next((table for table in disclosure.tables if table.kind in (kind, f"final_{kind}")), None)


def _first(sections: Iterable[Section], column: str) -> Figure | None:
    return next((figure for s in sections for r in s.rows if (figure := s.figure(r, column))), None)
