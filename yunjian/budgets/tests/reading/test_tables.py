"""Tables are read in whatever order, unit, split and print they come."""

from decimal import Decimal

import pytest

from yunjian.budgets.logic.disclosure import Disclosure, Unreadable
from yunjian.budgets.logic.reading import read
from yunjian.budgets.tests.formats import plain, web
from yunjian.budgets.tests.formats.description import Board, Description, Heading, Paragraph, board
from yunjian.kernel.money import MoneyUnit

SPENT = board(
    "项目 | < | < | 支出预算 | < | < | <",
    "功能分类科目编码 | < | < | 功能分类科目名称 | 合计 | 基本支出 | 项目支出",
    "类 | 款 | 项 | ^ | ^ | ^ | ^",
    "201 | | | 一般公共服务支出 | 300.00 | 100.00 | 200.00",
    "201 | 41 | | 数据事务 | 300.00 | 100.00 | 200.00",
    "201 | 41 | 01 | 行政运行 | 100.00 | 100.00 |",
    "201 | 41 | 02 | 一般行政管理事务 | 200.00 | | 200.00",
    "合计 | | | | 300.00 | 100.00 | 200.00",
    header=3,
)
PUBLIC = board(
    "2026年“三公”经费预算数 | < | < | < | < | < | 2026年机关运行经费预算数",
    "合计 | 因公出国(境)费 | 公务接待费 | 公务用车购置及运行费 | < | < | ^",
    "^ | ^ | ^ | 小计 | 购置费 | 运行费 | ^",
    "0.90 | 0.10 | 0.20 | 0.60 | 0.50 | 0.10 | /",
    header=3,
)


def titled(title: str, table: Board, unit: str = "单位：元") -> Description:
    return (Heading(title, 2), Paragraph("编制部门：云溪区示范局"), Paragraph(unit), table)


def read_one(description: Description) -> Disclosure:
    return read(web.html((Heading("云溪区示范局2026年部门预算", 1), *description)), "a.html")


def spent(disclosure: Disclosure, number: int = 3) -> dict[str, tuple]:
    [section] = disclosure.table(number).sections
    return {row.code: tuple(f and f.yuan for f in row.figures) for row in section.rows}


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("2026年部门财务收支预算总表", 1),
        ("一、部门收支总表", 1),
        ("表2 2026年部门收入预算总表", 2),
        ("2026年度收入总表", 2),
        ("3. 2026年部门支出预算总表", 3),
        ("部门支出总体情况表（支出总表）", 3),
        ("2026年财政拨款收支预算总表", 4),
        ("五、2026年一般公共预算支出功能分类预算表", 5),
        ("一般公共预算支出表", 5),
        ("2026年部门政府性基金预算支出功能分类预算表", 6),
        ("国有资本经营预算支出表", 7),
        ("2026年部门一般公共预算基本支出部门预算经济分类预算表", 8),
        ("2026年部门“三公”经费和机关运行经费预算表", 9),
        ("部门三公经费预算表", 9),
    ],
)
def test_a_table_is_known_by_its_title(title, number):
    table = PUBLIC if number == 9 else SPENT
    assert [t.number for t in read_one(titled(title, table)).tables] == [number]


def test_tables_may_stand_in_any_order():
    found = read_one(
        (
            *titled("部门“三公”经费和机关运行经费预算表", PUBLIC, "单位：万元"),
            *titled("2026年部门一般公共预算支出功能分类预算表", SPENT),
            *titled("2026年部门支出预算总表", SPENT),
        )
    )
    assert [t.number for t in found.tables] == [9, 5, 3]
    assert spent(found, 3) == spent(found, 5)


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("单位：元", MoneyUnit.YUAN),
        ("单位:元", MoneyUnit.YUAN),
        ("单位：万元", MoneyUnit.WAN),
        ("金额单位： 万元", MoneyUnit.WAN),
        ("单位：人民币万元", MoneyUnit.WAN),
        ("（单位：万元）", MoneyUnit.WAN),
        ("编制单位：云溪区示范局 单位：万元", MoneyUnit.WAN),
    ],
)
def test_the_unit_is_read_table_by_table(words, unit):
    found = read_one(
        (*titled("部门“三公”经费预算表", PUBLIC, words), *titled("2026年部门支出预算总表", SPENT, "单位：元"))
    )
    assert found.table(9).unit is unit
    assert found.table(9).unit_place
    assert found.table(9).sections[0].rows[0].figures[0].yuan == Decimal("0.90") * unit.factor
    assert found.table(3).unit is MoneyUnit.YUAN


