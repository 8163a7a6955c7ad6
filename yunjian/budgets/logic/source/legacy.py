"""Workbooks of Excel 97 to 2003 (.xls): values and merged ranges, without number formats."""

import io
from datetime import date, datetime
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ..disclosure import Place, Unread, Unreadable
from .document import Grid, Line
from .limits import Limits
from .workbook import Sheet, of_sheet

_SAVE_AS = "请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"


def blocks(data: bytes, limits: Limits) -> tuple[list[Line | Grid], list[Unread]]:
    """The visible sheets in their order."""
    damaged = f"旧版 Excel 文件读不出来，可能已损坏或加了密码。{_SAVE_AS}"
    try:
        return _blocks(CalamineWorkbook.from_filelike(io.BytesIO(data)), limits)
    except CalamineError as error:
        raise Unreadable(damaged) from error
    except BaseException as error:  # the library is Rust: where it panics, no Exception comes
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable(damaged) from error


def _blocks(book: CalamineWorkbook, limits: Limits) -> tuple[list[Line | Grid], list[Unread]]:
    found: list[Line | Grid] = []
    unread = [Unread("旧版 Excel 文件（.xls）不带数字格式，金额按存储的数值读出。", Place())]
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            unread.append(Unread(f"工作表“{about.name}”不是表格（图表或宏），没有读。", Place(sheet=about.name)))
        elif about.visible != SheetVisibleEnum.Visible:
            unread.append(Unread(f"工作表“{about.name}”是隐藏的，没有读。", Place(sheet=about.name)))
        else:
            found.extend(of_sheet(_sheet(book, about.name, limits), limits))
    return found, unread


def _sheet(book: CalamineWorkbook, name: str, limits: Limits) -> Sheet:
    source = book.get_sheet_by_name(name)
    if source.height * source.width > limits.cells:
        limits.check_columns(source.width, f"工作表“{name}”")
        limits.check_cells(source.height * source.width)
    rows = source.to_python(skip_empty_area=False)
    decimals = max((_decimals(value) for row in rows for value in row if isinstance(value, float)), default=0)
    sheet = Sheet(name)
    for number, row in enumerate(rows, start=1):
        cells = {column: text for column, value in enumerate(row, start=1) if (text := _text(value, decimals))}
        if cells:
            sheet.rows[number] = cells
    for (top, left), (bottom, right) in source.merged_cell_ranges or ():
        sheet.merges.append((top + 1, left + 1, bottom + 1, right + 1))
    return sheet


def _decimals(value: float) -> int:
    return max(0, -int(Decimal(repr(value)).normalize().as_tuple().exponent)) if value == value else 0


def _text(value: object, decimals: int) -> str:
    """A value as it was most likely printed: amounts of a sheet that has cents all have cents."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if value == int(value):
            return str(int(value))
        return f"{Decimal(repr(value)):,.2f}" if decimals == 2 else f"{Decimal(repr(value)):f}"
    if isinstance(value, (datetime, date)):
        return f"{value.year}年{value.month}月{value.day}日"
    return " ".join(str(value).split("\n")).strip()
