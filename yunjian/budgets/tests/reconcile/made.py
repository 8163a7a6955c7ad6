"""A small disclosure made by hand, in which everything adds up."""

from dataclasses import replace
from decimal import Decimal

from yunjian.budgets.logic.disclosure import (
    TABLE_KINDS,
    Column,
    Disclosure,
    Figure,
    NoteSection,
    Place,
    ProjectNote,
    Row,
    Section,
    Source,
    Table,
)
from yunjian.kernel.money import MoneyUnit, Printed

YEAR = 2026
BODY = "松江区样例局"
COLUMNS = {
    2: ("total", "appropriation", "business", "operation", "other"),
    3: ("total", "basic", "project"),
    5: ("total", "basic", "project"),
    6: ("total", "basic", "project"),
    7: ("total", "basic", "project"),
    8: ("total", "staff", "running"),
    9: ("total", "abroad", "reception", "vehicles", "vehicle_purchase", "vehicle_running", "operating"),
}
# code, name, basic, project
FUNCTIONS = (
    ("201", "一般公共服务支出", "900.00", "5000000.00"),
    ("201-41", "数据事务", "900.00", "5000000.00"),
    ("201-41-01", "行政运行", "900.00", None),
    ("201-41-02", "一般行政管理事务", None, "5000000.00"),
    ("208", "社会保障和就业支出", "150.00", None),
    ("208-05", "行政事业单位养老支出", "150.00", None),
    ("208-05-05", "机关事业单位基本养老保险缴费支出", "100.00", None),
    ("208-05-06", "机关事业单位职业年金缴费支出", "50.00", None),
)
ECONOMIES = (
    ("301", "工资福利支出", "850.00", None),
    ("301-01", "基本工资", "700.00", None),
    ("301-08", "机关事业单位基本养老保险缴费", "100.00", None),
    ("301-09", "职业年金缴费", "50.00", None),
    ("302", "商品和服务支出", None, "200.00"),
    ("302-01", "办公费", None, "150.00"),
    ("302-17", "公务接待费", None, "50.00"),
)


SECTIONS = tuple(
    NoteSection(number, name, "写明了。", Place(line=2000 + number))
    for number, name in enumerate(("概述", "依据", "主体", "方案", "周期", "预算安排", "绩效目标"), 1)
)


def printed(text: str | None, unit: MoneyUnit = MoneyUnit.YUAN) -> Printed | None:
    return None if text is None else Printed(Decimal(text), unit)


def figure(text: str | None, place: Place, unit: MoneyUnit = MoneyUnit.YUAN) -> Figure | None:
    amount = printed(text, unit)
    return None if amount is None else Figure(amount, place._replace(quote=text or ""))


def row(table: int, at: int, code: str, label: str, *amounts: str | None, total: bool = False) -> Row:
    figures = tuple(
        figure(a, Place(line=table * 100 + at, table=table, row=at, column=c)) for c, a in enumerate(amounts)
    )
    return Row(code, label, figures, Place(line=table * 100 + at, table=table, row=at, quote=label), is_total=total)


def plus(*amounts: str | None) -> str | None:
    present = [Decimal(a) for a in amounts if a is not None]
    return f"{sum(present, Decimal(0)):.2f}" if present else None


def _columns(keys: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(key, key) for key in keys)


def _table(number: int, *sections: Section, notes: tuple[str, ...] = ()) -> Table:
    return Table(
        number, TABLE_KINDS[number - 1], f"{YEAR}年表{number}", BODY, YEAR, MoneyUnit.YUAN,
        Place(line=number * 100, table=number), sections, notes, Place(line=number * 100, table=number),
    )  # fmt: skip


def _pairs(number: int, rows: tuple, columns: tuple[str, ...]) -> Table:
    made = [row(number, at, code, name, plus(a, b), a, b) for at, (code, name, a, b) in enumerate(rows, 1)]
    sums = [plus(*(r[k] for r in rows if "-" not in r[0])) for k in (2, 3)]
    made.append(row(number, len(rows) + 1, "", "合计", plus(*sums), *sums, total=True))
    return _table(number, Section("", _columns(columns), tuple(made)))


