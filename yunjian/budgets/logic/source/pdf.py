"""PDF with a text layer: ruled tables as grids, all other text as lines whose spacing shows where words stood."""

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice, pairwise
from statistics import median

import pdfplumber
from pdfminer.layout import LTPage
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfpage import PDFPage
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from yunjian.kernel.money import parse_number

from ..disclosure import Place, Unread, Unreadable
from .captions import blocks_of
from .columns import Ranged, aligned
from .document import Grid, Line
from .furniture import kept, running
from .grids import Spot, join_wrapped, quoted
from .letters import Run, Sheet, fields_of, rows, sheet, text_of
from .limits import Limits
from .ruling import Lattice, lattices

_DAMAGED = "PDF 文件已损坏或没有下载完整（{}）。请重新从原处取得文件后上传。"
_LOSSES = ("Data-loss", "Cannot render", "Not adding object", "Execute called")
_SCANNED = "PDF 里只有图片，没有文字层，可能是扫描件；这里不做文字识别。请上传由 Word 或 Excel 直接导出的 PDF。"


@dataclass(slots=True)
class _Text:
    """A line of a page outside its tables."""

    runs: list[Run]
    line: int = 0

    @property
    def y(self) -> float:
        return self.runs[0].y


@dataclass(slots=True)
class _Page:
    """What was taken from a page; its layout is gone by then."""

    number: int
    texts: list[_Text] = field(default_factory=list)
    tables: list[tuple[float, list[Line | Grid]]] = field(default_factory=list)


def blocks(data: bytes, limits: Limits) -> tuple[list[Line | Grid], list[Unread], int]:
    """The text and tables of all pages, what was not read, and the number of pages."""
    unread: list[Unread] = []
    if b"%%EOF" not in data[-2048:]:
        unread.append(Unread("PDF 文件的结尾不完整，可能没有下载完。", Place()))
    with _complaints() as complaints:
        pages = _pages(_layouts(data, limits), limits, unread)
    if complaints:
        unread.append(Unread(f"PDF 有{len(complaints)}处损坏，可能没有读全。", quoted(Place(), complaints[0])))
    found: list[Line | Grid] = []
    heads = running([[text_of(text.runs) for text in page.texts] for page in pages])
    margin = _margin(pages)
    free: list[Ranged] = []
    for page in pages:
        for part in _of_page(page, heads, margin):
            if isinstance(part, Ranged):
                free.append(part)
            else:
                found.extend(aligned(free, limits))
                free = []
                found.extend(part)
    found.extend(aligned(free, limits))
    return found, unread, len(pages)


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What the library says it had to leave out; it goes on where a stream or a string is damaged."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    handler.addFilter(lambda record: record.getMessage().startswith(_LOSSES))
    logger = logging.getLogger("pdfminer")
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)


