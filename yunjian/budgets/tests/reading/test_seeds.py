"""Both real disclosures are read whole, to the cent."""

import re
from collections import Counter
from decimal import Decimal
from functools import cache

import pytest

from yunjian.budgets.logic.disclosure import Disclosure, Figure, Statement, Table
from yunjian.budgets.logic.reading import read
from yunjian.budgets.tests.seeds import DATA_BUREAU, SERVICE_CENTRE, are_published, seed_files
from yunjian.kernel.money import MoneyUnit

from . import independent

SEEDS = (DATA_BUREAU, SERVICE_CENTRE)
YEARS = {DATA_BUREAU: 2025, SERVICE_CENTRE: 2026}


@cache
def disclosure(seed: str) -> Disclosure:
    path = seed_files()[seed]
    return read(path.read_bytes(), path.name)


def figures(table: Table) -> list[Figure]:
    return [f for section in table.sections for row in section.rows for f in row.figures if f]


def amount(seed: str, number: int, code: str, column: str) -> Decimal | None:
    table = disclosure(seed).table(number)
    assert table
    section = table.sections[0]
    figure = section.figure(section.row(code=code) if code else section.total, column)
    return figure.yuan if figure else None


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_frame_is_read(seed):
    found = disclosure(seed)
    assert (found.kind, found.year) == ("budget", YEARS[seed])
    assert found.body.startswith("上海市松江区")
    assert found.title == f"上海市松江区{YEARS[seed]}年区级部门预算"
    assert [c.kind for c in found.chapters] == ["duties", "organisation", "glossary", "narrative", "other"]
    assert not found.unread


def test_the_contents_list_is_read_with_its_levels():
    assert not disclosure(DATA_BUREAU).contents
    levels = [entry.level for entry in disclosure(SERVICE_CENTRE).contents]
    assert levels == [1] * 5 + [2] * 9 + [1] * 2


@pytest.mark.parametrize("seed", SEEDS)
def test_every_amount_of_every_table_is_read_and_no_other(seed):
    found = disclosure(seed)
    assert [table.number for table in found.tables] == list(range(1, 10))
    for table, amounts in zip(found.tables, independent.table_amounts(seed_files()[seed]), strict=True):
        assert Counter(f.yuan for f in figures(table)) == Counter(amounts), table.title
        assert table.unit is MoneyUnit.YUAN
        assert table.unit_place
        assert table.body == found.body
        assert table.year == found.year


@pytest.mark.parametrize("seed", SEEDS)
def test_the_totals_are_those_worked_out_apart(seed):
    for number in (3, 5):
        for column, total in independent.TOTALS[seed].items():
            assert amount(seed, number, "", column) == Decimal(total)
    for column, total in independent.ECONOMY[seed].items():
        assert amount(seed, 8, "", column) == Decimal(total)
    assert amount(seed, 2, "", "appropriation") == Decimal(independent.TOTALS[seed]["total"])


@pytest.mark.parametrize(
    ("number", "columns", "rows"),
    [
        (3, ("basic", "project"), independent.DATA_BUREAU_FUNCTIONS),
        (5, ("basic", "project"), independent.DATA_BUREAU_FUNCTIONS),
        (8, ("staff", "running"), independent.DATA_BUREAU_ECONOMY),
    ],
)
def test_amounts_whose_column_was_lost_are_placed_and_marked(number, columns, rows):
    for code, expected in rows.items():
        assert tuple(amount(DATA_BUREAU, number, code, column) for column in columns) == tuple(map(decimal, expected))
    section = disclosure(DATA_BUREAU).table(number).sections[0]
    for row in section.rows if are_published() else ():  # the sample of the pack keeps its blank cells
        printed = [f for f in row.figures if f]
        assert bool(row.inferred) == (0 < len(printed) < len(section.columns))


def test_nothing_is_inferred_where_blank_cells_were_kept():
    rows = [r for t in disclosure(SERVICE_CENTRE).tables for s in t.sections for r in s.rows]
    assert not any(row.inferred for row in rows)


