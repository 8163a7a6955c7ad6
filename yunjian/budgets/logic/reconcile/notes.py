"""Each project note in itself: names, period, sections, payments."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ..disclosure import ProjectNote
from ..finding import Finding
from .desk import Desk
from .rule import NotApplicable, Rule, rule

_MARKS = str.maketrans(
    {"(": "（", ")": "）", "“": "", "”": "", '"': "", "—": "-", "–": "-", "－": "-", "‘": "", "’": ""}
)
_TAIL = re.compile(r"(?:项目)?(?:（运维）)?(?:项目)?$")


def normal(name: str) -> str:
    """A name without what print varies: blanks, the shape of marks."""
    return "".join(name.split()).translate(_MARKS)


def core(name: str) -> str:
    """The name without 项目 at its end."""
    return normal(name).removesuffix("项目")


def same_name(one: str, other: str) -> bool:
    return core(one) == core(other)


def doubled_tail(title: str, name: str) -> bool:
    """Whether the name is the title with its last character said twice: 服务项目目 for 服务项目."""
    return normal(name) == normal(title) + normal(title)[-1:]


def _notes(desk: Desk) -> tuple[ProjectNote, ...]:
    if not desk.disclosure.projects:
        raise NotApplicable("没有读到项目说明")
    return desk.disclosure.projects


@rule(
    "DOC-E02",
    "项目名称前后不一致",
    severity="error",
    basis="error_kinds E02、budget_identities BUD-N006",
    explain="项目标题=项目概述开头的名称=年度预算安排里的名称（不计空格、引号和括号的写法）。",
    says={
        "overview": "标题为“{title}”，项目概述写“{name}”。请统一名称。",
        "allocation": "标题为“{title}”，年度预算安排写“{name}”。请统一名称。",
    },
)
def NAMES(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for note in _notes(desk):
        for sentence, number, name in (("overview", 1, note.overview_name), ("allocation", 6, note.allocation_name)):
            if not name or same_name(name, note.title) or doubled_tail(note.title, name):
                continue
            section = note.section(number)
            yield rule.finds(
                section.place if section else note.place,
                sentence=sentence,
                other=note.place,
                project=note.title,
                title=note.title,
                name=name,
            )


@rule(
    "DOC-E16-SECTIONS",
    "项目说明缺节",
    severity="error",
    basis="error_kinds E16",
    explain="每篇项目说明应有七节：项目概述、立项依据、实施主体、实施方案、实施周期、年度预算安排、绩效目标，且都不为空。",
    says={
        "": "“{project}”缺少：{missing}。请补全七节内容。",
        "empty": "“{project}”的“{missing}”一节没有内容。请补写。",
    },
)
def SECTIONS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    names = ("项目概述", "立项依据", "实施主体", "实施方案", "实施周期", "年度预算安排", "绩效目标")
    for note in _notes(desk):
        present = {section.number for section in note.sections}
        missing = [name for number, name in enumerate(names, 1) if number not in present]
        if missing:
            yield rule.finds(note.place, project=note.title, missing="、".join(missing))
        for section in note.sections:
            if not section.text.strip():
                yield rule.finds(section.place, sentence="empty", project=note.title, missing=section.title)


@rule(
    "DOC-E16-CUT",
    "文字中断",
    severity="warning",
    basis="error_kinds E16",
    explain="项目说明的一节以逗号、顿号或左括号、左引号结束，后面可能缺文字。",
    says="“{project}”的“{section}”以“{tail}”结束，像是中断了。请核对是否缺少文字。",
)
def CUT_OFF(desk: Desk, rule: Rule) -> Iterator[Finding]:
    if desk.is_hard_wrapped:
        raise NotApplicable("文件按固定宽度断行")
    for note in _notes(desk):
        for section in note.sections:
            text = section.text.rstrip()
            if text and text[-1] in "，、,（(“《〈‘":
                yield rule.finds(section.place, project=note.title, section=section.title, tail=text[-12:])


@rule(
    "DOC-E03-PERIOD",
    "实施周期与年度",
    severity="warning",
    basis="error_kinds E03、budget_identities BUD-N006",
    explain="实施周期在预算年度之内，跨年的应有说明；标题、方案中写明的年份、服务周期不与实施周期矛盾。",
    says={
        "": "“{project}”实施周期{period}，超出{year}年度，正文没有说明跨年。请核对周期。",
        "backwards": "“{project}”实施周期{period}，结束早于开始。请改正。",
        "title": "“{project}”标题写{range}年度，实施周期为{period}。请核对二者是否矛盾，必要时说明是支付以前年度服务。",
        "service": "“{project}”方案中的周期为{range}，实施周期为{period}。请核对二者是否矛盾。",
    },
)
def PERIODS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for note in _notes(desk):
        start, end = note.period_start, note.period_end
        section = note.section(5)
        place = section.place if section else note.place
        if start is None or end is None:
            continue
        said = {"period": f"{start:%Y-%m-%d}至{end:%Y-%m-%d}"}
        if end < start:
            yield rule.finds(place, sentence="backwards", severity="error", project=note.title, also=said)
            continue
        if (start.year, end.year) != (desk.year, desk.year) and "跨年" not in _text(note):
            yield rule.finds(place, year=desk.year, project=note.title, also=said)
        if (years := _title_years(note.title)) and desk.year not in years:
            yield rule.finds(
                note.place, sentence="title", other=place, range=f"{years[0]}-{years[1]}", project=note.title, also=said
            )
        yield from _service_period(rule, note, said)


_YEARS = re.compile(r"(20\d\d)\s*[-—－–~至]+\s*(20\d\d)\s*年")
_RANGE = re.compile(
    r"(?:周期|期限|期)[^。；]{0,6}?[（(：:为]?\s*((20\d\d)年(\d{1,2})月(?:\d{1,2}日)?\s*(?:至|到|[-—－–~]+)\s*(20\d\d)年(\d{1,2})月(?:\d{1,2}日)?)"
)


def _title_years(title: str) -> tuple[int, int] | None:
    found = _YEARS.search(title)
    return (int(found.group(1)), int(found.group(2))) if found else None


def _service_period(rule: Rule, note: ProjectNote, said: dict[str, str]) -> Iterator[Finding]:
    section = note.section(4)
    if section is None or note.period_start is None or note.period_end is None:
        return
    for found in _RANGE.finditer(section.text):
        begins, ends = (int(found.group(2)), int(found.group(3))), (int(found.group(4)), int(found.group(5)))
        start, end = note.period_start, note.period_end
        if begins < (start.year, start.month) or ends > (end.year, end.month):
            yield rule.finds(section.place, sentence="service", range=found.group(1), project=note.title, also=said)


def _text(note: ProjectNote) -> str:
    return "".join(section.text for section in note.sections)


@rule(
    "DOC-E21-SHARES",
    "付款比例之和",
    severity="warning",
    basis="error_kinds E21、budget_identities BUD-N006",
    explain="分期付款的各比例之和=100%。",
    says="“{project}”各期付款比例之和为{stated}，应为{expected}。请核对付款安排。",
)
def SHARES(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for note in _notes(desk):
        shares = [payment.share for payment in note.payments if payment.share is not None]
        if len(shares) < 2 or len(shares) != len(note.payments):
            continue
        total = sum(shares, Decimal(0)) * 100
        if total != 100:
            yield rule.finds(
                note.payments[0].place,
                stated=total,
                expected=Decimal(100),
                measure="percent",
                project=note.title,
            )


@rule(
    "DOC-E21-AMOUNTS",
    "分期付款金额之和",
    severity="warning",
    basis="error_kinds E21",
    explain="写明各期付款金额的，金额之和=该项目的年度预算安排。",
    says="“{project}”各期付款金额之和为{stated}，年度预算安排为{expected}，相差{difference}。请核对付款安排。",
)
def AMOUNTS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for note, meant in zip(_notes(desk), desk.amounts.meant, strict=True):
        amounts = [payment.amount for payment in note.payments if payment.amount is not None]
        if meant is None or not amounts or len(amounts) != len(note.payments):
            continue
        total = sum((figure.yuan for figure in amounts), Decimal(0))
        if abs(total - meant.yuan) > meant.tolerance:
            yield rule.finds(
                amounts[0].place,
                stated=total,
                expected=meant.yuan,
                measure="yuan",
                other=note.amount.place if note.amount else None,
                project=note.title,
            )


@rule(
    "DOC-E21-NONE",
    "没有付款安排",
    severity="note",
    basis="error_kinds E21",
    explain="项目说明里没有写怎样付款。",
    says="“{project}”没有写付款安排。建议在实施方案中补写何时、按什么条件付款。",
)
def NO_SCHEDULE(desk: Desk, rule: Rule) -> Iterator[Finding]:
    for note in _notes(desk):
        if note.payment_kind == "unspecified" and not note.payments:
            section = note.section(4)
            yield rule.finds(section.place if section else note.place, project=note.title)


_AFTER = re.compile(r"(?:服务期|合同期|合同到期|周期|期满|项目结束)")


@rule(
    "DOC-E21-LATE",
    "尾款在服务期结束以后",
    severity="note",
    basis="error_kinds E21",
    explain="服务期到年底才结束、尾款又要等服务期结束并验收以后支付的，当年财政关账前付不出去。全文只提示一次。",
    says="有{count}个项目的尾款要在服务期结束以后支付，而实施周期到{end}才结束，例如“{project}”。"
    "请核对当年是否付得出去，或写明支付年度。",
)
def LATE_PAYMENT(desk: Desk, rule: Rule) -> Iterator[Finding]:
    late = [
        note
        for note in _notes(desk)
        if note.period_end
        and (note.period_end.month, note.period_end.day) == (12, 31)
        and note.payments
        and _AFTER.search(note.payments[-1].condition)
        and "个月" not in note.payments[-1].condition
    ]
    if late:
        last = late[0].payments[-1]
        yield rule.finds(last.place, project=late[0].title, count=len(late), end=f"{desk.year}年12月31日")