def test_a_unit_that_is_not_printed_is_said_to_be_missing():
    found = read_one((Heading("2026年部门支出预算总表", 2), SPENT))
    assert found.table(3).unit_place is None
    assert found.table(3).unit is MoneyUnit.YUAN


@pytest.mark.parametrize(
    "title", ["2026年部门支出预算总表（续）", "2026年部门支出预算总表（续表）", "2026年部门支出预算总表"]
)
def test_a_table_split_over_pages_is_one_table(title):
    first = Board(SPENT.rows[:5], 3)
    second = Board(SPENT.rows[:3] + SPENT.rows[5:], 3)
    whole = read_one(titled("2026年部门支出预算总表", SPENT))
    found = read_one((*titled("2026年部门支出预算总表", first), *titled(title, second)))
    assert len(found.tables) == 1
    assert spent(found) == spent(whole)


def test_a_second_page_without_a_head_goes_on():
    first, second = Board(SPENT.rows[:5], 3), Board(SPENT.rows[5:], 0)
    found = read_one((*titled("2026年部门支出预算总表", first), Paragraph("（续上页）"), second))
    assert spent(found) == spent(read_one(titled("2026年部门支出预算总表", SPENT)))


@pytest.mark.parametrize("joint", ["", " ", "-"])
def test_codes_are_joined_whatever_the_print(joint):
    codes = ["201", f"201{joint}41", f"201{joint}41{joint}01", f"201{joint}41{joint}02"]
    names = ("一般公共服务支出", "数据事务", "行政运行", "一般行政管理事务")
    amounts = ("300.00 | 100.00 | 200.00", "300.00 | 100.00 | 200.00", "100.00 | 100.00 | ", "200.00 | | 200.00")
    rows = [f"{code} | {name} | {amount}" for code, name, amount in zip(codes, names, amounts, strict=True)]
    table = board("科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出", *rows, "合计 | | 300.00 | 100.00 | 200.00")
    found = spent(read_one(titled("2026年部门支出预算总表", table)))
    assert list(found) == ["201", "201-41", "201-41-01", "201-41-02", ""]


def test_code_and_name_in_one_cell_are_told_apart():
    table = board(
        "科目 | 合计 | 基本支出 | 项目支出", "201 一般公共服务支出 | 3.00 | 1.00 | 2.00", "合计 | 3.00 | 1.00 | 2.00"
    )
    [section] = read_one(titled("2026年部门支出预算总表", table)).table(3).sections
    assert [(row.code, row.label) for row in section.rows] == [("201", "一般公共服务支出"), ("", "合计")]


def test_classes_said_once_are_understood_below():
    table = board(
        "类 | 款 | 项 | 功能分类科目名称 | 合计 | 基本支出 | 项目支出",
        "201 | | | 一般公共服务支出 | 3.00 | 1.00 | 2.00",
        "| 41 | | 数据事务 | 3.00 | 1.00 | 2.00",
        "| | 01 | 行政运行 | 1.00 | 1.00 |",
        "| | 2 | 一般行政管理事务 | 2.00 | | 2.00",
    )
    assert list(spent(read_one(titled("2026年部门支出预算总表", table)))) == ["201", "201-41", "201-41-01", "201-41-02"]


def test_columns_are_told_by_their_heads_not_by_their_order():
    table = board(
        "科目编码 | 科目名称 | 项目支出 | 基本支出 | 合计",
        "201 | 一般公共服务支出 | 2.00 | 1.00 | 3.00",
    )
    [section] = read_one(titled("2026年部门支出预算总表", table)).table(3).sections
    row = section.rows[0]
    assert [section.figure(row, key).yuan for key in ("total", "basic", "project")] == [3, 1, 2]


def test_words_where_an_amount_is_due_are_listed_and_the_cell_stays_empty():
    table = board("科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出", "201 | 一般公共服务支出 | 3.00 | 详见附件 | 1,23")
    found = read_one(titled("2026年部门支出预算总表", table))
    [section] = found.table(3).sections
    assert [f and f.yuan for f in section.rows[0].figures] == [3, None, None]
    listed = [u.place for u in found.unread if u.place.table == 3]
    assert [place.quote for place in listed] == ["详见附件", "1,23"]
    assert [(place.row, place.column) for place in listed] == [(2, 4), (2, 5)]


