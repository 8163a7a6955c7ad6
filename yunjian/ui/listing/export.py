"""Any rows under a table's columns as CSV or Excel, streamed, safe to open."""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import FileResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from yunjian.kernel.spreadsheets import inert

if TYPE_CHECKING:
    from .table import Column

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BOM = "\ufeff"


class _Line:
    """A place for csv to write to that hands the line back."""

    def write(self, text: str) -> str:
        return text


def export_csv(columns: Iterable["Column"], rows: Iterable[Any], name: str) -> StreamingHttpResponse:
    """A CSV file, line by line: UTF-8 with a mark Excel understands, no cell a formula."""
    response = StreamingHttpResponse(_lines(tuple(columns), rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = _attachment(f"{name}.csv")
    return response


def _lines(columns: tuple["Column", ...], rows: Iterable[Any]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BOM + writer.writerow([str(column.title) for column in columns])
    for row in rows:
        yield writer.writerow([_plain(column.of(row)) for column in columns])


def _plain(value: Any) -> str:
    """A cell as text; figures stay figures, a text that a spreadsheet would calculate is quoted."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int | float | date):
        return str(value)
    return inert(_CONTROL.sub("", str(value)))


def export_xlsx(columns: Iterable["Column"], rows: Iterable[Any], name: str) -> FileResponse:
    """An Excel file, written row by row to a temporary file; figures as numbers, texts never as formulas."""
    columns = tuple(columns)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    sheet.freeze_panes = "A2"
    head = [WriteOnlyCell(sheet, value=str(column.title)) for column in columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, column, column.of(row)) for column in columns])
    file = tempfile.TemporaryFile()  # noqa: SIM115  FileResponse closes it
    book.save(file)
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=kind)


def _cell(sheet: Any, column: "Column", value: Any) -> Any:
    if isinstance(value, datetime):
        value = value.isoformat(sep=" ", timespec="seconds")
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]  # openpyxl writes Decimal exactly
        cell.number_format = {"money": "#,##0.00", "share": "0.0%"}.get(column.kind, "General")
        return cell
    cell = WriteOnlyCell(sheet, value=_CONTROL.sub("", str(value))[:32_767])
    cell.data_type = "s"
    return cell


def _attachment(name: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-") or "list"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
