"""The figures of a disclosure are the same in PDF, Word, Excel, a web page, Markdown and text."""

from functools import cache

import pytest

from yunjian.budgets.logic.disclosure import Disclosure, Figure, Table
from yunjian.budgets.logic.reading import read
from yunjian.budgets.tests.seeds import DATA_BUREAU, SERVICE_CENTRE, seed_files

from .formats import office, paper, plain, web
from .formats.description import Description
from .formats.retelling import from_disclosure

WRITERS = {
    "a.pdf": paper.pdf,
    "narrow.pdf": lambda d: paper.pdf(d, wide=False, head="某区2026年部门预算"),
    "unruled.pdf": lambda d: paper.pdf(d, ruled=False),
    "a.docx": office.docx,
    "a.xlsx": office.xlsx,
    "one-sheet.xlsx": lambda d: office.xlsx(d, one_sheet=True),
    "a.html": web.html,
    "lying.html": lambda d: web.html(d, encoding="gb18030", declared="utf-8"),
    "a.md": plain.markdown,
    "tabbed.txt": plain.tabbed,
    "kept.txt": plain.kept,
    "letters.txt": lambda d: plain.kept(d, wide=False, encoding="gb18030"),
    "lost.txt": plain.lost,
}


@cache
def original(seed: str) -> Disclosure:
    path = seed_files()[seed]
    return read(path.read_bytes(), path.name)


@cache
def retold(seed: str) -> Description:
    return from_disclosure(original(seed))


def value(figure: Figure | None) -> str:
    return str(figure.printed) if figure else ""


def of_table(table: Table) -> object:
    return [
        (
            section.side,
            [column.key for column in section.columns],
            [(row.code, row.label, [value(f) for f in row.figures], row.dash) for row in section.rows],
        )
        for section in table.sections
    ]


@pytest.mark.parametrize("seed", [DATA_BUREAU, SERVICE_CENTRE])
@pytest.mark.parametrize("name", WRITERS)
def test_are_identical(name, seed):
    expected, found = original(seed), read(WRITERS[name](retold(seed)), name)

    for table in expected.tables:
        again = found.table(table.number)
        assert again is not None, table.title
        assert (again.unit, again.body) == (table.unit, table.body)
        assert of_table(again) == of_table(table), table.title
    assert [(s.subject, s.name, value(s.figure), s.count) for s in found.statements] == [
        (s.subject, s.name, value(s.figure), s.count) for s in expected.statements
    ]
    assert [(p.title, value(p.amount), p.payment_kind, len(p.payments)) for p in found.projects] == [
        (p.title, value(p.amount), p.payment_kind, len(p.payments)) for p in expected.projects
    ]
    assert (found.kind, found.year, found.body) == (expected.kind, expected.year, expected.body)
