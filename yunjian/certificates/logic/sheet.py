"""Rows of a CSV or Excel file nobody vouches for."""

import csv
import io

from yunjian.kernel import workbook
from yunjian.kernel.workbook import Cells

MOST_BYTES = 10 << 20
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 1000


def gettext_noop(text: str) -> str:
    """Marks a sentence for translation; the page says it in the reader's language."""
    return text


class SheetUnreadable(ValueError):
    """The file cannot be read; the sentence says why and what to do, its figures beside it."""

    def __init__(self, sentence: str, **values: object):
        super().__init__(sentence % values if values else sentence)
        self.sentence, self.values = sentence, values


def read(data: bytes, name: str) -> Cells:
    """The cells as texts, the heading first; empty rows left out."""
    if len(data) > MOST_BYTES:
        raise SheetUnreadable(gettext_noop("文件超过 10 MB，请分成几个文件。"))
    cells = _workbook(data) if name.lower().endswith((".xlsx", ".xls")) else _csv(data)
    rows = [[cell.strip() for cell in row] for row in cells if any(cell.strip() for cell in row)]
    if len(rows) > MOST_ROWS + 1:
        many = gettext_noop("文件有 %(rows)d 行，一次最多 %(most)d 行，请分成几个文件。")
        raise SheetUnreadable(many, rows=len(rows) - 1, most=MOST_ROWS)
    if len(rows) < 2:
        raise SheetUnreadable(gettext_noop("文件里没有内容：第一行写列名，从第二行起每行一张证照。"))
    if any(len(row) > MOST_COLUMNS for row in rows) or any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise SheetUnreadable(
            gettext_noop("有的行超过 %(columns)d 列，或者有的格子超过 %(longest)d 字。请对照模板检查。"),
            columns=MOST_COLUMNS, longest=LONGEST_CELL,
        )  # fmt: skip
    return rows


def _csv(data: bytes) -> Cells:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        try:
            return list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error:
            raise SheetUnreadable(gettext_noop("不是 CSV 格式：逗号分隔，引号要成对。")) from None
    raise SheetUnreadable(gettext_noop("无法识别文件的编码，请另存为 UTF-8 编码的 CSV，或者用 Excel（xlsx）。"))


def _workbook(data: bytes) -> Cells:
    found = workbook.cells(data)
    if found is None:
        raise SheetUnreadable(gettext_noop("这个 Excel 文件读不出来，请另存为 CSV 或新的 xlsx 再上传。"))
    return found
