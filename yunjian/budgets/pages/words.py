"""What pages call the things a narrative speaks of, and what happened to a disclosure."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yunjian.kernel.ledger import Recorded

from .. import events
from ..logic.disclosure import Statement

HAPPENED = {
    events.DisclosureReceived.kind: _("收到文件"),
    events.ReadingRequested.kind: _("要求再读一次"),
    events.DisclosureRead.kind: _("读取并核对"),
    events.DisclosureUnreadable.kind: _("没有读出来"),
    events.DisclosureSuperseded.kind: _("被更正后的文件代替"),
    events.DisclosureWithdrawn.kind: _("撤回"),
    events.DisclosureRestored.kind: _("后一版撤回，恢复为现行"),
    events.DisclosureReliedOn.kind: _("数字被项目库采用"),
    events.FindingJudged.kind: _("对一条核对结果作出判断"),
    events.JudgementWithdrawn.kind: _("撤销对一条核对结果的判断"),
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


def subject_of(statement: Statement) -> str:
    """What a statement is about, in the reader's language; a 科目 by its own name."""
    return statement.name or str(SUBJECTS.get(statement.subject.removeprefix("final."), ""))


def subject_title(subject: str) -> str:
    """What a known thing is called."""
    return str(SUBJECTS.get(subject, subject))


def happened(history: Iterable[Recorded]) -> list[tuple[datetime, str]]:
    """What the ledger says of a disclosure, in the reader's language, the latest first."""
    told = [(entry.at, str(HAPPENED[entry.kind])) for entry in history if entry.kind in HAPPENED]
    return told[::-1]
