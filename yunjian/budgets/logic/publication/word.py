"""The composed disclosure as a Word document: real headings, a contents field, heads of tables that repeat."""

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table

from .blocks import Board, Composition, Contents, Entry, Heading, Paragraph

_FONT = "宋体"


def docx(composition: Composition, *, at: datetime) -> bytes:
    """The document; ``at`` is when it says it was made."""
    document = Document()
    _prepare(document)
    told = document.core_properties
    told.title, told.author, told.language, told.comments = composition.title, composition.body, "zh-CN", ""
    told.created = told.modified = at.replace(tzinfo=None)
    for block in composition.blocks:
        if isinstance(block, Heading):
            made = document.add_heading(block.text, block.level)
            made.paragraph_format.page_break_before = block.starts_page
        elif isinstance(block, Paragraph):
            made = document.add_paragraph(block.text)
            if block.is_indented:
                made.paragraph_format.first_line_indent = Pt(21)
        elif isinstance(block, Contents):
            _contents(document, block.entries)
        else:
            _table(document, block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _prepare(document: Any) -> None:
    """Fonts for Chinese, styles of contents lines, and the order to work page numbers out on opening."""
    for level in (1, 2):
        document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH).paragraph_format.left_indent = Pt(
            21 * (level - 1)
        )
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        style = document.styles[name]
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _FONT)
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    document.settings.element.append(update)


def _contents(document: Any, entries: tuple[Entry, ...]) -> None:
    """A contents field whose result is the list itself, for programs that do not work fields out."""
    paragraphs = [document.add_paragraph(entry.text, style=f"toc {entry.level}") for entry in entries]
    if not paragraphs:
        return
    first, last = paragraphs[0], paragraphs[-1]
    begin = [_field("begin"), _instruction(' TOC \\o "2-3" \\h \\z \\u '), _field("separate")]
    for run in reversed(begin):
        first._p.insert(1 if first._p.pPr is not None else 0, run)
    last._p.append(_field("end"))


def _field(kind: str) -> Any:
    run, mark = OxmlElement("w:r"), OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run.append(mark)
    return run


def _instruction(words: str) -> Any:
    run, text = OxmlElement("w:r"), OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = words
    run.append(text)
    return run


def _table(document: Any, board: Board) -> None:
    made = document.add_table(rows=len(board.rows), cols=board.width, style="Table Grid")
    grid = [list(row.cells) for row in made.rows]
    for row, column, slot in board.spots():
        cell = grid[row][column]
        if slot.rows > 1 or slot.columns > 1:
            cell = cell.merge(grid[row + slot.rows - 1][column + slot.columns - 1])
        cell.text = slot.text
        paragraph = cell.paragraphs[0]
        if slot.kind == "head":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif slot.kind == "amount":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for run in paragraph.runs:
            run.font.size = Pt(8)
            run.font.bold = row in board.totals or None
    _repeat_head(made, board.header)


def _repeat_head(made: Table, rows: int) -> None:
    for row in made.rows[:rows]:
        mark: Any = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(mark)
