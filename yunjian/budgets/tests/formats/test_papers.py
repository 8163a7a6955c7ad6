"""A PDF is read as it is printed."""

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from yunjian.budgets.logic.source import Grid, Line, open_source

from . import paper
from .description import Paragraph, board


class Sheet:
    """A page drawn by hand."""

    def __init__(self, **options) -> None:
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=A4, **options)
        self.canvas.setFont(paper.FONT, 10)

    def say(self, x: float, y: float, text: str) -> "Sheet":
        self.canvas.drawString(x, y, text)
        return self

    def rule(self, xs: list[float], ys: list[float]) -> "Sheet":
        self.canvas.grid(xs, ys)
        return self

    def open(self):
        self.canvas.save()
        return open_source(self.stream.getvalue(), "a.pdf")


def cells(grid: Grid) -> list[list[str]]:
    return [["<" if cell is None else cell.text for cell in row] for row in grid.rows]


def test_with_a_figure_wider_than_its_cell_whole():
    sheet = Sheet().rule([100, 160, 190, 300], [600, 620, 640])
    sheet.say(105, 626, "项目").say(163, 626, "数").say(200, 626, "备注")
    sheet.say(105, 606, "收入").say(150, 606, "36,864,854.48").say(230, 606, "甲")

    [grid] = sheet.open().blocks

    assert cells(grid)[1] == ["收入", "36,864,854.48", "甲"]


def test_with_rows_parted_where_only_columns_are_ruled():
    sheet = Sheet().rule([100, 200, 300, 400], [500, 620, 640])
    sheet.say(105, 626, "项目").say(205, 626, "合计").say(305, 626, "基本")
    for row, (name, total, basic) in enumerate([("甲", "3.00", "1.00"), ("乙", "4.00", ""), ("丙", "5.00", "2.00")]):
        sheet.say(105, 600 - 20 * row, name).say(205, 600 - 20 * row, total).say(305, 600 - 20 * row, basic)

    [grid] = sheet.open().blocks

    assert cells(grid) == [
        ["项目", "合计", "基本"],
        ["甲", "3.00", "1.00"],
        ["乙", "4.00", ""],
        ["丙", "5.00", "2.00"],
    ]


def test_on_pages_turned_or_written_sideways():
    for turn in (90, 270):
        sheet = Sheet()
        sheet.canvas.setPageRotation(turn)
        sheet.canvas.translate(*((0, 842) if turn == 270 else (595, 0)))
        sheet.canvas.rotate(-90 if turn == 270 else 90)
        sheet.canvas.setFont(paper.FONT, 10)
        sheet.rule([100, 200, 300], [400, 420, 440]).say(105, 426, "项目").say(205, 426, "数")
        upright = sheet.say(105, 406, "收入").say(205, 406, "1.00").open()

        sheet = Sheet()
        sheet.canvas.translate(*((0, 842) if turn == 270 else (595, 0)))
        sheet.canvas.rotate(-90 if turn == 270 else 90)
        sheet.canvas.setFont(paper.FONT, 10)
        sheet.rule([100, 200, 300], [400, 420, 440]).say(105, 426, "项目").say(205, 426, "数")
        sideways = sheet.say(105, 406, "收入").say(205, 406, "1.00").open()

        for document in (upright, sideways):
            assert [cells(block) for block in document.blocks] == [[["项目", "数"], ["收入", "1.00"]]]


def test_without_a_watermark_which_is_listed():
    sheet = Sheet().say(100, 700, "正文照录")
    sheet.canvas.rotate(45)
    sheet.canvas.setFont(paper.FONT, 40)
    sheet.canvas.drawString(400, 200, "内部资料")

    document = sheet.open()

    assert [block.text for block in document.blocks] == ["正文照录"]
    assert [unread.place.quote for unread in document.unread] == ["内部资料"]


def test_with_letters_printed_twice_for_weight_once():
    assert [b.text for b in Sheet().say(100, 700, "部门预算").say(100.3, 700, "部门预算").open().blocks] == ["部门预算"]


def test_with_the_spacing_of_its_words():
    [line] = Sheet().say(100, 700, "编制部门：某局").say(300, 700, "单位：元").open().blocks

    assert line.text.split() == ["编制部门：某局", "单位：元"]
    assert "          " in line.text


def test_with_paragraphs_told_by_indent_and_gap():
    text = "某某区示范局承担政务服务和数据管理的有关工作。" * 6
    document = open_source(paper.pdf((Paragraph(text), Paragraph(text)), wide=False), "a.pdf")

    starts = [index for index, line in enumerate(document.blocks) if line.text.startswith("    某")]

    assert len(starts) == 2
    assert "".join(line.text.strip() for line in document.blocks) == text * 2
    assert all(isinstance(line, Line) and line.wraps for line in document.blocks)


def test_without_page_numbers_and_running_heads():
    text = tuple(Paragraph(f"第{i}段某某区示范局承担政务服务和数据管理的有关工作。" * 3) for i in range(60))

    document = open_source(paper.pdf(text, head="某某区2026年部门预算"), "a.pdf")

    assert document.source.pages > 2
    assert not [b for b in document.blocks if "2026年部门预算" in b.text or b.text.strip().startswith("-")]


def test_with_empty_cells_and_merged_ones():
    table = board("甲 | < | 乙", "^ | | 1.00", "丙 | 丁 | 2.00", "戊 | | ")

    [grid] = open_source(paper.pdf((table,)), "a.pdf").blocks

    assert cells(grid)[2:] == [["丙", "丁", "2.00"], ["戊", "", ""]]
