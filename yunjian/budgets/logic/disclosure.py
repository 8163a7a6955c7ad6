"""The structure of a departmental budget disclosure: what reading produces and checking works on.

No value ever changes: classes are frozen, or named tuples where thousands are made. Amounts are kept as printed
(``Printed``), with the place they stood in the source.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from yunjian.kernel.money import MoneyUnit, Printed

TABLE_KINDS = (
    "income_and_expenditure",  # 1 财务收支预算总表
    "income",  # 2 收入预算总表
    "expenditure",  # 3 支出预算总表
    "appropriation",  # 4 财政拨款收支预算总表
    "general_by_function",  # 5 一般公共预算支出功能分类预算表
    "fund_by_function",  # 6 政府性基金预算支出功能分类预算表
    "capital_by_function",  # 7 国有资本经营预算支出功能分类预算表
    "basic_by_economy",  # 8 一般公共预算基本支出部门预算经济分类预算表
    "three_public",  # 9 “三公”经费和机关运行经费预算表
)
FINAL_TABLE_KINDS = (
    "final_income_and_expenditure",
    "final_income",
    "final_expenditure",
    "final_appropriation",
    "final_general_by_function",
    "final_basic_by_economy",
    "final_three_public",
    "final_fund",
    "final_capital",
)


class Place(NamedTuple):
    """Where something stood: 1-based page (PDF) or line (text), sheet (Excel), table number, row and column.

    ``table`` is the number in the usual order (1 to 9) and 0 outside tables. ``row`` counts the rows of the table as
    read, headers included; ``column`` the grid columns. ``quote`` is what stood there, at most 120 characters.
    """

    page: int = 0
    line: int = 0
    sheet: str = ""
    table: int = 0
    row: int = 0
    column: int = 0
    quote: str = ""


class Figure(NamedTuple):
    """An amount as printed, and where."""

    printed: Printed
    place: Place

    @property
    def yuan(self) -> Decimal:
        return self.printed.yuan


@dataclass(frozen=True, slots=True)
class Column:
    """A column of amounts: a stable key and the header as printed.

    Keys: ``budget`` or ``final`` (the only column: 1, 4 income; 6 of final accounts); ``total`` with ``appropriation
    business operation other`` (2), ``basic project`` (3, 5, 6, 7), ``general fund capital`` (4 expenditure), ``staff
    running`` (8), ``abroad reception vehicles vehicle_purchase vehicle_running operating`` (9). Final accounts add
    ``superior affiliated`` (2), ``to_superior operation to_affiliated`` (3), ``budget_`` before the keys of 9 (7),
    ``opening income closing`` (8).
    """

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its code (``201-41-01``, ``""`` where it has none), its label, its cells in column order.

    ``dash`` holds the indexes of cells printed as ``/`` or ``—`` (not applicable), which differ from blank ones.
    """

    code: str
    label: str
    figures: tuple[Figure | None, ...]
    place: Place
    is_total: bool = False
    dash: tuple[int, ...] = ()
    # indexes of cells whose column had to be inferred because the source lost blank cells
    inferred: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One side of a table: ``side`` is ``income``, ``expenditure`` or, in one-sided tables, ``""``."""

    side: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def row(self, *, code: str = "", label: str = "") -> Row | None:
        """The first row with this code, or with this label where no code is given."""
        return next((r for r in self.rows if (r.code == code if code else r.label == label)), None)

    def index(self, column: str) -> int | None:
        """Where the column with this key stands, or None."""
        for at, found in enumerate(self.columns):
            if found.key == column:
                return at
        return None

    def figure(self, row: Row | None, column: str) -> Figure | None:
        """The row's amount in the column with this key."""
        at = self.index(column)
        return None if row is None or at is None or at >= len(row.figures) else row.figures[at]

    @property
    def total(self) -> Row | None:
        return next((r for r in reversed(self.rows) if r.is_total), None)


@dataclass(frozen=True, slots=True)
class Table:
    """One of the nine tables (``number`` 1 to 9, ``kind`` from TABLE_KINDS or FINAL_TABLE_KINDS)."""

    number: int
    kind: str
    title: str
    body: str  # 编制部门 as printed
    year: int
    unit: MoneyUnit
    unit_place: Place | None  # None where no 单位 line was printed
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    place: Place

    def section(self, side: str = "") -> Section | None:
        return next((s for s in self.sections if s.side == side), None)

    @property
    def is_empty(self) -> bool:
        return not any(f for s in self.sections for r in s.rows for f in r.figures)


Direction = Literal["increase", "decrease", "same", "none"]  # "none": 无上年数据


@dataclass(frozen=True, slots=True)
class Change:
    """A comparison with the year before, as stated: ``比2025年预算增加858.942381万元，增长10.11%``."""

    direction: Direction
    base_year: int | None
    amount: Figure | None
    percent: Decimal | None
    place: Place
    words: str = ""  # the words of direction as printed, in order: 增加 … 增长


