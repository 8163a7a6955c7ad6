"""The projects' amounts against the project expenditure, and each project's parts against its amount."""

from collections.abc import Iterator
from decimal import Decimal

from yunjian.kernel.money import Printed

from ..finding import Finding
from .desk import Desk
from .rule import NotApplicable, Rule, rule


@rule(
    "BUD-N005",
    "项目金额之和等于项目支出",
    severity="error",
    basis="budget_identities BUD-N005",
    explain="各项目说明的年度预算安排金额之和=表3项目支出合计（单位写错的先按应有的单位计）。",
    says={
        "": "{count}个项目说明的金额之和为{stated}，表3项目支出合计为{expected}，相差{difference}。"
        "请核对各项目金额，或是否缺少项目说明。",
        "missing": "“{project}”没有读到年度预算安排金额；其余项目之和与项目支出合计{expected}相差{difference}。"
        "请补写金额。",
    },
)
def PROJECT_SUM(desk: Desk, rule: Rule) -> Iterator[Finding]:
    notes, target = desk.disclosure.projects, desk.project_expenditure
    if not notes or target is None:
        raise NotApplicable("没有项目说明或没有读到项目支出合计")
    if desk.amounts.closes:
        return
    stated = sum((a.yuan for a in desk.amounts.meant if a), Decimal(0))
    first = next((note.amount.place for note in notes if note.amount), notes[0].place)
    blank = [note for note in notes if note.amount is None]
    if len(blank) == 1:
        yield rule.finds(
            blank[0].place,
            sentence="missing",
            stated=stated,
            expected=target.yuan,
            measure="yuan",
            other=target.place,
            project=blank[0].title,
        )
        return
    yield rule.finds(target.place, stated=stated, expected=target.yuan, measure="yuan", other=first, count=len(notes))


@rule(
    "DOC-E04-PARTS",
    "项目金额等于其各部分之和",
    severity="error",
    basis="error_kinds E04",
    explain="年度预算安排里列出的各部分金额之和=该项目金额。只列出一部分的，和可以小于金额。",
    says={
        "": "“{project}”年度预算安排{expected}，所列各部分之和为{stated}，超出{difference}。请核对各部分金额。",
        "less": "“{project}”年度预算安排{expected}，所列各部分之和为{stated}，少{difference}。"
        "如各部分已列全，请核对金额。",
    },
)
def PARTS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    looked = False
    for note, meant in zip(desk.disclosure.projects, desk.amounts.meant, strict=True):
        if meant is None or note.amount is None or len(note.parts) < 2:
            continue
        looked = True
        stated = sum((part.figure.yuan for part in note.parts), Decimal(0))
        room = meant.tolerance if meant.decimals < 2 else Decimal("0.01")
        if abs(stated - meant.yuan) <= room or _same(note.parts[0].figure.printed, meant):
            continue
        less = stated < meant.yuan
        yield rule.finds(
            note.parts[0].figure.place,
            sentence="less" if less else "",
            severity="warning" if less else None,
            stated=stated,
            expected=meant.yuan,
            measure="yuan",
            other=note.amount.place,
            project=note.title,
        )
    if not looked:
        raise NotApplicable("没有分列金额的项目")


def _same(part: Printed, whole: Printed) -> bool:
    """A first part as big as the whole is the amount said again, not a part."""
    return part.yuan == whole.yuan
