"""The original beside the reading."""

import dataclasses

import pytest

from yunjian.budgets import queries
from yunjian.budgets.logic import reading
from yunjian.budgets.pages.source import original_page, surroundings
from yunjian.budgets.queries import OriginalFile
from yunjian.budgets.tests.formats import office, paper, retelling
from yunjian.budgets.tests.seeds import DATA_BUREAU as BUREAU_2025
from yunjian.budgets.tests.seeds import seed_files
from yunjian.kernel.actor import ANONYMOUS

TEXT = seed_files()[BUREAU_2025].read_bytes()
TOTAL = "36,864,854.48"


@pytest.fixture(scope="module")
def description():
    return retelling.from_disclosure(reading.read(TEXT, "预算.txt"))


def page(data, name, **asked):
    structure = reading.read(data, name)
    file = OriginalFile(name, data, structure.source.digest)
    return structure, original_page(structure, file, (), {key: str(value) for key, value in asked.items()})


def test_of_a_text_shows_its_lines_with_their_numbers_and_what_was_read_of_each():
    structure, shown = page(TEXT, "预算.txt")
    total = structure.table(1).section("income").total

    _, there = page(TEXT, "预算.txt", line=total.place.line)

    [asked] = [line for line in there.lines if line.is_asked]
    assert asked.place.line == total.place.line
    assert [read.value for read in asked.read] == [f"{TOTAL}元"] * 2
    assert shown.number == 1
    assert all(line.text.strip() for line in shown.lines)


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "docx"])
def test_of_another_format_shows_pages_sheets_and_rows_in_order(kind, description):
    data = {"pdf": paper.pdf, "xlsx": office.xlsx, "docx": office.docx}[kind](description)
    structure, _ = page(data, f"预算.{kind}")
    row = structure.table(3).sections[0].total

    where = {"line": row.place.line, "at": row.place.page, "sheet": row.place.sheet, "table": 3, "row": row.place.row}
    _, shown = page(data, f"预算.{kind}", **where)

    [asked] = [line for line in shown.lines if line.is_asked]
    assert TOTAL in asked.text
    assert [read.value for read in asked.read] == [f"{figure.printed}" for figure in row.figures if figure]


def test_loses_no_value_that_was_read(description):
    data = paper.pdf(description)
    structure, first = page(data, "预算.pdf")

    pages = [page(data, "预算.pdf", page=number)[1] for number in range(1, first.pages + 1)]

    shown = sum(1 for each in pages for line in each.lines for read in line.read if read.kind == "table")
    printed = sum(1 for t in structure.tables for s in t.sections for r in s.rows for f in r.figures if f)
    assert shown == printed


@pytest.mark.parametrize("asked", [{"page": "99999"}, {"page": "x"}, {"line": "-1"}, {"line": "9" * 30}, {"page": "0"}])
def test_answers_any_question_with_a_page(asked):
    _, shown = page(TEXT, "预算.txt", **asked)

    assert 1 <= shown.number <= shown.pages
    assert shown.lines


@pytest.mark.django_db
def test_shows_the_lines_around_a_finding(handed_in):
    text = "\n".join(f"第{number}行" for number in range(1, 400))
    disclosure = handed_in(content=text.encode())
    finding = queries.findings(disclosure, reader=ANONYMOUS)[0]
    structure = queries.structure(disclosure, reader=ANONYMOUS)

    around = surroundings(structure, queries.original(disclosure, reader=ANONYMOUS), finding)

    assert [line.text for line in around] == [f"第{number}行" for number in range(300, 307)]
    assert [line.is_asked for line in around] == [False, False, False, True, False, False, False]
    elsewhere = dataclasses.replace(finding, place=finding.place._replace(line=9999))
    assert surroundings(structure, queries.original(disclosure, reader=ANONYMOUS), elsewhere) == []
