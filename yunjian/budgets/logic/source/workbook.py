"""Excel workbooks: each sheet's cells as printed, merged ranges, and what is hidden or was never calculated."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from ..disclosure import Place, Unread, Unreadable
from ..uncollected import uncollected
from .archive import Archive, attribute, local
from .captions import blocks_of
from .document import Grid, Line
from .formats import BUILT_IN, printed
from .grids import Spot, quoted
from .limits import Limits

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_NAMED = re.compile(r"[一-鿿]{2}")
_ANY_SHEET = re.compile(r"Sheet\d*|工作表\d*", re.IGNORECASE)


@dataclass(slots=True)
class Sheet:
    """The cells of one sheet that say something, by row and column from 1, and its merged ranges."""

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # first row, column, last row, column
    unread: list[Unread] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Book:
    """What the sheets of a workbook share."""

    strings: list[str]
    formats: list[str]
    since_1904: bool


@uncollected
def blocks(archive: Archive, limits: Limits) -> tuple[list[Line | Grid], list[Unread]]:
    """The visible sheets in their order."""
    tree = archive.tree("xl/workbook.xml")
    if tree is None:
        raise Unreadable("文件里没有 Excel 工作簿。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。")
    parts = archive.relations("xl/workbook.xml")
    since_1904 = any(local(e) == "workbookPr" and attribute(e, "date1904") in ("1", "true") for e in tree)
    book = _Book(_strings(archive), _formats(archive.tree("xl/styles.xml")), since_1904)
    found: list[Line | Grid] = []
    unread: list[Unread] = []
    for element in tree.iter():
        if local(element) != "sheet":
            continue
        name = attribute(element, "name") or ""
        relation = next((v for key, v in element.attrib.items() if key.endswith("}id")), "")
        content = archive.part(parts.get(relation, ""))
        if content is None or "worksheets/" not in parts[relation]:
            unread.append(Unread(f"工作表“{name}”不是表格（图表或宏），没有读。", Place(sheet=name)))
        elif attribute(element, "state") in ("hidden", "veryHidden"):
            unread.append(Unread(f"工作表“{name}”是隐藏的，没有读。", Place(sheet=name)))
        else:
            sheet = _read(name, content, book, limits)
            found.extend(of_sheet(sheet, limits))
            unread.extend(sheet.unread)
    return found, unread


def of_sheet(sheet: Sheet, limits: Limits) -> list[Line | Grid]:
    """A sheet's tables, with the titles above and the notes below them as lines."""
    if not sheet.rows:
        return []
    last = max(sheet.rows)
    merges = [merge for merge in sheet.merges if sheet.rows.get(merge[0], {}).get(merge[1])]
    limits.check_cells(sum(min(bottom, last) - top + 1 for top, _, bottom, _ in merges))
    covered = {row for top, _, bottom, _ in merges for row in range(top, min(bottom, last) + 1)}
    used = sorted(sheet.rows.keys() | covered)
    first = min(column for row in sheet.rows.values() for column in row)
    at: dict[int, int] = {}  # the row of the sheet → the row of the grid
    lines: list[int] = []
    for row in used:
        if lines and row > lines[-1] + 1:
            lines.append(lines[-1] + 1)  # one blank row stands for a gap of any height
        at[row] = len(lines)
        lines.append(row)
    spans = _spans(sheet, merges, at)
    spots = [
        Spot(at[row], column - first, text, *spans.get((row, column), (1, 1)))
        for row, cells in sheet.rows.items()
        for column, text in (sorted(cells.items()) if len(cells) > 1 else cells.items())
    ]
    found = blocks_of(spots, Place(sheet=sheet.name, line=lines[0]), limits, lines, gaps=False)
    if found and isinstance(found[0], Grid) and _NAMED.search(sheet.name) and not _ANY_SHEET.fullmatch(sheet.name):
        found.insert(0, Line(sheet.name, Place(sheet=sheet.name, quote=sheet.name), heading=2))
    return found


def _spans(
    sheet: Sheet, merges: list[tuple[int, int, int, int]], at: dict[int, int]
) -> dict[tuple[int, int], tuple[int, int]]:
    """How far each merged cell reaches over rows and columns in use."""
    widest = max(column for row in sheet.rows.values() for column in row)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, right in merges:
        rows = at[min(bottom, max(at))] - at[top] + 1 if bottom > top else 1
        spans[top, left] = (rows, max(1, min(right, widest) - left + 1))
    return spans


def _strings(archive: Archive) -> list[str]:
    """The workbook's shared strings; readings printed above Chinese words are left out."""
    tree = archive.tree("xl/sharedStrings.xml")
    return [] if tree is None else [_string(item) for item in tree]


def _string(item: etree._Element) -> str:
    if len(item) == 1 and str((only := item[0]).tag).endswith("}t"):  # the usual case
        return only.text or ""
    parts = []
    for child in item:
        name = local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(t.text or "" for t in child if local(t) == "t")
    return "".join(parts)


def _formats(tree: etree._Element | None) -> list[str]:
    """The number format of each cell style."""
    own: dict[str, str] = {}
    numbers: list[str] = []
    for element in tree if tree is not None else ():
        if local(element) == "numFmts":
            own = {attribute(e, "numFmtId") or "": attribute(e, "formatCode") or "General" for e in element}
        elif local(element) == "cellXfs":
            numbers = [attribute(e, "numFmtId") or "0" for e in element]
    return [own.get(n) or BUILT_IN.get(int(n) if n.isdigit() else 0, "General") for n in numbers]


