"""A document written in every format reads back to the same headings, words, cells and figures."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from yunjian.budgets.logic.source import Grid, Line, open_source

from . import office, paper, plain, web
from .description import Board, Description, Heading, Paragraph, Slot, board

TABLE = board(
    "项目 | < | < | 支出预算 | < | < | <",
    "功能分类科目编码 | < | < | 功能分类科目名称 | 合计 | 基本支出 | 项目支出",
    "类 | 款 | 项 | ^ | ^ | ^ | ^",
    "201 | | | 一般公共服务支出 | 8,950,796.31 | 3,644,486.31 | 5,306,310.00",
    "201 | 41 | | 数据事务 | 8,950,796.31 | 3,644,486.31 | 5,306,310.00",
    "201 | 41 | 01 | 行政运行 | 3,644,486.31 | 3,644,486.31 |",
    "201 | 41 | 02 | 一般行政管理事务 | 5,306,310.00 | | 5,306,310.00",
    "合计 | | | | 8,950,796.31 | 3,644,486.31 | 5,306,310.00",
    header=3,
)
DOCUMENT: Description = (
    Heading("某某区2026年区级部门预算", 1),
    Paragraph("预算主管部门：某某区示范局"),
    Heading("2026年部门预算编制说明", 2),
    Paragraph("2026年，某某区示范局收入预算895.079631万元，其中：财政拨款收入895.079631万元；事业收入0.00万元。" * 2),
    Heading("2026年部门支出预算总表", 2),
    Paragraph("编制部门：某某区示范局"),
    Paragraph("单位：元"),
    TABLE,
    Paragraph("注：本表按功能分类科目列示，与收支预算总表的支出合计一致，没有其他需要说明的事项。"),
)
SPANNED = {
    "html": web.html,
    "docx": office.docx,
    "xlsx": office.xlsx,
    "xlsx, one sheet": lambda d: office.xlsx(d, one_sheet=True),
    "pdf": paper.pdf,
    "pdf, narrow": lambda d: paper.pdf(d, wide=False),
}
FLAT = {"tabbed": plain.tabbed, "markdown": plain.markdown}
# Where only position tells columns apart, a word centred over several stands somewhere among them.
PLACED = {
    "kept, letters": lambda d: plain.kept(d, wide=False),
    "kept, half widths": plain.kept,
    "kept, GBK": lambda d: plain.kept(d, encoding="gb18030"),
    "pdf, not ruled": lambda d: paper.pdf(d, ruled=False),
}


def grids(data: bytes, name: str = "file") -> list[Grid]:
    return [block for block in open_source(data, name).blocks if isinstance(block, Grid)]


def words(data: bytes) -> str:
    return "".join("".join(b.text.split()) for b in open_source(data, "file").blocks if isinstance(b, Line))


def matrix(grid: Grid) -> list[list[str]]:
    return [["".join(cell.text.split()) if cell else "" for cell in row] for row in grid.rows]


def assert_same_columns(grid: Grid, table: Board) -> None:
    """The figures' rows are the same; header words are all there, those over one column in that column.

    A header cell that spans rows is set between them: it may stand on a line of its own.
    """
    found = matrix(grid)
    height = len(table.rows) - table.header
    assert found[-height:] == table.matrix[table.header :]
    header = found[:-height]
    assert sorted(w for row in header for w in row if w) == sorted(
        w for row in table.matrix[: table.header] for w in row if w
    )
    for row, column, slot in table.spots:
        if row < table.header and slot.columns == 1:
            assert slot.text in [words[column] for words in header]


@pytest.mark.parametrize("name", SPANNED)
def test_keeps_cells_and_spans(name):
    [grid] = grids(SPANNED[name](DOCUMENT))

    assert matrix(grid) == TABLE.matrix
    spans = {(c.place.row - 1, c.place.column - 1): (c.rows, c.columns) for row in grid.rows for c in row if c}
    assert spans == {(r, c): (slot.rows, slot.columns) for r, c, slot in TABLE.spots}


@pytest.mark.parametrize("name", FLAT)
def test_keeps_cells(name):
    [grid] = grids(FLAT[name](DOCUMENT))

    assert matrix(grid) == TABLE.matrix


@pytest.mark.parametrize("name", PLACED)
def test_keeps_what_stands_in_one_column(name):
    [grid] = grids(PLACED[name](DOCUMENT))

    assert_same_columns(grid, TABLE)


@pytest.mark.parametrize("name", [*SPANNED, *FLAT, *PLACED])
def test_keeps_the_words_around_the_table(name):
    write = {**SPANNED, **FLAT, **PLACED}[name]

    expected = "".join("".join(b.text.split()) for b in DOCUMENT if not isinstance(b, Board))

    assert words(write(DOCUMENT)) == expected


def test_loses_only_what_a_lost_layout_loses():
    document = open_source(plain.lost(DOCUMENT), "a.txt")

    assert not [b for b in document.blocks if isinstance(b, Grid)]
    assert "201 41 01 行政运行 3,644,486.31 3,644,486.31" in [b.text for b in document.blocks]
    assert all(b.wraps for b in document.blocks)


def test_splits_a_long_table_over_pages_with_its_header():
    rows = [TABLE.rows[0], TABLE.rows[1], TABLE.rows[2], *[TABLE.rows[5]] * 120]
    found = grids(paper.pdf((Board(tuple(rows), 3),), head="某某区2026年部门预算"))

    assert len(found) > 2
    assert [grid.place.page for grid in found] == list(range(1, len(found) + 1))
    assert all(matrix(grid)[:3] == TABLE.matrix[:3] for grid in found)
    assert sum(len(grid.rows) - 3 for grid in found) == 120


_LABELS = st.text("预算支出收入合计费购置公务接待机关运行教育医疗住房", min_size=2, max_size=8)
_AMOUNTS = st.one_of(st.just(""), st.integers(0, 10**11).map(lambda cents: f"{cents / 100:,.2f}"))


@st.composite
def tables(draw) -> Board:
    """A table as budgets have them: a header with merged cells, labels, figures and blanks."""
    width, height = draw(st.integers(2, 6)), draw(st.integers(3, 8))
    heads = draw(st.lists(_LABELS, min_size=width + 2, max_size=width + 2, unique=True))
    first = [Slot(heads[0]), Slot(heads[1], 1, width), *[None] * (width - 1)]
    second = [Slot(head) for head in heads[1:]]
    rows: list[list[Slot | None]] = [first, second]
    for _ in range(height):
        amounts = draw(st.lists(_AMOUNTS, min_size=width, max_size=width).filter(any))
        rows.append([Slot(draw(_LABELS)), *[Slot(amount) for amount in amounts]])
    return Board(tuple(tuple(row) for row in rows), 2)


@pytest.mark.parametrize("name", [*SPANNED, *FLAT, *PLACED])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables())
def test_reads_any_table_back(name, table):
    # Where only blanks tell the columns apart, one without a figure may be taken for a part of its neighbour.
    assume(
        name not in PLACED or all(any(row[column].text for row in table.rows[2:]) for column in range(1, table.width))
    )

    [grid] = grids({**SPANNED, **FLAT, **PLACED}[name]((Heading("某表"), table)))

    if name in PLACED:
        assert matrix(grid)[-len(table.rows) + 1 :] == table.matrix[1:]
    else:
        assert matrix(grid) == table.matrix
