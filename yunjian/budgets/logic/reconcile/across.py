"""What must agree between tables."""

from collections.abc import Iterator

from ..disclosure import Figure, Row, Section
from ..finding import Finding
from .desk import Desk, cell, total_of, yuan
from .rounding import rounded
from .rule import NotApplicable, Rule, rule
from .within import bare, is_main

_EQUAL = "表{left}{left_label}{stated}与表{right}{right_label}{expected}应当相等，相差{difference}。请核对两表。"


def agree(
    rule: Rule, left: int, left_label: str, one: Figure | None, right: int, right_label: str, other: Figure | None
) -> Iterator[Finding]:
    """The finding where two amounts that must be the same are not; a blank against an amount differs too."""
    if not (one or other) or yuan(one) == yuan(other):
        return
    if one and other and one.printed.compare(other.printed).value == "rounding":
        yield rounded(f"表{left}{left_label}与表{right}{right_label}", one, other)
        return
    at = one or other
    assert at is not None  # noqa: S101
    yield rule.finds(
        at.place,
        stated=yuan(one),
        expected=yuan(other),
        measure="yuan",
        other=other.place if other else None,
        left=left,
        left_label=left_label,
        right=right,
        right_label=right_label,
    )


@rule(
    "BUD-X001",
    "收支总额三表一致",
    severity="error",
    basis="budget_identities BUD-X001",
    explain="表1支出总计=表2合计=表3合计。",
    says=_EQUAL,
)
def GRAND_TOTALS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    first = total_of(desk.section(1, "expenditure"))
    looked = False
    for number, label in ((2, "合计"), (3, "合计")):
        if desk.has(number):
            looked = True
            yield from agree(rule, 1, "收支总计", first, number, label, total_of(desk.section(number)))
    if not looked:
        raise NotApplicable("没有读到表2、表3")


@rule(
    "BUD-X002",
    "表1与表3各类支出一致",
    severity="error",
    basis="budget_identities BUD-X002",
    explain="表1每一类支出=表3同名的类。",
    says=_EQUAL,
)
def CLASSES(desk: Desk, rule: Rule) -> Iterator[Finding]:
    first, third = desk.section(1, "expenditure"), desk.section(3)
    classes = {row.label.strip(): row for row in third.rows if row.code and "-" not in row.code}
    if not classes:
        raise NotApplicable("表3没有类级科目")
    seen = set()
    for row in first.rows:
        if row.is_total or not is_main(row):
            continue
        name = bare(row.label)
        seen.add(name)
        one, other = cell(first, row), cell(third, classes.get(name))
        yield from agree(rule, 1, f"“{name}”", one, 3, f"“{name}”", other)
    for name, row in classes.items():
        if name not in seen:
            yield from agree(rule, 1, f"“{name}”", None, 3, f"“{name}”", cell(third, row))


@rule(
    "BUD-X003",
    "财政拨款收支一致",
    severity="error",
    basis="budget_identities BUD-X003",
    explain="表1财政拨款收入=表4收入总计=表4支出总计。",
    says=_EQUAL,
)
def APPROPRIATION(desk: Desk, rule: Rule) -> Iterator[Finding]:
    first = desk.section(1, "income")
    grant = next((row for row in first.rows if is_main(row) and "财政拨款" in row.label), None)
    if grant is None:
        raise NotApplicable("表1没有财政拨款收入一行")
    income = total_of(desk.section(4, "income"))
    yield from agree(rule, 1, "财政拨款收入", cell(first, grant), 4, "收入总计", income)


@rule(
    "BUD-X005",
    "表4三本预算与表5至表7一致",
    severity="error",
    basis="budget_identities BUD-X005",
    explain="表4支出总计的一般公共预算、政府性基金预算、国有资本经营预算三列，分别等于表5、表6、表7的合计。",
    says=_EQUAL,
)
def THREE_BUDGET_TABLES(desk: Desk, rule: Rule) -> Iterator[Finding]:
    section = desk.section(4, "expenditure")
    for column, number in (("general", 5), ("fund", 6), ("capital", 7)):
        if section.index(column) is None or number not in {t.number for t in desk.tables}:
            continue
        title = section.columns[section.index(column) or 0].title
        stated = section.figure(section.total, column)
        yield from agree(rule, 4, f"支出总计“{title}”", stated, number, "合计", total_of(desk.section(number)))


@rule(
    "BUD-X006",
    "表3与表5逐行一致",
    severity="error",
    basis="budget_identities BUD-X006",
    explain="全部支出都由一般公共预算安排时，表3每一科目每一列等于表5同一科目。",
    says=_EQUAL,
)
def SAME_ROWS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    third, fifth = desk.section(3), desk.section(5)
    if desk.has(6) or desk.has(7) or _other_income(desk):
        raise NotApplicable("支出不全由一般公共预算安排")
    rows = {row.code: row for row in fifth.rows if row.code}
    for row in third.rows:
        if row.code:
            yield from _same_row(rule, third, row, fifth, rows.get(row.code))
    known = {row.code for row in third.rows}
    for code, row in rows.items():
        if code not in known:
            yield from agree(rule, 3, f"“{row.label}”", None, 5, f"“{row.label}”", cell(fifth, row))