@dataclass(frozen=True, slots=True)
class Statement:
    """One amount the narrative states of a known thing.

    ``subject`` is a stable key: ``income.total``, ``income.appropriation``, ``income.business``,
    ``income.operation``, ``income.other``, ``expenditure.total``, ``expenditure.appropriation``,
    ``expenditure.general``, ``expenditure.fund``, ``expenditure.capital``, ``function`` (with ``name`` the 科目),
    ``three_public.total|abroad|reception|vehicles|vehicle_purchase|vehicle_running``, ``operating`` (机关运行经费),
    ``procurement.total|goods|works|services|sme|micro``, ``performance.count|amount|large``, and in final accounts
    the same with the prefix ``final.`` (and, for what had been budgeted, the suffix ``.budgeted``).
    ``performance.count`` and ``.large`` are counts: ``count`` is set, not ``figure``; so are
    ``units.administrative|institution`` and ``assets.vehicles|general|special``. ``operating`` with the count 0 says
    that there is none. Also told: ``income.general|fund|capital|superior|affiliated|current``,
    ``expenditure.basic|project|operation|current`` (``current``: 本年收入, 本年支出). ``chapter`` is a chapter's kind,
    or ``table:1`` for the note below table 1.
    """

    subject: str
    name: str
    figure: Figure | None
    change: Change | None
    reason: str
    sentence: str
    place: Place
    chapter: str = ""
    count: int | None = None


class Mention(NamedTuple):
    """Any amount, percentage or count in running text, whether or not a Statement was made of it."""

    kind: Literal["amount", "percent", "count", "date", "document"]
    text: str
    place: Place
    figure: Figure | None = None
    number: Decimal | None = None
    measure: str = ""  # the unit of a count: 个, 家, 名, 台, 次, 条, …


class Citation(NamedTuple):
    """A cited document: its title without 《》, its document number (文号) as printed; either may be empty."""

    title: str
    number: str
    place: Place


@dataclass(frozen=True, slots=True)
class Payment:
    """One step of a payment schedule: on what condition, which share (0 to 1) or which amount, when."""

    condition: str
    share: Decimal | None
    amount: Figure | None
    due: str  # the time as printed: 2025年5月, 11月上旬, 每月, ""
    place: Place


PaymentKind = Literal["milestones", "fixed_dates", "lump_sum", "per_contract", "metered", "per_piece", "unspecified"]


@dataclass(frozen=True, slots=True)
class Part:
    """A component of a project's amount: ``工作餐补贴 35.52万元``."""

    label: str
    figure: Figure


class NoteSection(NamedTuple):
    """One of the seven sections of a project note; ``number`` 1 to 7."""

    number: int
    title: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ProjectNote:
    """A project's note (项目经费情况说明): seven sections and what they say."""

    title: str  # without 经费情况说明
    place: Place
    sections: tuple[NoteSection, ...]
    overview_name: str  # the name the first section begins with
    allocation_name: str  # the name in 年度预算安排
    amount: Figure | None
    parts: tuple[Part, ...]
    period_start: date | None
    period_end: date | None
    implementer: str
    payment_kind: PaymentKind
    payments: tuple[Payment, ...]
    citations: tuple[Citation, ...]
    mentions: tuple[Mention, ...]

    def section(self, number: int) -> NoteSection | None:
        return next((s for s in self.sections if s.number == number), None)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the document with its text, a paragraph a line; tables and project notes stand apart."""

    kind: str  # duties, organisation, glossary, narrative, other, "" for one not known
    title: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents list."""

    text: str
    level: int
    place: Place


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that stood in the document and could not be read, and why."""

    reason: str
    place: Place


class TextLine(NamedTuple):
    """A paragraph of running text as read, titles included, for the checks that go over the wording.

    ``chapter`` is ``cover``, ``contents``, a chapter's kind, ``table:1`` to ``table:9`` for titles and notes of tables,
    ``project:1``… for the project notes in their order.
    """

    text: str
    place: Place
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The file: its name, format (``text``, ``markdown``, ``html``, ``pdf``, ``docx``, ``xlsx``), SHA-256, extent."""

    name: str
    format: str
    digest: str
    size: int
    pages: int = 0
    lines: int = 0
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A whole disclosure: ``kind`` is ``budget`` (部门预算) or ``final`` (部门决算)."""

    kind: Literal["budget", "final"]
    year: int
    body: str  # the department: 上海市松江区数据局
    title: str
    source: Source
    contents: tuple[ContentsEntry, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    tables: tuple[Table, ...] = ()
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    projects: tuple[ProjectNote, ...] = ()
    lines: tuple[TextLine, ...] = field(default=(), repr=False)
    unread: tuple[Unread, ...] = ()

    def table(self, number: int) -> Table | None:
        """The table with this number in the usual order, wherever it stood."""
        return next((t for t in self.tables if t.number == number), None)

    def stated(self, subject: str) -> tuple[Statement, ...]:
        return tuple(s for s in self.statements if s.subject == subject)


class Unreadable(Exception):
    """The file cannot be read as a disclosure; the message is a sentence that says why and what to do."""
