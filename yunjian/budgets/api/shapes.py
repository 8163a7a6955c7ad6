"""What the API says of budgets: shapes that may grow but not shrink within a version."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

Kind = Literal["budget", "final"]
Yuan = Decimal


class DisclosureOut(Schema):
    """A disclosure with its headline amounts in yuan."""

    id: int
    unit: str
    unit_title: str
    year: int | None
    kind: str = Field(description=gettext_noop("budget 部门预算，final 部门决算；没有读出时为空"))
    period: str = Field(description=gettext_noop("网页地址的最后一段，例如 2026、2026-final"))
    edition: int | None = Field(description=gettext_noop("第几版；更正一次加一"))
    title: str
    body: str = Field(description=gettext_noop("文件上写的编制部门"))
    state: str = Field(
        description=gettext_noop("READ 现行，SUPERSEDED 已被更正；上传的还有 RECEIVED、READING、UNREADABLE、WITHDRAWN")
    )
    state_title: str
    reason: str = Field(description=gettext_noop("读不出来的原因"))
    file_name: str
    format: str
    size: int = Field(description=gettext_noop("原件字节数"))
    digest: str = Field(description=gettext_noop("原件的 SHA-256"))
    received_at: datetime
    read_at: datetime | None
    income: Yuan | None
    expenditure: Yuan | None
    basic: Yuan | None
    project: Yuan | None
    note_count: int
    note_total: Yuan


class TableSummaryOut(Schema):
    """One of the nine tables."""

    number: int
    kind: str
    title: str
    unit: str = Field(description=gettext_noop("表上写的金额单位"))
    is_empty: bool


class ColumnOut(Schema):
    key: str
    title: str


class CellOut(Schema):
    """A cell: as printed, and in yuan; null where it is blank or a stroke."""

    column: str
    printed: str
    yuan: Yuan | None
    is_inferred: bool = Field(description=gettext_noop("原文丢失空格，列是推断的"))


class RowOut(Schema):
    code: str
    label: str
    is_total: bool
    cells: list[CellOut]


class SectionOut(Schema):
    side: str = Field(description=gettext_noop("income 收入，expenditure 支出；单面的表为空"))
    columns: list[ColumnOut]
    rows: list[RowOut]


class TableOut(Schema):
    """A table as it was printed."""

    number: int
    kind: str
    title: str
    body: str
    unit: str
    is_empty: bool
    sections: list[SectionOut]
    notes: list[str]


class LineOut(Schema):
    """One amount of a table."""

    id: int
    side: str
    row: int
    code: str
    label: str
    is_total: bool
    column: str
    amount: Yuan
    printed: str


class NoteRowOut(Schema):
    """A project a disclosure explains."""

    number: int
    title: str
    amount: Yuan | None
    period_start: date | None
    period_end: date | None


class SectionTextOut(Schema):
    number: int
    title: str
    text: str


class NotePartOut(Schema):
    label: str
    printed: str


class PaymentOut(Schema):
    condition: str
    share: Decimal | None = Field(description=gettext_noop("占比，0 到 1"))
    printed: str
    due: str


class CitationOut(Schema):
    title: str
    number: str


class NoteOut(Schema):
    """A project as its disclosure explains it."""

    id: int
    disclosure: int
    unit: str
    year: int
    number: int
    title: str
    amount: Yuan | None
    printed: str
    period_start: date | None
    period_end: date | None
    implementer: str
    payment_kind: str
    sections: list[SectionTextOut]
    parts: list[NotePartOut]
    payments: list[PaymentOut]
    citations: list[CitationOut]


class PlaceOut(Schema):
    """Where something stands in the original."""

    page: int
    line: int
    sheet: str
    table: int
    row: int
    column: int
    quote: str


class JudgementOut(Schema):
    """What the officer says of a finding."""

    verdict: Literal["ACKNOWLEDGED", "FALSE_ALARM"]
    verdict_title: str
    words: str
    at: datetime


class FindingOut(Schema):
    """Something that does not add up."""

    disclosure: int
    number: int
    fingerprint: str
    code: str = Field(description=gettext_noop("规则代码"))
    rule: str
    severity: Literal["error", "warning", "note"]
    severity_title: str
    sentence: str
    place: PlaceOut
    other: PlaceOut | None
    stated: Decimal | None
    expected: Decimal | None
    difference: Decimal | None
    measure: str = Field(description=gettext_noop("yuan、count、percent 或空"))
    project: str
    judgement: JudgementOut | None


class StatementOut(Schema):
    """An amount the narrative states, beside the table's."""

    subject: str
    name: str
    sentence: str
    yuan: Yuan | None
    printed: str
    count: int | None
    table: int
    table_yuan: Yuan | None
    agrees: bool | None

    @staticmethod
    def of(stated: Any) -> dict[str, Any]:
        said, figure = stated.statement, stated.figure
        return {
            "subject": said.subject,
            "name": said.name,
            "sentence": said.sentence,
            "yuan": said.figure.yuan if said.figure else None,
            "printed": str(said.figure.printed) if said.figure else "",
            "count": said.count,
            "table": stated.table,
            "table_yuan": figure.yuan if figure else None,
            "agrees": stated.agrees,
        }


class YearOut(Schema):
    """A year's sums over all units, in yuan."""

    year: int
    kind: Kind
    units: int
    income: Yuan
    expenditure: Yuan
    basic: Yuan
    project: Yuan
    note_count: int


class CodeSumOut(Schema):
    """What all units together have under a code in one year, in yuan."""

    code: str
    label: str
    year: int
    kind: Kind
    amount: Yuan