def _same_row(rule: Rule, third: Section, one: Row, fifth: Section, other: Row | None) -> Iterator[Finding]:
    for column in third.columns:
        at = f"“{one.label}”{column.title}"
        yield from agree(rule, 3, at, third.figure(one, column.key), 5, at, fifth.figure(other, column.key))


def _other_income(desk: Desk) -> bool:
    if not desk.has(2):
        return False
    section = desk.section(2)
    return any(yuan(section.figure(section.total, key)) for key in ("business", "operation", "other"))


@rule(
    "BUD-X007",
    "基本支出与经济分类表一致",
    severity="error",
    basis="budget_identities BUD-X007",
    explain="表5基本支出合计=表8合计。",
    says=_EQUAL,
)
def BASIC_BY_ECONOMY(desk: Desk, rule: Rule) -> Iterator[Finding]:
    if not desk.has(8):
        raise NotApplicable("没有读到表8")
    basic = total_of(desk.section(5), "basic")
    yield from agree(rule, 5, "基本支出合计", basic, 8, "合计", total_of(desk.section(8)))


PAIRS = (
    (("208-05-05",), ("301-08",), "基本养老保险缴费"),
    (("208-05-06",), ("301-09",), "职业年金缴费"),
    (("221-02-01",), ("301-13",), "住房公积金"),
    (("210-11-01", "210-11-02", "210-11-03", "210-11-99"), ("301-10", "301-11", "301-14"), "基本医疗保险缴费"),
)


@rule(
    "BUD-X008",
    "社保与公积金两表一致",
    severity="warning",
    basis="budget_identities BUD-X008",
    explain="表5养老保险、职业年金、医疗保险、住房公积金的基本支出，等于表8相应经济科目。",
    says="表5{what}（{functions}）基本支出{stated}与表8（{economies}）{expected}相差{difference}。"
    "两处通常相等，请核对是否漏列或列错科目。",
)
def INSURANCES(desk: Desk, rule: Rule) -> Iterator[Finding]:
    fifth, eighth = desk.section(5), desk.section(8)
    functional = {row.code: fifth.figure(row, "basic") for row in fifth.rows if row.code}
    economic = {row.code: eighth.figure(row, "total") for row in eighth.rows if row.code}
    for functions, economies, what in PAIRS:
        left = [figure for code in functions if (figure := functional.get(code))]
        right = [figure for code in economies if (figure := economic.get(code))]
        if not left or not right:
            continue
        stated = sum((f.yuan for f in left), 0 * left[0].yuan)
        expected = sum((f.yuan for f in right), 0 * stated)
        room = sum((f.printed.tolerance for f in (*left, *right)), 0 * stated)
        if abs(stated - expected) > room:
            yield rule.finds(
                left[0].place,
                stated=stated,
                expected=expected,
                measure="yuan",
                other=right[0].place,
                what=what,
                functions="、".join(code for code in functions if functional.get(code)),
                economies="、".join(code for code in economies if economic.get(code)),
            )


@rule(
    "BUD-X009",
    "“三公”经费与经济分类表",
    severity="error",
    basis="budget_identities BUD-X009",
    explain="表9公务接待、出国、用车运行、用车购置不少于表8相应经济科目（项目支出中还可能另有安排）。",
    says={
        "": "表9{what}{stated}少于表8“{label}”{expected}，相差{difference}。"
        "“三公”经费应当包含基本支出中的这一部分，请核对。",
        "more": "表9{what}{stated}多于表8“{label}”{expected}，多出{difference}。如由项目支出安排属正常，请确认。",
    },
)
def THREE_PUBLIC_PARTS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    eighth, ninth = desk.section(8), desk.section(9)
    if not ninth.rows:
        raise NotApplicable("表9没有数据行")
    economic = {row.code: row for row in eighth.rows if row.code}
    parts = (
        ("abroad", ("302-12",), "因公出国（境）费"),
        ("reception", ("302-17",), "公务接待费"),
        ("vehicle_running", ("302-31",), "公务用车运行费"),
        ("vehicle_purchase", ("310-13", "309-13"), "公务用车购置费"),
    )
    for key, codes, what in parts:
        stated = ninth.figure(ninth.rows[-1], key)
        rows = [economic[code] for code in codes if code in economic]
        found = [figure for row in rows if (figure := cell(eighth, row))]
        if stated is None or not found:
            continue
        expected = sum((figure.yuan for figure in found), 0 * stated.yuan)
        if abs(stated.yuan - expected) <= stated.printed.tolerance:
            continue
        more = stated.yuan > expected
        yield rule.finds(
            stated.place,
            sentence="more" if more else "",
            severity="note" if more else None,
            stated=stated.yuan,
            expected=expected,
            measure="yuan",
            other=found[0].place,
            what=what,
            label=rows[0].label,
        )