def _layouts(data: bytes, limits: Limits) -> Iterator[LTPage]:
    """The layout of each page in turn, let go before the next; the library's many errors as sentences."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as book:
            count = sum(1 for _ in islice(PDFPage.create_pages(book.doc), limits.pages + 1))
            if count > limits.pages:
                raise Unreadable(f"PDF 超过{limits.pages}页。请只上传一份预决算公开文件，或分开上传。")
            if not count:
                raise Unreadable(_DAMAGED.format("里面没有一页"))
            for page in book.pages:
                yield page.layout
                page.close()
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect):
            raise Unreadable("PDF 文件加了密码。请去掉密码后重新上传。") from error
        raise Unreadable(_DAMAGED.format("读不出它的结构")) from error
    except (PDFException, PSException, ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        raise Unreadable(_DAMAGED.format("读不出它的结构")) from error


def _pages(layouts: Iterator[LTPage], limits: Limits, unread: list[Unread]) -> list[_Page]:
    """What is taken from each page."""
    pages: list[_Page] = []
    letters = unmapped = cells = 0
    for number, layout in enumerate(layouts, start=1):
        drawn = sheet(layout)
        letters += drawn.letters
        unmapped += drawn.unmapped
        unread.extend(_doubts(drawn, number))
        page = _page(drawn, number, limits)
        cells += sum(b.width * len(b.rows) for _, found in page.tables for b in found if isinstance(b, Grid))
        limits.check_cells(cells)
        pages.append(page)
    if not letters:
        raise Unreadable(_SCANNED)
    if unmapped * 3 > letters:
        raise Unreadable("PDF 的字体没有文字对照表，文字取不出来。请上传由 Word 或 Excel 重新导出的 PDF。")
    return pages


def _doubts(drawn: Sheet, number: int) -> Iterator[Unread]:
    place = Place(page=number)
    if not drawn.letters and drawn.pictures > 0.05:
        yield Unread("这一页只有图片，没有文字，不做文字识别。", place)
    elif not drawn.letters:  # the library gives up a damaged stream without a word
        yield Unread("这一页没有读出文字：是空白页，或者已损坏。", place)
    elif drawn.pictures > 0.25:
        yield Unread("这一页有大幅图片，图片里的文字没有读。", place)
    if drawn.unmapped:
        yield Unread(f"这一页有{drawn.unmapped}个字没有文字对照，取不出来。", place)
    if drawn.turned.strip():
        yield Unread("斜排的文字（可能是水印）没有读。", quoted(place, drawn.turned))


def _page(drawn: Sheet, number: int, limits: Limits) -> _Page:
    """Letters in ruled tables to their cells, the rest to lines."""
    page = _Page(number)
    free = drawn.runs
    for lattice in lattices(drawn.across, drawn.down):
        held: dict[int, list[Run]] = {}
        outside: list[Run] = []
        for run in free:
            cell = lattice.cell((run.x0 + run.x1) / 2, run.y)
            if cell is None:
                outside.append(run)
            else:
                held.setdefault(cell, []).append(run)
        if len(held) >= 2:
            page.tables.append((lattice.ys[0], _grid(lattice, held, number, limits)))
            free = outside
    page.texts = [_Text(line) for line in rows(free)]
    _number_lines(page.texts)
    return page


def _number_lines(texts: Sequence[_Text]) -> None:
    """Count the lines of a page, an empty one where the gap to the line above leaves room for it."""
    pitches = [low.y - high.y for high, low in pairwise(texts)]
    usual = median(pitches) if pitches else 1.0
    at = 0
    for index, text in enumerate(texts):
        wide = index and pitches[index - 1] > max(1.7 * usual, 2.2 * text.runs[0].size)
        at += 2 if wide else 1
        text.line = at


def _grid(lattice: Lattice, held: dict[int, list[Run]], number: int, limits: Limits) -> list[Line | Grid]:
    """A ruled table as a grid; a row whose cells hold several figures each was ruled for several, and is parted."""
    lines = {cell: rows(runs) for cell, runs in held.items()}
    spots: list[Spot] = []
    shift = 0
    for row in range(len(lattice.ys) - 1):
        cells = [cell for cell, span in enumerate(lattice.spans) if span[0] == row]
        parts = _parts([lines[cell] for cell in cells if cell in lines and lattice.spans[cell][2] == 1])
        for cell in cells:
            _, column, height, width = lattice.spans[cell]
            if len(parts) > 1 and height == 1:
                for line in lines.get(cell, ()):
                    at = max(i for i, y in enumerate(parts) if i == 0 or line[0].y > y - line[0].size * 0.4)
                    spots.append(Spot(row + shift + at, column, text_of(line), 1, width))
            else:
                text = join_wrapped(text_of(line) for line in lines.get(cell, ()))
                spots.append(Spot(row + shift, column, text, height, width))
        shift += len(parts) - 1 if len(parts) > 1 else 0
    return blocks_of(spots, Place(page=number), limits)


def _parts(cells: Sequence[list[list[Run]]]) -> list[float]:
    """Where the rows inside one ruled row stand: two cells at least hold two figures or more, one above the other."""
    figures = [[line[0].y for line in cell if parse_number(text_of(line)) is not None] for cell in cells]
    several = [ys for ys in figures if len(ys) > 1]
    if len(several) < 2:
        return []
    longest = max((cell for cell in cells), key=len)
    return [line[0].y for line in longest]


def _margin(pages: Sequence[_Page]) -> float:
    """Where lines of running text begin."""
    starts = [
        min(text.runs[0].x0 for text in page.texts if len(text_of(text.runs)) > 20)
        for page in pages
        if any(len(text_of(text.runs)) > 20 for text in page.texts)
    ]
    return median(starts) if starts else min((t.runs[0].x0 for page in pages for t in page.texts), default=0.0)


def _of_page(page: _Page, heads: set[str], margin: float) -> Iterator[Ranged | list[Line | Grid]]:
    """A page's lines and tables from the top."""
    keep = kept([text_of(text.runs) for text in page.texts], heads)
    texts = [text for text, wanted in zip(page.texts, keep, strict=True) if wanted]
    for top, found in page.tables:
        yield from (_ranged(text, page.number, margin) for text in texts if text.y < top)
        texts = [text for text in texts if text.y >= top]
        yield found
    yield from (_ranged(text, page.number, margin) for text in texts)


def _ranged(text: _Text, number: int, margin: float) -> Ranged:
    first = text.runs[0]
    indent = " " * max(0, round((first.x0 - margin) / (first.size / 2)))
    return Ranged((fields_of(text.runs),), Place(page=number, line=text.line), indent + text_of(text.runs))
