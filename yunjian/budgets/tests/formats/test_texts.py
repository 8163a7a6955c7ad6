"""Plain text is read with its pages, its columns and its encoding."""

import pytest

from yunjian.budgets.logic.source import Grid, Line, open_source


def read(text: str, name: str = "a.txt") -> list:
    return list(open_source(text.encode(), name).blocks)


def cells(grid: Grid) -> list[list[str]]:
    return [[cell.text if cell else "<" for cell in row] for row in grid.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_in_any_encoding(encoding):
    text = "某某区2026年部门预算\r\n收入预算 1,234.56 万元，支出预算 1,234.56 万元。\r\n" * 3

    document = open_source(text.encode(encoding), "a.txt")

    assert [block.text for block in document.blocks][:2] == [
        "某某区2026年部门预算",
        "收入预算 1,234.56 万元，支出预算 1,234.56 万元。",
    ]


def test_without_page_numbers_and_running_heads():
    pages = [f"某某区2026年部门预算\n第{i}页正文，照录。\n\n- {i} -" for i in range(1, 5)]

    lines = read("\f".join(pages))

    assert [(line.text, line.place.page) for line in lines] == [(f"第{i}页正文，照录。", i) for i in range(1, 5)]


@pytest.mark.parametrize(
    "number", ["- 12 -", "—3—", "第 3 页 共 20 页", "第3页", "3 / 20", "共20页 第3页", "Page 3 of 20"]
)
def test_without_page_numbers_where_pages_are_lost(number):
    assert [line.text for line in read(f"正文一。\n{number}\n正文二。")] == ["正文一。", "正文二。"]


@pytest.mark.parametrize("line", ["12", "2026", "201 41 01", "（3）", "1,234.56"])
def test_with_numbers_that_are_no_page_numbers(line):
    assert [block.text for block in read(f"正文一。\n{line}\n正文二。")] == ["正文一。", line, "正文二。"]


def test_with_the_sections_that_open_every_page():
    pages = [f"示范项目{i}经费情况说明\n编制部门：某局\n一、项目概述\n正文{i}，照录" for i in "甲乙丙丁"]

    assert len(read("\f".join(pages))) == 16
    assert len(read("\f".join(page.partition("\n")[2] for page in pages))) == 12


def test_with_labels_broken_over_lines_joined():
    text = """
   类   款   项   功能分类科目名称          合计            基本支出

  208   05   05   机关事业单位基本养老      440,541.97      440,541.97
                  保险缴费支出
  210   11   01   行政单位医疗              187,838.73      187,838.73
  221   02   01   住房公积金                465,406.48      465,406.48
"""
    [grid] = read(text)

    assert cells(grid)[1:] == [
        ["208", "05", "05", "机关事业单位基本养老保险缴费支出", "440,541.97", "440,541.97"],
        ["210", "11", "01", "行政单位医疗", "187,838.73", "187,838.73"],
        ["221", "02", "01", "住房公积金", "465,406.48", "465,406.48"],
    ]


def test_with_blank_cells_where_the_spacing_shows_them():
    text = """
项　　目　　　　　　　　合计　　　　　　基本支出　　　　项目支出
行政运行　　　　　　　　3,644,486.31　　3,644,486.31
一般行政管理事务　　　　5,306,310.00　　　　　　　　　　5,306,310.00
产业发展　　　　　　　　2,600,000.00　　　　　　　　　　2,600,000.00
"""
    [grid] = read(text)

    assert cells(grid)[2] == ["一般行政管理事务", "5,306,310.00", "", "5,306,310.00"]


def test_with_tabbed_rows_as_cells():
    [title, grid] = read("某表\n项目\t合计\t其他\n甲\t1.00\t\n\t\t2.00")

    assert isinstance(title, Line)
    assert cells(grid) == [["项目", "合计", "其他"], ["甲", "1.00", ""], ["", "", "2.00"]]


def test_of_markdown_with_escapes_lists_and_tables_in_it():
    text = """# 某局2026年部门预算

# 目 录

- 一、主要职能
  - 1\\. 收入表

1\\. 金额\\*不变
第二行

| 项目 | 数 |
|---|---:|
| 甲 \\| 乙 | 1.00 |
| 丙 | |

3. 第三项
"""
    blocks = read(text)

    assert [(b.text, b.heading, b.wraps) for b in blocks if isinstance(b, Line)] == [
        ("某局2026年部门预算", 1, False),
        ("目 录", 1, False),
        ("一、主要职能", 7, False),
        ("  1. 收入表", 7, False),
        ("1. 金额*不变", 0, True),
        ("第二行", 0, False),
        ("3. 第三项", 0, False),
    ]
    [grid] = [b for b in blocks if isinstance(b, Grid)]
    assert cells(grid) == [["项目", "数"], ["甲 | 乙", "1.00"], ["丙", ""]]
    assert [row[0].place.line for row in grid.rows] == [11, 13, 14]


def test_of_markdown_with_tables_of_a_page_in_it():
    text = "# 某表\n\n<table><tr><td>项目</td><td>数</td></tr>\n<tr><td>甲</td><td>1.00</td></tr></table>\n"

    [_, grid] = read(text, "a.md")

    assert isinstance(grid, Grid)
    assert grid.place.line == 3


def test_with_a_table_that_goes_on_over_the_page():
    text = """
   类   款   项   科目名称          合计            基本支出         项目支出
  208   05   05   养老保险缴费      440,541.97      440,541.97
  210   11   01   行政单位医疗      187,838.73      187,838.73
                                - 1 -
\f   类   款   项   科目名称          合计            基本支出         项目支出
  221   02   01   住房公积金        465,406.48                       465,406.48
                                - 2 -
"""
    [grid] = read(text)

    assert cells(grid)[1:] == [
        ["208", "05", "05", "养老保险缴费", "440,541.97", "440,541.97", ""],
        ["210", "11", "01", "行政单位医疗", "187,838.73", "187,838.73", ""],
        ["221", "02", "01", "住房公积金", "465,406.48", "", "465,406.48"],
    ]
    assert [row[0].place.page for row in grid.rows] == [1, 1, 1, 2]
