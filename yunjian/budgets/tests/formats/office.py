"""Writers of Word documents and Excel workbooks."""

import io
import re

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from openpyxl import Workbook
from openpyxl.styles import Alignment

from .description import Board, Description, Entry, Heading, Paragraph, Slot

_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})*\.(\d+)")


def docx(description: Description) -> bytes:
    """A Word document with styles for headings and contents, and merged cells."""
    document = Document()
    for level in (1, 2, 3):
        document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
    document.sections[0].header.paragraphs[0].text = "页眉：内部稿 9,999.99"
    for block in description:
        if isinstance(block, Heading):
            document.add_heading(block.text, block.level)
        elif isinstance(block, Entry):
            document.add_paragraph(block.text, style=f"toc {block.level}")
        elif isinstance(block, Paragraph):
            document.add_paragraph(block.text)
        else:
            _word_table(document, block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _word_table(document, table: Board) -> None:
    made = document.add_table(rows=len(table.rows), cols=table.width)
    grid = [list(row.cells) for row in made.rows]
    for row, column, slot in table.spots:
        cell = grid[row][column]
        if slot.rows > 1 or slot.columns > 1:
            cell = cell.merge(grid[row + slot.rows - 1][column + slot.columns - 1])
        cell.text = slot.text


def xlsx(description: Description, *, one_sheet: bool = False) -> bytes:
    """A workbook: running text on a first sheet, each table on its own with what stands around it, or all on one."""
    book = Workbook()
    sheet = book.active
    sheet.title = "说明"
    at = 1
    blocks = list(description)
    for index, block in enumerate(blocks):
        if isinstance(block, Board):
            _sheet_table(sheet, at, block)
            at += len(block.rows) + 1
            continue
        if not one_sheet and _opens_table(blocks, index):
            sheet = book.create_sheet(f"表{len(book.worksheets)}")
            at = 1
        sheet.cell(at, 1, block.text)
        at += 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _opens_table(blocks: list, index: int) -> bool:
    """A heading with nothing but a table and its short lines after it, or the heading after a table."""
    if not isinstance(blocks[index], Heading):
        return False
    following = blocks[index + 1 : index + 4]
    table = next((i for i, block in enumerate(following) if isinstance(block, Board)), None)
    if table is not None:
        return all(isinstance(block, Paragraph) and len(block.text) < 30 for block in following[:table])
    return any(isinstance(block, Board) for block in blocks[max(0, index - 2) : index])


def _sheet_table(sheet, top: int, table: Board) -> None:
    for row, column, slot in table.spots:
        cell = sheet.cell(top + row, column + 1)
        _fill(cell, slot)
        if slot.rows > 1 or slot.columns > 1:
            sheet.merge_cells(
                start_row=top + row,
                start_column=column + 1,
                end_row=top + row + slot.rows - 1,
                end_column=column + slot.columns,
            )
            cell.alignment = Alignment(horizontal="center")


def _fill(cell, slot: Slot) -> None:
    """Amounts as numbers with the format that prints them, all else as text."""
    if found := _AMOUNT.fullmatch(slot.text):
        cell.value = float(slot.text.replace(",", ""))
        cell.number_format = "#,##0." + "0" * len(found.group(1))
    elif slot.text:
        cell.value = slot.text