def test_rows_without_amounts_are_kept():
    [section] = disclosure(DATA_BUREAU).table(5).sections
    for code in ("208-05-01", "208-05-02", "208-05-99"):
        row = section.row(code=code)
        assert row
        assert row.label
        assert not any(row.figures)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_sided_tables_have_both_sides_in_order(seed):
    for number, incomes in ((1, 8), (4, 4)):
        table = disclosure(seed).table(number)
        income, expenditure = table.section("income"), table.section("expenditure")
        assert len(income.rows) == incomes
        assert len(expenditure.rows) == 23
        assert income.total.label == "收入总计"
        assert expenditure.total.label == "支出总计"
        assert income.figure(income.total, "budget").yuan == Decimal(independent.TOTALS[seed]["total"])
    general = expenditure.figure(expenditure.total, "general")
    assert general.yuan == Decimal(independent.TOTALS[seed]["total"])
    assert expenditure.figure(expenditure.total, "fund") is None


@pytest.mark.parametrize("seed", SEEDS)
def test_empty_tables_keep_their_notes(seed):
    for number in (6, 7):
        table = disclosure(seed).table(number)
        assert table.is_empty
        assert [note.startswith("注：") for note in table.notes] == [True]


def test_a_dash_is_not_a_blank_cell():
    [row] = disclosure(SERVICE_CENTRE).table(9).sections[0].rows
    assert row.dash == (6,)
    assert row.figures[6] is None
    assert amount(DATA_BUREAU, 9, "", "operating") is None  # it has no totals row
    section = disclosure(DATA_BUREAU).table(9).sections[0]
    assert section.figure(section.rows[0], "operating").yuan == Decimal("299797.75")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_projects_are_those_of_the_register_typed_by_hand(seed):
    notes = disclosure(seed).projects
    known = independent.projects(YEARS[seed])
    assert len(notes) == independent.PROJECT_COUNT[seed] == len(known)
    for note, project in zip(notes, known, strict=True):
        assert note.amount.printed.value == project.amount_wan, note.title
        assert note.payment_kind == project.payment_kind, note.title
        if project.payment_kind == "milestones":
            assert tuple(p.share for p in note.payments) == project.shares, note.title
        assert {c.number for c in note.citations if c.number} == project.documents, note.title
        assert (note.period_start.isoformat()[4:], note.period_end.isoformat()[4:]) == ("-01-01", "-12-31")
        assert [section.number for section in note.sections] == [1, 2, 3, 4, 5, 6, 7]
        assert note.implementer == disclosure(seed).body
        assert note.overview_name == note.title


@pytest.mark.parametrize("seed", SEEDS)
def test_the_project_amounts_add_up_to_the_project_expenditure(seed):
    values = [note.amount.printed.value for note in disclosure(seed).projects]
    assert sum(values) == Decimal(independent.PROJECT_SUM_WAN[seed])
    assert sum(values) * 10_000 == Decimal(independent.TOTALS[seed]["project"])


def test_a_wrong_unit_is_kept_as_printed():
    notes = disclosure(SERVICE_CENTRE).projects
    in_yuan = {
        n: str(p.amount.printed.value) for n, p in enumerate(notes, 1) if p.amount.printed.unit is MoneyUnit.YUAN
    }
    assert in_yuan == independent.PRINTED_IN_YUAN


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        (3, ["661", "56.965"]),
        (4, ["1251.76", "35.52", "0.84", "6.66"]),
        (43, ["10", "7", "3"]),
    ],
)
def test_the_components_add_up_to_the_project(number, parts):
    note = disclosure(SERVICE_CENTRE).projects[number - 1]
    assert [part.figure.printed.value for part in note.parts] == list(map(Decimal, parts))
    assert sum(part.figure.yuan for part in note.parts) == note.amount.yuan
    assert all(part.label for part in note.parts)


def test_names_that_differ_between_title_and_allocation_are_kept_apart():
    for seed, differing in ((DATA_BUREAU, [10]), (SERVICE_CENTRE, [10, 32])):
        notes = disclosure(seed).projects
        assert [n for n, p in enumerate(notes, 1) if p.allocation_name != p.title] == differing


def test_payment_times_are_read():
    bureau, centre = disclosure(DATA_BUREAU).projects, disclosure(SERVICE_CENTRE).projects
    assert [p.due for p in bureau[1].payments] == ["2025年5月", "2025年10月"]
    assert [p.amount.printed.value for p in bureau[1].payments] == [15, 35]
    assert [p.due for p in bureau[5].payments] == ["2025年一季度", ""]
    closing = [n for n, note in enumerate(centre, 1) if any(p.due == "11月上旬" for p in note.payments)]
    assert closing == [11, 12, 13, 14, 15, 21, 22, 31]