def test_the_three_public_table_may_be_printed_upright():
    table = board(
        "项目 | 预算数",
        "合计 | 0.90",
        "1.因公出国（境）费 | 0.10",
        "2.公务接待费 | 0.20",
        "3.公务用车购置及运行费 | 0.60",
        "其中：公务用车购置费 | 0.50",
        "公务用车运行费 | 0.10",
        "机关运行经费 | /",
    )
    found = read_one(titled("2026年部门“三公”经费和机关运行经费预算表", table, "单位：万元"))
    usual = read_one(titled("2026年部门“三公”经费和机关运行经费预算表", PUBLIC, "单位：万元"))
    for disclosure in (found, usual):
        [section] = disclosure.table(9).sections
        [row] = section.rows
        keys = ("total", "abroad", "reception", "vehicles", "vehicle_purchase", "vehicle_running")
        amounts = [str(section.figure(row, key).printed.value) for key in keys]
        assert amounts == ["0.90", "0.10", "0.20", "0.60", "0.50", "0.10"]
        assert row.dash == (section.index("operating"),)


def test_a_table_without_a_title_is_known_by_its_head():
    found = read_one((Paragraph("单位：元"), SPENT, Paragraph("下面是另一张表。"), PUBLIC))
    assert [t.number for t in found.tables] == [3, 9]


def test_another_table_is_listed_as_not_read():
    assets = board("资产名称 | 数量 | 金额", "通用设备 | 4 | 60.00", "专用设备 | 1 | 20.00")
    found = read_one(
        (*titled("2026年部门支出预算总表", SPENT), Heading("其他相关情况说明", 2), Paragraph("见下表。"), assets)
    )
    assert any("九张表" in unread.reason for unread in found.unread)


def test_what_is_no_disclosure_is_refused_with_a_sentence():
    with pytest.raises(Unreadable, match="部门预算或决算"):
        read("今天天气很好。\n明天也很好。".encode(), "a.txt")


LOST = """云溪区示范局2026年部门预算

2026年部门支出预算总表
编制部门：云溪区示范局 单位：元

项  目 支出预算
功能分类科目编码
功能分类科目名称 合计 基本支出 项目支出
类 款 项

201 一般公共服务支出 300.00 100.00 200.00

201 41 数据事务 300.00 100.00 200.00

201 41 01 行政运行 100.00 100.00

201 41 02 一般行政管理
事务 200.00 200.00

{extra}合计 {total}
"""


def test_a_label_broken_over_lines_is_joined():
    found = read(LOST.format(extra="", total="300.00 100.00 200.00").encode(), "a.txt")
    [section] = found.table(3).sections
    row = section.row(code="201-41-02")
    assert row.label == "一般行政管理事务"
    assert [f and f.yuan for f in row.figures] == [200, None, 200]
    assert row.inferred == (0, 2)
    assert not found.unread


def test_two_fits_are_left_open_and_listed():
    extra = "206 科学技术支出 50.00 50.00\n\n207 文化支出 50.00 50.00\n\n"
    found = read(LOST.format(extra=extra, total="400.00 150.00 250.00").encode(), "a.txt")
    [section] = found.table(3).sections
    for code in ("206", "207"):
        assert [f and f.yuan for f in section.row(code=code).figures] == [50, None, None]
    assert [u.place.quote for u in found.unread] == ["50.00", "50.00"]
    assert all("多种可能" in u.reason for u in found.unread)


def test_a_wrong_figure_does_not_move_the_others():
    found = read(LOST.format(extra="", total="300.00 100.00 201.00").encode(), "a.txt")
    [section] = found.table(3).sections
    assert [f and f.yuan for f in section.row(code="201-41-01").figures] == [100, 100, None]
    assert [f and f.yuan for f in section.row(code="201-41-02").figures] == [200, None, 200]


def test_notes_stand_with_their_table_and_in_the_running_text():
    text = "注：本表按功能分类科目列示，金额为合计数，与上年相比没有变化。"
    found = read_one((*titled("2026年部门支出预算总表", SPENT), Paragraph(text)))
    assert found.table(3).notes == (text,)
    assert [line.chapter for line in found.lines if line.text == text] == ["table:3"]


def test_the_figures_of_a_table_know_their_row_and_column():
    found = read(
        plain.tabbed((Heading("云溪区示范局2026年部门预算", 1), *titled("2026年部门支出预算总表", SPENT))), "a.txt"
    )
    [section] = found.table(3).sections
    figure = section.figure(section.row(code="201-41-02"), "project")
    assert (figure.place.table, figure.place.row, figure.place.column, figure.place.quote) == (3, 7, 7, "200.00")
