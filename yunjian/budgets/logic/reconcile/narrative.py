"""What the narrative says against what the tables print, at the precision printed."""

from collections.abc import Iterator
from decimal import Decimal

from yunjian.kernel.money import Agreement

from ..disclosure import Figure, Row, Section, Statement
from ..finding import Finding
from .desk import Desk, cell, yuan
from .repair import other_unit
from .rounding import rounded
from .rule import BOTH, NotApplicable, Rule, amount, rule
from .subjects import in_tables, subject_name
from .units import WRONG_UNIT

_WHOLE = ("income.", "expenditure.", "three_public.")


@rule(
    "BUD-N001",
    "科目说明与表一致",
    severity="error",
    basis="budget_identities BUD-N001",
    explain="编制说明中每个科目的金额=表5同名项级科目；各科目之和=财政拨款支出预算。",
    says={
        "": "说明中“{name}”科目{stated_text}，表5为{table_text}，相差{difference}。请核对说明或表。",
        "unknown": "说明中的“{name}”科目在表5中找不到。请核对科目名称。",
        "uncovered": "表5“{name}”（{code}）{expected_text}，说明“主要内容”没有提到这个科目。请补写，或核对各科目之和。",
    },
    kinds=BOTH,
)
def FUNCTIONS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    stated = [s for s in desk.disclosure.statements if s.subject in ("function", "final.function") if s.figure]
    section = desk.section(5)
    if not stated:
        raise NotApplicable("说明中没有读到科目金额")
    leaves = _leaves(section)
    used: set[str] = set()
    for statement in stated:
        figure = statement.figure
        rows = leaves.get(_name(statement.name), []) or _any_level(section, statement.name)
        used.update(row.code for row in rows)
        if figure is None or _near(figure, section, rows):
            continue
        if not rows:
            yield rule.finds(statement.place, sentence="unknown", name=statement.name)
            continue
        yield from _differs(rule, statement, figure, _best(section, rows, figure), "表5")
    for rows in leaves.values():
        for row in rows:
            missing = cell(section, row)
            if row.code not in used and missing and missing.yuan:
                yield rule.finds(
                    stated[-1].place,
                    sentence="uncovered",
                    severity="warning",
                    other=missing.place,
                    name=row.label,
                    code=row.code,
                    expected_text=amount(missing.yuan),
                )


def _name(text: str) -> str:
    return text.strip().strip("“”\"'").replace("(", "（").replace(")", "）")


def _leaves(section: Section) -> dict[str, list[Row]]:
    """The rows no other row stands below, by name."""
    codes = {row.code for row in section.rows if row.code}
    parents = {code.rpartition("-")[0] for code in codes}
    leaves: dict[str, list[Row]] = {}
    for row in section.rows:
        if row.code and row.code not in parents and not row.is_total:
            leaves.setdefault(_name(row.label), []).append(row)
    return leaves


def _any_level(section: Section, name: str) -> list[Row]:
    return [row for row in section.rows if row.code and _name(row.label) == _name(name)]


def _near(figure: Figure, section: Section, rows: list[Row]) -> bool:
    """Whether one of the rows, or all of them together, say the amount exactly."""
    amounts = [yuan(cell(section, row)) for row in rows]
    return bool(rows) and (figure.yuan in amounts or figure.yuan == sum(amounts, Decimal(0)))


def _best(section: Section, rows: list[Row], figure: Figure) -> Figure | None:
    """The amount among rows of the same name that comes nearest."""
    found = [f for row in rows if (f := cell(section, row))]
    return min(found, key=lambda f: abs(f.yuan - figure.yuan)) if found else None


