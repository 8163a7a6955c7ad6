"""A disclosure that was read, told again: the description from which it can be written in any format."""

import re

from yunjian.budgets.logic.disclosure import Disclosure, Row, Table

from .description import Board, Description, Entry, Heading, Paragraph, board

_SECTION = re.compile(r"[一二三四五六七八]、.{2,24}")
_FUNCTION = "功能分类科目编码 | < | < | 功能分类科目名称"
_HEADERS: dict[int, tuple[str, ...]] = {
    1: ("本年收入 | < | 本年支出 | <", "项目 | 预算数 | 项目 | 预算数"),
    2: (
        "项目 | < | < | < | 收入预算 | < | < | < | <",
        f"{_FUNCTION} | 合计 | 财政拨款收入 | 事业收入 | 事业单位经营收入 | 其他收入",
        "类 | 款 | 项 | ^ | ^ | ^ | ^ | ^ | ^",
    ),
    4: (
        "财政拨款收入 | < | 财政拨款支出 | < | < | < | <",
        "项目 | 预算数 | 项目 | 合计 | 一般公共预算 | 政府性基金预算 | 国有资本经营预算",
    ),
    8: (
        "项目 | < | < | 一般公共预算基本支出 | < | <",
        "部门预算经济分类科目编码 | < | 经济分类科目名称 | 合计 | 人员经费 | 公用经费",
        "类 | 款 | ^ | ^ | ^ | ^",
    ),
    9: (
        "{year}年“三公”经费预算数 | < | < | < | < | < | {year}年机关运行经费预算数",
        "合计 | 因公出国(境)费 | 公务接待费 | 公务用车购置及运行费 | < | < | ^",
        "^ | ^ | ^ | 小计 | 购置费 | 运行费 | ^",
    ),
}
_SPENDING = {3: "支出预算", 5: "一般公共预算支出", 6: "政府性基金预算支出", 7: "国有资本经营预算支出"}


def from_disclosure(disclosure: Disclosure) -> Description:
    """Every line in order; each table after its title, in the header the bureaus use."""
    blocks: list[Heading | Entry | Paragraph | Board] = []
    chapter = None
    for line in disclosure.lines:
        opens = line.chapter != chapter
        if line.chapter == "contents" and not opens:
            blocks.append(Entry(line.text.strip(), 2 if line.text.strip()[0].isdigit() else 1))
        elif opens and chapter is not None:
            blocks.append(Heading(line.text.strip(), 2 if line.chapter.startswith(("table", "project")) else 1))
        elif opens:
            blocks.append(Heading(line.text.strip(), 1))
        elif line.chapter.startswith("project") and _SECTION.fullmatch(line.text.strip()):
            blocks.append(Heading(line.text.strip(), 3))
        else:
            blocks.append(Paragraph(line.text.strip()))
        if opens and line.chapter.startswith("table:"):
            blocks += _table(disclosure, int(line.chapter.partition(":")[2]))
        chapter = line.chapter
    return tuple(blocks)


def _table(disclosure: Disclosure, number: int) -> list[Heading | Entry | Paragraph | Board]:
    table = disclosure.table(number)
    assert table is not None
    header = list(_HEADERS.get(number, ()))
    if number in _SPENDING:
        header = [
            f"项目 | < | < | < | {_SPENDING[number]} | < | <",
            f"{_FUNCTION} | 合计 | 基本支出 | 项目支出",
            "类 | 款 | 项 | ^ | ^ | ^ | ^",
        ]
    rows = [line.format(year=table.year or disclosure.year) for line in header]
    body = [" | ".join(words) for words in _rows(table)]
    unit = table.unit.value
    return [
        Paragraph(f"编制部门：{table.body or disclosure.body}"),
        Paragraph(f"单位：{unit}"),
        board(*rows, *body, header=len(rows)),
    ]


def _rows(table: Table) -> list[list[str]]:
    if table.number in (1, 4):
        return _two_sided(table)
    section = table.sections[0]
    if table.number == 9:
        return [_figures(row) for row in section.rows]
    depth = 2 if table.number == 8 else 3
    return [[*_codes(row, depth), *_figures(row)] for row in section.rows]


def _two_sided(table: Table) -> list[list[str]]:
    """Income beside expenditure, the totals on the last row."""
    sides = []
    for name in ("income", "expenditure"):
        section = table.section(name)
        assert section is not None
        rows = [[row.label, *_figures(row)] for row in section.rows]
        sides.append((rows, [""] * (len(section.columns) + 1)))
    (income, no_income), (spending, no_spending) = sides
    height = max(len(income), len(spending))
    filled_income = [*income[:-1], *[no_income] * (height - len(income)), income[-1]]
    filled_spending = [*spending[:-1], *[no_spending] * (height - len(spending)), spending[-1]]
    return [left + right for left, right in zip(filled_income, filled_spending, strict=True)]


def _codes(row: Row, depth: int) -> list[str]:
    """The code in its columns and the label; a total has its word in the first of them, as published."""
    parts = row.code.split("-") if row.code else []
    if not parts:
        return [row.label, *[""] * depth]
    return [*parts, *[""] * (depth - len(parts)), row.label]


def _figures(row: Row) -> list[str]:
    return [
        f"{figure.printed.value:,}" if figure else "/" if index in row.dash else ""
        for index, figure in enumerate(row.figures)
    ]
