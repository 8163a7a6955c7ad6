"""A writer of PDF: ruled tables split over pages with their header repeated, page numbers, a running head."""

import io
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Text

from .description import Board, Description, Entry, Heading
from .description import Paragraph as Said

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
_BODY = ParagraphStyle("body", fontName=FONT, fontSize=10.5, leading=16, wordWrap="CJK", firstLineIndent=21)
_SHORT = ParagraphStyle("short", parent=_BODY, firstLineIndent=0)
_HEADING = ParagraphStyle("heading", parent=_SHORT, fontSize=15, leading=24, spaceBefore=18, alignment=1)
_CELL = ParagraphStyle("cell", fontName=FONT, fontSize=8, leading=10, wordWrap="CJK")


def pdf(
    description: Description, *, ruled: bool = True, head: str = "", wide: bool = True, encrypt: str | None = None
) -> bytes:
    """The document; without rules the columns are held by position alone."""
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream, pagesize=landscape(A4) if wide else A4, invariant=1, encrypt=encrypt, title="预算公开", topMargin=60
    )
    flow: list[Flowable] = []
    for block in description:
        if isinstance(block, Heading):
            flow.append(Text(escape(block.text), _HEADING))
        elif isinstance(block, Entry):
            flow.append(Text(escape(block.text), _SHORT))
        elif isinstance(block, Board):
            flow += [_table(block, ruled, document.width), Spacer(1, 12)]
        else:
            flow.append(Text(escape(block.text), _BODY if isinstance(block, Said) and len(block.text) > 20 else _SHORT))

    def furniture(canvas, page) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(page.pagesize[0] / 2, 28, f"- {canvas.getPageNumber()} -")
        if head:
            canvas.drawString(72, page.pagesize[1] - 30, head)

    document.build(flow, onFirstPage=furniture, onLaterPages=furniture)
    return stream.getvalue()


def _table(table: Board, ruled: bool, width: float) -> Table:
    style: list[tuple] = [("FONT", (0, 0), (-1, -1), FONT, 8), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    for row, column, slot in table.spots:
        end = (column + slot.columns - 1, row + slot.rows - 1)
        if end != (column, row):
            style += [("SPAN", (column, row), end), ("ALIGN", (column, row), end, "CENTER")]
        elif slot.text[:1].isdigit() and "." in slot.text:
            style.append(("ALIGN", (column, row), (column, row), "RIGHT"))
    longest = [1.0] * table.width
    for _, column, slot in table.spots:
        if slot.columns == 1:
            longest[column] = max(longest[column], pdfmetrics.stringWidth(slot.text, FONT, 8) + 14)
    scale = min(1.0, width / sum(longest))
    cells = [
        [Text(escape(word), _CELL) if ruled and scale < 1 and not word[:1].isdigit() else word for word in row]
        for row in table.matrix
    ]
    return Table(cells, [w * scale for w in longest], repeatRows=table.header, style=TableStyle(style))