def tables() -> tuple[Table, ...]:
    """Nine tables: 900 + 150 of basic and 5,000,000 of project expenditure."""
    total = "5001050.00"
    income = Section("income", _columns(("amount",)), (
        row(1, 1, "", "一、财政拨款收入", total), row(1, 2, "", "1. 一般公共预算资金", total),
        row(1, 3, "", "2. 政府性基金", None), row(1, 4, "", "二、事业收入", None),
        row(1, 9, "", "收入总计", total, total=True)))  # fmt: skip
    spending = Section("expenditure", _columns(("amount",)), (
        row(1, 1, "", "一、一般公共服务支出", "5000900.00"), row(1, 2, "", "二、国防支出", None),
        row(1, 7, "", "七、社会保障和就业支出", "150.00"),
        row(1, 9, "", "支出总计", total, total=True)))  # fmt: skip
    grants = Section("income", _columns(("amount",)), (
        row(4, 1, "", "一、一般公共预算资金", total), row(4, 9, "", "收入总计", total, total=True)))  # fmt: skip
    granted = Section("expenditure", _columns(("total", "general", "fund", "capital")), (
        row(4, 1, "", "一、一般公共服务支出", "5000900.00", "5000900.00", None, None),
        row(4, 7, "", "七、社会保障和就业支出", "150.00", "150.00", None, None),
        row(4, 9, "", "支出总计", total, total, None, None, total=True)))  # fmt: skip
    second = [row(2, at, c, n, plus(a, b), plus(a, b), None, None, None) for at, (c, n, a, b) in enumerate(FUNCTIONS)]
    second.append(row(2, 99, "", "合计", total, total, None, None, None, total=True))
    empty = [_table(n, Section("", _columns(COLUMNS[n]), (row(n, 1, "", "合计", None, None, None, total=True),)),
                    notes=("注：本部门没有这类收入，也没有这类支出，故本表无数据。",))
             for n in (6, 7)]  # fmt: skip
    return (
        _table(1, income, spending),
        _table(2, Section("", _columns(COLUMNS[2]), tuple(second))),
        _pairs(3, FUNCTIONS, COLUMNS[3]),
        _table(4, grants, granted),
        _pairs(5, FUNCTIONS, COLUMNS[5]),
        *empty,
        _pairs(8, ECONOMIES, COLUMNS[8]),
        _table(9, Section("", _columns(COLUMNS[9]),
                          (row(9, 1, "", "", "50.00", "0.00", "50.00", "0.00", "0.00", "0.00", "200.00"),))),
    )  # fmt: skip


def note(title: str, wan: str, at: int, unit: MoneyUnit = MoneyUnit.WAN) -> ProjectNote:
    place = Place(line=2000 + at * 10, quote=wan)
    return ProjectNote(
        title=title, place=place, sections=SECTIONS, overview_name=title, allocation_name=title,
        amount=figure(wan, place, unit), parts=(), period_start=None, period_end=None, implementer=BODY,
        payment_kind="per_contract", payments=(), citations=(), mentions=(),
    )  # fmt: skip


def disclosure() -> Disclosure:
    notes = (note("平台运维项目", "156.36", 1), note("旗舰店项目", "98.60", 2), note("网络租用项目", "245.04", 3))
    source = Source("made.txt", "text", "0" * 64, 1)
    return Disclosure("budget", YEAR, BODY, f"{BODY}{YEAR}年部门预算", source, tables=tables(), projects=notes)


def with_figure(made: Disclosure, table: int, label: str, column: str, amount: str, side: str = "") -> Disclosure:
    """The same with one cell changed, everywhere else left alone."""

    def change(section: Section) -> Section:
        if section.side != side:
            return section
        at = section.index(column) or 0
        rows = []
        for old in section.rows:
            if old.label != label:
                rows.append(old)
                continue
            figures = list(old.figures)
            figures[at] = figure(amount, old.place._replace(column=at))
            rows.append(replace(old, figures=tuple(figures)))
        return replace(section, rows=tuple(rows))

    changed = tuple(
        replace(t, sections=tuple(change(s) for s in t.sections)) if t.number == table else t for t in made.tables
    )
    return replace(made, tables=changed)
