"""Performance objectives: how many projects, how much money, how many large ones."""

from collections.abc import Iterator
from decimal import Decimal

from ..disclosure import Statement
from ..finding import Finding
from .desk import Desk
from .rounding import rounded
from .rule import NotApplicable, Rule, rule

LARGE = Decimal(10_000_000)


def _first(desk: Desk, subject: str) -> Statement | None:
    return next(iter(desk.disclosure.stated(subject)), None)


@rule(
    "DOC-E20-COUNT",
    "绩效目标项目数",
    severity="error",
    basis="error_kinds E20、budget_identities BUD-N004",
    explain="编报绩效目标的项目数不超过、通常等于项目经费情况说明的篇数。",
    says={
        "": "编报绩效目标的项目印为{stated}个，项目经费情况说明有{expected}篇。请核对个数，或补全项目说明。",
        "fewer": "编报绩效目标的项目印为{stated}个，项目经费情况说明有{expected}篇。"
        "如有项目不编报绩效目标属正常，请确认。",
    },
)
def COUNT(desk: Desk, rule: Rule) -> Iterator[Finding]:
    stated = _first(desk, "performance.count")
    notes = len(desk.disclosure.projects)
    if stated is None or stated.count is None or not notes:
        raise NotApplicable("没有读到绩效目标项目数或没有项目说明")
    if stated.count != notes:
        fewer = stated.count < notes
        yield rule.finds(
            stated.place,
            sentence="fewer" if fewer else "",
            severity="warning" if fewer else None,
            stated=Decimal(stated.count),
            expected=Decimal(notes),
            measure="count",
        )


@rule(
    "DOC-E20-AMOUNT",
    "绩效目标涉及金额",
    severity="error",
    basis="error_kinds E20、budget_identities BUD-N004",
    explain="绩效目标涉及的项目预算资金不超过项目支出；全部项目都编报时应当相等。",
    says={
        "": "绩效目标涉及资金印为{stated}，项目支出为{expected}，相差{difference}。请核对。",
        "fewer": "绩效目标涉及资金{stated}，少于项目支出{expected}，相差{difference}。"
        "如有项目不编报绩效目标属正常，请确认。",
    },
)
def AMOUNT(desk: Desk, rule: Rule) -> Iterator[Finding]:
    stated, target = _first(desk, "performance.amount"), desk.project_expenditure
    if stated is None or stated.figure is None or target is None:
        raise NotApplicable("没有读到绩效目标涉及的金额或项目支出")
    if stated.figure.yuan == target.yuan:
        return
    if stated.figure.printed.compare(target.printed).value == "rounding":
        yield rounded("绩效目标涉及资金与项目支出", stated.figure, target)
        return
    count = _first(desk, "performance.count")
    everything = bool(count and count.count == len(desk.disclosure.projects))
    fewer = stated.figure.yuan < target.yuan and not everything
    yield rule.finds(
        stated.figure.place,
        sentence="fewer" if fewer else "",
        severity="note" if fewer else None,
        stated=stated.figure.yuan,
        expected=target.yuan,
        measure="yuan",
        other=target.place,
    )


@rule(
    "DOC-E20-LARGE",
    "1000万元以上项目数",
    severity="error",
    basis="error_kinds E20、budget_identities BUD-N004",
    explain="预算金额1000万元（含）以上的项目数=项目说明中达到1000万元的个数（单位写错的按应有的单位计）。",
    says="1000万元（含）以上的项目印为{stated}个，项目说明中有{expected}个（{names}）。请核对个数和各项目金额。",
)
def LARGE_PROJECTS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    stated = _first(desk, "performance.large")
    notes = desk.disclosure.projects
    if stated is None or stated.count is None or not notes:
        raise NotApplicable("没有读到1000万元以上项目数或没有项目说明")
    large = [n.title for n, a in zip(notes, desk.amounts.meant, strict=True) if a and a.yuan >= LARGE]
    if stated.count != len(large):
        yield rule.finds(
            stated.place,
            stated=Decimal(stated.count),
            expected=Decimal(len(large)),
            measure="count",
            names="、".join(large[:5]) or "没有",
        )