def _differs(rule: Rule, statement: Statement, stated: Figure, table: Figure | None, where: str) -> Iterator[Finding]:
    """A stated amount against the table's: rounding, the wrong unit, or simply another figure."""
    what = subject_name(statement)
    if table is not None and stated.printed.compare(table.printed) is Agreement.ROUNDING:
        yield rounded(f"说明中{what}", stated, table)
        return
    swapped = stated.printed.as_unit(other_unit(stated.printed.unit))
    if table is not None and stated.yuan and swapped.compare(table.printed) is not Agreement.DIFFERENT:
        yield WRONG_UNIT.finds(
            stated.place,
            sentence="statement",
            stated=stated.yuan,
            expected=table.yuan,
            measure="yuan",
            other=table.place,
            what=what,
            printed=stated.printed,
            table_amount=table.printed,
            meant=swapped,
            unit=swapped.unit.value,
        )
        return
    yield rule.finds(
        stated.place,
        stated=stated.yuan,
        expected=yuan(table),
        measure="yuan",
        other=table.place if table else None,
        name=statement.name or what,
        what=what,
        where=where,
        stated_text=stated.printed,
        table_text=table.printed if table else "空白",
    )


@rule(
    "BUD-N002",
    "收支与“三公”说明与表一致",
    severity="error",
    basis="budget_identities BUD-N002",
    explain="说明中的收入、支出、“三公”经费、机关运行经费各金额=表1、表4、表9的相应数，按所印位数比较。",
    says="说明中{what}{stated_text}，{where}为{table_text}，相差{difference}。请核对说明或表。",
    kinds=BOTH,
)
def TOTALS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    looked = False
    right: set[str] = set()
    for statement in desk.disclosure.statements:
        subject = statement.subject.removeprefix("final.")
        if statement.figure is None or not (subject.startswith(_WHOLE) or subject == "operating"):
            continue
        found = in_tables(desk, statement.subject)
        looked = looked or bool(found)
        stated = statement.figure.yuan
        if not found or any(yuan(table) == stated for table, _ in found):
            right.add(statement.subject)
            continue
        if desk.is_hard_wrapped and statement.subject in right:
            continue  # 收入0.00万元 at the beginning of a line may have been 事业收入
        table, where = min(found, key=lambda said: abs(yuan(said[0]) - stated))
        yield from _differs(rule, statement, statement.figure, table, where)
    if not looked:
        raise NotApplicable("说明中没有读到可以与表比较的金额")


@rule(
    "BUD-N003",
    "政府采购各项之和",
    severity="error",
    basis="budget_identities BUD-N003",
    explain="政府采购预算=货物+工程+服务；面向中小企业预留不超过采购预算；预留给小微企业不超过预留给中小企业。",
    says={
        "": "政府采购预算{stated}，货物、工程、服务之和为{expected}，相差{difference}。请核对各项采购预算。",
        "sme": "面向中小企业预留{stated}，多于政府采购预算{expected}。请核对预留金额。",
        "micro": "预留给小微企业{stated}，多于面向中小企业预留{expected}。请核对预留金额。",
    },
    kinds=BOTH,
)
def PROCUREMENT(desk: Desk, rule: Rule) -> Iterator[Finding]:
    stated = {
        s.subject.removeprefix("final."): s.figure
        for s in reversed(desk.disclosure.statements)
        if s.figure and "procurement." in s.subject
    }
    total = stated.get("procurement.total")
    if total is None:
        raise NotApplicable("没有读到政府采购预算")
    parts = [f for key in ("goods", "works", "services") if (f := stated.get(f"procurement.{key}"))]
    if len(parts) == 3:
        expected = sum((part.yuan for part in parts), Decimal(0))
        room = max(figure.printed.tolerance for figure in (total, *parts)) * 2
        exact = any(figure.printed.decimals >= 4 for figure in (total, *parts))
        if abs(total.yuan - expected) > (Decimal("0.01") if exact else room):
            yield rule.finds(total.place, stated=total.yuan, expected=expected, measure="yuan", other=parts[0].place)
    reserved, micro = stated.get("procurement.sme"), stated.get("procurement.micro")
    for key, part, whole in (("sme", reserved, total), ("micro", micro, reserved)):
        if part and whole and part.yuan > whole.yuan + whole.printed.tolerance + part.printed.tolerance:
            yield rule.finds(
                part.place, sentence=key, stated=part.yuan, expected=whole.yuan, measure="yuan", other=whole.place
            )
