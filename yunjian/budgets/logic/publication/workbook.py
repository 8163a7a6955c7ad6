"""The composed disclosure as an Excel workbook: one sheet a table, the text on sheets before and after."""

import io
import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from .blocks import Block, Board, Composition, Contents, Heading, Slot

_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})*\.\d\d")
_FORBIDDEN = re.compile(r"[\\/*?:\[\]]")
_LINE = Side(style="thin")
_BORDER = Border(_LINE, _LINE, _LINE, _LINE)
_TEXT_WIDTH = 100


def xlsx(composition: Composition, *, at: datetime, only_tables: bool = False) -> bytes:
    """The workbook; ``only_tables`` leaves the text out: a form to fill figures in."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = composition.title, composition.body
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    for title, blocks in _parts(composition):
        boards = [block for block in blocks if isinstance(block, Board)]
        if boards or not only_tables:
            _sheet(book.create_sheet(title), blocks, bool(boards))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _parts(composition: Composition) -> Iterable[tuple[str, list[Block]]]:
    """What stands on each sheet."""
    parts: list[tuple[str, list[Block]]] = [("说明", [])]
    for block in composition.blocks:
        if isinstance(block, Heading):
            if block.where.startswith("sheet:"):
                parts.append((_name(block), []))
            elif block.where == "other" and block.level == 2:
                parts.append(("其他情况", []))
            elif block.where == "projects":
                parts.append(("项目说明", []))
        if not (isinstance(block, Heading) and block.where == "tables"):
            parts[-1][1].append(block)
    return parts


def _name(block: Heading) -> str:
    number = block.where.partition(":")[2]
    return f"表{number} {_FORBIDDEN.sub('', block.text)}"[:31]


def _sheet(sheet: Any, blocks: list[Block], has_table: bool) -> None:
    at = 1
    for block in blocks:
        if isinstance(block, Board):
            _board(sheet, at, block)
            at += len(block.rows)
            continue
        lines = [entry.text for entry in block.entries] if isinstance(block, Contents) else [block.text]
        for line in lines:
            cell = sheet.cell(at, 1, line)
            cell.data_type = "s"  # words are words, whatever sign they begin with
            cell.alignment = Alignment(wrap_text=not has_table, vertical="top")
            if isinstance(block, Heading):
                cell.font = Font(bold=True, size=16 - 2 * block.level + 2)
            at += 1
    if not has_table:
        sheet.column_dimensions["A"].width = _TEXT_WIDTH


def _board(sheet: Any, top: int, board: Board) -> None:
    for row, column, slot in board.spots():
        cell = sheet.cell(top + row, column + 1)
        _fill(cell, slot, row in board.totals)
        if slot.rows > 1 or slot.columns > 1:
            sheet.merge_cells(
                start_row=top + row,
                start_column=column + 1,
                end_row=top + row + slot.rows - 1,
                end_column=column + slot.columns,
            )
    for column in range(board.width):
        widest = max((len(s.text) for _, c, s in board.spots() if c == column and s.columns == 1), default=4)
        labels = column == board.label_column
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(widest * (2 if labels else 1.2) + 2, 60)
    sheet.freeze_panes = sheet.cell(top + board.header, 1)
    sheet.print_title_rows = f"{top}:{top + board.header - 1}"


def _fill(cell: Any, slot: Slot, is_total: bool) -> None:
    """Amounts as numbers that print as they should, all else as text."""
    if slot.kind == "amount" and _AMOUNT.fullmatch(slot.text):
        cell.value = Decimal(slot.text.replace(",", ""))
        cell.number_format = "#,##0.00"
    elif slot.text:
        cell.value = slot.text
        cell.data_type = "s"
    across = {"head": "center", "amount": "right"}.get(slot.kind, "left")
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=slot.kind == "head")
    cell.border = _BORDER
    if is_total:
        cell.font = Font(bold=True)