def _read(name: str, content: bytes, book: _Book, limits: Limits) -> Sheet:
    """One sheet, row by row; nothing of what is only styled is kept."""
    sheet = Sheet(name)
    hidden_columns: list[tuple[int, int]] = []
    hidden: dict[str, dict[int, str]] = {"行": {}, "列": {}}
    count = 0
    for element in _elements(name, content):
        kind = local(element)
        if kind == "col" and attribute(element, "hidden") in ("1", "true"):
            hidden_columns.append((int(element.get("min") or 1), int(element.get("max") or 1)))
        elif kind == "mergeCell":
            sheet.merges.extend(_range(element.get("ref") or ""))
        elif kind == "row":
            cells = _cells(element, sheet, book)
            count += len(cells)
            limits.check_cells(count)
            number = int(element.get("r") or 0) or max(sheet.rows, default=0) + 1
            _keep(sheet, number, cells, element.get("hidden") in ("1", "true"), hidden_columns, hidden)
            if (kept := sheet.rows.get(number)) and max(kept) - min(kept) >= limits.columns:
                limits.check_columns(max(kept) - min(kept) + 1, f"工作表“{name}”第{number}行")
            element.clear()
    for what, cells in hidden.items():
        if cells:
            [line] = [min(cells)] if what == "行" else [0]
            column = min(cells) if what == "列" else 0
            place = quoted(Place(sheet=name, line=line, column=column), cells[min(cells)])
            sheet.unread.append(Unread(f"工作表“{name}”里隐藏的{len(cells)}{what}没有读。", place))
    return sheet


def _keep(
    sheet: Sheet,
    number: int,
    cells: dict[int, str],
    is_hidden: bool,
    hidden_columns: list[tuple[int, int]],
    hidden: dict[str, dict[int, str]],
) -> None:
    """Put a row's cells where they belong: to the sheet, or to what is hidden."""
    if is_hidden:
        if cells:
            hidden["行"][number] = " ".join(cells.values())
        return
    for column, text in list(cells.items()) if hidden_columns else ():
        if any(first <= column <= last for first, last in hidden_columns):
            hidden["列"].setdefault(column, text)
            del cells[column]
    if cells:
        sheet.rows[number] = cells


def _elements(name: str, content: bytes) -> Iterator[etree._Element]:
    """The rows, columns and merged ranges of a sheet as they come."""
    wanted = ("{*}row", "{*}col", "{*}mergeCell")
    try:
        for _, element in etree.iterparse(
            io.BytesIO(content),
            tag=wanted,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        ):
            yield element
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            f"工作表“{name}”已损坏：第{error.lineno or 1}行不是完整的 XML。请用 Excel 或 WPS 打开后另存为新文件再上传。"
        ) from error


def _cells(row: etree._Element, sheet: Sheet, book: _Book) -> dict[int, str]:
    """The cells of a row that say something, by their columns."""
    cells: dict[int, str] = {}
    column = 0
    for cell in row:
        reference = cell.get("r")
        column = _column(reference) if reference else column + 1
        text, doubt = _text(cell, book)
        if doubt:
            formula = next((f"={child.text or ''}" for child in cell if local(child) == "f"), "")
            place = Place(sheet=sheet.name, line=int(row.get("r") or 0), column=column)
            sheet.unread.append(Unread(doubt, quoted(place, text or formula)))
        if text and not text.isspace():
            if not text.isprintable():
                text = " ".join(text.replace("\u00a0", " ").strip().splitlines())
            cells[column] = text
    return cells


def _text(cell: etree._Element, book: _Book) -> tuple[str, str]:
    """What a cell prints, and what is to be said against it."""
    kind = cell.get("t", "n")
    stored, is_computed = None, False
    for child in cell:
        name = str(child.tag)[-2:]
        if name == "}v":
            stored = child.text or ("" if kind == "str" else None)
        elif name == "}f":
            is_computed = True
        elif kind == "inlineStr" and name == "is":
            return _string(child), ""
    if stored is None:
        return "", "公式没有算出的结果，单元格按空白读。请打开后重新计算并保存。" if is_computed else ""
    if kind == "s":
        index = int(stored) if stored.isdigit() else -1
        return (book.strings[index], "") if 0 <= index < len(book.strings) else ("", "单元格指向的文字不存在。")
    if kind == "b":
        return ("是" if stored == "1" else "否"), ""
    if kind == "n":
        text, exact = printed(stored, _format(cell, book), since_1904=book.since_1904)
        return text, "" if exact else "单元格的数字格式特殊，按存储的数值读出。"
    return stored, f"单元格是出错的公式（{stored}）。" if kind == "e" else ""


def _format(cell: etree._Element, book: _Book) -> str:
    style = cell.get("s") or "0"
    return book.formats[int(style)] if style.isdigit() and int(style) < len(book.formats) else "General"


def _column(reference: str) -> int:
    """The column of a reference such as ``AB12``; 1 where it is none."""
    return _column_named(reference.rstrip("0123456789"))


@lru_cache(maxsize=4096)
def _column_named(letters: str) -> int:
    number = 0
    for letter in letters if letters.isascii() and letters.isupper() and len(letters) <= 3 else "A":
        number = number * 26 + ord(letter) - 64
    return number


def _range(reference: str) -> Iterator[tuple[int, int, int, int]]:
    first, _, last = reference.partition(":")
    begins, ends = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if begins and ends:
        yield int(begins.group(2)), _column(begins.group(1)), int(ends.group(2)), _column(ends.group(1))
