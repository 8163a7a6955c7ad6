"""A disclosure that was read, as a description to write it again in another format."""

from collections.abc import Iterable

from yunjian.budgets.logic.disclosure import Section, Table
from yunjian.budgets.logic.source import Document, Grid
from yunjian.budgets.tests.formats.description import Board, Description, Entry, Heading, Paragraph, Slot


def document_described(document: Document) -> Description:
    """The blocks of a document as they stand, with its headings and grids."""
    found: list[Heading | Entry | Paragraph | Board] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            rows = tuple(
                tuple(Slot(cell.text, cell.rows, cell.columns) if cell else None for cell in row) for row in block.rows
            )
            found.append(Board(rows, header=1))
        elif block.heading == 7:
            found.append(Entry(block.text.strip()))
        elif block.heading:
            found.append(Heading(block.text.strip(), min(block.heading, 3)))
        else:
            found.append(Paragraph(block.text.strip()))
    return tuple(found)


def with_tables(tables: Iterable[Table]) -> Description:
    """Tables that were read, in the usual print with their blank cells."""
    found: list[Heading | Entry | Paragraph | Board] = []
    for table in tables:
        found += [Heading(table.title, 2), Paragraph(f"编制部门：{table.body}"), Paragraph(f"单位：{table.unit.value}")]
        found.append(board_of(table))
        found += [Paragraph(note) for note in table.notes]
    return tuple(found)


def board_of(table: Table) -> Board:
    """A table in the usual print."""
    if len(table.sections) == 2:
        return _two_sided(table)
    [section] = table.sections
    head: list[list[str]] = [["类", "款", "项", "科目名称"] + [c.title for c in section.columns]]
    rows = head
    if table.kind.endswith("three_public"):
        rows = [[c.title for c in section.columns]]
        rows += [_amounts(section, index) for index in range(len(section.rows))]
    else:
        for index, row in enumerate(section.rows):
            parts = [*row.code.split("-"), "", "", ""][:3]
            label = ["合计", "", "", ""] if row.is_total else [*parts, row.label]
            rows.append(label + _amounts(section, index))
    return _board(rows, 1)


def _two_sided(table: Table) -> Board:
    left, right = table.sections
    rows = [["本年收入", *[""] * len(left.columns), "本年支出", *[""] * len(right.columns)]]
    rows.append(["项目", *[c.title or "预算数" for c in left.columns], "项目", *[c.title for c in right.columns]])
    for index in range(max(len(left.rows), len(right.rows))):
        rows.append([*_side(left, index), *_side(right, index)])
    return _board(rows, 2)


def _side(section: Section, index: int) -> list[str]:
    """The row of one side; the totals rows of both sides stand in the last line."""
    if index >= len(section.rows):
        return [""] * (len(section.columns) + 1)
    return [section.rows[index].label, *_amounts(section, index)]


def _amounts(section: Section, index: int) -> list[str]:
    row = section.rows[index]
    return [
        "/" if at in row.dash else f"{figure.printed.value:,}" if figure else ""
        for at, figure in enumerate(row.figures)
    ]


def _board(rows: list[list[str]], header: int) -> Board:
    return Board(tuple(tuple(Slot(word) for word in row) for row in rows), header)
