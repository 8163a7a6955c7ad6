"""A small disclosure made by hand, whole and consistent, and findings about it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from yunjian.budgets.logic.disclosure import (
    Chapter,
    Citation,
    Column,
    Disclosure,
    Figure,
    NoteSection,
    Payment,
    Place,
    ProjectNote,
    Row,
    Section,
    Source,
    Statement,
    Table,
    TextLine,
)
from yunjian.budgets.logic.finding import Finding
from yunjian.kernel.money import MoneyUnit, Printed

NOWHERE = Place()
SECTIONS = ("项目概述", "立项依据", "实施主体", "实施方案", "实施周期", "年度预算安排", "绩效目标")
BODY = "上海市松江区数据局"


def figure(amount: str, place: Place = NOWHERE, unit: MoneyUnit = MoneyUnit.YUAN) -> Figure:
    return Figure(Printed(Decimal(amount), unit), place)


def rows(number: int, line: int, cells: Sequence[tuple[str, str, Sequence[str]]]) -> tuple[Row, ...]:
    """Rows of (code, label, amounts), the last one the totals row; an empty amount is a blank cell."""
    made = []
    for at, (code, label, amounts) in enumerate(cells, 1):
        figures = tuple(
            figure(amount, Place(line=line + at, table=number, row=at, column=column, quote=amount)) if amount else None
            for column, amount in enumerate(amounts, 2)
        )
        place = Place(line=line + at, table=number, row=at, quote=label)
        made.append(Row(code, label, figures, place, is_total=at == len(cells)))
    return tuple(made)


def table(number: int, kind: str, title: str, year: int, *sections: Section, notes: Sequence[str] = ()) -> Table:
    where = Place(line=number * 100, table=number, quote=title)
    return Table(number, kind, f"{year}年{title}", BODY, year, MoneyUnit.YUAN, where, sections, tuple(notes), where)


def columns(**titles: str) -> tuple[Column, ...]:
    return tuple(Column(key, title) for key, title in titles.items())


def note(title: str, amount: str, line: int, year: int = 2026) -> ProjectNote:
    """A project paid in two halves."""
    place = Place(line=line, quote=title)
    texts = {
        1: f"{title}，主要实施内容为机房日常运行。",
        4: "合同签订后支付50%，验收通过后支付50%。",
        6: f"{year}年，{title}财政资金预算安排金额为{amount}万元。",
    }
    sections = tuple(
        NoteSection(number, name, texts.get(number, f"{name}的内容。"), Place(line=line + number))
        for number, name in enumerate(SECTIONS, 1)
    )
    halves = tuple(
        Payment(condition, Decimal("0.5"), None, due, Place(line=line + 4))
        for condition, due in (("合同签订后", f"{year}年3月"), ("验收通过后", f"{year}年10月"))
    )
    return ProjectNote(
        title=title,
        place=place,
        sections=sections,
        overview_name=title,
        allocation_name=title,
        amount=figure(amount, Place(line=line + 6, quote=f"{amount}万元"), MoneyUnit.WAN),
        parts=(),
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 31),
        implementer=BODY,
        payment_kind="milestones",
        payments=halves,
        citations=(Citation("信息化项目管理办法", "松府〔2020〕1号", Place(line=line + 2)),),
        mentions=(),
    )


def paper(
    year: int = 2026,
    *,
    body: str = BODY,
    digest: str = "0" * 64,
    projects: Sequence[tuple[str, str]] = (("政务云租用", "60"), ("机房运行维护", "40")),
    basic: str = "500000.00",
    kind: str = "budget",
) -> Disclosure:
    """A budget of basic plus project expenditure, all of it under 201-41-02 but the basic part."""
    project = sum((Decimal(amount) * 10_000 for _, amount in projects), Decimal(0)).quantize(Decimal("0.01"))
    total = str(Decimal(basic) + project)
    sums = (total, basic, str(project))
    by_function = Section(
        "",
        columns(total="合计", basic="基本支出", project="项目支出"),
        rows(
            3,
            300,
            [
                ("201", "一般公共服务支出", sums),
                ("201-41", "数据事务", sums),
                ("201-41-01", "行政运行", (basic, basic, "")),
                ("201-41-02", "一般行政管理事务", (str(project), "", str(project))),
                ("", "合计", sums),
            ],
        ),
    )
    amount = columns(budget="预算数")
    income = Section("income", amount, rows(1, 100, [("", "一、财政拨款收入", (total,)), ("", "收入总计", (total,))]))
    spent = Section(
        "expenditure", amount, rows(1, 150, [("", "一、一般公共服务支出", (total,)), ("", "支出总计", (total,))])
    )
    economy = Section(
        "",
        columns(total="合计", staff="人员经费", running="公用经费"),
        rows(
            8,
            800,
            [
                ("301", "工资福利支出", (basic, basic, "")),
                ("301-01", "基本工资", (basic, basic, "")),
                ("", "合计", (basic, basic, "")),
            ],
        ),
    )
    empty = Section(
        "", columns(total="合计", basic="基本支出", project="项目支出"), rows(6, 600, [("", "合计", ("", "", ""))])
    )
    return Disclosure(
        kind="budget" if kind == "budget" else "final",
        year=year,
        body=body,
        title=f"上海市松江区{year}年区级部门预算",
        source=Source("预算.txt", "text", digest, 1000, lines=2000, encoding="utf-8"),
        chapters=(Chapter("duties", "主要职能", "负责数据工作。\n协调推进。", Place(line=5)),),
        tables=(
            table(1, "income_and_expenditure", "部门财务收支预算总表", year, income, spent),
            table(3, "expenditure", "部门支出预算总表", year, by_function),
            table(
                6, "fund_by_function", "部门政府性基金预算支出功能分类预算表", year, empty, notes=["注：本表无数据。"]
            ),
            table(8, "basic_by_economy", "部门一般公共预算基本支出部门预算经济分类预算表", year, economy),
        ),
        statements=(
            Statement(
                "expenditure.total",
                "支出预算",
                figure(str(Decimal(total) / 10_000), Place(line=20, quote="支出预算"), MoneyUnit.WAN),
                None,
                "",
                f"支出预算{Decimal(total) / 10_000}万元。",
                Place(line=20),
            ),
        ),
        projects=tuple(note(title, each, 1000 + 20 * at, year) for at, (title, each) in enumerate(projects)),
        lines=(TextLine("支出预算", Place(line=20)),),
    )


def findings() -> tuple[Finding, ...]:
    """One at a figure of table 3, one at a project."""
    return (
        Finding(
            code="BUD-H001",
            severity="error",
            place=Place(line=303, table=3, row=3, column=2, quote="500000.00"),
            template="表{table}“{label}”写着{stated}元，按下级相加应为{expected}元。",
            values={"table": "3", "label": "行政运行", "stated": "500,000.00", "expected": "400,000.00"},
            stated=Decimal("500000.00"),
            expected=Decimal("400000.00"),
            measure="yuan",
        ),
        Finding(
            code="DOC-E13",
            severity="warning",
            place=Place(line=1001, quote="机房"),
            template="“{title}”的说明里有重复的词。",
            values={"title": "政务云租用"},
            project="政务云租用",
        ),
    )
