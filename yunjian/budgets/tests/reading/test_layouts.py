"""The same content reads to the same figures from every format, and what cannot be told apart is never guessed."""

from collections import Counter
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings

from yunjian.budgets.logic.disclosure import Disclosure, Table
from yunjian.budgets.logic.reading import read
from yunjian.budgets.logic.source import open_source
from yunjian.budgets.tests.formats import office, paper, plain, web
from yunjian.budgets.tests.formats.description import Description
from yunjian.budgets.tests.seeds import DATA_BUREAU, SERVICE_CENTRE, seed_files
from yunjian.kernel.money import parse_number

from . import final_accounts, made
from .described import document_described, with_tables

# Formats that keep blank cells, and those that hold columns by their place on the line.
KEEPING = {
    "html": web.html,
    "docx": office.docx,
    "xlsx": office.xlsx,
    "xlsx, one sheet": lambda d: office.xlsx(d, one_sheet=True),
    "tabbed": plain.tabbed,
    "markdown": plain.markdown,
    "pdf": paper.pdf,
}
PLACED = {
    "kept, letters": lambda d: plain.kept(d, wide=False),
    "kept, half widths": plain.kept,
    "pdf, not ruled": lambda d: paper.pdf(d, ruled=False),
}
LOST = {"lost": plain.lost}
EVERY = {**KEEPING, **PLACED, **LOST}


def cells(table: Table | None) -> list:
    """A table's rows with their amounts by column, without places."""
    assert table
    return [
        (section.side, row.code, "".join(row.label.split()), row.is_total, _amounts(section, row))
        for section in table.sections
        for row in section.rows
    ]


def _amounts(section, row) -> dict[str, Decimal]:
    return {c.key: f.printed.value for c, f in zip(section.columns, row.figures, strict=True) if f}


def notes(disclosure: Disclosure) -> list:
    return [
        (
            note.title,
            note.overview_name,
            note.allocation_name,
            note.amount.printed,
            note.payment_kind,
            [(p.share, p.condition, p.due) for p in note.payments],
            [c.number for c in note.citations],
            [(p.label, p.figure.printed) for p in note.parts],
        )
        for note in disclosure.projects
    ]


def stated(disclosure: Disclosure) -> list:
    return [
        (s.subject, s.name, s.figure and s.figure.printed, s.count, s.change and s.change.direction, s.reason)
        for s in disclosure.statements
    ]


def left_out(disclosure: Disclosure) -> list[str]:
    """What was not read, apart from the page's scripts, which say nothing."""
    return [u.reason for u in disclosure.unread if "脚本" not in u.reason]


@cache
def original(seed: str) -> tuple[Disclosure, Description]:
    path = seed_files()[seed]
    document = open_source(path.read_bytes(), path.name)
    disclosure = read(path.read_bytes(), path.name)
    if seed == SERVICE_CENTRE:
        return disclosure, document_described(document)
    return disclosure, with_tables(disclosure.tables)


@pytest.mark.parametrize("writer", EVERY)
def test_a_real_disclosure_reads_alike_from_every_format(writer):
    disclosure, description = original(SERVICE_CENTRE)
    found = read(EVERY[writer](description), "file")
    assert (found.body, found.title, found.year) == (disclosure.body, disclosure.title, disclosure.year)
    assert [cells(found.table(n)) for n in range(1, 10)] == [cells(disclosure.table(n)) for n in range(1, 10)]
    assert [t.notes for t in found.tables][5:7] == [t.notes for t in disclosure.tables][5:7]
    assert notes(found) == notes(disclosure)
    assert stated(found) == stated(disclosure)
    assert [c.kind for c in found.chapters] == [c.kind for c in disclosure.chapters]
    assert len(found.contents) == len(disclosure.contents)
    assert not left_out(found)


@pytest.mark.parametrize("writer", EVERY)
def test_tables_whose_layout_was_lost_read_alike_once_written_with_blank_cells(writer):
    disclosure, description = original(DATA_BUREAU)
    found = read(EVERY[writer](description), "file")
    assert [cells(found.table(n)) for n in range(1, 10)] == [cells(disclosure.table(n)) for n in range(1, 10)]
    assert not left_out(found)


@pytest.mark.parametrize("basic", [final_accounts.BASIC, final_accounts.BASIC_WIDE], ids=["one list", "three lists"])
@pytest.mark.parametrize("writer", KEEPING)
def test_final_accounts_read_alike_from_every_format_that_keeps_blank_cells(writer, basic):
    found = read(KEEPING[writer](final_accounts.described(basic)), "file")
    assert not left_out(found)
    assert [t.number for t in found.tables] == list(range(1, 10))
    for table, (_, board) in zip(found.tables, final_accounts.tables(basic), strict=True):
        amounts = Counter(f.printed.value for s in table.sections for r in s.rows for f in r.figures if f)
        assert amounts == Counter(final_accounts.amounts(board)), table.title
    reference = read(web.html(final_accounts.described(basic)), "file")
    assert [cells(t) for t in found.tables] == [cells(t) for t in reference.tables]
    assert stated(found) == stated(reference)


@pytest.mark.parametrize("basic", [final_accounts.BASIC, final_accounts.BASIC_WIDE], ids=["one list", "three lists"])
@pytest.mark.parametrize("writer", [*PLACED, *LOST])
def test_final_accounts_that_lost_cells_are_never_misread(writer, basic):
    truth = read(web.html(final_accounts.described(basic)), "file")
    found = read({**PLACED, **LOST}[writer](final_accounts.described(basic)), "file")
    for table in truth.tables:
        true = {(side, code or label): amounts for side, code, label, _, amounts in cells(table)}
        for side, code, label, _, amounts in cells(found.table(table.number)):
            known = true.get((side, code or label), {})
            assert amounts.items() <= known.items(), (table.title, label)


@given(spending=made.spendings())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_made_tables_read_back_from_text_formats(spending):
    for writer in (plain.tabbed, plain.markdown, web.html, plain.kept):
        table = read(writer(made.table(spending)), "file").table(3)
        assert found_in(table) == spending.amounts


@given(spending=made.spendings())
@settings(max_examples=120, deadline=None)
def test_made_tables_whose_layout_was_lost_are_read_back_or_left_open(spending):
    disclosure = read(plain.lost(made.table(spending)), "file")
    table = disclosure.table(3)
    [section] = table.sections
    for row in section.rows:
        basic, project = spending.amounts["" if row.is_total else row.code]
        whole = basic + project
        found = _amounts(section, row)
        assert found.get("total", 0) == whole
        assert found.get("basic", basic) in (basic, None)
        assert found.get("project", project) in (project, None)
        open_cells = sum(1 for amount in (basic, project) if amount) - sum(
            1 for key in ("basic", "project") if key in found
        )
        listed = [u for u in disclosure.unread if u.place.line == row.place.line]
        assert open_cells == len(listed)


def found_in(table: Table) -> dict[str, tuple[Decimal, Decimal]]:
    [section] = table.sections
    amounts = {}
    for row in section.rows:
        cell = _amounts(section, row)
        amounts["" if row.is_total else row.code] = (cell.get("basic", made.ZERO), cell.get("project", made.ZERO))
    return amounts


def test_every_amount_of_the_samples_is_a_number():
    for _, board in final_accounts.TABLES:
        assert all(parse_number(str(amount)) is not None for amount in final_accounts.amounts(board))