def _as_line(statement: Statement) -> str:
    words = [statement.subject, str(statement.figure.printed)]
    change = statement.change
    if change and change.direction == "same":
        words.append("=")
    elif change and change.amount:
        words.append(("+" if change.direction == "increase" else "-") + str(change.amount.printed))
        words.extend([f"{change.percent}%"] if change.percent else [])
    return " ".join(words)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_narrative_states_what_was_typed_off_it(seed):
    stated = [_as_line(s) for s in disclosure(seed).statements if s.figure]
    assert stated == [line.strip() for line in independent.STATED[seed].strip().splitlines()]


@pytest.mark.parametrize(
    ("seed", "subject", "count"),
    [
        (DATA_BUREAU, "performance.count", 15),
        (DATA_BUREAU, "performance.large", 1),
        (DATA_BUREAU, "units.administrative", 1),
        (SERVICE_CENTRE, "performance.count", 43),
        (SERVICE_CENTRE, "performance.large", 2),
        (SERVICE_CENTRE, "units.institution", 1),
        (SERVICE_CENTRE, "operating", 0),
        (SERVICE_CENTRE, "assets.general", 4),
    ],
)
def test_counts_are_stated(seed, subject, count):
    [statement] = disclosure(seed).stated(subject)
    assert statement.count == count
    assert statement.figure is None


def test_a_new_body_has_no_year_before_and_says_why():
    for subject in ("income.appropriation", "expenditure.appropriation", "three_public.total"):
        statement = disclosure(DATA_BUREAU).stated(subject)[0]
        assert statement.change.direction == "none"
        assert statement.reason.endswith("新成立部门")


def test_reasons_are_read_also_from_a_paragraph_of_their_own():
    for statement in disclosure(SERVICE_CENTRE).statements:
        if statement.change and statement.change.direction == "increase":
            assert statement.reason == "项目支出增加"
            assert statement.change.base_year == 2025


@pytest.mark.parametrize("seed", SEEDS)
def test_every_value_stands_where_its_place_says(seed):
    lines = seed_files()[seed].read_text(encoding="utf-8").splitlines()
    found = disclosure(seed)
    placed = [f for table in found.tables for f in figures(table)]
    placed += [s.figure for s in found.statements if s.figure]
    placed += [note.amount for note in found.projects] + [p.figure for n in found.projects for p in n.parts]
    for figure in placed:
        here = "".join(lines[figure.place.line - 1 : figure.place.line + 1]).replace(",", "")
        assert str(figure.printed.value) in here
        assert str(figure.printed.value) in figure.place.quote.replace(",", "")
    for mention in (*found.mentions, *(m for note in found.projects for m in note.mentions)):
        here = "".join(lines[mention.place.line - 1 : mention.place.line + 1])
        assert re.sub(r"\s", "", mention.text) in re.sub(r"\s", "", here)


@pytest.mark.parametrize(
    ("seed", "number", "texts"),
    [
        (SERVICE_CENTRE, 5, {"398个", "267.058万元"}),
        (SERVICE_CENTRE, 18, {"86家"}),
        (SERVICE_CENTRE, 23, {"900M", "42个", "工信部联协（2012）187号"}),
        (SERVICE_CENTRE, 30, {"21人", "5×8小时", "7×24小时", "661.60万元"}),
        (SERVICE_CENTRE, 33, {"26000套", "4枚"}),
        (DATA_BUREAU, 4, {"95%", "1小时", "50%"}),
        (DATA_BUREAU, 6, {"5*8小时", "4小时"}),
        (DATA_BUREAU, 13, {"DB31/T 862--2021", "DB 31117/Z 016-2022"}),
    ],
)
def test_service_levels_and_counts_are_mentioned(seed, number, texts):
    assert texts <= {mention.text for mention in disclosure(seed).projects[number - 1].mentions}


@pytest.mark.parametrize("seed", SEEDS)
def test_paragraphs_broken_over_lines_are_joined(seed):
    lines = disclosure(seed).lines
    whole = "".join(line.text for line in lines)
    text = re.sub(r"\s", "", seed_files()[seed].read_text(encoding="utf-8"))
    phrases = [p for p in ("城市运行“一网统管”系统规划建设", "财政资金预算安排金额为") if p in text]
    assert phrases
    assert all(phrase in re.sub(r"\s", "", whole) for phrase in phrases)
    long = [line for line in lines if line.chapter.startswith("project:") and len(line.text) > 60]
    ended = [line for line in long if line.text.rstrip("”）").endswith(("。", "；", "：", "》", "》"))]
    assert len(ended) >= len(long) * 0.95
