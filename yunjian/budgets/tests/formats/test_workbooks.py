"""A workbook is read as it prints."""

import io

import pytest
from openpyxl import Workbook

from yunjian.budgets.logic.source import Grid, open_source
from yunjian.budgets.logic.source.formats import printed

from .old_excel import xls
from .parts import sheet


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cells(grid: Grid) -> list[list[str]]:
    return [[cell.text if cell else "<" for cell in row] for row in grid.rows]


@pytest.fixture
def book() -> Workbook:
    made = Workbook()
    sheet = made.active
    for row in (["项目", "预算数", "备注"], ["收入", 1234.5, "甲"], ["支出", 99, "乙"], ["合计", 1333.5, "丙"]):
        sheet.append(row)
    for row in (2, 3, 4):
        sheet.cell(row, 2).number_format = "#,##0.00"
    return made


@pytest.mark.parametrize(
    ("stored", "code", "expected"),
    [
        ("36864854.479999997", "#,##0.00", "36,864,854.48"),
        ("36864854.48", "General", "36864854.48"),
        ("201", "General", "201"),
        ("5", "00", "05"),
        ("364.448631", "0.00", "364.45"),
        ("2.675", "0.00", "2.68"),
        ("-3.5", r"#,##0.00_);[Red]\(#,##0.00\)", "-3.50"),
        ("0.1011", "0.00%", "10.11%"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0.00"),
        ("0", "#,##0.00;-#,##0.00;", ""),
        ("1234567", "#,##0.00,", "1,234.57"),
        ("12", "0.##", "12"),
        ("45658", 'yyyy"年"m"月"d"日"', "2025年1月1日"),
        ("45658", 'yyyy"年"m"月"', "2025年1月"),
        ("1E-7", "General", "0.0000001"),
        ("not a number", "0.00", "not a number"),
    ],
)
def test_with_the_decimals_of_the_number_format(stored, code, expected):
    assert printed(stored, code) == (expected, True)


def test_with_a_format_that_is_not_followed_said_so(book):
    book.active["B2"].number_format = "0!.0,"

    document = open_source(saved(book), "a.xlsx")

    [unread] = document.unread
    assert "数字格式特殊" in unread.reason
    assert (unread.place.line, unread.place.column, unread.place.quote) == (2, 2, "1234.5")


def test_without_hidden_rows_columns_and_sheets_which_are_listed(book):
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.create_sheet("底稿").sheet_state = "hidden"

    document = open_source(saved(book), "a.xlsx")

    [grid] = document.blocks
    assert cells(grid) == [["项目", "预算数"], ["收入", "1,234.50"], ["合计", "1,333.50"]]
    assert [(u.reason, u.place.quote) for u in document.unread] == [
        ("工作表“Sheet”里隐藏的1行没有读。", "支出 99.00 乙"),
        ("工作表“Sheet”里隐藏的1列没有读。", "备注"),
        ("工作表“底稿”是隐藏的，没有读。", ""),
    ]


def test_past_comments_and_instructions_in_the_xml_of_a_cell():
    row = '<row r="1"><!-- a --><c r="A1" t="inlineStr"><?b c?><!-- d --><is><t>项目<!-- e -->表</t></is></c>{}</row>'
    figure = '<c r="B1"><!-- f --><v>12.5</v></c>'
    lower = row.replace('"1"', '"2"').replace("A1", "A2").format(figure.replace("B1", "B2"))
    document = open_source(sheet(f"<sheetData>{row.format(figure)}{lower}</sheetData>"), "a.xlsx")

    [table] = [block for block in document.blocks if isinstance(block, Grid)]
    assert cells(table) == [["项目表", "12.5"]] * 2


def test_with_formulas_never_calculated_listed(book):
    book.active["B4"] = "=SUM(B2:B3)"

    document = open_source(saved(book), "a.xlsx")

    [unread] = document.unread
    assert unread.reason.startswith("公式没有算出的结果")
    assert (unread.place.line, unread.place.column, unread.place.quote) == (4, 2, "=SUM(B2:B3)")


def test_with_many_tables_on_one_sheet_told_apart():
    made = Workbook()
    for row in (
        ["2026年部门收入预算总表"],
        ["编制部门：某局", None, "单位：元"],
        ["项目", "合计", "拨款"],
        ["甲", 1, 1],
        [],
        ["2026年部门支出预算总表"],
        ["单位：万元"],
        ["项目", "合计", "基本"],
        ["乙", 2, 2],
        ["注：无其他说明。"],
    ):
        made.active.append(row)

    blocks = open_source(saved(made), "a.xlsx").blocks

    assert [block.text if not isinstance(block, Grid) else cells(block) for block in blocks] == [
        "2026年部门收入预算总表",
        "编制部门：某局  单位：元",
        [["项目", "合计", "拨款"], ["甲", "1", "1"]],
        "2026年部门支出预算总表",
        "单位：万元",
        [["项目", "合计", "基本"], ["乙", "2", "2"]],
        "注：无其他说明。",
    ]


def test_with_the_name_of_a_sheet_where_the_table_has_no_title(book):
    book.active.title = "收支预算总表"

    line, _ = open_source(saved(book), "a.xlsx").blocks

    assert (line.text, line.heading) == ("收支预算总表", 2)


def test_also_of_the_oldest_kind():
    rows = [["本年收入", None, "说明"], ["项目", "预算数", "甲"], ["拨款", 36864854.48, "乙"], ["其他", 5.0, None]]

    document = open_source(xls(rows, [(0, 0, 0, 1)]), "a.xls")

    [grid] = [block for block in document.blocks if isinstance(block, Grid)]
    assert cells(grid) == [
        ["本年收入", "<", "说明"],
        ["项目", "预算数", "甲"],
        ["拨款", "36,864,854.48", "乙"],
        ["其他", "5", ""],
    ]
    assert grid.rows[0][0].columns == 2
    assert document.source.format == "xlsx"
    assert "不带数字格式" in document.unread[0].reason


def test_of_the_oldest_kind_without_its_hidden_sheet():
    document = open_source(xls([["项目", "数"], ["甲", 1.0]]), "a.xls")
    assert document.blocks

    with pytest.raises(Exception, match="没有文字"):
        open_source(xls([["项目", "数"], ["甲", 1.0]], hidden=True), "a.xls")
