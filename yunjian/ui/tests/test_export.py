"""An export of a list."""

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import openpyxl

from yunjian.ui.listing import Column, export_csv, export_xlsx


@dataclass(frozen=True)
class Line:
    title: str
    amount: Decimal | None
    day: date | None = None


COLUMNS = (Column("title", "名称"), Column("amount", "金额", "money"), Column("day", "日期", "date"))
LINES = [
    Line("云资源", Decimal("1234567.80"), date(2026, 1, 5)),
    Line('=HYPERLINK("http://x")', Decimal("-3.00")),
    Line("-1+2", None),
    Line("坏\x00字\x07", Decimal(0)),
]


def test_is_csv_that_excel_reads_as_utf_8():
    response = export_csv(COLUMNS, LINES, "项目")
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff名称,金额,日期\r\n云资源,1234567.80,2026-01-05\r\n")
    assert "filename*=UTF-8''%E9%A1%B9%E7%9B%AE.csv" in response["Content-Disposition"]


def test_never_holds_a_formula():
    text = b"".join(export_csv(COLUMNS, LINES, "x").streaming_content).decode()
    assert "\"'=HYPERLINK(" in text
    assert "\r\n'-1+2," in text
    assert ",-3.00," in text  # a figure stays a figure


def test_is_excel_with_figures_as_numbers_and_texts_as_texts():
    response = export_xlsx(COLUMNS, iter(LINES), "项目")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.iter_rows())
    response.close()
    assert [cell.value for cell in rows[0]] == ["名称", "金额", "日期"]
    assert rows[1][1].value == 1234567.8
    assert rows[1][1].number_format == "#,##0.00"
    assert rows[2][0].data_type == "s"
    assert rows[2][0].value.startswith("=HYPERLINK")
    assert rows[4][0].value == "坏字"


def test_streams_row_by_row():
    taken = []

    def rows():
        for number in range(100_000):
            taken.append(number)
            yield Line(str(number), None)

    stream = iter(export_csv(COLUMNS, rows(), "x").streaming_content)
    next(stream)
    next(stream)
    assert len(taken) == 1
